import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readHandlerFields, shapeFields } from '../handler-shape.js';
import { findOrigin } from '../named-origin.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, printStatic, propertyOf } from '../static-text.js';
import { readTaskId, siteOf, locationAt } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { readProxies } from './proxies.js';
import { findWorkers, isWorkerCall, type RunFunction } from './workers.js';

const packages = ['@temporalio/worker', '@temporalio/workflow', '@temporalio/client', '@temporalio/activity', '@temporalio/testing'];

/** Workers, workflows, activities, messages and schedules of Temporal's SDK 1.24. */
export const extractor: TaskExtractor = {
  framework: 'temporal',
  packages,
  methods: [],
  // Activities import nothing of the SDK, as a rule.
  findFiles: (search) => findWorkers(search).functions.map(({ model }) => model.source.path),
  extract: (input) => [
    ...findWorkers(input).functions.filter(({ model }) => model.source.path === input.model.source.path).map((one) => readRunFunction(input, one)),
    ...input.model.calls.flatMap((site) => readCall(input, site)),
    ...readProxies(input),
  ],
};

function readRunFunction(input: TaskExtractorInput, { kind, id, idSource, name, value, at, registration }: RunFunction): TaskRecord {
  const site = input.model.functions.find((one) => one.name === name);
  return {
    framework: 'temporal',
    kind,
    id,
    idSource,
    ...(site ? shapeFields(site.shape) : value ? readHandlerFields(input, value) : {}),
    decorators: [],
    registeredBy: name,
    registration,
    location: locationAt(input.model, at),
  };
}

function readCall(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const method = site.callee.at(-1)!;
  if (isWorkerCall(input, site)) return method === 'create' ? [readWorker(input, site)] : [];
  const origin = findOrigin(input, input.model, site.callee);
  if (origin?.kind === 'package') {
    const name = origin.name === '*' ? origin.rest[0] : origin.name;
    if (origin.specifier !== '@temporalio/workflow' || name === undefined) return [];
    if (/^define(?:Signal|Query|Update)$/.test(name)) return [record(input, site, { kind: 'handler', ...readTaskId(input, site.args[0]), options: JSON.stringify({ type: name.slice(6).toLowerCase() }), ...typesOf(site) })];
    return name === 'executeChild' || name === 'startChild' ? readStart(input, site, name) : [];
  }
  const owner = site.callee.at(-2);
  if ((owner === 'workflow' || owner === 'workflowClient') && /^(?:start|execute|signalWithStart|executeUpdateWithStart|startUpdateWithStart)$/.test(method)) return readStart(input, site, method);
  return (owner === 'schedule' || owner === 'scheduleClient') && method === 'create' ? [readSchedule(input, site)] : [];
}

type Facts = Pick<TaskRecord, 'kind' | 'id' | 'idSource'> & Partial<TaskRecord>;

function record({ model }: TaskExtractorInput, site: CallSite, facts: Facts): TaskRecord {
  return { framework: 'temporal', ...facts, decorators: [], ...siteOf(model, site) };
}

function typesOf({ typeArguments }: CallSite): Pick<TaskRecord, 'signature'> {
  return typeArguments.length > 0 ? { signature: typeArguments.join(', ') } : {};
}

const workerKeys = ['taskQueue', 'workflowsPath', 'workflowBundle', 'activities', 'connection', 'bundlerOptions', 'maxConcurrentActivityTaskExecutions'];

function readWorker(input: TaskExtractorInput, site: CallSite): TaskRecord {
  const options = site.args[0] && input.evaluate(site.args[0]);
  const queue = readTaskId(input, propertyOf(site.args[0], 'taskQueue') ?? propertyOf(options, 'taskQueue'));
  const concurrency = numberOrText(propertyOf(options, 'maxConcurrentActivityTaskExecutions'));
  return record(input, site, { kind: 'worker', ...queue, queue: queue.id, registration: 'call', ...written('concurrency', concurrency), ...optionsField(options, workerKeys) });
}

/** `client.workflow.start(orderFlow, { taskQueue })`: what is sent is the name of the function, whatever it is called here. */
function readStart(input: TaskExtractorInput, site: CallSite, method: string): readonly TaskRecord[] {
  const [target, raw] = site.args;
  const options = raw && input.evaluate(raw);
  const queue = propertyOf(options, 'taskQueue');
  const timeout = propertyOf(options, 'workflowExecutionTimeout') ?? propertyOf(options, 'workflowRunTimeout');
  const retry = propertyOf(options, 'retry');
  return [record(input, site, {
    kind: 'job',
    ...readType(input, target),
    ...written('queue', queue && plainText(queue)),
    ...retryOf(retry),
    ...written('timeout', numberOrText(timeout)),
    options: JSON.stringify({ call: method }),
  })];
}

function readType(input: TaskExtractorInput, target: StaticValue | undefined): Pick<TaskRecord, 'id' | 'idSource'> {
  if (target?.kind !== 'reference') return readTaskId(input, target);
  const origin = findOrigin(input, input.model, target.path);
  if (origin?.kind !== 'declared') return readTaskId(input, target);
  return origin.model.functions.some(({ name }) => name === origin.name) ? { id: origin.name, idSource: 'function-name' } : readTaskId(input, target);
}

function retryOf(retry: StaticValue | undefined): Pick<TaskRecord, 'retry'> {
  return retryField(propertyOf(retry, 'maximumAttempts'), retry?.kind === 'object' ? { ...retry, entries: retry.entries.filter(({ key }) => key !== 'maximumAttempts') } : undefined);
}

/** `client.schedule.create({ scheduleId, spec, action: { type: 'startWorkflow', workflowType, taskQueue } })` */
function readSchedule(input: TaskExtractorInput, site: CallSite): TaskRecord {
  const raw = site.args[0];
  const options = raw && input.evaluate(raw);
  const spec = propertyOf(options, 'spec');
  const action = propertyOf(options, 'action');
  const zone = propertyOf(spec, 'timezone');
  const intervals = propertyOf(spec, 'intervals');
  const patterns = ['cronExpressions', 'calendars'].flatMap((key) => propertyOf(spec, key) ?? []).map((value) => (value.kind === 'array' && value.items.every((item) => item.kind === 'literal') ? value.items.map(plainText).join(', ') : printStatic(value)));
  const queue = propertyOf(action, 'taskQueue');
  const times = { ...written('pattern', patterns.join(', ') || undefined), ...written('every', intervals && printStatic(intervals)), ...written('timeZone', zone && plainText(zone)) };
  const workflow = readType(input, propertyOf(propertyOf(raw, 'action') ?? action, 'workflowType'));
  return record(input, site, {
    kind: 'schedule',
    ...readTaskId(input, propertyOf(raw, 'scheduleId') ?? propertyOf(options, 'scheduleId')),
    ...written('queue', queue && plainText(queue)),
    schedule: times,
    ...optionsField(undefined, [], { workflow: { kind: 'literal', value: workflow.id }, policies: propertyOf(options, 'policies') }),
  });
}
