import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInert } from '../inert.js';
import { keyOf, listOf, textOf, type Exports, type Note, type Recorder } from './recorder.js';

const runs = ['run', 'runOnce', 'runTaskList', 'runTaskListOnce'];

/** Graphile Worker 0.16 to 0.18: the task list, the task folder and the crontab that a worker is started with, and jobs that are added. */
export const graphileWorker: Recorder = {
  framework: 'graphile-worker',
  packages: ['graphile-worker'],
  names: [...runs, 'runMigrations', 'quickAddJob', 'makeWorkerUtils', 'parseCronItems', 'parseCronItem'],
  replace: (real, note) => {
    const run = (name: string) => (...args: unknown[]) => {
      noteRun(name, args, real, note);
      return createInert();
    };
    const addJob = (...args: unknown[]): unknown => {
      note({ call: 'addJob', kind: 'job', id: textOf(args[0]), ...queueOf(args[2]), args });
      return createInert();
    };
    const addJobs = (...args: unknown[]): unknown => {
      for (const job of listOf(args[0])) note({ call: 'addJobs', kind: 'job', id: textOf(keyOf(job, 'identifier')), ...queueOf(job), args: [job] });
      return createInert();
    };
    const utils = { addJob, addJobs, release: () => Promise.resolve(), migrate: () => Promise.resolve(), withPgClient: () => createInert() };
    const parse = (name: string) => (...args: unknown[]): unknown => {
      for (const item of Array.isArray(args[0]) ? args[0] : [args[0]]) note({ call: name, kind: 'schedule', id: textOf(keyOf(item, 'task')), ...queueOf(keyOf(item, 'options')), args: [item] });
      return (real[name] as (...input: unknown[]) => unknown)(...args);
    };
    return {
      ...Object.fromEntries(runs.map((name) => [name, run(name)])),
      runMigrations: () => Promise.resolve(),
      quickAddJob: (_options: unknown, ...args: unknown[]) => addJob(...args),
      makeWorkerUtils: () => Promise.resolve(utils),
      parseCronItems: parse('parseCronItems'),
      ...(typeof real['parseCronItem'] === 'function' ? { parseCronItem: parse('parseCronItem') } : {}),
    };
  },
};

function queueOf(spec: unknown): { readonly queue?: string } {
  const queue = keyOf(spec, 'queueName');
  return typeof queue === 'string' ? { queue } : {};
}

function noteRun(name: string, args: readonly unknown[], real: Exports, note: Note): void {
  const [options, second] = args;
  const { taskList: _list, crontab: _crontab, parsedCronItems: _items, ...rest } = (options ?? {}) as Exports;
  note({ call: name, kind: 'worker', id: name, args: [rest] });
  const list = second ?? keyOf(options, 'taskList');
  for (const [id, task] of Object.entries((list ?? {}) as Exports)) note({ call: `${name}.taskList`, kind: 'task', id, args: [task] });
  const folder = keyOf(options, 'taskDirectory') ?? keyOf(keyOf(keyOf(options, 'preset'), 'worker'), 'taskDirectory');
  if (list === undefined) for (const id of listFolder(typeof folder === 'string' ? folder : 'tasks')) note({ call: `${name}.taskDirectory`, kind: 'task', id, args: [] });
  for (const { id, line } of readCrontab(options, real)) note({ call: `${name}.crontab`, kind: 'schedule', id, args: [line] });
}

/** Ids of the files below the folder, as `getTasks` makes them. */
function listFolder(folder: string, prefix = ''): readonly string[] {
  const here = path.resolve(folder, prefix);
  if (!existsSync(here) || !statSync(here).isDirectory()) return [];
  return readdirSync(here, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const name = entry.name.replace(/\.[cm]?[jt]sx?$/, '');
    if (entry.isDirectory()) return listFolder(folder, `${prefix}${entry.name}/`);
    return name !== entry.name && /^[\w-]+$/.test(name) ? [`${prefix}${name}`] : [];
  });
}

function readCrontab(options: unknown, real: Exports): readonly { readonly id: string; readonly line: unknown }[] {
  const given = keyOf(options, 'crontab');
  const file = path.resolve(textOf(keyOf(options, 'crontabFile'), 'crontab'));
  const text = typeof given === 'string' ? given : keyOf(options, 'parsedCronItems') === undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (text === undefined || typeof real['parseCrontab'] !== 'function') return [];
  const items = (real['parseCrontab'] as (text: string) => unknown)(text);
  return listOf(items).map((item) => ({ id: textOf(keyOf(item, 'task')), line: { options: keyOf(item, 'options'), payload: keyOf(item, 'payload'), identifier: keyOf(item, 'identifier') } }));
}
