import { compareText } from '../diagnostic/sort.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { hashText } from '../host/hash.js';
import { readJson } from '../config/json-source.js';
import { buildLineStarts, lineColumnAt } from '../text/line-index.js';
import type { FilePath } from '../host/path.js';
import type { TaskKind, TaskRecord } from '../model/task-record.js';

/** What the lock keeps of a task: what a broker and the code at its other end can see, and a hash of the rest. One line of the file. */
export interface LockedTask {
  readonly id: string;
  readonly framework: string;
  readonly kind: string;
  readonly queue?: string;
  readonly priority?: number | string;
  readonly retry?: TaskRecord['retry'];
  readonly timeout?: number | string;
  readonly schedule?: TaskRecord['schedule'];
  readonly payload?: string;
  /** First 12 digits of a SHA-256 of concurrency, options, decorators and signature; absent when there are none. */
  readonly signature?: string;
  /** The id is computed at run time; `id` is the text of the expression. */
  readonly dynamic?: true;
  /** How many of them there are; absent for one. */
  readonly times?: number;
}

export interface TaskLock {
  readonly tasks: readonly LockedTask[];
  /** 1-based line of each task in the file; empty for a lock that was not read. */
  readonly lines: readonly number[];
}

/** Places that add a job of one name, or listen to one event, are one entry: a second one changes nothing for the broker. */
export const repeatableKinds: readonly string[] = ['job', 'listener'] satisfies readonly TaskKind[];

/** The lock of the tasks that are there. */
export function buildTaskLock(records: readonly TaskRecord[]): readonly LockedTask[] {
  const byText = new Map<string, { readonly task: LockedTask; times: number }>();
  for (const record of records) {
    const task = lockTask(record);
    const text = JSON.stringify(task);
    const entry = byText.get(text);
    if (entry) entry.times += 1;
    else byText.set(text, { task, times: 1 });
  }
  const tasks = [...byText.values()].map(({ task, times }) => (times === 1 || repeatableKinds.includes(task.kind) ? task : { ...task, times }));
  return tasks.sort(compareLocked);
}

/** Keys in the order in which the file has them. */
export function lockTask(record: TaskRecord): LockedTask {
  const { id, framework, kind, queue, priority, retry, timeout, schedule, payload, idSource } = record;
  const signature = signatureOf(record);
  return {
    id,
    framework,
    kind,
    ...(queue === undefined || queue === id ? {} : { queue }),
    ...(priority === undefined ? {} : { priority }),
    ...(retry === undefined ? {} : { retry }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(payload === undefined ? {} : { payload }),
    ...(signature === undefined ? {} : { signature }),
    ...(idSource === 'dynamic' ? { dynamic: true as const } : {}),
  };
}

function signatureOf({ concurrency, options, decorators, signature }: TaskRecord): string | undefined {
  const parts = [concurrency ?? null, options ?? null, decorators, signature ?? null];
  return parts.every((part) => part === null || (Array.isArray(part) && part.length === 0)) ? undefined : hashText(JSON.stringify(parts)).slice(7, 19);
}

function compareLocked(a: LockedTask, b: LockedTask): number {
  return (
    compareText(a.framework, b.framework) || compareText(a.kind, b.kind) || compareText(a.id, b.id) || compareText(a.queue ?? '', b.queue ?? '') ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

/** Last item of the list, so that every task line ends with a comma and no change of one task touches the line of another. */
const endMark = 'end';
const schemaAddress = './node_modules/decant/schema/tasks-lock.schema.json';

/** One task a line, sorted. */
export function renderTaskLock(tasks: readonly LockedTask[]): string {
  return `{\n  "$schema": "${schemaAddress}",\n  "version": 1,\n  "tasks": [\n${tasks.map((task) => `    ${JSON.stringify(task)},\n`).join('')}    "${endMark}"\n  ]\n}\n`;
}

const repair = 'Correct the place, or take the file from the last commit and run `decant tasks --lock`.';

/**
 * Reads what `renderTaskLock` wrote, in any order and layout, because people and merge tools edit it. `file` is only named in messages.
 * Throws ToolError (file, line and column) for anything else: a line that is dropped in silence locks nothing.
 */
export function parseTaskLock(text: string, file: FilePath): TaskLock {
  const starts = buildLineStarts(text);
  const lineOf = (offset: number): number => lineColumnAt(starts, offset).line;
  const place = (offset: number): string => `${file}:${lineOf(offset)}:${lineColumnAt(starts, offset).column}`;
  const marker = /^(?:<{7}|={7}|>{7}|\|{7})(?= |\r?$)/m.exec(text);
  if (marker) throw new ToolError('task lock has a merge conflict', `${place(marker.index)}: ${marker[0]}`, 'Keep the lines of both sides, then run `decant tasks --lock` and read the difference.');
  const json = readJson(text.replace(/^\uFEFF/, ''));
  if (json.kind === 'error') throw new ToolError('task lock is not valid JSON', `${place(json.offset)}: ${json.message}`, repair);
  const { version, tasks } = (typeof json.value === 'object' && json.value !== null ? json.value : {}) as { readonly version?: unknown; readonly tasks?: unknown };
  if (version !== 1) throw new ToolError('task lock is not valid', `${place(json.offsetOf(['version']))}: version ${JSON.stringify(version)} is not 1`, 'Use the version of decant that wrote the file, or make it again with `decant tasks --lock`.');
  if (!Array.isArray(tasks)) throw new ToolError('task lock is not valid', `${place(json.offsetOf(['tasks']))}: tasks is not a list`, repair);
  const found: LockedTask[] = [];
  const lines: number[] = [];
  for (const [index, item] of (tasks as readonly unknown[]).entries()) {
    if (item === endMark && index === tasks.length - 1) continue;
    const offset = json.offsetOf(['tasks', index]);
    const task = readTask(item);
    if (!task) throw new ToolError('task lock is not valid', `${place(offset)}: the task has no "id", "framework" and "kind", or a key that is not known`, repair);
    found.push(task);
    lines.push(lineOf(offset));
  }
  return { tasks: found, lines };
}

const keys: readonly (keyof LockedTask)[] = ['id', 'framework', 'kind', 'queue', 'priority', 'retry', 'timeout', 'schedule', 'payload', 'signature', 'dynamic', 'times'];

function readTask(item: unknown): LockedTask | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const task = item as LockedTask;
  const isNamed = [task.id, task.framework, task.kind].every((value) => typeof value === 'string');
  return isNamed && Object.keys(task).every((key) => keys.some((known) => known === key)) ? task : undefined;
}
