import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { TaskRecord } from '../../model/task-record.js';
import type { Check, CheckInput } from '../check.js';
import { evaluatedFiles } from '../evaluation.js';
import { count, judge } from '../result.js';
import { locateFile, sidesOf, type Side } from '../side.js';

export const check: Check = {
  id: 'task-set',
  summary: 'The same queues, workers, schedules and jobs are registered with the same options, and their modules still run.',
  run: (input) => {
    const [before, after] = [input.tasksBefore(), input.tasksAfter()];
    const diagnostics = [...compareTasks(before, after), ...findUnregistered(input, before, after), ...noteDynamic(before, after)];
    return judge('task-set', 'tasks', before.length, diagnostics, { reason: 'no registered tasks found', vacuous: true });
  },
};

type Field = Exclude<keyof TaskRecord, 'location'>;

/** Everything but the place, which is what a split changes. */
const fields: readonly Field[] = [
  'framework', 'kind', 'id', 'idSource', 'queue', 'priority', 'retry', 'schedule', 'concurrency', 'timeout', 'options', 'decorators', 'signature', 'payload', 'registeredBy',
  'registration',
];

function keyOf(task: TaskRecord): string {
  return JSON.stringify(fields.map((field) => task[field] ?? null));
}

function describe({ kind, id, queue }: TaskRecord): string {
  return `${kind} '${id}'${queue !== undefined && queue !== id ? ` of queue '${queue}'` : ''}`;
}

function compareTasks(before: readonly TaskRecord[], after: readonly TaskRecord[]): Diagnostic[] {
  const free = [...after];
  const missing = before.filter((task) => {
    const at = free.findIndex((other) => keyOf(other) === keyOf(task));
    if (at === -1) return true;
    free.splice(at, 1);
    return false;
  });
  const diagnostics = missing.map((task) => {
    const at = nearest(task, free);
    const [other] = at === -1 ? [] : free.splice(at, 1);
    return other ? changedTask(task, other) : lostTask(task);
  });
  return [...diagnostics, ...free.map(addedTask)];
}

/** The record that differs in the fewest fields, among those of the same kind that share the id or the place of registration. */
function nearest(task: TaskRecord, candidates: readonly TaskRecord[]): number {
  let best = -1;
  let fewest = Infinity;
  candidates.forEach((other, index) => {
    if (other.kind !== task.kind || (other.id !== task.id && other.registeredBy !== task.registeredBy)) return;
    const differences = differing(task, other).length;
    if (differences < fewest) [best, fewest] = [index, differences];
  });
  return best;
}

function differing(a: TaskRecord, b: TaskRecord): readonly Field[] {
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}

function lostTask(task: TaskRecord): Diagnostic {
  return diagnostic({
    id: 'lost-task',
    message: `${describe(task)}, registered by ${task.registeredBy}, is not registered any more`,
    at: task.location,
    help: 'Put the registration back.',
    data: { kind: task.kind, id: task.id, queue: task.queue },
  });
}

function addedTask(task: TaskRecord): Diagnostic {
  return diagnostic({
    id: 'added-task',
    message: `${describe(task)} is registered by ${task.registeredBy} and was not before`,
    at: task.location,
    help: 'Remove the second registration, or add the task in a change of its own.',
    data: { kind: task.kind, id: task.id, queue: task.queue },
  });
}

function changedTask(task: TaskRecord, other: TaskRecord): Diagnostic {
  const changes = differing(task, other);
  return diagnostic({
    id: 'changed-task',
    message: `${describe(task)} differs in ${changes.join(', ')}`,
    at: other.location,
    related: [task.location],
    notes: changes.map((field) => `${field}: ${show(task[field])} -> ${show(other[field])}`),
    help: 'Restore the old values: jobs that wait in the queue were made with them.',
    data: { kind: task.kind, id: task.id, queue: task.queue, fields: changes },
  });
}

function show(value: unknown): string {
  return value === undefined ? '(none)' : JSON.stringify(value);
}

/** A module that nobody evaluates registers nothing: the jobs pile up and no error is raised. */
function findUnregistered(input: CheckInput, before: readonly TaskRecord[], after: readonly TaskRecord[]): Diagnostic[] {
  const sides = sidesOf(input);
  const all = tally(after);
  return input.entries.flatMap((entry) => {
    const [old, now] = [sides.before.file(entry), sides.after.file(entry)];
    if (!old || !now) return [];
    const running = tally(evaluatedTasks(sides.after, now, after));
    const taken = new Map<string, number>();
    return evaluatedTasks(sides.before, old, before).flatMap((task) => {
      const key = keyOf(task);
      const turn = (taken.get(key) ?? 0) + 1;
      taken.set(key, turn);
      if (turn <= (running.get(key) ?? 0) || turn > (all.get(key) ?? 0)) return [];
      const place = after.find((other) => keyOf(other) === key)!;
      return [
        diagnostic({
          id: 'task-not-registered',
          message: `importing ${entry} registered ${describe(task)} before the change and does not now`,
          at: place.location,
          related: [task.location],
          notes: [`${sides.after.name(place.location.file)} is not evaluated when ${entry} is imported`],
          help: `Import ${sides.after.name(place.location.file)} from ${entry}, for its effect if for nothing else.`,
          data: { kind: task.kind, id: task.id, queue: task.queue, entry },
        }),
      ];
    });
  });
}

function evaluatedTasks(side: Side, entry: Parameters<typeof evaluatedFiles>[1], tasks: readonly TaskRecord[]): readonly TaskRecord[] {
  if (tasks.length === 0) return [];
  const files = evaluatedFiles(side, entry);
  return tasks.filter(({ location }) => files.has(location.file));
}

function tally(tasks: readonly TaskRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(keyOf(task), (counts.get(keyOf(task)) ?? 0) + 1);
  return counts;
}

function noteDynamic(before: readonly TaskRecord[], after: readonly TaskRecord[]): Diagnostic[] {
  const dynamic = before.filter(({ idSource }) => idSource === 'dynamic');
  const [first] = dynamic;
  if (!first) return [];
  return [
    diagnostic({
      id: 'dynamic-task-ids',
      severity: 'info',
      message: `${count(dynamic.length, 'ids')} ${dynamic.length === 1 ? 'is' : 'are'} computed at run time and ${dynamic.length === 1 ? 'was' : 'were'} compared as text`,
      at: after.find((task) => keyOf(task) === keyOf(first))?.location ?? locateFile(first.location.file),
      notes: dynamic.map((task) => describe(task)),
      help: 'Compare these by hand, or give them literal ids.',
      data: { ids: dynamic.map(({ id }) => id) },
    }),
  ];
}
