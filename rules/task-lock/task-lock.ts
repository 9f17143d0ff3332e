import { spanAt, tell, type DecantRule } from '../rule.js';

export const rule: DecantRule = {
  id: 'task-lock',
  summary: 'A task whose id, queue, priority, retry or schedule differs from tasks.lock.json.',
  details: 'A fix or a suggestion of ESLint edits the file that is linted, and the lock is another one: the message names the command that writes it, `decant tasks --lock`. What it changes is a line to read and to commit.',
  type: 'problem',
  find: ({ view }) =>
    view.lockFindings().filter(({ at }) => at.file === view.file).map((found) => ({ span: spanAt(view, found.at), message: tell(found) })),
};
