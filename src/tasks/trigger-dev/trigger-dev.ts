import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readCallOrigin } from '../call-origin.js';
import { numberOrStatic, optionsField, parameterType, pickKeys, retryField, written } from '../record-fields.js';
import { plainText, propertyOf } from '../static-text.js';
import { printHandler, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { isIndexed } from './folders.js';

const packages = ['@trigger.dev/sdk', '@trigger.dev/sdk/v3', '@trigger.dev/sdk/ai'];

export const extractor: TaskExtractor = {
  framework: 'trigger-dev',
  packages,
  methods: [],
  extract: (input) => input.model.calls.flatMap((site) => {
    const [specifier, ...name] = readCallOrigin(input, site).path;
    const read = specifier !== undefined && packages.includes(specifier) ? readers.get(name.join('.')) : undefined;
    return read?.(input, site) ?? [];
  }),
};

type Reader = (input: TaskExtractorInput, site: CallSite) => readonly TaskRecord[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['task', readTask],
  ['schemaTask', readTask],
  ['toolTask', readTask],
  ['schedules.task', readTask],
  ['queue', readQueue],
  ['concurrencyLimit', readQueue],
  ['schedules.create', readSchedule],
  ...['trigger', 'batchTrigger', 'triggerAndWait', 'triggerAndSubscribe', 'batchTriggerAndWait', 'triggerAndPoll'].map((method): [string, Reader] => [`tasks.${method}`, readTrigger]),
]);

/** `task({ id, retry, queue, run })`. The file is imported by the indexer, or by one that is: a task of any other file is dropped without a word. */
function readTask(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const [raw] = site.args;
  const options = raw && input.evaluate(raw);
  const run = propertyOf(options, 'run');
  const retry = propertyOf(options, 'retry');
  const cron = propertyOf(options, 'cron');
  const payload = run?.kind === 'function' ? parameterType(run.parameters[0]) : undefined;
  const queue = propertyOf(options, 'queue');
  return [
    // A queue that is written in place is declared by the task; a name alone refers to one that is declared elsewhere.
    ...(queue?.kind === 'object' ? [queueRecord(input, site, queue)] : []),
    {
      framework: 'trigger-dev',
      kind: 'task',
      ...readTaskId(input, propertyOf(raw, 'id') ?? propertyOf(options, 'id')),
      ...written('queue', nameOfQueue(queue)),
      ...retryField(propertyOf(retry, 'maxAttempts'), retry && pickKeys(retry, ['factor', 'minTimeoutInMs', 'maxTimeoutInMs', 'randomize', 'outOfMemory'])),
      ...written('concurrency', numberOrStatic(propertyOf(options, 'concurrency') ?? propertyOf(queue, 'concurrencyLimit'))),
      ...written('timeout', numberOrStatic(propertyOf(options, 'maxDuration'))),
      ...scheduleOf(cron),
      ...optionsField(options, ['id', 'queue', 'retry', 'concurrency', 'maxDuration', 'run', 'cron', 'schema'], {
        ...(cron ? { cron: cron.kind === 'object' ? { ...cron, entries: cron.entries.filter(({ key }) => key !== 'pattern' && key !== 'timezone') } : undefined } : {}),
        // A spread of unknown options may hold anything; a schema is code, of which the text says enough.
        schema: propertyOf(options, 'schema'),
      }),
      decorators: [],
      ...written('signature', printHandler(run)),
      ...written('payload', payload),
      ...(isIndexed(input, input.model.source.path) ? { registration: 'folder' as const } : {}),
      ...siteOf(input.model, site),
    },
  ];
}

function scheduleOf(cron: StaticValue | undefined): Pick<TaskRecord, 'schedule'> {
  if (!cron) return {};
  const pattern = propertyOf(cron, 'pattern') ?? (cron.kind === 'object' ? undefined : cron);
  const zone = propertyOf(cron, 'timezone');
  return { schedule: { ...written('pattern', pattern && plainText(pattern)), ...written('timeZone', zone && plainText(zone)) } };
}

/** A name, `{ name, concurrencyLimit }`, or what `queue()` gave back. */
function nameOfQueue(value: StaticValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const options = value.kind === 'call' && value.callee.at(-1) === 'queue' ? value.args[0] : value;
  const name = options?.kind === 'object' ? propertyOf(options, 'name') : options;
  return name && plainText(name);
}

/** `queue({ name, concurrencyLimit })`: of two with one name the first counts, and which one is first the order of the imports decides. */
function readQueue(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  return site.args[0] ? [queueRecord(input, site, site.args[0])] : [];
}

function queueRecord(input: TaskExtractorInput, site: CallSite, raw: StaticValue): TaskRecord {
  const options = input.evaluate(raw);
  return {
    framework: 'trigger-dev',
    kind: 'queue',
    ...readTaskId(input, propertyOf(raw, 'name') ?? propertyOf(options, 'name')),
    ...written('concurrency', numberOrStatic(propertyOf(options, 'concurrencyLimit') ?? propertyOf(options, 'total'))),
    ...optionsField(options, ['name', 'concurrencyLimit', 'total']),
    decorators: [],
    ...(isIndexed(input, input.model.source.path) ? { registration: 'folder' as const } : {}),
    ...siteOf(input.model, site),
  };
}

/** `schedules.create({ task, cron, deduplicationKey })` at run time. */
function readSchedule(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const [raw] = site.args;
  const options = raw && input.evaluate(raw);
  const zone = propertyOf(options, 'timezone');
  const pattern = propertyOf(options, 'cron');
  return [
    {
      framework: 'trigger-dev',
      kind: 'schedule',
      ...idOfTask(input, propertyOf(raw, 'task') ?? propertyOf(options, 'task')),
      schedule: { ...written('pattern', pattern && plainText(pattern)), ...written('timeZone', zone && plainText(zone)) },
      ...optionsField(options, ['task', 'cron', 'timezone']),
      decorators: [],
      ...siteOf(input.model, site),
    },
  ];
}

/** `closeTill.id` is what stands in the options of `closeTill`. */
function idOfTask(input: TaskExtractorInput, value: StaticValue | undefined): Pick<TaskRecord, 'id' | 'idSource'> {
  if (value?.kind !== 'reference' || value.path.at(-1) !== 'id') return readTaskId(input, value);
  const task = input.evaluate({ ...value, path: value.path.slice(0, -1) });
  const id = task.kind === 'call' ? propertyOf(task.args[0], 'id') : undefined;
  return id?.kind === 'literal' ? { id: plainText(id), idSource: 'constant' } : readTaskId(input, value);
}

/** `tasks.trigger<typeof sendMail>('send-mail', payload)`, which nothing but the text ties to the task. */
function readTrigger(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  return [{ framework: 'trigger-dev', kind: 'job', ...readTaskId(input, site.args[0]), ...written('signature', site.typeArguments.join(', ') || undefined), decorators: [], ...siteOf(input.model, site) }];
}
