import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { TaskRecord } from '../../model/task-record.js';
import { printDifferences } from '../../text/value-difference.js';
import { printList } from '../../text/wording.js';
import type { Check, CheckInput } from '../check.js';
import { judge } from '../result.js';
import { sidesOf } from '../side.js';
import { describeTask, taskData } from '../task-key.js';
import { listDifferences, pairTasks } from '../pair-tasks.js';
import { isNamePinned } from '../pinned-name.js';
import { findWitness, witnessOfRename, type TaskSide } from '../witness.js';

export const check: Check = {
  id: 'task-set',
  summary: 'The same tasks (queues, workers, jobs, schedules, workflows, steps) are registered under the same ids with the same options.',
  run: (input) => {
    const { before, after } = taskSidesOf(input);
    const open = findUnknownIds(before, after);
    return judge('task-set', 'tasks', before.tasks.length, [...compareTasks(before, after), ...open.map(unknownId)], {
      reason: 'no registered tasks found',
      vacuous: true,
      ...(open.length === 0 ? {} : { unproved: printUnknown(open) }),
    });
  },
};

function taskSidesOf(input: CheckInput): { readonly before: TaskSide; readonly after: TaskSide } {
  const sides = sidesOf(input);
  return { before: { side: sides.before, tasks: input.tasksBefore() }, after: { side: sides.after, tasks: input.tasksAfter() } };
}

function compareTasks(before: TaskSide, after: TaskSide): Diagnostic[] {
  const { changed, lost, added } = pairTasks(before.tasks, after.tasks);
  const doubled = findDoubled(before.tasks, after.tasks);
  return [
    ...changed.map(([task, other]) => (isNamePinned(task, other) ? pinnedTask(task, other) : changedTask(task, other, before, after))),
    ...lost.map((task) => lostTask(task, before, after)),
    ...added.filter((task) => !doubled.has(conflictKey(task))).map(addedTask),
    ...[...doubled.values()].map(duplicateTask),
  ];
}

/** Two places that add a job of one name are two jobs; two definitions of one name are one too many. */
function isDefinition({ kind, idSource }: TaskRecord): boolean {
  return kind !== 'job' && kind !== 'listener' && idSource !== 'dynamic';
}

function conflictKey({ framework, kind, id, queue }: TaskRecord): string {
  return JSON.stringify([framework, kind, id, queue ?? null]);
}

/** Groups of definitions that were at most one before and are several now. */
function findDoubled(before: readonly TaskRecord[], after: readonly TaskRecord[]): ReadonlyMap<string, readonly TaskRecord[]> {
  const group = (tasks: readonly TaskRecord[]) => {
    const groups = new Map<string, TaskRecord[]>();
    for (const task of tasks.filter(isDefinition)) groups.set(conflictKey(task), [...(groups.get(conflictKey(task)) ?? []), task]);
    return groups;
  };
  const old = group(before);
  return new Map([...group(after)].filter(([key, tasks]) => tasks.length > 1 && (old.get(key)?.length ?? 0) <= 1));
}

const consequences: Partial<Record<TaskRecord['kind'], string>> = {
  worker: 'both take jobs of the queue, so that its concurrency is that of the two together',
  schedule: 'it fires for each of them, or the one that is registered last replaces the others',
};

function duplicateTask(tasks: readonly TaskRecord[]): Diagnostic {
  const [first, second, ...others] = tasks as readonly [TaskRecord, TaskRecord, ...TaskRecord[]];
  return diagnostic({
    id: 'duplicate-task',
    message: `${describeTask(second)} is registered ${tasks.length} times, by ${printList([...new Set(tasks.map((task) => task.registeredBy))])}, and was at most once before`,
    at: second.location,
    related: [first, ...others].map((task) => task.location),
    notes: [consequences[second.kind] ?? 'the framework throws at the second one, or lets it replace the first without a word'],
    help: 'Keep one registration.',
    data: { ...taskData(second), times: tasks.length },
  });
}

