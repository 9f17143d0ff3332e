import { relativePath } from '../../src/host/path.js';
import { printList } from '../../src/text/wording.js';
import { isFacade, isInModuleFolder, redirectFile } from '../../src/workflow/redirect-file.js';
import { differenceOf, edgesByTarget, type Complaint, type DecantRule } from '../rule.js';

export const rule: DecantRule = {
  id: 'prefer-direct-import',
  summary: 'An import from the facade or shim of a split, of a name whose module is known.',
  details: 'A facade is `tasks.ts` beside the folder `tasks/` that it passes names of on, or a file with the mark that `decant deprecate` writes. The import is rewritten as `decant migrate` would; where a module behind the facade does something while it loads, the new import is a suggestion only, because the order of evaluation may change.',
  type: 'suggestion',
  fixes: 'code',
  suggests: true,
  find: ({ view }) => {
    const { project, file, workspace, read } = view;
    return edgesByTarget(view).flatMap(([facade, edges]): Complaint[] => {
      if (facade === file || !isFacade(project, facade) || isInModuleFolder(facade, file)) return [];
      const { text, isSafe, homes } = redirectFile(workspace, project, read, file, facade);
      if (text === undefined) return [];
      const edits = differenceOf(view.source().text, text);
      const taken = new Set(edges.flatMap(({ record }) => record.names.map(({ imported }) => imported)));
      const modules = [...new Set([...homes.homes.values()].filter(({ exported, file: home }) => home !== facade && (taken.has(exported) || taken.has('*'))).map(({ file: home }) => relativePath(project.root, home)))];
      const { specifierSpan } = edges[0]!.record;
      const from = modules.length === 0 ? 'the modules that declare its names' : printList(modules, 3);
      return [{
        span: { start: specifierSpan.start - 1, end: specifierSpan.end + 1 },
        message: `${relativePath(project.root, facade)} only passes these names on. Import them from ${from}.`,
        ...(isSafe ? { fix: edits } : { suggestions: [{ text: `Import from ${from}`, edits }] }),
      }];
    });
  },
};
