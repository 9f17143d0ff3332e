import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { printFile, readFileArgument } from '../file-argument.js';
import { readHandlerFields, type HandlerFields } from '../handler-shape.js';
import { written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { exportedNameOf, findTaskObject, type TaskObject } from '../task-object.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { isJobOptions, readJobOptions, readQueueOptions } from './options.js';

const packageName = 'bull';

/** The name that Bull gives to a job and a processor without one. */
const unnamed = '__default__';

export const extractor: TaskExtractor = {
  framework: packageName,
  packages: [packageName],
  readsTypeImports: true,
  methods: ['add', 'addBulk', 'process', 'on', 'once'],
  extract: (input) => [
    ...input.model.calls.flatMap((site) => [...readQueue(input, site), ...readMethod(input, site)]),
    ...input.model.chains.flatMap((site) => readChain(input, site)),
  ],
};

type Facts = Omit<TaskRecord, 'framework' | 'decorators' | 'registeredBy' | 'location'>;

function record({ model }: TaskExtractorInput, site: CallSite, facts: Facts): TaskRecord {
  return { framework: packageName, ...facts, decorators: [], ...siteOf(model, site) };
}

/** `new Queue('mail', url, options)`; Bull can be called without `new` too. */
function isQueueClass(name: string | undefined): boolean {
  return name === '' || name === 'Queue';
}

function readQueue(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  if (!isQueueClass(exportedNameOf(input.model, extractor.packages, site.callee)) || site.args.length === 0) return [];
  const [name, second, third] = site.args;
  const options = [third, second].map((value) => value && input.evaluate(value)).find((value) => value?.kind === 'object' || value?.kind === 'reference');
  const id = readTaskId(input, name);
  const payload = site.typeArguments[0];
  return [record(input, site, { kind: 'queue', ...id, queue: id.id, ...readQueueOptions(options), ...written('payload', payload), registration: 'call' })];
}

/** `add(...letter)`: the items where they are known, else one argument that may be anything. */
function expand(input: TaskExtractorInput, arg: StaticValue): readonly StaticValue[] {
  const list = arg.kind === 'spread' ? input.evaluate(arg.value) : undefined;
  return list?.kind === 'array' ? list.items : [arg];
}

interface QueueFacts {
  readonly queue: string;
  readonly payload?: string;
}

function readMethod(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const method = site.callee.at(-1);
  const reader = method === undefined || site.kind === 'new' ? undefined : readers.get(method);
  const owner = site.callee.slice(0, -1);
  if (!reader || owner.length === 0) return [];
  const queue = findTaskObject(input, extractor.packages, owner, site);
  return queue && isQueueClass(queue.name) ? reader(input, { ...site, args: site.args.flatMap((arg) => expand(input, arg)) }, factsOf(queue, owner)) : [];
}

/** `new Queue('mail').process(send)` */
function readChain(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const reader = readers.get(site.callee.at(-1) ?? '');
  const made = site.callee.slice(0, -1).map((part) => part.replace(/\(\)$/, ''));
  if (!reader || !site.callee.at(-2)?.endsWith('()') || !isQueueClass(exportedNameOf(input.model, extractor.packages, made))) return [];
  const inner = input.model.calls.find((call) => call.span.start === site.span.start && call.callee.join('.') === made.join('.'));
  return inner ? reader(input, site, factsOf({ name: '', args: inner.args.map(input.evaluate), typeArguments: inner.typeArguments }, made)) : [];
}

function factsOf({ args, typeArguments }: TaskObject, owner: readonly string[]): QueueFacts {
  const payload = typeArguments[0];
  return { queue: args?.[0] ? plainText(args[0]) : owner.join('.'), ...(payload === undefined ? {} : { payload }) };
}

type Reader = (input: TaskExtractorInput, site: CallSite, queue: QueueFacts) => TaskRecord[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['process', readProcessor],
  ['add', (input, site, queue) => [readJob(input, site, queue)]],
  ['addBulk', readBulk],
  ['on', readListener],
  ['once', readListener],
]);

