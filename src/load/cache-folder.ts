import type { WritableFileSystem } from '../host/file-system.js';
import { hashText } from '../host/hash.js';
import { ownBuild, readOwnVersion } from '../host/installed-package.js';
import { baseName, directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';

/** Change it when what is written, or what a scan means, is another thing under the same version. */
const formatNumber = 6;

/** Where what can be made again is kept, and for which decant it holds. */
export interface CacheFolder {
  readonly fileSystem: WritableFileSystem;
  readonly directory: FilePath;
  readonly identity: string;
  /** Distinguishes the projects that share a folder. */
  readonly name: string;
}

/** `folder`: one that was named, anywhere. `auto`: one in the project, if it has a place for such things. */
export type CacheChoice = { readonly folder: FilePath } | 'auto' | 'none';

/**
 * `node_modules/.cache/decant` in a root that has node_modules, else `.decant/cache`. Undefined when the run is to keep
 * nothing, and when the folder in the project is a link that leads out of it. From the sources only a named folder is used:
 * their scans may change without a change of version.
 *
 * A cache says which imports a file has, so one that came with the repository could hide a knot from the gate. What lies in the
 * project is therefore believed only by the checkout that wrote it; a folder that the user names is believed as it is.
 */
export function openCacheFolder(fileSystem: WritableFileSystem, root: FilePath, choice: CacheChoice = 'none'): CacheFolder | undefined {
  if (choice === 'none' || (choice === 'auto' && ownBuild === undefined)) return undefined;
  const directory = choice === 'auto' ? findFolder(fileSystem, root) : choice.folder;
  if (directory === undefined) return undefined;
  const identity = `${readOwnVersion()} ${ownBuild ?? 'source'} ${formatNumber} ${root} ${choice === 'auto' ? (fileSystem.identity?.(root) ?? '') : ''}`;
  return { fileSystem, directory, identity, name: choice === 'auto' ? 'project' : hashText(root).slice(7, 19) };
}

function findFolder(fileSystem: WritableFileSystem, root: FilePath): FilePath | undefined {
  const hasModules = fileSystem.entryKind(joinPath(root, 'node_modules')) === 'directory';
  const directory = hasModules ? joinPath(root, 'node_modules', '.cache', 'decant') : joinPath(root, '.decant', 'cache');
  let existing = directory;
  while (fileSystem.entryKind(existing) === undefined && existing !== root) existing = directoryOf(existing);
  const real = fileSystem.realPath(existing);
  return real !== undefined && isInside(fileSystem.realPath(root) ?? root, real) ? directory : undefined;
}

/** Undefined for what is not there, cannot be read or was written by another decant. */
export function readCacheFile<T>(folder: CacheFolder, kind: string, decode: (bytes: Uint8Array) => T | undefined): T | undefined {
  try {
    if (isLink(folder, kind)) return undefined;
    const bytes = folder.fileSystem.readBytes(fileOf(folder, kind));
    return bytes && decode(bytes);
  } catch {
    return undefined;
  }
}

/** The same for a reader who needs a part of it: `decode` is given what reads one. */
export function readCachePart<T>(folder: CacheFolder, kind: string, decode: (read: (start: number, length: number) => Uint8Array | undefined) => T | undefined): T | undefined {
  const { fileSystem } = folder;
  if (!fileSystem.readPart) return readCacheFile(folder, kind, (bytes) => decode((start, length) => bytes.subarray(start, start + length)));
  try {
    return isLink(folder, kind) ? undefined : decode((start, length) => fileSystem.readPart!(fileOf(folder, kind), start, length));
  } catch {
    return undefined;
  }
}

/** Time of the last write in milliseconds; undefined when there was none. */
export function cacheFileTime(folder: CacheFolder, kind: string): number | undefined {
  try {
    return folder.fileSystem.stat(fileOf(folder, kind))?.modified;
  } catch {
    return undefined;
  }
}

/** Whether the folder could be made. Where nothing may be written nothing is kept, which is no failure. */
export function prepareCacheFolder({ fileSystem, directory, name }: CacheFolder): boolean {
  try {
    if (fileSystem.entryKind(directory) === undefined) fileSystem.makeDirectory(directory);
    const state = directoryOf(directory);
    // The same file that keeps the journals out of the repository.
    const ignoreFile = joinPath(state, '.gitignore');
    if (state.endsWith('/.decant') && fileSystem.entryKind(ignoreFile) === undefined) fileSystem.writeDisposable(ignoreFile, new TextEncoder().encode('*\n'));
    // Of the folder itself that asks for its parent too, which may belong to somebody else.
    return fileSystem.isWritable(joinPath(directory, `.${name}.new`));
  } catch {
    return false;
  }
}

/** Whether it was written. Readers see the old file or the new one; of two writers at once the last one wins. */
export function writeCacheFile(folder: CacheFolder, kind: string, bytes: Uint8Array): boolean {
  try {
    if (isLink(folder, kind)) return false;
    folder.fileSystem.writeDisposable(fileOf(folder, kind), bytes);
    return true;
  } catch {
    // A full or read-only disk: the next run does the work again.
    return false;
  }
}

/** A repository can hold a link in the place of the cache, to a file of the user's that would then be replaced. */
function isLink(folder: CacheFolder, kind: string): boolean {
  const file = fileOf(folder, kind);
  const real = folder.fileSystem.realPath(file);
  const directory = folder.fileSystem.realPath(folder.directory);
  return real !== undefined && (directory === undefined || real !== joinPath(directory, baseName(file)));
}

function fileOf({ directory, name }: CacheFolder, kind: string): FilePath {
  return joinPath(directory, `${name}.${kind}`);
}
