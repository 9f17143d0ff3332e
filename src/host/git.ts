import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { filePath, joinPath, relativePath } from './path.js';
import { readProgram, runProgram } from './process-runner.js';
import type { FilePath } from './path.js';

const timeoutMs = 120_000;

function runGit(cwd: FilePath, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runProgram({ program: 'git', args, cwd, timeoutMs, env: { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...env } });
}

interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What git reads. */
  readonly input?: string;
}

/** For output that is data; NUL bytes end paths, so that no path needs quotes. */
export function readGit(cwd: FilePath, args: readonly string[], options: GitOptions = {}) {
  const env = { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...options.env };
  return readProgram({ program: 'git', args, cwd, timeoutMs, env, ...(options.input === undefined ? {} : { input: options.input }) });
}

/** Top folder of the working tree that contains `folder`; undefined outside of git, or without git. */
export function findGitTop(folder: FilePath): FilePath | undefined {
  const run = runGit(folder, ['rev-parse', '--show-toplevel']);
  return run.exitCode === 0 ? filePath(run.output.trim()) : undefined;
}

/** Full hash of the commit that a branch, tag or revision names; undefined when it names none. */
export function resolveCommit(folder: FilePath, ref: string): string | undefined {
  // A ref that begins with a dash must not be read as an option of git.
  const run = runGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const hash = run.output.trim();
  return run.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

/** Whether the older history of the clone was cut off, as CI does to save time. */
export function isShallowClone(folder: FilePath): boolean {
  return runGit(folder, ['rev-parse', '--is-shallow-repository']).output.trim() === 'true';
}

/** The newest commit that both commits contain; undefined when the clone knows none. Takes full hashes. */
export function findMergeBase(folder: FilePath, commit: string, other: string): string | undefined {
  const run = runGit(folder, ['merge-base', commit, other]);
  const hash = run.output.trim();
  return run.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

/** The commit that last touched a file, seen from HEAD; undefined when none did. */
export function findLastCommit(folder: FilePath, file: FilePath): string | undefined {
  const run = runGit(folder, ['--literal-pathspecs', '-c', 'log.showSignature=false', 'log', '-1', '--format=%H', '--', file]);
  const hash = run.output.trim();
  return run.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

/** Short names of branches and tags, for suggestions. */
export function listRefs(folder: FilePath): readonly string[] {
  const run = runGit(folder, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags']);
  return run.exitCode === 0 ? run.output.split('\n').filter((name) => name !== '') : [];
}

/**
 * Writes the whole tree of a commit below `target`, through an index of its own: the user's index and working tree are
 * not touched. `git archive` would be shorter and leaves out every path marked `export-ignore`, which in many
 * repositories is the tests. Returns the problem, or undefined.
 */
export function extractCommit(top: FilePath, commit: string, target: FilePath, indexFile: FilePath): string | undefined {
  const env = { GIT_INDEX_FILE: indexFile };
  for (const args of [['read-tree', commit], ['checkout-index', '--all', '--force', `--prefix=${target}/`]]) {
    const run = runGit(top, args, env);
    if (run.exitCode !== 0) return run.output.trim() || 'git ended without a message';
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