/** `process(handler)`, `process(5, handler)`, `process('send', handler)` and `process('send', 5, handler)`; a path in place of the function runs in a process of its own. */
function readProcessor(input: TaskExtractorInput, site: CallSite, { queue, payload }: QueueFacts): TaskRecord[] {
  const handler = site.args.at(-1);
  const [first, second] = site.args.slice(0, -1);
  const isCount = second === undefined && first !== undefined && isNumber(input.evaluate(first));
  const [name, concurrency] = isCount ? [undefined, first] : [first, second];
  const named = name === undefined ? undefined : readTaskId(input, name);
  const facts = { ...written('concurrency', numberOrText(concurrency && input.evaluate(concurrency))), ...written('payload', payload), ...readProcessorFields(input, handler), registration: 'call' as const };
  // A processor of '*' takes every job that has none of its own, as one without a name takes those without a name.
  if (named === undefined || named.id === '*') return [record(input, site, { kind: 'worker', id: queue, idSource: isKnownQueue(input, site) ? 'constant' : 'dynamic', queue, ...facts, ...(named ? { options: '{"name":"*"}' } : {}) })];
  return [record(input, site, { kind: 'handler', ...named, queue, ...facts })];
}

function isKnownQueue(input: TaskExtractorInput, site: CallSite): boolean {
  const owner = site.callee.slice(0, -1);
  if (owner.at(-1)?.endsWith('()')) return true;
  return findTaskObject(input, extractor.packages, owner, site)?.args?.[0]?.kind === 'literal';
}

/** `config.workers` may be a name or a number for all that is known; `Number(...)` and `os.cpus().length` are numbers. */
function isNumber(value: StaticValue): boolean {
  if (value.kind === 'literal') return typeof value.value === 'number';
  return value.kind === 'call' ? /^(?:Number|parseInt|parseFloat)$/.test(value.callee.at(-1) ?? '') || value.callee[0] === 'Math' : value.kind === 'dynamic' && /^\+|\.length$/.test(value.text);
}

function readProcessorFields(input: TaskExtractorInput, handler: StaticValue | undefined): HandlerFields {
  const fields = readHandlerFields(input, handler, { wrappers: ['Job'] });
  if (handler === undefined || handler.kind === 'function' || fields.signature?.includes('(') === true && handler.kind === 'reference') return fields;
  const path = readFileArgument(input, handler, 'root');
  return path ? { signature: `file ${printFile(input, path)}` } : fields;
}

/** `add(data)`, `add(data, options)`, `add('send', data)` and `add('send', data, options)`: Bull asks whether the first is a text. */
function readJob(input: TaskExtractorInput, site: CallSite, { queue, payload }: QueueFacts): TaskRecord {
  const [first, second, third] = site.args;
  const value = first && input.evaluate(first);
  const isName = value?.kind === 'spread' ? true : value?.kind === 'literal' ? typeof value.value === 'string' : value?.kind !== 'object' && value?.kind !== 'array' && value?.kind !== 'new' && couldBeName(input, second, third);
  const options = isName ? third : second;
  const id = isName ? readTaskId(input, first) : { id: unnamed, idSource: 'literal' as const };
  const facts = readJobOptions(options && input.evaluate(options));
  return record(input, site, { kind: facts.schedule ? 'schedule' : 'job', ...id, queue, ...facts, ...written('payload', payload), registration: 'call' });
}

function couldBeName(input: TaskExtractorInput, second: StaticValue | undefined, third: StaticValue | undefined): boolean {
  return third !== undefined || (second !== undefined && !isJobOptions(input.evaluate(second)));
}

function readBulk(input: TaskExtractorInput, site: CallSite, { queue, payload }: QueueFacts): TaskRecord[] {
  const list = site.args[0] && input.evaluate(site.args[0]);
  const items = list?.kind === 'array' ? list.items : [list];
  return items.map((item) => {
    const isKnown = item?.kind === 'object' && item.spreads.length === 0;
    const name = propertyOf(item, 'name');
    const id = isKnown && name === undefined ? { id: unnamed, idSource: 'literal' as const } : readTaskId(input, isKnown ? name : item);
    return record(input, site, { kind: 'job', ...id, queue, ...readJobOptions(isKnown ? propertyOf(item, 'opts') : undefined), ...written('payload', payload), registration: 'call' });
  });
}

function readListener(input: TaskExtractorInput, site: CallSite, { queue }: QueueFacts): TaskRecord[] {
  const { signature } = readHandlerFields(input, site.args[1]);
  return [record(input, site, { kind: 'listener', ...readTaskId(input, site.args[0]), queue, ...written('signature', signature), registration: 'call' })];
}

