import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { keyOfName, readCallOrigin, readItem, readList, type CallOrigin, type ListItem } from '../call-origin.js';
import { createListFinder } from '../listed-names.js';
import { numberOrStatic, optionsField, parameterType, patternsOf, retryField, written } from '../record-fields.js';
import { plainText, propertyOf } from '../static-text.js';
import { printHandler, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

const packages = ['@hatchet-dev/typescript-sdk', '@hatchet-dev/typescript-sdk/v1'];

export const extractor: TaskExtractor = {
  framework: 'hatchet',
  packages,
  methods: ['task', 'durableTask', 'batchTask', 'workflow', 'worker', 'onFailure', 'onSuccess', 'cron', 'registerWorkflow', 'registerWorkflows'],
  extract: (input) => input.model.calls.flatMap((site) => readSite(input, site)),
};

/** `new HatchetClient()`, `Hatchet.init()` and the default export's `init()`. */
const clients = /^(?:default|Hatchet|HatchetClient)\(\)$|^init\(\)$/;
const taskMethods = ['task', 'durableTask', 'batchTask'];
/** What a client's method makes may also be made by a function that takes the client: `CreateWorkflow({ name }, hatchet)`. */
const creators: Readonly<Record<string, string>> = {
  CreateWorkflow: 'workflow', CreateTaskWorkflow: 'task', CreateDurableTaskWorkflow: 'durableTask', CreateBatchTaskWorkflow: 'batchTask',
};

/** The method that is called on a client, on a workflow or on a worker. */
function methodOf({ path }: CallOrigin): { readonly owner: 'client' | 'workflow' | 'task' | 'worker'; readonly method: string } | undefined {
  const method = path.at(-1);
  const owner = path.at(-2);
  if (method === undefined || !packages.includes(path[0] ?? '')) return undefined;
  const created = creators[method];
  if (created !== undefined && path.length === 2) return { owner: 'client', method: created };
  if (owner === undefined) return undefined;
  if (clients.test(owner) || owner === 'withMiddleware()') return { owner: 'client', method };
  if (owner === 'workflow()' || owner === 'CreateWorkflow()') return { owner: 'workflow', method };
  if (owner === 'worker()') return { owner: 'worker', method };
  return [...taskMethods.map((name) => `${name}()`), ...Object.keys(creators).map((name) => `${name}()`)].includes(owner) ? { owner: 'task', method } : undefined;
}

function readSite(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const origin = readCallOrigin(input, site);
  const called = methodOf(origin);
  if (!called) return [];
  const { owner, method } = called;
  const parent = nameOf(origin.makings.at(-1)?.args[0]);
  if (owner === 'client' && taskMethods.includes(method)) return [readDefinition(input, site, 'task', method)];
  if (owner === 'client' && method === 'workflow') return [readDefinition(input, site, 'workflow', method)];
  if (owner === 'client' && method === 'worker') return readWorker(input, site);
  if (owner === 'workflow' && [...taskMethods, 'onFailure', 'onSuccess'].includes(method)) return [readStep(input, site, method, parent)];
  if ((owner === 'workflow' || owner === 'task') && method === 'cron') return [readCron(input, site, parent)];
  if (owner === 'worker' && (method === 'registerWorkflow' || method === 'registerWorkflows')) return [readRegistration(input, site, origin)];
  return [];
}

function nameOf(options: StaticValue | undefined): string | undefined {
  const name = propertyOf(options, 'name');
  return name && plainText(name);
}

/** `hatchet.task({ name, fn })` and `hatchet.workflow({ name })`: both are what a worker lists and what a client runs by name. */
function readDefinition(input: TaskExtractorInput, site: CallSite, kind: 'task' | 'workflow', method: string): TaskRecord {
  const [raw] = site.args;
  const options = raw && input.evaluate(raw);
  return {
    framework: 'hatchet',
    kind,
    ...readTaskId(input, propertyOf(raw, 'name') ?? propertyOf(options, 'name')),
    ...readOptions(options, method),
    decorators: [],
    ...readFunction(options),
    ...(isListed(input, site) ? { registration: 'list' as const } : {}),
    ...siteOf(input.model, site),
  };
}

/** A task of a workflow keeps its progress under its name. `onFailure` has a name of its own that nobody writes. */
function readStep(input: TaskExtractorInput, site: CallSite, method: string, workflow: string | undefined): TaskRecord {
  const [raw] = site.args;
  const options = raw && input.evaluate(raw);
  const isHook = method === 'onFailure' || method === 'onSuccess';
  return {
    framework: 'hatchet',
    kind: 'step',
    ...(isHook ? { id: method, idSource: 'constant' as const } : readTaskId(input, propertyOf(raw, 'name') ?? propertyOf(options, 'name'))),
    ...written('queue', workflow),
    ...readOptions(options, isHook ? 'task' : method),
    decorators: [],
    ...readFunction(options),
    ...siteOf(input.model, site),
  };
}

function readFunction(options: StaticValue | undefined): Pick<TaskRecord, 'signature' | 'payload'> {
  const handler = propertyOf(options, 'fn');
  const payload = handler?.kind === 'function' ? parameterType(handler.parameters[0]) : undefined;
  return { ...written('signature', printHandler(handler)), ...written('payload', payload) };
}

function readOptions(options: StaticValue | undefined, method: string): Partial<TaskRecord> {
  const on = propertyOf(options, 'on');
  const crons = propertyOf(options, 'onCrons') ?? propertyOf(on, 'cron');
  const timeout = propertyOf(options, 'executionTimeout') ?? propertyOf(options, 'timeout');
  const before = propertyOf(options, 'parents');
  const parents = before?.kind === 'array' ? printItems(before.items.map((item) => ({ kind: 'inline', value: item }))) : before;
  return {
    ...retryField(propertyOf(options, 'retries'), propertyOf(options, 'backoff')),
    ...written('priority', numberOrStatic(propertyOf(options, 'defaultPriority'))),
    ...written('concurrency', numberOrStatic(propertyOf(options, 'concurrency'))),
    ...written('timeout', numberOrStatic(timeout)),
    ...(crons ? { schedule: written('pattern', patternsOf(crons)) } : {}),
    ...optionsField(
      options,
      ['name', 'fn', 'parents', 'retries', 'backoff', 'defaultPriority', 'concurrency', timeout === propertyOf(options, 'executionTimeout') ? 'executionTimeout' : 'timeout', ...(crons ? ['onCrons', ...(propertyOf(on, 'event') ? [] : ['on'])] : [])],
      { is: method === 'task' || method === 'workflow' ? undefined : { kind: 'literal', value: method }, parents },
    ),
  };
}

/** `orders.cron('nightly', '0 3 * * *', input)`, kept by the server under its name. */
function readCron(input: TaskExtractorInput, site: CallSite, workflow: string | undefined): TaskRecord {
  const pattern = site.args[1] && input.evaluate(site.args[1]);
  return {
    framework: 'hatchet', kind: 'schedule', ...readTaskId(input, site.args[0]), ...written('queue', workflow),
    schedule: written('pattern', patternsOf(pattern)), ...optionsField(site.args[3] && input.evaluate(site.args[3]), []), decorators: [], ...siteOf(input.model, site),
  };
}

/** `hatchet.worker('kitchen', { workflows, slots })` takes on what it lists and nothing else. */
function readWorker(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const [, raw] = site.args;
  const options = raw && input.evaluate(raw);
  const listed = propertyOf(raw, 'workflows') ?? propertyOf(options, 'workflows');
  return [
    {
      framework: 'hatchet',
      kind: 'worker',
      ...readTaskId(input, site.args[0]),
      ...written('concurrency', numberOrStatic(propertyOf(options, 'slots') ?? propertyOf(options, 'maxRuns') ?? (options?.kind === 'literal' ? options : undefined))),
      ...optionsField(options?.kind === 'object' ? options : undefined, ['slots', 'maxRuns', 'workflows'], listed ? { workflows: printItems(readList(input, input.model, listed)) } : {}),
      decorators: [],
      ...siteOf(input.model, site),
    },
  ];
}

function readRegistration(input: TaskExtractorInput, site: CallSite, origin: CallOrigin): TaskRecord {
  const name = origin.makings.at(-1)?.args[0];
  return {
    framework: 'hatchet', kind: 'worker', ...readTaskId(input, name), ...optionsField(undefined, [], { workflows: printItems(registered(input, site)) }),
    decorators: [], ...siteOf(input.model, site),
  };
}

function registered(input: TaskExtractorInput, site: CallSite): readonly ListItem[] {
  const [only] = site.args;
  if (only === undefined) return [];
  return site.callee.at(-1) === 'registerWorkflows' ? readList(input, input.model, only) : [readItem(input, input.model, only)];
}

function printItems(items: readonly ListItem[]): StaticValue {
  return {
    kind: 'array',
    items: items.map((item) => {
      const made = item.kind === 'unknown' ? undefined : item.value;
      const name = made?.kind === 'call' ? nameOf(made.args[0]) : undefined;
      return { kind: 'literal', value: name ?? (item.kind === 'unknown' ? `<${item.text}>` : item.kind === 'declared' ? `<${item.name}>` : '<inline>') };
    }),
  };
}

const findWorked = createListFinder(packages, /\.(?:worker|registerWorkflows?)\(/, (input) =>
  input.model.calls.flatMap((site): readonly ListItem[] => {
    const called = methodOf(readCallOrigin(input, site));
    if (called?.owner === 'worker' && called.method.startsWith('registerWorkflow')) return registered(input, site);
    if (called?.owner !== 'client' || called.method !== 'worker' || !site.args[1]) return [];
    const listed = propertyOf(site.args[1], 'workflows') ?? propertyOf(input.evaluate(site.args[1]), 'workflows');
    return listed ? readList(input, input.model, listed) : [];
  }));

function isListed(input: TaskExtractorInput, site: CallSite): boolean {
  return site.within !== undefined && findWorked(input).names.has(keyOfName({ file: input.model.source.path, name: site.within }));
}
