import type { TaskRecord } from '../model/task-record.js';
import type { Side } from './side.js';
import { describeTask } from './task-key.js';

/** One of the two trees with the tasks in it. */
export interface TaskSide {
  readonly side: Side;
  readonly tasks: readonly TaskRecord[];
}

const producers: readonly TaskRecord['kind'][] = ['job', 'schedule', 'queue'];
const consumers: readonly TaskRecord['kind'][] = ['worker', 'handler', 'task', 'workflow', 'step'];

/**
 * What goes wrong at run time without the task, as one sentence with the code that shows it; undefined when nothing in the
 * project adds work that it took, and nothing takes work that it added.
 */
export function findWitness(lost: TaskRecord, before: TaskSide, after: TaskSide): string | undefined {
  if (consumers.includes(lost.kind)) return findStranded(lost, before, after);
  if (lost.kind === 'schedule') return witnessOfSchedule(lost, after);
  if (lost.kind === 'job') return witnessOfJob(lost, after);
  return undefined;
}

/** Jobs that the lost one took, and who takes them now. */
function findStranded(lost: TaskRecord, before: TaskSide, after: TaskSide): string | undefined {
  const all = [...after.tasks, ...before.tasks];
  // A job says more than the queue that it is in.
  const [stranded] = producers.flatMap((kind) => all.find((task) => task.kind === kind && takes(lost, task)) ?? []);
  if (!stranded) return undefined;
  const home = after.tasks.includes(stranded) ? after : before;
  const others = after.tasks.filter((task) => consumers.includes(task.kind) && takes(task, stranded) && isAsNarrow(task, lost));
  const names = [...new Set(others.map((task) => printConsumer(task, after)))];
  // "alone" is said of one that took a part of them before.
  const shared = before.tasks.some((task) => task !== lost && consumers.includes(task.kind) && takes(task, stranded) && names.includes(printConsumer(task, before)));
  const now = names.length === 0 ? 'by nobody' : `by ${names.slice(0, 3).join(' and ')}${shared ? ' alone' : ''}`;
  return `${quoteCall(stranded, home)} was consumed by ${printConsumer(lost, before)}; now ${now}`;
}

/** A worker without the case for this name takes the job from the queue and does nothing with it. */
function isAsNarrow(task: TaskRecord, lost: TaskRecord): boolean {
  return lost.kind !== 'handler' || task.kind === 'handler';
}

function takes(consumer: TaskRecord, job: TaskRecord): boolean {
  if (consumer.framework !== job.framework || consumer.idSource === 'dynamic') return false;
  if (consumer.kind === 'handler') return job.kind !== 'queue' && consumer.id === job.id && (consumer.queue === undefined || job.queue === undefined || consumer.queue === job.queue);
  if (consumer.kind === 'worker') return (consumer.queue ?? consumer.id) === (job.queue ?? job.id);
  return job.kind !== 'queue' && (consumer.id === job.id || consumer.id === job.queue);
}

function witnessOfSchedule({ id, schedule, queue, framework }: TaskRecord, after: TaskSide): string | undefined {
  const when = schedule?.pattern ?? (schedule?.every === undefined ? undefined : `every ${schedule.every}`);
  if (when === undefined) return undefined;
  const left = after.tasks.some((task) => task.framework === framework && task.kind === 'schedule' && task.id === id && task.queue === queue);
  return left ? undefined : `'${id}' ran at ${when}; now never`;
}

function witnessOfJob(lost: TaskRecord, after: TaskSide): string | undefined {
  const taker = after.tasks.find((task) => consumers.includes(task.kind) && takes(task, lost));
  const left = after.tasks.some((task) => producers.includes(task.kind) && task.kind !== 'queue' && task.id === lost.id && task.queue === lost.queue);
  return taker && !left ? `${describeTask(taker)}, registered by ${taker.registeredBy}, was given '${lost.id}' by ${lost.registeredBy}; now by nobody` : undefined;
}

/** `mailQueue.add('send')` in code marks, with its place; the record in words where the text is no call with a name. */
function quoteCall(task: TaskRecord, { side }: TaskSide): string {
  const { file, line, column } = task.location;
  const source = side.project.files.get(file);
  const start = source?.lineStarts[line - 1];
  const text = source === undefined || start === undefined ? '' : source.text.slice(start + column - 1, start + column + 200);
  const call = /^(?:await\s+|new\s+)*([\w$.]+)(?:<[^()]*>)?\(\s*(['"`][^'"`\n]{1,60}['"`]|[\w$.]{1,60})?/.exec(text);
  const place = `${side.name(file)}:${line}`;
  const later = [`'${task.id}'`, `"${task.id}"`, `\`${task.id}\``].find((literal) => text.slice(0, text.search(/;|\n\s*\n/) + 1 || undefined).includes(literal));
  const argument = call?.[2] ?? (later === undefined ? undefined : `…, ${later}`);
  return call?.[1] === undefined || argument === undefined ? `${describeTask(task)} (${place})` : `\`${call[1]}(${argument})\` (${place})`;
}

/** Work under a new name that nobody asks for, although somebody asked for the old one. */
function findUnhandled(task: TaskRecord, other: TaskRecord, before: TaskSide, after: TaskSide): string | undefined {
  const takers = before.tasks.filter((one) => consumers.includes(one.kind) && takes(one, task));
  // A worker that tells names apart has a handler for each: that it takes the job from the queue says nothing.
  const handler = takers.find(({ kind }) => kind !== 'worker') ?? takers[0];
  if (handler === undefined) return undefined;
  if (after.tasks.some((one) => consumers.includes(one.kind) && takes(one, other) && isAsNarrow(one, handler))) return undefined;
  return `${quoteCall(other, after)} is consumed by nobody; '${task.id}' was by ${printConsumer(handler, before)}`;
}

/** The name of what takes the work; the file of an anonymous default export. */
function printConsumer({ registeredBy, location }: TaskRecord, { side }: TaskSide): string {
  return registeredBy === 'default' ? side.name(location.file) : registeredBy;
}

/** What happens to work that waits under the old id. */
export function witnessOfRename(task: TaskRecord, other: TaskRecord, before: TaskSide, after: TaskSide): string {
  if (!consumers.includes(task.kind)) return findUnhandled(task, other, before, after) ?? `what was '${task.id}' is '${other.id}' now`;
  const stranded = findStranded(task, before, after);
  return stranded ?? `what waits as '${task.id}', or is started as '${task.id}' from elsewhere, was consumed by ${printConsumer(task, before)}; now by nobody`;
}
