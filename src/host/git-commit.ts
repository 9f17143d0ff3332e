import { readFileSync, writeFileSync } from 'node:fs';
import { readProgram } from './process-runner.js';
import { explainFailure, readGit, readGitText, withoutFilters, type GitOutput } from './git-program.js';
import { joinPath, relativePath } from './path.js';
import { makeTemporaryFolder } from './temporary-folder.js';
import type { FilePath } from './path.js';

/** A hook may run the tests. */
const timeoutMs = 30 * 60 * 1000;

/**
 * Runs git as the user would: with the hooks, filters and signatures of the repository, because a commit is what was asked for. Everything that only
 * reads goes through `readGit`.
 */
function runGit(cwd: FilePath, args: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}): GitOutput {
  return readProgram({ program: 'git', args, cwd, timeoutMs, env: { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...env }, ...(input === undefined ? {} : { input }) });
}

/** Paths below `top` that differ from the last commit, staged or not, new files that git does not ignore included. Text is the reason why git cannot tell. */
export function listUncommitted(top: FilePath): ReadonlySet<FilePath> | string {
  const settings = withoutFilters(top);
  if (typeof settings === 'string') return settings;
  const run = readGit(top, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all'], { settings });
  if (run.exitCode !== 0) return explainFailure(run);
  return new Set(new TextDecoder().decode(run.stdout).split('\0').filter((entry) => entry !== '').map((entry) => joinPath(top, entry.slice(3))));
}

export interface CommitInput {
  readonly message: string;
  /** Absolute paths of what was created, modified and deleted. */
  readonly files: readonly FilePath[];
}

export type CommitOutcome = { readonly kind: 'committed'; readonly hash: string } | { readonly kind: 'failed'; readonly reason: string; readonly output: string };

/** Commits these files and no other, whatever else is staged. Where it fails, the index is as it was. */
export function commitFiles(top: FilePath, { message, files }: CommitInput): CommitOutcome {
  const names = files.map((file) => relativePath(top, file));
  const known = new Set(new TextDecoder().decode(readGit(top, ['ls-files', '-z']).stdout).split('\0'));
  const fresh = names.filter((name) => !known.has(name));
  const list = (paths: readonly string[]): string => paths.map((name) => `${name}\0`).join('');
  const literal = ['--literal-pathspecs'];
  if (fresh.length > 0) {
    // `commit --only` knows a path only when the index does.
    const added = runGit(top, [...literal, 'add', '--intent-to-add', '--pathspec-from-file=-', '--pathspec-file-nul'], list(fresh));
    if (added.exitCode !== 0) return failure(added);
  }
  const folder = makeTemporaryFolder('commit');
  try {
    const paths = joinPath(folder.path, 'paths');
    writeFileSync(paths, list(names));
    const run = runGit(top, [...literal, 'commit', '--quiet', '--only', '--file=-', `--pathspec-from-file=${paths}`, '--pathspec-file-nul'], message);
    const hash = run.exitCode === 0 ? readGitText(top, ['rev-parse', 'HEAD']) : undefined;
    if (hash !== undefined) return { kind: 'committed', hash };
    if (fresh.length > 0) runGit(top, [...literal, 'rm', '--cached', '--quiet', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'], list(fresh));
    return failure(run);
  } finally {
    folder.remove();
  }
}

function failure(run: GitOutput): Extract<CommitOutcome, { kind: 'failed' }> {
  return { kind: 'failed', reason: explainFailure(run), output: `${new TextDecoder().decode(run.stdout)}${run.stderr}`.trim() };
}

export interface RenameCommitInput extends CommitInput {
  /** The file whose lines went into others. */
  readonly source: FilePath;
  /** New files that hold lines of it. */
  readonly modules: readonly FilePath[];
  readonly renameMessage: (from: string, to: string) => string;
}

/**
 * One commit for each module in which the source is renamed to it and nothing else happens, and a merge of them all that has what stands on disk. Blame
 * looks for a line in each parent: in the one that has the module it finds the old file under the new name, whole, and goes on to who wrote the line.
 * The merge is made on an index of its own; the branch moves to it at the end, if nobody has moved it meanwhile.
 */
export function commitRenames(top: FilePath, { message, files, source, modules, renameMessage }: RenameCommitInput): CommitOutcome {
  const folder = makeTemporaryFolder('merge');
  try {
    const env = { GIT_INDEX_FILE: joinPath(folder.path, 'index') };
    const base = readGitText(top, ['rev-parse', 'HEAD']);
    if (base === undefined) return { kind: 'failed', reason: 'the branch has no commit yet', output: '' };
    const sign = readGitText(top, ['config', '--type=bool', 'commit.gpgsign']) === 'true' ? ['-S'] : [];
    const [old] = relativeNames(top, [source]);
    const entry = new TextDecoder().decode(readGit(top, ['--literal-pathspecs', 'ls-tree', '-z', base, '--', old!]).stdout).split('\0')[0] ?? '';
    const [, mode, blob] = /^(\d+) blob ([0-9a-f]+)\t/.exec(entry) ?? [];
    if (mode === undefined || blob === undefined) return { kind: 'failed', reason: `the last commit has no ${old}`, output: '' };
    const parents = [base];
    for (const module of relativeNames(top, modules)) {
      const steps: readonly [readonly string[], string?][] = [
        [['read-tree', base]],
        [['update-index', '-z', '--index-info'], `0 ${'0'.repeat(blob.length)}\t${old}\0${mode} ${blob}\t${module}\0`],
      ];
      for (const [args, input] of steps) {
        const run = runGit(top, args, input, env);
        if (run.exitCode !== 0) return failure(run);
      }
      const commit = commitIndex(top, env, [base], renameMessage(old!, module), sign);
      if (commit.kind === 'failed') return commit;
      parents.push(commit.hash);
    }
    const staged = [runGit(top, ['read-tree', base], undefined, env), runGit(top, ['--literal-pathspecs', 'add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'], relativeNames(top, files).map((name) => `${name}\0`).join(''), env)];
    const wrong = staged.find(({ exitCode }) => exitCode !== 0);
    if (wrong) return failure(wrong);
    const text = joinPath(folder.path, 'message');
    writeFileSync(text, message);
    for (const args of [['pre-commit'], ['commit-msg', '--', text]]) {
      const run = runGit(top, ['hook', 'run', '--ignore-missing', ...args], undefined, env);
      if (run.exitCode !== 0) return failure(run);
    }
    const merge = commitIndex(top, env, parents, readFileSync(text, 'utf8'), sign);
    if (merge.kind === 'failed') return merge;
    const moved = runGit(top, ['update-ref', '-m', `commit (merge): ${message.split('\n')[0]}`, 'HEAD', merge.hash, base]);
    if (moved.exitCode !== 0) return failure(moved);
    // The index was that of the last commit, or the work would not have begun.
    const reset = runGit(top, ['reset', '--quiet']);
    return reset.exitCode === 0 ? merge : failure(reset);
  } finally {
    folder.remove();
  }
}

function commitIndex(top: FilePath, env: Readonly<Record<string, string>>, parents: readonly string[], message: string, sign: readonly string[]): CommitOutcome {
  const tree = runGit(top, ['write-tree'], undefined, env);
  if (tree.exitCode !== 0) return failure(tree);
  const run = runGit(top, ['commit-tree', ...sign, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', new TextDecoder().decode(tree.stdout).trim()], message, env);
  return run.exitCode === 0 ? { kind: 'committed', hash: new TextDecoder().decode(run.stdout).trim() } : failure(run);
}

function relativeNames(top: FilePath, files: readonly FilePath[]): readonly string[] {
  return files.map((file) => relativePath(top, file));
}
