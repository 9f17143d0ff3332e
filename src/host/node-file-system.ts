import fs from 'node:fs';
import { flushFiles, sharedFlushFrom } from './flush-files.js';
import type { DirectoryEntry, EntryKind, FileBytes, FileStat, WritableFileSystem } from './file-system.js';
import { baseName, directoryOf, filePath, joinPath, type FilePath } from './path.js';
import { findThreadProgram, startThread, type Thread } from './thread.js';

let temporaryCount = 0;

/** The disk. What is no file has no contents: a branch may bring a package.json that is a symlink to /dev/zero, which never ends. */
export function createNodeFileSystem(): WritableFileSystem {
  return {
    readBytes: (file) => (readStats(file)?.isFile() === true ? unlessMissing(() => fs.readFileSync(file)) : undefined),
    entryKind,
    listDirectory,
    realPath: (file) => unlessMissing(() => filePath(fs.realpathSync.native(file))),
    size: (file) => unlessMissing(() => fs.statSync(file).size),
    stat,
    identity,
    readText: (file) => (readStats(file)?.isFile() === true ? unlessMissing(() => fs.readFileSync(file, 'utf8')) : undefined),
    readSmallText,
    readSmallFile,
    readPart,
    startThread: startReader,
    writeBytes: (file, bytes, mode) => write(file, bytes, mode, true),
    writeAll,
    writeDisposable: (file, bytes) => write(file, bytes, undefined, false),
    makeDirectory: (directory) => void fs.mkdirSync(directory, { recursive: true }),
    remove: (file) => void unlessMissing(() => fs.unlinkSync(file)),
    removeEmptyDirectory: (directory) => void unlessMissing(() => fs.rmdirSync(directory), ['ENOTEMPTY', 'EEXIST']),
    mode: (file) => unlessMissing(() => fs.statSync(file).mode & 0o7777),
    isWritable,
  };
}

let smallBuffer: Buffer<ArrayBuffer> | undefined;

/** Into one buffer that is kept: no question for the size, no memory of its own. Half the time of `stat` and `readFileSync`. */
function readSmallText(file: FilePath): string | undefined {
  const buffer = (smallBuffer ??= Buffer.from(new ArrayBuffer(1 << 20)));
  return whileOpen(file, (descriptor) => readSmall(descriptor, buffer, 0)?.toString('utf8'));
}

function readSmallFile(file: FilePath, room: Buffer, start: number): { readonly bytes: Buffer; readonly stat: FileStat } | undefined {
  return whileOpen(file, (descriptor) => {
    const stat = statOf(fs.fstatSync(descriptor));
    const bytes = readSmall(descriptor, room, start, stat.size);
    return bytes && { bytes, stat };
  });
}

function readPart(file: FilePath, start: number, length: number): Uint8Array | undefined {
  const stats = readStats(file);
  // To open a pipe waits for somebody who writes into it.
  if (stats?.isFile() !== true) return undefined;
  return whileOpen(file, (descriptor) => {
    const bytes = Buffer.from(new ArrayBuffer(Math.max(0, Math.min(length, stats.size - start))));
    let end = 0;
    for (let read = -1; read !== 0 && end < bytes.length; end += read) read = fs.readSync(descriptor, bytes, end, bytes.length - end, start + end);
    return bytes.subarray(0, end);
  });
}

/** Undefined when the file cannot be read. */
function whileOpen<T>(file: FilePath, read: (descriptor: number) => T): T | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, 'r');
    return read(descriptor);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** Undefined for want of room. */
function readSmall(descriptor: number, room: Buffer, start: number, size?: number): Buffer | undefined {
  const limit = room.length - start;
  let length = 0;
  // A network file system may give less than there is, and some files say that they have no bytes until they are read. One that has grown by now has other
  // times than those that are told.
  for (let read = -1; read !== 0 && length < limit && (length === 0 || length !== size); length += read) {
    read = fs.readSync(descriptor, room, start + length, limit - length, null);
  }
  return length < limit ? room.subarray(start, start + length) : undefined;
}

function startReader(program: string): Thread | undefined {
  const script = findThreadProgram(program);
  return script && startThread(script);
}

// `throwIfNoEntry: false` where most questions are about what is not there: an Error with its stack costs more than the call.
const statOptions = { throwIfNoEntry: false } as const;

function readStats(file: FilePath): fs.Stats | undefined {
  try {
    return fs.statSync(file, statOptions);
  } catch (error) {
    return rethrowUnlessMissing(error);
  }
}

function entryKind(file: FilePath): EntryKind | undefined {
  const stats = readStats(file);
  return stats && kindOfMode(stats.mode);
}

function stat(file: FilePath): FileStat | undefined {
  const stats = readStats(file);
  return stats && statOf(stats);
}

