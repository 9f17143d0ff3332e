import type { TaskRecord } from '../model/task-record.js';
import { taskFields, taskKeyOf, type TaskField } from './task-key.js';

/** Which record of the one tree is which of the other. */
export interface PairedTasks {
  /** Equal but for their place. */
  readonly same: readonly (readonly [before: TaskRecord, after: TaskRecord])[];
  readonly changed: readonly (readonly [before: TaskRecord, after: TaskRecord])[];
  readonly lost: readonly TaskRecord[];
  readonly added: readonly TaskRecord[];
}

/** Compares two multisets: two equal records before are two after. */
export function pairTasks(before: readonly TaskRecord[], after: readonly TaskRecord[]): PairedTasks {
  const free = new Map<string, TaskRecord[]>();
  for (const task of after) free.set(taskKeyOf(task), [...(free.get(taskKeyOf(task)) ?? []), task]);
  const same: [TaskRecord, TaskRecord][] = [];
  const missing = before.filter((task) => {
    const other = free.get(taskKeyOf(task))?.shift();
    if (other) same.push([task, other]);
    return other === undefined;
  });
  const open = new Set([...free.values()].flat());
  const rest = after.filter((task) => open.has(task));
  const changed: [TaskRecord, TaskRecord][] = [];
  // A record that kept its id claims its partner first, or a renamed one would take it.
  const unnamed = missing.filter((task) => !claim(task, (other) => other.id === task.id));
  const lost = unnamed.filter((task) => !claim(task, (other) => other.registeredBy === task.registeredBy));
  return { same, changed, lost, added: rest };

  function claim(task: TaskRecord, isCandidate: (other: TaskRecord) => boolean): boolean {
    const at = findNearest(task, rest, isCandidate);
    if (at === -1) return false;
    changed.push([task, rest[at]!]);
    rest.splice(at, 1);
    return true;
  }
}

/** The record that differs in the fewest fields. */
function findNearest(task: TaskRecord, candidates: readonly TaskRecord[], isCandidate: (other: TaskRecord) => boolean): number {
  let best = -1;
  let fewest = Infinity;
  candidates.forEach((other, index) => {
    if (other.kind !== task.kind || other.framework !== task.framework || !isCandidate(other)) return;
    const differences = listDifferences(task, other).length;
    if (differences < fewest) [best, fewest] = [index, differences];
  });
  return best;
}

export function listDifferences(a: TaskRecord, b: TaskRecord): readonly TaskField[] {
  return taskFields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}
