import type { EntryKind, WritableFileSystem } from './file-system.js';
import { baseName, directoryOf, filePath, isInside, joinPath, type FilePath } from './path.js';

export interface MemoryOptions {
  /** Files and folders that refuse writes; a folder stands for all that lies below it. */
  readonly readOnly?: readonly string[];
  /** Time of a write, in milliseconds; default: the number of writes so far. */
  readonly clock?: () => number;
}

/** Files in memory, by absolute path; folders are implied by the files below them. There are no symlinks. */
export function createMemoryFileSystem(files: Readonly<Record<string, string | Uint8Array>>, options: MemoryOptions = {}): WritableFileSystem {
  const contents = new Map<FilePath, Uint8Array>();
  const modes = new Map<FilePath, number>();
  const times = new Map<FilePath, number>();
  let writes = 0;
  const clock = options.clock ?? (() => ++writes);
  const folders = new Map<FilePath, Set<string>>([[filePath('/'), new Set()]]);
  const readOnly = (options.readOnly ?? []).map((path) => filePath(path));

  const entryKind = (file: FilePath): EntryKind | undefined => (contents.has(file) ? 'file' : folders.has(file) ? 'directory' : undefined);
  const isWritable = (file: FilePath): boolean => !readOnly.some((path) => isInside(path, file));

  const makeDirectory = (directory: FilePath): void => {
    if (folders.has(directory)) return;
    if (contents.has(directory)) throw failure('ENOTDIR', 'not a directory', directory);
    makeDirectory(directoryOf(directory));
    enter(directory);
    folders.set(directory, new Set());
    times.set(directory, clock());
  };
  /** A folder changes when a name comes or goes, not when a file in it is written. */
  const enter = (path: FilePath): void => {
    const siblings = folders.get(directoryOf(path))!;
    if (!siblings.has(baseName(path))) times.set(directoryOf(path), clock());
    siblings.add(baseName(path));
  };
  const leave = (path: FilePath): void => {
    folders.get(directoryOf(path))!.delete(baseName(path));
    times.set(directoryOf(path), clock());
  };
  const put = (file: FilePath, bytes: Uint8Array): void => {
    if (folders.has(file)) throw failure('EISDIR', 'is a directory', file);
    makeDirectory(directoryOf(file));
    enter(file);
    contents.set(file, bytes);
    times.set(file, clock());
  };
  const guard = (file: FilePath): void => {
    if (!isWritable(file)) throw failure('EACCES', 'permission denied', file);
  };
  for (const [path, content] of Object.entries(files)) {
    put(filePath(path), typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
  }

  const writeBytes = (file: FilePath, bytes: Uint8Array, mode?: number): void => {
    guard(file);
    const isNew = !contents.has(file);
    put(file, bytes.slice());
    if (isNew) modes.set(file, mode ?? 0o644);
  };

  return {
    readBytes: (file) => contents.get(file)?.slice(),
    entryKind,
    listDirectory: (directory) =>
      [...(folders.get(directory) ?? [])].sort().map((name) => ({ name, kind: entryKind(joinPath(directory, name))!, isSymlink: false })),
    realPath: (file) => (entryKind(file) === undefined ? undefined : file),
    stat: (file) => {
      const kind = entryKind(file);
      const modified = times.get(file) ?? 0;
      return kind && { kind, size: contents.get(file)?.length ?? 0, modified, changed: modified };
    },
    readText: (file) => {
      const bytes = contents.get(file);
      return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    size: (file) => contents.get(file)?.length ?? (folders.has(file) ? 0 : undefined),
    writeBytes,
    writeDisposable: (file, bytes) => writeBytes(file, bytes),
    makeDirectory: (directory) => {
      if (!folders.has(directory)) guard(directory);
      makeDirectory(directory);
    },
    remove: (file) => {
      if (folders.has(file)) throw failure('EISDIR', 'is a directory', file);
      if (!contents.has(file)) return;
      guard(file);
      contents.delete(file);
      modes.delete(file);
      leave(file);
    },
    removeEmptyDirectory: (directory) => {
      if (folders.get(directory)?.size !== 0 || directoryOf(directory) === directory) return;
      guard(directory);
      folders.delete(directory);
      leave(directory);
    },
    mode: (file) => (contents.has(file) ? (modes.get(file) ?? 0o644) : folders.has(file) ? 0o755 : undefined),
    isWritable,
  };
}

function failure(code: string, text: string, file: FilePath): Error {
  return Object.assign(new Error(`${code}: ${text}, '${file}'`), { code });
}
