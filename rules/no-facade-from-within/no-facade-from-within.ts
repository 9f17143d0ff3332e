import { relativePath } from '../../src/host/path.js';
import { isFacade, isInModuleFolder, mayHaveFacade, redirectFile } from '../../src/workflow/redirect-file.js';
import { differenceOf, edgesByTarget, type Complaint, type DecantRule } from '../rule.js';

export const rule: DecantRule = {
  id: 'no-facade-from-within',
  summary: 'A module of a split that imports its own facade.',
  details: 'The facade loads every module of its folder, so a module that imports it waits for itself. A type import is found too: it ties the modules to the path that is to go.',
  type: 'problem',
  fixes: 'code',
  find: ({ view }) => {
    const { project, file, workspace, read } = view;
    if (!mayHaveFacade(project, file) || !project.graph.edgesFrom.get(file)?.some(({ to }) => isInModuleFolder(to, file))) return [];
    return edgesByTarget(view).flatMap(([facade, edges]): Complaint[] => {
      if (!isInModuleFolder(facade, file) || !isFacade(project, facade)) return [];
      const { text } = redirectFile(workspace, project, read, file, facade);
      const { specifierSpan } = edges[0]!.record;
      return [{
        span: { start: specifierSpan.start - 1, end: specifierSpan.end + 1 },
        message: `${relativePath(project.root, facade)} is the facade of this module and loads it. Import the sibling that declares the name.`,
        ...(text === undefined ? {} : { fix: differenceOf(view.source().text, text) }),
      }];
    });
  },
};
