import { findGitTop } from '../host/git.js';
import { listChanges } from '../host/git-changes.js';
import { isInside, joinPath, relativePath } from '../host/path.js';
import type { TreeChange } from '../host/git-changes.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Workspace } from './workspace.js';

/** The git working tree that the root lies in. */
export interface WorkingTree {
  /** Without symlinks, as git names it. */
  readonly top: FilePath;
  /** A path of git as this run names it: the root may have been reached through a symlink. */
  readonly named: (file: FilePath) => FilePath;
  /** The other way round. */
  readonly real: (file: FilePath) => FilePath;
}

/** Undefined outside of git, and without git. */
export function findWorkingTree({ fileSystem, root }: Pick<Workspace, 'fileSystem' | 'root'>): WorkingTree | undefined {
  const realRoot = fileSystem.realPath(root) ?? root;
  const top = findGitTop(realRoot);
  if (top === undefined) return undefined;
  const move = (from: FilePath, to: FilePath) => (file: FilePath): FilePath => (isInside(from, file) ? joinPath(to, relativePath(from, file)) : file);
  return { top, named: move(realRoot, root), real: move(root, realRoot) };
}

/** The same changes with the paths of this run. `project` may have files that git is told to ignore. */
export function listNamedChanges(tree: WorkingTree, commit: string, project: Project): readonly TreeChange[] | string {
  const others = [...project.unparsed, ...project.skipped].map((file) => file.path);
  const changes = listChanges(tree.top, commit, [...project.files.keys(), ...others].map(tree.real));
  if (typeof changes === 'string') return changes;
  return changes.map(({ before, after }) => ({
    ...(before === undefined ? {} : { before: { ...before, file: tree.named(before.file) } }),
    ...(after === undefined ? {} : { after: { file: tree.named(after.file) } }),
  }));
}

/** Old root-relative path to new, of files that stayed below the root. */
export function findRenames(root: FilePath, changes: readonly TreeChange[]): ReadonlyMap<string, string> {
  const pairs = changes.flatMap(({ before, after }): [string, string][] => {
    if (before === undefined || after === undefined || before.file === after.file) return [];
    if (!isInside(root, before.file) || !isInside(root, after.file)) return [];
    return [[relativePath(root, before.file), relativePath(root, after.file)]];
  });
  return new Map(pairs);
}
