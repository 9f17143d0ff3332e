import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { spanContains } from '../../text/span.js';
import { findOrigin } from '../named-origin.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { locationAt, readTaskId } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';
import type { ClassInput } from './decorators.js';
import { isReachableModule } from './modules.js';
import { injectedQueues } from './processors.js';

const registrations = new Set(['registerQueue', 'registerQueueAsync', 'registerFlowProducer', 'registerFlowProducerAsync']);

/** `BullModule.registerQueue({ name: 'mail' }, { name: 'bills' })` */
export function readQueues(input: TaskExtractorInput): readonly TaskRecord[] {
  return input.model.calls.flatMap((site) => {
    const method = site.callee.at(-1)!;
    if (!registrations.has(method)) return [];
    const origin = findOrigin(input, input.model, site.callee.slice(0, -1));
    if (origin?.kind !== 'package' || !/^@nestjs\/bull(?:mq)?$/.test(origin.specifier)) return [];
    return site.args.map((raw) => readQueue(input, site, method, raw));
  });
}

function readQueue(input: TaskExtractorInput, site: CallSite, method: string, raw: StaticValue): TaskRecord {
  const options = input.evaluate(raw);
  const isObject = options.kind === 'object';
  const name: Pick<TaskRecord, 'id' | 'idSource'> = isObject
    ? propertyOf(options, 'name') ? readTaskId(input, propertyOf(raw, 'name') ?? propertyOf(options, 'name')) : { id: 'default', idSource: 'constant' }
    : { id: plainText(options), idSource: 'dynamic' };
  const defaults = propertyOf(options, 'defaultJobOptions');
  const owner = site.within ?? method;
  const isLoaded = site.within === undefined || !input.model.classes.some(({ name: own }) => own === site.within) || isReachableModule(input, site.within);
  return {
    framework: 'nestjs',
    kind: 'queue',
    ...name,
    queue: name.id,
    ...jobFields(defaults),
    ...(isObject ? optionsField(options, ['name', 'connection', 'redis', 'defaultJobOptions'], { defaultJobOptions: restOfJob(defaults) }) : {}),
    decorators: [],
    registeredBy: owner,
    ...(isLoaded ? { registration: 'list' } : {}),
    location: locationAt(input.model, site.span.start),
  };
}

const jobKeys = ['priority', 'attempts', 'backoff', 'timeout'];

function jobFields(options: StaticValue | undefined): Pick<TaskRecord, 'priority' | 'retry' | 'timeout'> {
  return {
    ...written('priority', numberOrText(propertyOf(options, 'priority'))),
    ...retryField(propertyOf(options, 'attempts'), propertyOf(options, 'backoff')),
    ...written('timeout', numberOrText(propertyOf(options, 'timeout'))),
  };
}

function restOfJob(options: StaticValue | undefined): StaticValue | undefined {
  if (options?.kind !== 'object') return options;
  return { ...options, entries: options.entries.filter(({ key }) => !jobKeys.includes(key)) };
}

/** Jobs that a class adds to the queues that it is given: `this.mail.add('send', letter, { attempts: 3 })`. */
export function readJobs(owner: ClassInput): readonly TaskRecord[] {
  const { input, site } = owner;
  const queues = injectedQueues(owner);
  if (queues.size === 0) return [];
  return input.model.calls.flatMap((call) => {
    const [self, property, method, ...rest] = call.callee;
    const queue = self === 'this' && property !== undefined && rest.length === 0 ? queues.get(property) : undefined;
    return queue && spanContains(site.span, call.span) ? readCall(owner, call, method, queue.id) : [];
  });
}

function readCall({ input, site }: ClassInput, call: CallSite, method: string | undefined, queue: string): readonly TaskRecord[] {
  const member = site.members.find(({ span }) => spanContains(span, call.span));
  const record = (facts: Pick<TaskRecord, 'kind' | 'id' | 'idSource'> & Partial<TaskRecord>): TaskRecord => ({
    framework: 'nestjs',
    queue,
    ...facts,
    decorators: [],
    registeredBy: `${site.name ?? 'default'}${member ? `.${member.name}` : ''}`,
    location: locationAt(input.model, call.span.start),
  });
  const job = (name: StaticValue | undefined, raw: StaticValue | undefined): TaskRecord => {
    const options = raw && input.evaluate(raw);
    const repeat = propertyOf(options, 'repeat');
    const id: Pick<TaskRecord, 'id' | 'idSource'> = name === undefined ? { id: '__default__', idSource: 'constant' } : readTaskId(input, name);
    return record({ kind: repeat ? 'schedule' : 'job', ...id, ...jobFields(options), ...scheduleOf(repeat), ...optionsField(options, [...jobKeys, 'repeat'], { repeat: restOfRepeat(repeat) }) });
  };
  const [first, second, third] = call.args;
  switch (method) {
    case 'add': {
      // Bull takes the name or leaves it out: `add(data)`, `add(data, options)`, `add(name, data, options)`.
      const isNamed = call.args.length > 2 || (first !== undefined && input.evaluate(first).kind !== 'object');
      return [isNamed ? job(first, third) : job(undefined, second)];
    }
    case 'addBulk': {
      const list = first && input.evaluate(first);
      if (list?.kind !== 'array') return [job(first, undefined)];
      return list.items.map((item) => (item.kind === 'object' && item.spreads.length === 0 ? job(propertyOf(item, 'name'), propertyOf(item, 'opts')) : job(item, undefined)));
    }
    case 'upsertJobScheduler': {
      const [repeat, template] = [second, third].map((value) => value && input.evaluate(value));
      const options = propertyOf(template, 'opts');
      const extra = { name: propertyOf(template, 'name'), repeat: restOfRepeat(repeat) };
      return [record({ kind: 'schedule', ...readTaskId(input, first), ...scheduleOf(repeat), ...jobFields(options), ...optionsField(options, jobKeys, extra) })];
    }
    default:
      return [];
  }
}

const repeatKeys = ['pattern', 'cron', 'every', 'tz', 'limit'];

function scheduleOf(repeat: StaticValue | undefined): Pick<TaskRecord, 'schedule'> {
  if (!repeat) return {};
  if (repeat.kind !== 'object') return { schedule: { pattern: plainText(repeat) } };
  const pattern = propertyOf(repeat, 'pattern') ?? propertyOf(repeat, 'cron');
  const zone = propertyOf(repeat, 'tz');
  return {
    schedule: {
      ...written('pattern', pattern && plainText(pattern)),
      ...written('every', numberOrText(propertyOf(repeat, 'every'))),
      ...written('timeZone', zone && plainText(zone)),
      ...written('limit', numberOrText(propertyOf(repeat, 'limit'))),
    },
  };
}

function restOfRepeat(repeat: StaticValue | undefined): StaticValue | undefined {
  return repeat?.kind === 'object' ? { ...repeat, entries: repeat.entries.filter(({ key }) => !repeatKeys.includes(key)) } : undefined;
}