function statOf(stats: fs.Stats): FileStat {
  return { kind: kindOfMode(stats.mode), size: stats.size, modified: stats.mtimeMs, changed: stats.ctimeMs };
}

function identity(file: FilePath): string | undefined {
  const stats = readStats(file);
  return stats && `${stats.dev}:${stats.ino}:${stats.birthtimeMs}`;
}

/** By POSIX, which libuv follows on Windows too: what `isFile` and `isDirectory` tell, without two calls for each of thousands of files. */
function kindOfMode(mode: number): EntryKind {
  const type = mode & 0o170000;
  return type === 0o100000 ? 'file' : type === 0o040000 ? 'directory' : 'other';
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): EntryKind {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}

function listDirectory(directory: FilePath): readonly DirectoryEntry[] {
  const entries = unlessMissing(() => fs.readdirSync(directory, { withFileTypes: true })) ?? [];
  return entries
    .map((entry): DirectoryEntry => {
      const isSymlink = entry.isSymbolicLink();
      return { name: entry.name, kind: (isSymlink ? entryKind(joinPath(directory, entry.name)) : kindOf(entry)) ?? 'other', isSymlink };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * A reader sees the old bytes or the new bytes, never half of them, whenever the process is killed. A symlink stays a symlink:
 * its target is replaced, where a plain rename would put a file in the place of the link.
 */
function write(file: FilePath, bytes: Uint8Array, mode: number | undefined, durable: boolean): void {
  rename([writeTemporary({ file, bytes, mode }, durable)]);
}

/** As many calls of `write`, but that all wait for the disk together. Few are written one by one: the other process has to start. */
function writeAll(files: readonly FileBytes[]): void {
  if (files.length < sharedFlushFrom) {
    for (const { file, bytes, mode } of files) write(file, bytes, mode, true);
    return;
  }
  const written: Temporary[] = [];
  try {
    for (const file of files) written.push(writeTemporary(file, false));
    flushFiles(written.map(({ temporary }) => temporary));
  } catch (error) {
    removeTemporaries(written);
    throw error;
  }
  rename(written);
}

interface Temporary {
  readonly temporary: FilePath;
  readonly target: FilePath;
}

function writeTemporary({ file, bytes, mode }: FileBytes, durable: boolean): Temporary {
  fs.mkdirSync(directoryOf(file), { recursive: true });
  const target = unlessMissing(() => filePath(fs.realpathSync.native(file))) ?? file;
  const kept = unlessMissing(() => fs.statSync(target).mode & 0o7777);
  const temporary = joinPath(directoryOf(target), `.${baseName(target)}.${process.pid}-${temporaryCount++}.decant-tmp`);
  const descriptor = fs.openSync(temporary, 'wx');
  let open = true;
  try {
    fs.writeFileSync(descriptor, bytes);
    const wanted = kept ?? mode;
    if (wanted !== undefined) fs.fchmodSync(descriptor, wanted);
    if (durable) fs.fsyncSync(descriptor);
    open = false;
    fs.closeSync(descriptor);
    return { temporary, target };
  } catch (error) {
    if (open) fs.closeSync(descriptor);
    removeTemporaries([{ temporary, target }]);
    throw error;
  }
}

function rename(written: readonly Temporary[]): void {
  try {
    for (const { temporary, target } of written) fs.renameSync(temporary, target);
  } catch (error) {
    removeTemporaries(written);
    throw error;
  }
}

/** Those that have their name by now are not there any more. */
function removeTemporaries(written: readonly Temporary[]): void {
  for (const { temporary } of written) fs.rmSync(temporary, { force: true });
}

/** Whether `writeBytes` may replace or create the file. A read-only file in a writable folder counts as not writable. */
function isWritable(file: FilePath): boolean {
  if (entryKind(file) !== undefined) return hasAccess(file) && hasAccess(directoryOf(file));
  let directory = directoryOf(file);
  while (entryKind(directory) === undefined && directoryOf(directory) !== directory) directory = directoryOf(directory);
  return entryKind(directory) === 'directory' && hasAccess(directory);
}

function hasAccess(file: FilePath): boolean {
  try {
    fs.accessSync(file, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * ENOTDIR is a missing entry too: `shop.ts/x` where `shop.ts` is a file. ELOOP is a symlink that leads nowhere. What a call is given as a path may be any text, a snapshot of
 * a page or `\0virtual`: a name that is too long, or that holds a zero, names nothing.
 */
function unlessMissing<T>(action: () => T, alsoMissing: readonly string[] = []): T | undefined {
  try {
    return action();
  } catch (error) {
    return rethrowUnlessMissing(error, alsoMissing);
  }
}

function rethrowUnlessMissing(error: unknown, alsoMissing: readonly string[] = []): undefined {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE', ...alsoMissing].includes(code)) return undefined;
  throw error;
}
