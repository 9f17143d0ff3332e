import type { EntryKind, WritableFileSystem } from './file-system.js';
import { baseName, directoryOf, filePath, isInside, joinPath, type FilePath } from './path.js';

export interface MemoryOptions {
  /** Files and folders that refuse writes; a folder stands for all that lies below it. */
  readonly readOnly?: readonly string[];
}

/** Files in memory, by absolute path; folders are implied by the files below them. There are no symlinks. */
export function createMemoryFileSystem(files: Readonly<Record<string, string | Uint8Array>>, options: MemoryOptions = {}): WritableFileSystem {
  const contents = new Map<FilePath, Uint8Array>();
  const modes = new Map<FilePath, number>();
  const folders = new Map<FilePath, Set<string>>([[filePath('/'), new Set()]]);
  const readOnly = (options.readOnly ?? []).map((path) => filePath(path));

  const entryKind = (file: FilePath): EntryKind | undefined => (contents.has(file) ? 'file' : folders.has(file) ? 'directory' : undefined);
  const isWritable = (file: FilePath): boolean => !readOnly.some((path) => isInside(path, file));

  const makeDirectory = (directory: FilePath): void => {
    if (folders.has(directory)) return;
    if (contents.has(directory)) throw failure('ENOTDIR', 'not a directory', directory);
    makeDirectory(directoryOf(directory));
    folders.get(directoryOf(directory))!.add(baseName(directory));
    folders.set(directory, new Set());
  };
  const put = (file: FilePath, bytes: Uint8Array): void => {
    if (folders.has(file)) throw failure('EISDIR', 'is a directory', file);
    makeDirectory(directoryOf(file));
    folders.get(directoryOf(file))!.add(baseName(file));
    contents.set(file, bytes);
  };
  const guard = (file: FilePath): void => {
    if (!isWritable(file)) throw failure('EACCES', 'permission denied', file);
  };
  for (const [path, content] of Object.entries(files)) {
    put(filePath(path), typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
  }

  return {
    readBytes: (file) => contents.get(file)?.slice(),
    entryKind,
    listDirectory: (directory) =>
      [...(folders.get(directory) ?? [])].sort().map((name) => ({ name, kind: entryKind(joinPath(directory, name))!, isSymlink: false })),
    realPath: (file) => (entryKind(file) === undefined ? undefined : file),
    size: (file) => contents.get(file)?.length ?? (folders.has(file) ? 0 : undefined),
    writeBytes: (file, bytes, mode) => {
      guard(file);
      const isNew = !contents.has(file);
      put(file, bytes.slice());
      if (isNew) modes.set(file, mode ?? 0o644);
    },
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
      folders.get(directoryOf(file))!.delete(baseName(file));
    },
    removeEmptyDirectory: (directory) => {
      if (folders.get(directory)?.size !== 0 || directoryOf(directory) === directory) return;
      guard(directory);
      folders.delete(directory);
      folders.get(directoryOf(directory))!.delete(baseName(directory));
    },
    mode: (file) => (contents.has(file) ? (modes.get(file) ?? 0o644) : folders.has(file) ? 0o755 : undefined),
    isWritable,
  };
}

function failure(code: string, text: string, file: FilePath): Error {
  return Object.assign(new Error(`${code}: ${text}, '${file}'`), { code });
}
