import { relativePath } from '../../src/host/path.js';
import { spanAt, type DecantRule } from '../rule.js';
import type { TaskKind, TaskRecord } from '../../src/model/task-record.js';

/** What a framework knows by one name and one place. Several workers share a queue, a job is added from many places, and a listener may have brothers. */
const single: readonly TaskKind[] = ['task', 'workflow', 'schedule', 'handler'];

export const rule: DecantRule = {
  id: 'duplicate-task',
  summary: 'Two registrations of one task id.',
  type: 'problem',
  find: ({ view }) => {
    const { root } = view.project;
    const records = view.tasks().filter(({ kind, idSource }) => single.includes(kind) && idSource !== 'dynamic');
    return records.filter(({ location }) => location.file === view.source.path).flatMap((task) => {
      const others = records.filter((other) => other !== task && isSame(task, other));
      if (others.length === 0) return [];
      const places = others.map(({ location: { file, line } }) => `${relativePath(root, file)}:${line}`).join(', ');
      const kind = `${task.kind} '${task.id}' of ${task.framework}`;
      return [{ span: spanAt(view, task.location), message: `${kind} is registered ${others.length + 1} times, also at ${places}. Give each its own id, or remove all but one.` }];
    });
  },
};

/** Two records at one place are two facts of one registration. */
function isSame(one: TaskRecord, other: TaskRecord): boolean {
  const { location: a } = one;
  const { location: b } = other;
  const isElsewhere = a.file !== b.file || a.line !== b.line || a.column !== b.column;
  return isElsewhere && one.framework === other.framework && one.kind === other.kind && one.id === other.id && one.queue === other.queue;
}
