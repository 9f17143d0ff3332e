import { keyOf, listOf, textOf, type Exports, type Note, type Noted, type Recorder } from './recorder.js';

type Decorator = (...target: unknown[]) => unknown;
type Facts = Pick<Noted, 'kind' | 'id'> & { readonly queue?: string };
/** What a decorator registers. `owner` is the class; `member` its method or property. */
type Reader = (args: readonly unknown[], owner: string, member: string) => readonly Facts[];

/** What was noted of the members of a class whose queue is not known yet: decorators of members run before those of their class. */
const waiting = new WeakMap<object, Noted[]>();

/**
 * Decorators of NestJS 9 to 12 do what they did, and what they were told is noted where they are applied: classes that no file exports and
 * that no module lists are seen too.
 */
function createNestRecorder(packages: readonly string[], readers: Readonly<Record<string, Reader>>, withModule: boolean): Recorder {
  const names = [...Object.keys(readers), ...(withModule ? ['BullModule'] : [])];
  return {
    framework: 'nestjs',
    packages,
    names,
    replace: (real, note) =>
      Object.fromEntries(names.filter((name) => typeof real[name] === 'function').map((name) => [name, name === 'BullModule' ? watchModule(real[name] as object, note) : watchDecorator(name, real[name] as Decorator, readers[name]!, note)])),
  };
}

function watchDecorator(name: string, real: Decorator, read: Reader, note: Note): Decorator {
  const watched = (...args: unknown[]): Decorator => {
    const decorate = real(...args) as Decorator;
    return (...target: unknown[]) => {
      const [subject, second] = target as [object & { name?: string; constructor: { name: string } }, PropertyKey | undefined];
      // Without `experimentalDecorators` the second is an object that says what is decorated, and the class of a member is not known yet.
      const context = typeof second === 'object' ? (second as { readonly kind: string; readonly name?: PropertyKey }) : undefined;
      const member = context ? (context.kind === 'class' ? undefined : context.name) : second;
      const isClass = member === undefined;
      const holder = (isClass || typeof subject === 'function' ? subject : subject.constructor) as object & { name: string };
      const owner = context && !isClass ? '' : holder.name;
      const on = isClass ? owner : `${owner}.${String(member)}`;
      for (const facts of read(args, owner, String(member ?? ''))) {
        const noted: Noted = { ...facts, call: `@${name}`, on, args };
        note(noted);
        if (!isClass) waiting.set(holder, [...(waiting.get(holder) ?? []), noted]);
        else if (facts.queue !== undefined) for (const one of waiting.get(holder) ?? []) if (one.queue === undefined && inQueue.has(one.call)) one.queue = facts.queue;
      }
      return decorate(...target);
    };
  };
  return Object.assign(watched, real);
}

/** `BullModule.registerQueue({ name: 'mail' })` */
function watchModule(real: object, note: Note): unknown {
  const methods = new Set(['registerQueue', 'registerQueueAsync', 'registerFlowProducer', 'registerFlowProducerAsync']);
  return new Proxy(real, {
    get: (target, key, receiver) => {
      const value = Reflect.get(target, key, receiver) as unknown;
      if (typeof value !== 'function' || typeof key !== 'string' || !methods.has(key)) return value;
      return (...args: unknown[]): unknown => {
        for (const options of args) {
          const id = textOf(keyOf(options, 'name'), 'default');
          note({ call: `BullModule.${key}`, kind: 'queue', id, queue: id, args: [options] });
        }
        return (value as (...input: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

const queueOf = (value: unknown): string => textOf(typeof value === 'object' ? keyOf(value, 'name') : value, 'default');
const listened: Reader = ([event]) => [{ kind: 'listener', id: textOf(typeof event === 'object' ? keyOf(event, 'eventName') : event) }];
const patterns = (kind: 'handler' | 'listener'): Reader => ([pattern]) => (Array.isArray(pattern) ? pattern : [pattern]).map((one: unknown) => ({ kind, id: routeOf(one) }));

/** As `transformPatternToRoute` makes it, keys sorted. */
function routeOf(pattern: unknown): string {
  if (typeof pattern !== 'object' || pattern === null) return textOf(pattern);
  const sorted = (value: unknown): unknown => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)])) : value);
  return JSON.stringify(sorted(pattern));
}

const timed = (args: readonly unknown[], owner: string, member: string): readonly Facts[] => [{ kind: 'schedule', id: args.length > 1 ? textOf(args[0]) : `${owner}.${member}` }];
const grpc: Reader = ([service, method], owner, member) => [
  { kind: 'handler', id: `${textOf(service, owner)}/${textOf(method, member.charAt(0).toUpperCase() + member.slice(1))}` },
];
const handledClass: Reader = ([message]) => [{ kind: 'handler', id: nameOf(message) }];
const bullEvents = ['Active', 'Cleaned', 'Completed', 'Drained', 'Error', 'Failed', 'Paused', 'Progress', 'Removed', 'Resumed', 'Stalled', 'Waiting'];
const bullEvent = (name: string, event: string): readonly [string, Reader] => [name, () => [{ kind: 'listener', id: event }]];
const oldEvents: Exports & Record<string, Reader> = Object.fromEntries(bullEvents.flatMap((event) => {
  const lower = event.toLowerCase();
  return [bullEvent(`OnQueue${event}`, lower), bullEvent(`OnGlobalQueue${event}`, `global:${lower}`)];
}));

const inQueue = new Set(['@Process', '@OnWorkerEvent', '@OnQueueEvent', ...Object.keys(oldEvents).map((name) => `@${name}`)]);

function nameOf(value: unknown): string {
  return typeof value === 'function' ? value.name : textOf(value);
}

export const nestRecorders: readonly Recorder[] = [
  createNestRecorder(['@nestjs/bullmq', '@nestjs/bull'], {
    Processor: ([queue]) => [{ kind: 'worker', id: queueOf(queue), queue: queueOf(queue) }],
    QueueEventsListener: ([queue]) => [{ kind: 'listener', id: queueOf(queue), queue: queueOf(queue) }],
    Process: ([name]) => [{ kind: 'handler', id: textOf(typeof name === 'object' ? keyOf(name, 'name') : name, '__default__') }],
    OnWorkerEvent: listened,
    OnQueueEvent: listened,
    ...oldEvents,
  }, true),
  createNestRecorder(['@nestjs/schedule'], {
    Cron: ([, options], owner, member) => [{ kind: 'schedule', id: textOf(keyOf(options, 'name'), `${owner}.${member}`) }],
    Interval: timed,
    Timeout: timed,
  }, false),
  createNestRecorder(['@nestjs/microservices'], {
    MessagePattern: patterns('handler'), EventPattern: patterns('listener'), GrpcMethod: grpc, GrpcStreamMethod: grpc, GrpcStreamCall: grpc,
  }, false),
  createNestRecorder(['@nestjs/cqrs'], {
    CommandHandler: handledClass,
    QueryHandler: handledClass,
    EventsHandler: (events) => listOf(events).filter((event) => typeof event === 'function').map((event) => ({ kind: 'listener', id: nameOf(event) })),
    Saga: (_args, owner, member) => [{ kind: 'listener', id: `${owner}.${member}` }],
  }, false),
  createNestRecorder(['@nestjs/event-emitter'], { OnEvent: patterns('listener') }, false),
];
