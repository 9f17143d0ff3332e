import { diagnostic, type Diagnostic, type Location } from '../diagnostic/diagnostic.js';
import { printDifferences } from '../text/value-difference.js';
import { printList, printQuantity } from '../text/wording.js';
import { lockTask, repeatableKinds, type LockedTask, type TaskLock } from './task-lock.js';
import type { Config } from '../config/config.js';
import type { FilePath } from '../host/path.js';
import type { TaskRecord } from '../model/task-record.js';

export type Strictness = Config['tasks']['strictness'];
type Waiver = Config['tasks']['waivers'][number];

export interface LockComparison {
  readonly lock: TaskLock;
  /** Every task of the project. */
  readonly records: readonly TaskRecord[];
  readonly strictness: Strictness;
  readonly waivers: readonly Waiver[];
  /** The lock file, and its root-relative name. */
  readonly file: FilePath;
  readonly name: string;
  /** Today as `2026-12-31`. */
  readonly today: string;
  /** Where a waiver is written. */
  readonly placeOf: (waiver: Waiver) => Location;
}

const wireKeys = ['priority', 'retry', 'timeout', 'schedule', 'payload', 'dynamic'] as const;
const keysOf: Readonly<Record<Strictness, readonly (keyof LockedTask)[]>> = { id: [], wire: wireKeys, full: [...wireKeys, 'signature'] };

/** Each difference between the tasks of the code and the lock, those apart that a waiver covers; waivers that cover nothing or have ended. */
export function compareTaskLock(comparison: LockComparison): readonly Diagnostic[] {
  const { lock, records, waivers, today } = comparison;
  const differences = lock.tasks.length > 0 && records.length === 0 ? [nothingFound(comparison)] : findDifferences(comparison);
  const isValid = ({ until }: Waiver): boolean => until >= today;
  const used = new Set<Waiver>();
  const open = differences.flatMap((found): Diagnostic[] => {
    const waiver = waivers.find(({ id }) => id === found.data['task']);
    if (!waiver) return [found];
    used.add(waiver);
    return isValid(waiver) ? [] : [{ ...found, notes: [...found.notes, `the waiver for '${waiver.id}' ended on ${waiver.until} (${waiver.because})`] }];
  });
  return [...open, ...waivers.filter((waiver) => !used.has(waiver)).map((waiver) => unusedWaiver(comparison, waiver))];
}

/** An empty list is no agreement: the packages may be gone, the files ignored, or the framework renamed. */
function nothingFound({ lock, file, name }: LockComparison): Diagnostic {
  return diagnostic({
    id: 'task-lock',
    key: 'nothing-found',
    message: `${name} has ${printQuantity(lock.tasks.length, 'task')}, and the code has none`,
    at: { file, line: lock.lines[0] ?? 1, column: 1 },
    notes: [`locked: ${printList(lock.tasks.map(describe), 5)}`],
    help: 'Find out why none is found (`decant tasks`); run `decant tasks --lock` only when they are really gone.',
    data: { locked: lock.tasks.length },
  });
}

type Entry = { readonly task: LockedTask; readonly at: Location };

function findDifferences(comparison: LockComparison): readonly Diagnostic[] {
  const { lock, records, file, strictness } = comparison;
  const locked = groupEntries(lock.tasks.flatMap((task, index) => repeat({ task, at: { file, line: lock.lines[index] ?? 1, column: 1 } }, task.times ?? 1)), strictness);
  const present = groupEntries(withoutRepeats(records).map((record) => ({ task: lockTask(record), at: record.location })), strictness);
  const names = [...new Set([...locked.keys(), ...present.keys()])];
  return names.flatMap((name) => compareGroup(comparison, locked.get(name) ?? [], present.get(name) ?? []));
}

function repeat<T>(item: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => item);
}

/** As `buildTaskLock` has it: of equal jobs one. */
function withoutRepeats(records: readonly TaskRecord[]): readonly TaskRecord[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    if (!repeatableKinds.includes(record.kind)) return true;
    const key = JSON.stringify(lockTask(record));
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Entries that are one task for a reader. At `id` a job that is added in two ways is one. */
function groupEntries(entries: readonly Entry[], strictness: Strictness): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { framework, kind, id, queue } = entry.task;
    const key = JSON.stringify([framework, kind, id, queue ?? null]);
    const group = groups.get(key) ?? [];
    const facts = factsOf(entry.task, strictness);
    if (!repeatableKinds.includes(kind) || !group.some(({ task }) => factsOf(task, strictness) === facts)) groups.set(key, [...group, entry]);
  }
  return groups;
}

