import { readGit } from '../host/git-program.js';
import { isInside, joinPath } from '../host/path.js';
import type { FilePath } from '../host/path.js';
import type { WorkingTree } from './working-tree.js';

/**
 * Those of the missing files that git has and this checkout was told to leave out: outside of a sparse checkout, or in a submodule that was
 * not fetched. Nobody removed them, so a tightened baseline must keep what it says of them. Paths of this run.
 */
export function findLeftOut({ top, named }: WorkingTree, missing: Iterable<FilePath>): ReadonlySet<FilePath> {
  const run = readGit(top, ['ls-files', '-t', '--stage', '-z']);
  if (run.exitCode !== 0) return new Set();
  const skipped = new Set<FilePath>();
  const submodules: FilePath[] = [];
  for (const entry of new TextDecoder().decode(run.stdout).split('\0')) {
    // `<tag> <mode> <hash> <stage>\t<path>`; the tag S is `skip-worktree`.
    const [, tag, mode, file] = /^(\S) (\d+) [0-9a-f]+ \d\t(.+)$/s.exec(entry) ?? [];
    if (file === undefined) continue;
    if (mode === '160000') submodules.push(named(joinPath(top, file)));
    else if (tag === 'S') skipped.add(named(joinPath(top, file)));
  }
  return new Set([...missing].filter((file) => skipped.has(file) || submodules.some((folder) => isInside(folder, file))));
}
