import { compareText } from '../diagnostic/sort.js';
import { findFirstCommitWith } from '../host/git-history.js';
import { readBlobs } from '../host/git-changes.js';
import { relativePath } from '../host/path.js';
import { buildFormerProject } from '../load/former-project.js';
import { loadProject } from '../load/load-project.js';
import { findShims } from '../model/find-shims.js';
import { isOverdue } from '../model/shim.js';
import { quoteWord } from '../text/shell-word.js';
import { createOutside } from './outside.js';
import { listImporters } from './shim-importers.js';
import { findSinceCommit } from './since.js';
import { findWorkingTree, listNamedChanges } from './working-tree.js';
import type { Project } from '../model/project.js';
import type { ShimsReport } from '../report/schema.js';
import type { WorkingTree } from './working-tree.js';
import type { Workspace } from './workspace.js';

/**
 * Every shim of the project with who imports it, and how many did when it became a shim (the commit that brought its line in), or at `since`. Throws
 * ToolError for a ref that git does not know.
 */
export function listShims(workspace: Workspace, { since }: { readonly since?: string }): ShimsReport {
  const { fileSystem, root, config } = workspace;
  workspace.progress('Reading files');
  const project = loadProject({ fileSystem, root, config });
  const outside = createOutside(workspace);
  const found = [...findShims(project)].sort(([one], [other]) => compareText(one, other));
  const chosen = since === undefined ? undefined : findSinceCommit(workspace, since);
  const tree = found.length === 0 ? undefined : findWorkingTree(workspace);
  const former = new Map<string, Project | string>();
  let unknown: string | null = tree === undefined && found.length > 0 ? 'this is no git working tree' : null;
  const shims = found.map(([file, { stage, since: deprecated, after }]) => {
    const importers = [...listImporters(project, file).keys()];
    const commit = tree && (chosen ?? findFirstCommitWith(tree.top, '// decant-shim ', tree.real(file)));
    const older = commit === undefined || tree === undefined ? undefined : readFormer(workspace, project, tree, commit, former);
    if (typeof older === 'string') unknown = older;
    const known = typeof older === 'object' && older.files.has(file) ? older : undefined;
    return {
      file: relativePath(root, file),
      stage,
      deprecated,
      after: after ?? null,
      overdue: after === undefined ? false : (isOverdue(after, outside.today(), outside.versionOf(file)) ?? null),
      importers,
      before: known ? listImporters(known, file).size : null,
      comparedWith: known ? commit! : null,
    };
  });
  const idle = shims.find((shim) => shim.importers.length === 0);
  const busy = shims.find((shim) => shim.overdue === true);
  const next = idle ? `decant deprecate ${quoteWord(idle.file)} --stage remove` : busy ? `decant migrate ${quoteWord(busy.file)}` : null;
  return { version: 1, command: 'shims', since: since ?? null, shims, unknown, next };
}

/** The project of an older commit, made of what differs from today's. Text is the reason why git cannot tell. */
function readFormer({ fileSystem, config, progress }: Workspace, project: Project, tree: WorkingTree, commit: string, known: Map<string, Project | string>): Project | string {
  const found = known.get(commit);
  if (found !== undefined) return found;
  progress(`Comparing with ${commit.slice(0, 12)}`);
  const former = build();
  known.set(commit, former);
  return former;

  function build(): Project | string {
    const changes = listNamedChanges(tree, commit, project);
    if (typeof changes === 'string') return changes;
    let problem: string | undefined;
    const { project: older } = buildFormerProject({
      project, fileSystem, config, changes,
      top: tree.named(tree.top),
      readBlobs: (blobs: readonly string[]): ReadonlyMap<string, Uint8Array> => {
        const contents = readBlobs(tree.top, blobs);
        if (typeof contents !== 'string') return contents;
        problem = contents;
        return new Map();
      },
    });
    return problem ?? older;
  }
}

