import { spanAt, tell, type DecantRule } from '../rule.js';

export const rule: DecantRule = {
  id: 'task-lock',
  summary: 'A task whose id, queue, priority, retry or schedule differs from tasks.lock.json.',
  type: 'problem',
  find: ({ view }) =>
    view.lockFindings().filter(({ at }) => at.file === view.source.path).map((found) => ({ span: spanAt(view, found.at), message: tell(found) })),
};
