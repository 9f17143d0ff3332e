import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readHandlerFields, shapeFields, type HandlerFields } from '../handler-shape.js';
import { findExportOrigin } from '../named-origin.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { exportedNameOf } from '../task-object.js';
import { locationAt, readTaskId, siteOf } from '../task-site.js';
import { readFileArgument } from '../file-argument.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { readCronItem, readCrontab } from './crontab.js';
import { readExports, readTaskList, type ListedTask } from './task-list.js';
import { findTaskPlaces, isRun, listTaskFiles, packages, taskIdIn, type TaskPlace } from './task-places.js';

export const extractor: TaskExtractor = {
  framework: 'graphile-worker',
  packages,
  readsTypeImports: true,
  methods: ['addJob', 'addJobs'],
  findFiles: (search) =>
    findTaskPlaces(search).flatMap((place) => [
      place.anchor, ...(place.file ? [place.file] : []), ...(place.directory ? listTaskFiles(search.project, place.directory).map(({ file }) => file) : []),
    ]),
  extract: (input) => {
    const places = findTaskPlaces(input);
    return [
      ...input.model.calls.flatMap((site) => [...readRun(input, site), ...readJobs(input, site), ...readCronItems(input, site)]),
      ...places.flatMap((place) => [...readFolderTask(input, place), ...readFileTasks(input, place), ...readCrontabFile(input, place)]),
    ];
  },
};

type Facts = Omit<TaskRecord, 'framework' | 'decorators' | 'registeredBy' | 'location'>;

function record({ model }: TaskExtractorInput, site: CallSite, facts: Facts): TaskRecord {
  return { framework: 'graphile-worker', ...facts, decorators: [], ...siteOf(model, site) };
}

const placeKeys: readonly string[] = ['taskList', 'taskDirectory', 'crontab', 'crontabFile', 'parsedCronItems', 'connectionString', 'pgPool', 'logger', 'events', 'concurrency', 'preset'];

/** `run({ taskList, crontab, concurrency })`; `runTaskList(options, taskList, pool)`. */
function readRun(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const name = exportedNameOf(input.model, packages, site.callee);
  const isWithList = name === 'runTaskList' || name === 'runTaskListOnce';
  if (!isRun(input.model, site) && !isWithList) return [];
  const [raw] = site.args;
  const options = raw && input.evaluate(raw);
  const list = isWithList || site.args.length > 1 ? site.args[1] : propertyOf(raw, 'taskList') ?? propertyOf(options, 'taskList');
  const crontab = propertyOf(options, 'crontab');
  return [
    record(input, site, {
      kind: 'worker', id: name!, idSource: 'literal', ...written('concurrency', numberOrText(propertyOf(options, 'concurrency'))), ...optionsField(options, placeKeys), registration: 'call',
    }),
    ...(list ? [] : readUnknownFolder(input, site, propertyOf(raw, 'taskDirectory') ?? propertyOf(options, 'taskDirectory'))),
    ...(list ? readTaskList(input, list).map((task) => record(input, site, { kind: 'task', ...task, registration: 'list' })) : []),
    ...readCrontabText(input, site, crontab),
  ];
}

/** A folder that is computed holds tasks that nobody can name: one record says so, or a project without a task would be the same after any move. */
function readUnknownFolder(input: TaskExtractorInput, site: CallSite, directory: StaticValue | undefined): TaskRecord[] {
  if (directory === undefined || readFileArgument(input, directory, 'root') !== undefined) return [];
  return [record(input, site, { kind: 'task', id: plainText(directory), idSource: 'dynamic', registration: 'folder' })];
}

function readCrontabText(input: TaskExtractorInput, site: CallSite, crontab: StaticValue | undefined): TaskRecord[] {
  if (crontab === undefined) return [];
  if (crontab.kind !== 'literal') return [record(input, site, { kind: 'schedule', id: plainText(crontab), idSource: 'dynamic', registration: 'call' })];
  return readCrontab(plainText(crontab)).map(({ line: _line, ...facts }) => record(input, site, { kind: 'schedule', ...facts, registration: 'call' }));
}

function readCronItems(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const name = exportedNameOf(input.model, packages, site.callee);
  const [raw] = site.args;
  if ((name !== 'parseCronItems' && name !== 'parseCronItem') || raw === undefined) return [];
  const value = input.evaluate(raw);
  const items = value.kind === 'array' ? value.items : [value];
  const asWritten = raw.kind === 'array' && raw.items.length === items.length ? raw.items : items;
  return items.map((item, index) => record(input, site, { kind: 'schedule', ...readCronItem(input, asWritten[index]!, item), registration: 'list' }));
}

