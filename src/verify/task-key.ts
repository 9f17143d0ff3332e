import type { TaskRecord } from '../model/task-record.js';

export type TaskField = Exclude<keyof TaskRecord, 'location' | 'registration'>;

/** Everything but the place, which is what a split changes, and the way in which the framework comes to know of it, which `registration-reachable` compares. */
export const taskFields: readonly TaskField[] = [
  'framework', 'kind', 'id', 'idSource', 'queue', 'priority', 'retry', 'schedule', 'concurrency', 'timeout', 'options', 'decorators', 'signature', 'payload', 'registeredBy',
];

const known = new WeakMap<TaskRecord, string>();

/** Equal for records that differ in nothing but their place. */
export function taskKeyOf(task: TaskRecord): string {
  let key = known.get(task);
  if (key === undefined) known.set(task, (key = JSON.stringify(taskFields.map((field) => task[field] ?? null))));
  return key;
}

/** `worker 'mail'`, `job 'send' of queue 'mail'`. */
export function describeTask({ kind, id, queue }: Pick<TaskRecord, 'kind' | 'id' | 'queue'>): string {
  return `${kind} '${fold(id)}'${queue !== undefined && queue !== id ? ` of queue '${fold(queue)}'` : ''}`;
}

/** The text of a computed id may be a whole function. */
function fold(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** The facts of a task finding for machines. */
export function taskData({ framework, kind, id, queue }: TaskRecord): Readonly<Record<string, unknown>> {
  return { framework, kind, id, queue };
}
