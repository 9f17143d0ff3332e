import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { plainText, propertyOf } from '../static-text.js';
import { printHandler, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { readHandlers } from './handlers.js';
import { classOf, objectAt, packageName, type BullClass } from './objects.js';
import { readInstanceOptions, readJobOptions, readScheduler, type RecordOptions } from './options.js';

export const extractor: TaskExtractor = {
  framework: packageName,
  packages: [packageName],
  methods: ['add', 'addBulk', 'upsertJobScheduler', 'on', 'once'],
  extract: (input) => input.model.calls.flatMap((site) => (site.kind === 'new' ? readConstruction(input, site) : readMethodCall(input, site))),
};

interface Facts extends Pick<TaskRecord, 'id' | 'idSource'>, RecordOptions {
  readonly kind: TaskRecord['kind'];
  readonly queue?: string;
  readonly signature?: string;
}

function record({ model }: TaskExtractorInput, site: CallSite, facts: Facts): TaskRecord {
  return { framework: packageName, ...facts, decorators: [], ...siteOf(model, site) };
}

const kinds: Readonly<Record<BullClass, TaskRecord['kind']>> = {
  Queue: 'queue',
  QueuePro: 'queue',
  FlowProducer: 'queue',
  Worker: 'worker',
  WorkerPro: 'worker',
  QueueEvents: 'listener',
  QueueScheduler: 'schedule',
};

function readConstruction(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const className = classOf(input, site.callee);
  if (!className) return [];
  const evaluated = site.args.map(input.evaluate);
  if (className === 'FlowProducer') {
    return [record(input, site, { kind: 'queue', id: 'FlowProducer', idSource: 'constant', ...readInstanceOptions(evaluated[0]) })];
  }
  const name = readTaskId(input, site.args[0]);
  const isWorker = kinds[className] === 'worker';
  const options = readInstanceOptions(evaluated[isWorker ? 2 : 1]);
  const signature = isWorker ? printHandler(site.args[1]) : site.typeArguments.join(', ') || undefined;
  const facts: Facts = { kind: kinds[className], ...name, queue: name.id, ...options, ...(signature === undefined ? {} : { signature }) };
  const own = record(input, site, facts);
  if (!isWorker) return [own];
  return [own, ...readHandlers(input, site).map((handled) => record(input, site, { kind: 'handler', ...readTaskId(input, handled), queue: name.id }))];
}

function readMethodCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const method = site.callee.at(-1);
  const read = method === undefined ? undefined : methodReaders.get(method);
  const owner = site.callee.slice(0, -1);
  if (!read || owner.length === 0) return [];
  const object = objectAt(input, owner, site);
  if (object) {
    const queue = object.queue ? plainText(object.queue) : '';
    return read(input, site, object.className, object.queue === undefined && object.className !== 'FlowProducer' ? owner.join('.') : queue);
  }
  // `seen.add(id)` is a set; an object that is handed in can only be told by its name.
  const guess = guessClass(owner);
  return guess ? read(input, site, guess, owner.join('.')).map((one) => ({ ...one, idSource: 'dynamic' })) : [];
}

function guessClass(owner: readonly string[]): BullClass | undefined {
  const last = owner.at(-1) ?? '';
  if (/queue$/i.test(last)) return 'Queue';
  if (/flow(?:producer)?$/i.test(last)) return 'FlowProducer';
  return /worker$/i.test(last) ? 'Worker' : undefined;
}

type MethodReader = (input: TaskExtractorInput, site: CallSite, className: BullClass, queue: string) => TaskRecord[];

function isQueueClass(className: BullClass): boolean {
  return className === 'Queue' || className === 'QueuePro';
}

const methodReaders: ReadonlyMap<string, MethodReader> = new Map<string, MethodReader>([
  ['add', (input, site, className, queue) => {
    if (className === 'FlowProducer') return readFlow(input, site, site.args[0]);
    return isQueueClass(className) ? [readJob(input, site, queue, site.args[0], site.args[2])] : [];
  }],
  ['addBulk', (input, site, className, queue) => {
    const [list] = site.args;
    if (className === 'FlowProducer') return list?.kind === 'array' ? list.items.flatMap((item) => readFlow(input, site, item)) : [];
    return isQueueClass(className) ? readBulk(input, site, queue, list) : [];
  }],
  ['upsertJobScheduler', (input, site, className, queue) => {
    if (!isQueueClass(className)) return [];
    const [, repeat, template] = site.args.map(input.evaluate);
    return [record(input, site, { kind: 'schedule', ...readTaskId(input, site.args[0]), queue, ...readScheduler(repeat, template) })];
  }],
  ['on', readListener],
  ['once', readListener],
]);

function readListener(input: TaskExtractorInput, site: CallSite, className: BullClass, queue: string): TaskRecord[] {
  const handler = printHandler(site.args[1]);
  return className === 'FlowProducer'
    ? []
    : [record(input, site, { kind: 'listener', ...readTaskId(input, site.args[0]), queue, ...(handler === undefined ? {} : { signature: handler }) })];
}

function readJob(input: TaskExtractorInput, site: CallSite, queue: string, name: StaticValue | undefined, options: StaticValue | undefined): TaskRecord {
  const facts = readJobOptions(options && input.evaluate(options));
  return record(input, site, { kind: facts.schedule ? 'schedule' : 'job', ...readTaskId(input, name), queue, ...facts });
}

/** `list.map((x) => ({ name: 'remind', ... }))` is one record with its text as id: how many jobs it adds is known at run time only. */
function readBulk(input: TaskExtractorInput, site: CallSite, queue: string, list: StaticValue | undefined): TaskRecord[] {
  const value = list && input.evaluate(list);
  if (value?.kind !== 'array') return [readJob(input, site, queue, list, undefined)];
  return value.items.map((item) =>
    item.kind === 'object' && item.spreads.length === 0
      ? readJob(input, site, queue, propertyOf(item, 'name'), propertyOf(item, 'opts'))
      : readJob(input, site, queue, item, undefined),
  );
}

/** `FlowJob`: a job with the name of its queue and the jobs that must end before it. */
function readFlow(input: TaskExtractorInput, site: CallSite, raw: StaticValue | undefined): TaskRecord[] {
  const job = raw && input.evaluate(raw);
  if (job?.kind !== 'object') return [readJob(input, site, '', raw, undefined)];
  const queue = propertyOf(job, 'queueName');
  const children = propertyOf(job, 'children');
  return [
    readJob(input, site, queue ? plainText(queue) : '', propertyOf(job, 'name'), propertyOf(job, 'opts')),
    ...(children?.kind === 'array' ? children.items.flatMap((child) => readFlow(input, site, child)) : []),
  ];
}
