import { findImplicitTasks, findNameEdits } from '../../src/workflow/implicit-task-names.js';
import { spanAt, type DecantRule } from '../rule.js';
import type { IdSource } from '../../src/model/task-record.js';

const origins: Partial<Record<IdSource, string>> = {
  'export-name': 'the name of its export', 'function-name': 'the name of its function', 'class-name': 'the name of its class', 'method-name': 'the name of its method', 'file-path': 'the path of this file',
};

export const rule: DecantRule = {
  id: 'implicit-task-name',
  summary: 'A task whose identity is the name of a file, an export, a function or a method.',
  type: 'suggestion',
  fixes: 'code',
  find: ({ view }) => {
    const isHere = view.tasks().some(({ location, idSource }) => location.file === view.file && origins[idSource] !== undefined);
    if (!isHere) return [];
    const model = view.read(view.file);
    return findImplicitTasks(view.project, view.read, view.file).map((task) => {
      const edits = findNameEdits(model, task);
      const advice = edits === undefined ? `A rename or a move gives it another id: keep it where it is` : 'Write the id out';
      return {
        span: spanAt(view, task.location),
        message: `${task.kind} '${task.id}' of ${task.framework} takes its id from ${origins[task.idSource]!}. ${advice}.`,
        ...(edits === undefined ? {} : { fix: edits }),
      };
    });
  },
};