function factsOf(task: LockedTask, strictness: Strictness): string {
  return JSON.stringify(keysOf[strictness].map((key) => task[key] ?? null));
}

function compareGroup(comparison: LockComparison, locked: readonly Entry[], present: readonly Entry[]): readonly Diagnostic[] {
  const { strictness, name } = comparison;
  const free = [...present];
  const missing = locked.filter((entry) => {
    const at = free.findIndex(({ task }) => factsOf(task, strictness) === factsOf(entry.task, strictness));
    if (at !== -1) free.splice(at, 1);
    return at === -1;
  });
  const found = missing.map((entry): Diagnostic => {
    const other = free.shift();
    return other ? changed(comparison, entry, other) : lost(name, entry, present.length, locked.length);
  });
  return [...found, ...free.map((entry) => added(name, entry, present.length, locked.length))];
}

function lost(name: string, { task, at }: Entry, present: number, locked: number): Diagnostic {
  return diagnostic({
    id: 'task-lock',
    key: keyOf('lost', task),
    message: present === 0 ? `${describe(task)} is in ${name} and not in the code` : `${describe(task)} is in ${name} ${locked} times and in the code ${present === 1 ? 'once' : `${present} times`}`,
    at,
    help: 'Put the registration back, or run `decant tasks --lock` when it is meant to be gone.',
    data: { difference: 'lost', task: task.id, framework: task.framework, kind: task.kind, queue: task.queue },
  });
}

function added(name: string, { task, at }: Entry, present: number, locked: number): Diagnostic {
  return diagnostic({
    id: 'task-lock',
    key: keyOf('added', task),
    message: locked === 0 ? `${describe(task)} is in the code and not in ${name}` : `${describe(task)} is in the code ${present} times and in ${name} ${locked === 1 ? 'once' : `${locked} times`}`,
    at,
    help: 'Run `decant tasks --lock` and commit the line, when the task is meant to be there.',
    data: { difference: 'added', task: task.id, framework: task.framework, kind: task.kind, queue: task.queue },
  });
}

function changed({ name, strictness }: LockComparison, locked: Entry, present: Entry): Diagnostic {
  const fields = keysOf[strictness].filter((key) => JSON.stringify(locked.task[key]) !== JSON.stringify(present.task[key]));
  return diagnostic({
    id: 'task-lock',
    key: keyOf('changed', present.task),
    message: `${describe(present.task)} differs from ${name} in ${printList(fields, 10)}`,
    at: present.at,
    related: [locked.at],
    notes: fields.flatMap((field) =>
      field === 'signature' ? ['concurrency, options, decorators or signature: another hash'] : printDifferences(field, locked.task[field], present.task[field])),
    help: 'Restore the old values, or run `decant tasks --lock` and commit the line when they are meant to change.',
    data: { difference: 'changed', task: present.task.id, framework: present.task.framework, kind: present.task.kind, queue: present.task.queue, fields },
  });
}

function unusedWaiver({ placeOf, name, today }: LockComparison, waiver: Waiver): Diagnostic {
  const hasEnded = waiver.until < today;
  return diagnostic({
    id: 'task-lock',
    severity: 'warning',
    key: `waiver ${waiver.id}`,
    message: `the waiver for '${waiver.id}' ${hasEnded ? `ended on ${waiver.until} and ` : ''}covers no difference from ${name}`,
    at: placeOf(waiver),
    help: 'Remove it from `tasks.waivers`.',
    data: { waiver: waiver.id, until: waiver.until },
  });
}

function keyOf(difference: string, { framework, kind, id, queue }: LockedTask): string {
  return [difference, framework, kind, id.replaceAll(/\s+/g, ' '), ...(queue === undefined ? [] : [queue])].join(' ');
}

function describe({ kind, id, queue }: LockedTask): string {
  const line = id.replaceAll(/\s+/g, ' ');
  return `${kind} '${line.length > 60 ? `${line.slice(0, 59)}…` : line}'${queue === undefined ? '' : ` of queue '${queue}'`}`;
}
