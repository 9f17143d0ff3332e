import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { explainFailure, readGit, readGitText, withoutFilters } from './git-program.js';
import { isInside, joinPath, relativePath } from './path.js';
import { makeTemporaryFolder } from './temporary-folder.js';
import type { FilePath } from './path.js';

/** One file that differs. A side is absent when the file is not there, or is a symlink or a submodule. */
export interface TreeChange {
  readonly before?: { readonly file: FilePath; readonly blob: string };
  /** Another path than before: the file was renamed. */
  readonly after?: { readonly file: FilePath };
}

/**
 * Files that differ between a commit and the working tree, staged or not, with untracked files that are not ignored, and those of
 * `present` that git ignores but the caller does not. `top` is the top folder of the working tree. Renames are found by content,
 * also of files that git was not told about. Returns the problem as text when git cannot tell.
 */
export function listChanges(top: FilePath, commit: string, present: readonly FilePath[] = []): readonly TreeChange[] | string {
  const settings = withoutFilters(top);
  if (typeof settings === 'string') return settings;
  const listed = readGit(top, ['ls-files', '--others', '--exclude-standard', '--exclude=node_modules', '-z']);
  const staged = readGit(top, ['ls-files', '--stage', '-z']);
  if (listed.exitCode !== 0 || staged.exitCode !== 0) return explainFailure(listed.exitCode === 0 ? staged : listed);
  const tracked = decode(staged.stdout).map((line) => ({ isFile: isFile(line), file: line.slice(line.indexOf('\t') + 1) }));
  // A name that is no UTF-8 names no file of a project, and its replacement characters name no file at all.
  const others = decode(listed.stdout).filter((file) => !file.includes('\uFFFD'));
  // A folder stands for a repository inside of this one, which is not ours; so does a submodule. Behind a symlink is another file's place.
  const foreign = [...others.filter((file) => file.endsWith('/')), ...tracked.flatMap((entry) => (entry.isFile ? [] : [`${entry.file}/`]))];
  const known = new Set(tracked.map(({ file }) => file));
  const own = present
    .flatMap((file) => (isInside(top, file) ? [relativePath(top, file)] : []))
    .filter((file) => !known.has(file) && !foreign.some((folder) => file.startsWith(folder)));
  const untracked = [...new Set([...others.filter((file) => !file.endsWith('/')), ...own])];
  if (untracked.length === 0) return diff(top, commit, settings);
  // `git diff` does not look at untracked files, so it would call a moved one deleted. They are announced to a copy of the index.
  const folder = makeTemporaryFolder('index');
  try {
    const index = joinPath(folder.path, 'index');
    const original = readGitText(top, ['rev-parse', '--git-path', 'index']);
    const source = original === undefined ? undefined : path.resolve(top, original);
    if (source !== undefined && existsSync(source)) copyFileSync(source, index);
    const env = { GIT_INDEX_FILE: index };
    if (announce(top, untracked, env)) return diff(top, commit, settings, env);
    const changes = diff(top, commit, settings);
    if (typeof changes === 'string') return changes;
    // Without announcement no rename is seen. A new file must not pass for an old one all the same.
    const listedAlready = new Set(changes.flatMap(({ before, after }) => [before?.file, after?.file]));
    const added = untracked.map((file) => joinPath(top, file)).filter((file) => !listedAlready.has(file));
    return [...changes, ...added.map((file) => ({ after: { file } }))];
  } finally {
    folder.remove();
  }
}

/**
 * Enters files into an index as empty ones that were never looked at, so that `git diff` looks at them. `git add --intent-to-add` would
 * stop at the first file that it cannot add, one beyond a symlink for example, and add none.
 */
function announce(top: FilePath, files: readonly string[], env: Readonly<Record<string, string>>): boolean {
  const empty = readGitText(top, ['hash-object', '-t', 'blob', '--stdin']);
  if (empty === undefined) return false;
  const input = files.map((file) => `100644 ${empty}\t${file}\0`).join('');
  return readGit(top, ['update-index', '-z', '--index-info'], { env, input }).exitCode === 0;
}

/**
 * With more new files than that, git follows none that was edited too; its own limit is 1,000, or what the repository says, and a folder of a monorepo has more.
 * 1,500 take half a second, and the time grows with the square.
 */
const mostRenames = 5000;

function diff(
  top: FilePath,
  commit: string,
  settings: readonly string[],
  env: Readonly<Record<string, string>> = {},
): readonly TreeChange[] | string {
  const args = ['diff', '--raw', '-z', '--no-abbrev', '-M', `-l${mostRenames}`, '--no-ext-diff', '--no-textconv', '--ignore-submodules=all', commit, '--'];
  const run = readGit(top, args, { env, settings });
  return run.exitCode === 0 ? parseRawDiff(top, decode(run.stdout)) : explainFailure(run);
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

/** Bytes asked for at once: far from what the output of one program may be. */
const batchBytes = 32 * 1024 * 1024;

/** A file larger than that is no source file. */
const largestBlob = 128 * 1024 * 1024;

/**
 * Contents of blobs by their hash; those that the clone does not have and those over 128 MB are left out. Returns the problem as text
 * when git fails.
 */
export function readBlobs(top: FilePath, blobs: readonly string[]): ReadonlyMap<string, Uint8Array> | string {
  const contents = new Map<string, Uint8Array>();
  const wanted = [...new Set(blobs)];
  if (wanted.length === 0) return contents;
  const sizes = readGit(top, ['cat-file', '--batch-check'], { input: `${wanted.join('\n')}\n` });
  if (sizes.exitCode !== 0) return explainFailure(sizes);
  for (const batch of divideBySize(new TextDecoder().decode(sizes.stdout).split('\n'))) {
    const run = readGit(top, ['cat-file', '--batch'], { input: `${batch.join('\n')}\n` });
    if (run.exitCode !== 0) return explainFailure(run);
    for (const [blob, bytes] of parseBatch(run.stdout)) contents.set(blob, bytes);
  }
  return contents;
}

/** `lines`: `<hash> blob <bytes>`, or `<hash> missing`. */
export function divideBySize(lines: readonly string[], limit = batchBytes): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let room = 0;
  for (const line of lines) {
    const [blob = '', kind, size] = line.split(' ');
    const bytes = Number(size);
    if (kind !== 'blob' || bytes > largestBlob) continue;
    if (batches.length === 0 || bytes > room) {
      batches.push([]);
      room = limit;
    }
    batches.at(-1)!.push(blob);
    room -= bytes;
  }
  return batches;
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