function lostTask(task: TaskRecord, before: TaskSide, after: TaskSide): Diagnostic {
  const witness = findWitness(task, before, after);
  return diagnostic({
    id: 'lost-task',
    message: `${describeTask(task)}, registered by ${task.registeredBy}, is not registered any more`,
    at: task.location,
    notes: witness === undefined ? [] : [witness],
    help: 'Put the registration back.',
    data: { ...taskData(task), ...(witness === undefined ? {} : { witness }) },
  });
}

function addedTask(task: TaskRecord): Diagnostic {
  return diagnostic({
    id: 'added-task',
    message: `${describeTask(task)} is registered by ${task.registeredBy} and was not before`,
    at: task.location,
    help: 'Remove the registration, or add the task in a change of its own.',
    data: taskData(task),
  });
}

function changedTask(task: TaskRecord, other: TaskRecord, before: TaskSide, after: TaskSide): Diagnostic {
  const changes = listDifferences(task, other);
  const isRenamed = changes.includes('id');
  const witness = isRenamed && task.idSource !== 'dynamic' ? witnessOfRename(task, other, before, after) : undefined;
  return diagnostic({
    id: 'changed-task',
    message: isRenamed ? `${describeTask(task)} is '${other.id}' now${changes.length > 1 ? `, and differs in ${printList(changes.filter((field) => field !== 'id'), 20)}` : ''}` : `${describeTask(task)} differs in ${printList(changes, 20)}`,
    at: other.location,
    related: [task.location],
    notes: [...(witness === undefined ? [] : [witness]), ...changes.flatMap((field) => printDifferences(field, task[field], other[field]).map((line) => line + orderNote(task, other, field)))],
    help: isRenamed ? `Give it the old id: ${whereIdIs(task)}.` : 'Restore the old values: jobs that wait in the queue were made with them.',
    data: { ...taskData(task), fields: changes, ...(witness === undefined ? {} : { witness }) },
  });
}

function whereIdIs({ id, idSource }: TaskRecord): string {
  if (idSource === 'file-path') return `it is the path of a file, so move the file back or write '${id}' out where the framework has a place for it`;
  return idSource === 'literal' || idSource === 'constant' ? `'${id}'` : `it comes from the ${idSource.replace('-', ' ')}`;
}

function orderNote(task: TaskRecord, other: TaskRecord, field: string): string {
  const isReordered = field === 'decorators' && [...task.decorators].sort().join('\n') === [...other.decorators].sort().join('\n');
  return isReordered ? ' (another order: decorators are applied from the last to the first)' : '';
}

function pinnedTask(task: TaskRecord, other: TaskRecord): Diagnostic {
  return diagnostic({
    id: 'pinned-task-name',
    severity: 'info',
    message: `${describeTask(task)} had its id from the ${task.idSource.replace('-', ' ')} and has it written out now; it is the same`,
    at: other.location,
    help: 'Leave it so: the id survives the next move.',
    data: taskData(task),
  });
}

interface UnknownId {
  readonly task: TaskRecord;
  readonly name: string;
}

/** Every computed id once: two texts that are equal may be computed to different strings, for what they read may have moved. */
function findUnknownIds(before: TaskSide, after: TaskSide): readonly UnknownId[] {
  const found = new Map<string, UnknownId>();
  for (const { side, tasks } of [after, before]) {
    for (const task of tasks) {
      const key = JSON.stringify([task.framework, task.kind, task.id, task.queue ?? null]);
      if (task.idSource === 'dynamic' && !found.has(key)) found.set(key, { task, name: `${side.name(task.location.file)}:${task.location.line}` });
    }
  }
  return [...found.values()];
}

function unknownId({ task }: UnknownId): Diagnostic {
  return diagnostic({
    id: 'dynamic-task-ids',
    severity: 'info',
    message: `the id of ${describeTask(task)}, registered by ${task.registeredBy}, is computed at run time`,
    at: task.location,
    help: 'Compare the ids of both trees by hand, or give it a literal id.',
    data: taskData(task),
  });
}

function printUnknown(open: readonly UnknownId[]): string {
  const names = printList(open.map(({ task, name }) => `${describeTask(task)} (${name})`), 2);
  return open.length === 1 ? `the id of ${names} is computed at run time` : `the ids of ${names} are computed at run time`;
}
