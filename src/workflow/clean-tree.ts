import { ToolError } from '../diagnostic/tool-error.js';
import { listUncommitted } from '../host/git-commit.js';
import { relativePath } from '../host/path.js';
import { printList } from '../text/wording.js';
import { findWorkingTree } from './working-tree.js';
import type { FilePath } from '../host/path.js';
import type { Workspace } from './workspace.js';

/**
 * Throws ToolError when a file that is about to be written has changes that are not committed: in the diff they could not be told from those of
 * decant. Changes in other files stand in nobody's way. Outside of git, and where git cannot tell, there is nothing to ask.
 */
export function requireCommitted(workspace: Workspace, files: readonly FilePath[], allowDirty: boolean | undefined): void {
  const tree = allowDirty === true ? undefined : findWorkingTree(workspace);
  if (!tree) return;
  const uncommitted = listUncommitted(tree.top);
  if (typeof uncommitted === 'string') return;
  const dirty = files.filter((file) => uncommitted.has(tree.real(file))).map((file) => relativePath(workspace.root, file));
  if (dirty.length === 0) return;
  throw new ToolError(
    'uncommitted changes',
    `${printList(dirty)} ${dirty.length === 1 ? 'has' : 'have'} changes that are in no commit, and would be written`,
    'Commit or stash them first, or add --allow-dirty; `decant undo` puts every byte back in any case.',
  );
}

/** Throws ToolError when any tracked file differs from the last commit. */
export function requireCleanTree(workspace: Workspace, purpose: string): void {
  const tree = findWorkingTree(workspace);
  if (!tree) throw new ToolError('no git working tree', `${workspace.root} is not in a git working tree, so nothing can be committed`, `Leave ${purpose} out.`);
  const uncommitted = listUncommitted(tree.top);
  if (typeof uncommitted === 'string') throw new ToolError('git cannot tell what is committed', uncommitted, 'Check that `git status` works here.');
  if (uncommitted.size === 0) return;
  const names = [...uncommitted].map((file) => relativePath(tree.top, file));
  throw new ToolError('uncommitted changes', `${printList(names)} ${names.length === 1 ? 'is' : 'are'} not as in the last commit`, `Commit or stash everything first: ${purpose} builds a merge on top of the last commit.`);
}
