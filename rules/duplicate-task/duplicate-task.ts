import { relativePath, type FilePath } from '../../src/host/path.js';
import { groupBy, spanAt, type DecantRule } from '../rule.js';
import type { TaskKind, TaskRecord } from '../../src/model/task-record.js';

/** What a framework knows by one name and one place. Several workers share a queue, a job is added from many places, and a listener may have brothers. */
const single: readonly TaskKind[] = ['task', 'workflow', 'schedule', 'handler'];

export const rule: DecantRule = {
  id: 'duplicate-task',
  summary: 'Two registrations of one task id.',
  type: 'problem',
  find: ({ view }) => {
    const { root } = view.project;
    const { ofFile, ofId } = indexOf(view.tasks());
    return (ofFile.get(view.file) ?? []).flatMap((task) => {
      const others = ofId.get(idOf(task))!.filter((other) => other !== task && isElsewhere(task, other));
      if (others.length === 0) return [];
      const places = others.map(({ location: { file, line } }) => `${relativePath(root, file)}:${line}`).join(', ');
      const kind = `${task.kind} '${task.id}' of ${task.framework}`;
      return [{ span: spanAt(view, task.location), message: `${kind} is registered ${others.length + 1} times, also at ${places}. Give each its own id, or remove all but one.` }];
    });
  },
};

interface TaskIndex {
  readonly ofFile: ReadonlyMap<FilePath, readonly TaskRecord[]>;
  readonly ofId: ReadonlyMap<string, readonly TaskRecord[]>;
}

const indices = new WeakMap<readonly TaskRecord[], TaskIndex>();

/** A lint run asks for each of its files, and a project may have as many tasks as files. */
function indexOf(tasks: readonly TaskRecord[]): TaskIndex {
  let index = indices.get(tasks);
  if (!index) {
    const records = tasks.filter(({ kind, idSource }) => single.includes(kind) && idSource !== 'dynamic');
    index = { ofFile: groupBy(records, ({ location }) => [location.file]), ofId: groupBy(records, (task) => [idOf(task)]) };
    indices.set(tasks, index);
  }
  return index;
}

function idOf({ framework, kind, id, queue }: TaskRecord): string {
  return JSON.stringify([framework, kind, id, queue]);
}

/** Two records at one place are two facts of one registration. */
function isElsewhere(one: TaskRecord, other: TaskRecord): boolean {
  const { location: a } = one;
  const { location: b } = other;
  return a.file !== b.file || a.line !== b.line || a.column !== b.column;
}
