import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { explainFailure, readGit, readGitText, withoutFilters } from './git-program.js';
import { filePath, joinPath, relativePath } from './path.js';
import type { FilePath } from './path.js';

/** Top folder of the working tree that contains `folder`; undefined outside of git, without git, and where git refuses. */
export function findGitTop(folder: FilePath): FilePath | undefined {
  const top = readGitText(folder, ['rev-parse', '--show-toplevel']);
  return top === undefined || top === '' ? undefined : filePath(top);
}

export interface GitRefusal {
  /** The words of git. */
  readonly reason: string;
  /** Begins with a verb. */
  readonly help: string;
}

/**
 * Why git does not work in a folder that is in a working tree, or without one; undefined when the folder is simply not in one. In the
 * container of a build server the checkout often belongs to another user, and git refuses every command.
 */
export function findGitRefusal(folder: FilePath): GitRefusal | undefined {
  const run = readGit(folder, ['rev-parse', '--show-toplevel']);
  if (run.exitCode === 0 || /not a git repository/i.test(run.stderr)) return undefined;
  const reason = explainFailure(run);
  if (run.exitCode === undefined) return { reason, help: 'Install git, or put it on the PATH.' };
  const place = /dubious ownership in repository at '(.+)'/.exec(run.stderr)?.[1];
  if (place === undefined) return { reason, help: 'Check that `git status` works here.' };
  return { reason, help: `Run \`git config --global --add safe.directory ${place}\` if you trust the folder.` };
}

/** Full hash of the commit that a branch, tag or revision names; undefined when it names none. */
export function resolveCommit(folder: FilePath, ref: string): string | undefined {
  // A ref that begins with a dash must not be read as an option of git.
  return readHash(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
}

/** Whether the older history of the clone was cut off, as CI does to save time. */
export function isShallowClone(folder: FilePath): boolean {
  return readGitText(folder, ['rev-parse', '--is-shallow-repository']) === 'true';
}

/** The newest commit that both commits contain; undefined when the clone knows none. Takes full hashes. */
export function findMergeBase(folder: FilePath, commit: string, other: string): string | undefined {
  return readHash(folder, ['merge-base', commit, other]);
}

/** The commit that last touched a file, seen from HEAD; undefined when none did. */
export function findLastCommit(folder: FilePath, file: FilePath): string | undefined {
  return readHash(folder, ['--literal-pathspecs', 'log', '-1', '--no-ext-diff', '--no-textconv', '--format=%H', '--', file]);
}

function readHash(folder: FilePath, args: readonly string[]): string | undefined {
  const hash = readGitText(folder, args);
  return hash !== undefined && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

/** Short names of branches and tags, for suggestions. */
export function listRefs(folder: FilePath): readonly string[] {
  const names = readGitText(folder, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags']) ?? '';
  return names.split('\n').filter((name) => name !== '');
}

/**
 * Writes the whole tree of a commit below `target`, through an index of its own: the user's index and working tree are
 * not touched. `git archive` would be shorter and leaves out every path marked `export-ignore`, which in many
 * repositories is the tests. No filter runs, so a file that one stores elsewhere is as git stores it. Returns the problem, or undefined.
 */
export function extractCommit(top: FilePath, commit: string, target: FilePath, indexFile: FilePath): string | undefined {
  const settings = withoutFilters(top);
  if (typeof settings === 'string') return settings;
  const env = { GIT_INDEX_FILE: indexFile };
  for (const args of [['read-tree', commit], ['checkout-index', '--all', '--force', `--prefix=${target}/`]]) {
    const run = readGit(top, args, { env, settings });
    if (run.exitCode !== 0) return run.stderr.trim() || explainFailure(run);
  }
  return undefined;
}

/**
 * Links the installed packages of the working tree into an extracted one, wherever it has a package.json, so that
 * specifiers resolve there as they do here.
 */
export function linkInstalledPackages(top: FilePath, target: FilePath): void {
  const pending: FilePath[] = [target];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries = readdirSync(folder, { withFileTypes: true });
    const installed = joinPath(top, relativePath(target, folder), 'node_modules');
    const link = joinPath(folder, 'node_modules');
    if (entries.some((entry) => entry.name === 'package.json') && existsSync(installed) && !existsSync(link)) {
      symlinkSync(path.resolve(installed), link, 'junction');
    }
    for (const entry of entries) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') pending.push(joinPath(folder, entry.name));
    }
  }
}