/** `helpers.addJob('send', payload, spec)`, `quickAddJob(options, 'send', payload, spec)`, `utils.addJobs([{ identifier, payload, ...spec }])`. */
function readJobs(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const isQuick = exportedNameOf(input.model, packages, site.callee) === 'quickAddJob';
  const method = site.callee.at(-1);
  if (site.kind === 'new' || !(isQuick || method === 'addJob' || method === 'addJobs')) return [];
  const args = isQuick ? site.args.slice(1) : site.args;
  if (method === 'addJobs') {
    const list = args[0] && input.evaluate(args[0]);
    const items = list?.kind === 'array' ? list.items : [];
    if (items.length === 0) return [record(input, site, { kind: 'job', ...readTaskId(input, args[0]), registration: 'call' })];
    return items.map((item) => record(input, site, { kind: 'job', ...readTaskId(input, propertyOf(item, 'identifier') ?? item), ...readSpec(item), registration: 'call' }));
  }
  return [record(input, site, { kind: 'job', ...readTaskId(input, args[0]), ...readSpec(args[2] && input.evaluate(args[2])), ...written('payload', site.typeArguments[0]), registration: 'call' })];
}

/** `TaskSpec` */
function readSpec(spec: StaticValue | undefined): Pick<TaskRecord, 'queue' | 'priority' | 'retry' | 'options'> {
  const queue = propertyOf(spec, 'queueName');
  return {
    ...written('queue', queue && plainText(queue)),
    ...written('priority', numberOrText(propertyOf(spec, 'priority'))),
    ...retryField(propertyOf(spec, 'maxAttempts'), undefined),
    ...optionsField(spec?.kind === 'literal' ? undefined : spec, ['queueName', 'priority', 'maxAttempts', 'identifier', 'payload']),
  };
}

/** A file of the task folder is a task by its path, whatever else it is for: a helper that lies there is one too, or stops the worker. */
function readFolderTask(input: TaskExtractorInput, { directory }: TaskPlace): TaskRecord[] {
  const id = directory && taskIdIn(directory, input.model.source.path);
  if (id === undefined) return [];
  return [{
    framework: 'graphile-worker', kind: 'task', id, idSource: 'file-path', ...readDefault(input), decorators: [], registeredBy: 'default', registration: 'folder',
    location: locationAt(input.model, input.model.statements[0]?.span.start ?? 0),
  }];
}

/** The default export, or what stands for the whole module in CommonJS. Without either the worker stops with "Invalid task". */
function readDefault(input: TaskExtractorInput): HandlerFields {
  const { model } = input;
  const whole = model.constants.get('module.exports') ?? model.constants.get('exports.default');
  if (whole) return readHandlerFields(input, whole);
  const origin = findExportOrigin(input, model.source.path, 'default');
  if (!origin) return { signature: 'no function' };
  const shape = origin.kind === 'declared' ? origin.model.functions.find(({ name }) => name === origin.name)?.shape : undefined;
  if (shape) return shapeFields(shape);
  const held = model.constants.get('default');
  return held ? readHandlerFields(input, held) : {};
}

function readFileTasks(input: TaskExtractorInput, { file }: TaskPlace): TaskRecord[] {
  const { model } = input;
  if (file !== model.source.path) return [];
  return readExports(input, file).map((task: ListedTask) => {
    const entry = model.exports.find(({ exported }) => exported === task.id);
    const statement = entry && model.statements[entry.statement];
    return { framework: 'graphile-worker', kind: 'task', ...task, decorators: [], registeredBy: task.id, registration: 'export', location: locationAt(model, statement?.span.start ?? 0) };
  });
}

function readCrontabFile(input: TaskExtractorInput, { anchor, crontab }: TaskPlace): TaskRecord[] {
  const text = anchor === input.model.source.path && crontab ? input.readText(crontab) : undefined;
  if (text === undefined || !crontab) return [];
  return readCrontab(text).map(({ line, ...facts }) => ({
    framework: 'graphile-worker', kind: 'schedule', ...facts, decorators: [], registeredBy: 'crontab', registration: 'folder', location: { file: crontab, line, column: 1 },
  }));
}
