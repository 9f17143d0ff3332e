import type { MemberSite } from '../../model/declaration-site.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { sliceSpan, spanContains } from '../../text/span.js';
import { optionsField, written } from '../record-fields.js';
import { numberOrText, propertyOf } from '../static-text.js';
import { readTaskId } from '../task-site.js';
import { jobFields, nestDecorators, recordsOf, type ClassInput, type Facts, type NestDecorator } from './decorators.js';

const bullPackages = new Set(['@nestjs/bullmq', '@nestjs/bull']);
/** The name under which Bull keeps the handler that is given none. */
const unnamed = { id: '__default__', idSource: 'constant' as const };

/** Classes that take jobs from a queue: `@Processor()` of `@nestjs/bullmq` and `@nestjs/bull` 12, and listeners of its events. */
export function readProcessor(owner: ClassInput): readonly TaskRecord[] {
  const found = owner.decorators.find(({ specifier, name }) => bullPackages.has(specifier) && (name === 'Processor' || name === 'QueueEventsListener'));
  if (!found) return [];
  const { input, site } = owner;
  const [first, second] = found.use.args;
  const options = first && input.evaluate(first);
  const queueName = options?.kind === 'object' ? propertyOf(first, 'name') ?? propertyOf(options, 'name') : first;
  const queue: Pick<TaskRecord, 'id' | 'idSource'> = queueName ? readTaskId(input, queueName) : { id: 'default', idSource: 'constant' };
  const worker = second && input.evaluate(second);
  const own: Facts = {
    kind: found.name === 'Processor' ? 'worker' : 'listener',
    ...queue,
    queue: queue.id,
    ...written('concurrency', numberOrText(propertyOf(worker, 'concurrency'))),
    ...optionsField(worker, ['concurrency'], options?.kind === 'object' ? restOf(options) : {}),
  };
  const process = found.specifier === '@nestjs/bullmq' && found.name === 'Processor' ? site.members.find(({ name, static: isStatic }) => name === 'process' && !isStatic) : undefined;
  return [
    ...recordsOf(owner, { ...own, ...jobFields(process) }, ['providers']),
    ...(process ? readCases(owner, process, queue.id) : []),
    ...site.members.flatMap((member) => nestDecorators(input, member.decorators).flatMap((one) => readMember(owner, member, one, queue.id))),
  ];
}

function restOf(options: StaticValue): Record<string, StaticValue | undefined> {
  return { scope: propertyOf(options, 'scope'), configKey: propertyOf(options, 'configKey'), durable: propertyOf(options, 'durable') };
}

/** `switch (job.name)` in `process` or in a method that it calls. */
function readCases(owner: ClassInput, process: MemberSite, queue: string): readonly TaskRecord[] {
  const { input, site } = owner;
  return input.model.dispatches
    .filter(({ span, subject }) => spanContains(site.span, span) && subject.at(-1) === 'name')
    .flatMap(({ cases }) => cases)
    .flatMap((value) => recordsOf(owner, { kind: 'handler', ...readTaskId(input, value), queue, ...jobFields(process) }, ['providers']));
}

function readMember(owner: ClassInput, member: MemberSite, { specifier, name, use }: NestDecorator, queue: string): readonly TaskRecord[] {
  if (!bullPackages.has(specifier)) return [];
  const { input } = owner;
  const [first] = use.args;
  if (name === 'Process') return recordsOf(owner, { ...readProcess(owner, first), queue, ...jobFields(member) }, ['providers'], member);
  if (!/^On(?:WorkerEvent|QueueEvent|(?:Global)?Queue\w+)$/.test(name)) return [];
  const options = first && input.evaluate(first);
  const isNamed = /^On(?:Worker|Queue)Event$/.test(name);
  const event = isNamed ? (options?.kind === 'object' ? propertyOf(first, 'eventName') : first) : undefined;
  const facts: Facts = {
    kind: 'listener',
    ...(isNamed ? readTaskId(input, event) : { id: eventOf(name), idSource: 'literal' }),
    queue,
    ...(options?.kind === 'object' ? optionsField(options, ['eventName']) : {}),
  };
  return recordsOf(owner, facts, ['providers'], member);
}

/** `OnGlobalQueueCompleted` listens to `global:completed`. */
function eventOf(name: string): string {
  const [, global, event] = /^On(Global)?Queue(\w+)$/.exec(name)!;
  return `${global ? 'global:' : ''}${event!.charAt(0).toLowerCase()}${event!.slice(1)}`;
}

/** `@Process()`, `@Process('send')`, `@Process({ name: 'send', concurrency: 2 })` */
function readProcess({ input }: ClassInput, first: StaticValue | undefined): Facts {
  const options = first && input.evaluate(first);
  if (options?.kind !== 'object') return { kind: 'handler', ...(first ? readTaskId(input, first) : unnamed) };
  const name = propertyOf(first, 'name') ?? propertyOf(options, 'name');
  return { kind: 'handler', ...(name ? readTaskId(input, name) : unnamed), ...written('concurrency', numberOrText(propertyOf(options, 'concurrency'))) };
}

/** Names of the properties that `@InjectQueue()` gives a queue, with the name of that queue. */
export function injectedQueues({ input, site }: ClassInput): ReadonlyMap<string, Pick<TaskRecord, 'id' | 'idSource'>> {
  const queues = new Map<string, Pick<TaskRecord, 'id' | 'idSource'>>();
  const isInject = (path: readonly string[]): boolean => {
    const imported = path[0] === undefined ? undefined : input.importOf(path[0]);
    return imported !== undefined && bullPackages.has(imported.specifier) && (path.length === 1 ? imported.imported : path.at(-1)) === 'InjectQueue';
  };
  const nameOf = (raw: StaticValue | undefined) => (raw ? readTaskId(input, raw) : { id: 'default', idSource: 'constant' as const });
  for (const member of site.members) {
    const own = member.decorators.find(({ path }) => isInject(path));
    if (own) queues.set(member.name, nameOf(own.args[0]));
    if (member.kind !== 'constructor') continue;
    const calls = input.model.calls.filter(({ callee, span }) => isInject(callee) && spanContains(member.span, span));
    for (const { span, args } of calls) {
      const after = sliceSpan(input.model.source.text, { start: span.end, end: member.span.end });
      const property = /^\s*(?:(?:private|public|protected|readonly|override)\s+)+([\w$]+)/.exec(after)?.[1];
      if (property !== undefined) queues.set(property, nameOf(args[0]));
    }
  }
  return queues;
}
