import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { readGit } from './git.js';
import { joinPath } from './path.js';
import { makeTemporaryFolder } from './temporary-folder.js';
import type { FilePath } from './path.js';

/** One file that differs. A side is absent when the file is not there, or is a symlink or a submodule. */
export interface TreeChange {
  readonly before?: { readonly file: FilePath; readonly blob: string };
  /** Another path than before: the file was renamed. */
  readonly after?: { readonly file: FilePath };
}

/**
 * Files that differ between a commit and the working tree, staged or not, untracked files that are not ignored included.
 * `top` is the top folder of the working tree. Renames are found by content, also of files that git was not told about.
 * Returns the problem as text when git cannot tell.
 */
export function listChanges(top: FilePath, commit: string): readonly TreeChange[] | string {
  const untracked = readGit(top, ['ls-files', '--others', '--exclude-standard', '--exclude=node_modules', '-z']);
  if (untracked.exitCode !== 0) return untracked.stderr.trim();
  // A folder stands for a repository inside of this one, which is not ours.
  const files = decode(untracked.stdout).filter((file) => !file.endsWith('/'));
  if (files.length === 0) return diff(top, commit);
  // `git diff` does not look at untracked files, so it would call a moved one deleted. They are announced to a copy of the index.
  const folder = makeTemporaryFolder('index');
  try {
    const index = joinPath(folder.path, 'index');
    const original = readGit(top, ['rev-parse', '--git-path', 'index']);
    const source = path.resolve(top, new TextDecoder().decode(original.stdout).replace(/\n$/, ''));
    if (original.exitCode === 0 && existsSync(source)) copyFileSync(source, index);
    const env = { GIT_INDEX_FILE: index };
    const announce = ['--literal-pathspecs', 'add', '--intent-to-add', '--pathspec-from-file=-', '--pathspec-file-nul'];
    const added = readGit(top, announce, { env, input: files.join('\0') });
    // Git before 2.25 does not read paths from a file. What it tracks is still right.
    return diff(top, commit, added.exitCode === 0 ? env : {});
  } finally {
    folder.remove();
  }
}

function diff(top: FilePath, commit: string, env: Readonly<Record<string, string>> = {}): readonly TreeChange[] | string {
  // With `diff.relative` in the settings of the user, files above the folder would be left out.
  const settings = ['-c', 'diff.relative=false'];
  const run = readGit(top, [...settings, 'diff', '--raw', '-z', '--no-abbrev', '-M', '--no-ext-diff', '--ignore-submodules=all', commit, '--'], { env });
  return run.exitCode === 0 ? parseRawDiff(top, decode(run.stdout)) : run.stderr.trim() || 'git diff ended without a message';
}

/** `tokens`: `:<old mode> <new mode> <old blob> <new blob> <status>`, the path, and for a rename the new path. */
function parseRawDiff(top: FilePath, tokens: readonly string[]): readonly TreeChange[] {
  const changes = new Map<string, TreeChange>();
  for (let i = 0; i < tokens.length; i++) {
    const [, oldMode = '', newMode = '', blob = '', status = ''] = /^:(\d+) (\d+) ([0-9a-f]+) [0-9a-f]+ ([A-Z])\d*$/.exec(tokens[i]!) ?? [];
    if (status === '') continue;
    const from = tokens[++i] ?? '';
    const to = status === 'R' || status === 'C' ? (tokens[++i] ?? '') : from;
    const change = {
      ...(isFile(oldMode) && status !== 'C' ? { before: { file: joinPath(top, from), blob } } : {}),
      // An unmerged file has no mode of its own and is there, with its conflict markers.
      ...(isFile(newMode) || (status === 'U' && existsSync(path.join(top, to))) ? { after: { file: joinPath(top, to) } } : {}),
    };
    // An unmerged file comes twice, the second time with what the commit had.
    if (change.before ?? change.after) changes.set(to, { ...changes.get(to), ...change });
  }
  return [...changes.values()];
}

/** Not a symlink (120000) and not a submodule (160000). */
function isFile(mode: string): boolean {
  return mode.startsWith('100');
}

function decode(output: Uint8Array): string[] {
  return new TextDecoder().decode(output).split('\0').filter((token) => token !== '');
}

/** So many at once that all of them fit into memory twice. */
const batchSize = 500;

/** Contents of blobs by their hash; those that the clone does not have are left out. Returns the problem as text when git fails. */
export function readBlobs(top: FilePath, blobs: readonly string[]): ReadonlyMap<string, Uint8Array> | string {
  const contents = new Map<string, Uint8Array>();
  const wanted = [...new Set(blobs)];
  for (let start = 0; start < wanted.length; start += batchSize) {
    const run = readGit(top, ['cat-file', '--batch'], { input: `${wanted.slice(start, start + batchSize).join('\n')}\n` });
    if (run.exitCode !== 0) return run.stderr.trim() || 'git cat-file ended without a message';
    for (const [blob, bytes] of parseBatch(run.stdout)) contents.set(blob, bytes);
  }
  return contents;
}

/** `<hash> blob <size>`, a line feed, the bytes and a line feed; or `<hash> missing`. */
function* parseBatch(output: Uint8Array): Generator<[string, Uint8Array]> {
  const decoder = new TextDecoder();
  for (let position = 0; position < output.length; ) {
    const end = output.indexOf(10, position);
    if (end === -1) return;
    const [blob = '', kind, size] = decoder.decode(output.subarray(position, end)).split(' ');
    position = end + 1;
    if (kind !== 'blob') continue;
    yield [blob, output.slice(position, position + Number(size))];
    position += Number(size) + 1;
  }
}
