import type { FilePath } from './path.js';
import type { Thread } from './thread.js';

export type EntryKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
  readonly isSymlink: boolean;
}

export interface FileStat {
  readonly kind: EntryKind;
  readonly size: number;
  /** Time of the last modification in milliseconds, with a fraction where the file system keeps one. */
  readonly modified: number;
  /** The same for the entry itself: unlike `modified` it cannot be set back by whoever restores an old time. */
  readonly changed: number;
}

/** Reads never throw for a missing entry: they return undefined. Other failures (EACCES, EIO) are thrown as they come. */
export interface FileSystem {
  readBytes(file: FilePath): Uint8Array | undefined;
  /** Follows symlinks; undefined when nothing is there. */
  entryKind(file: FilePath): EntryKind | undefined;
  /** Sorted by name; empty for a missing folder. */
  listDirectory(directory: FilePath): readonly DirectoryEntry[];
  /** The path with every symlink resolved; undefined when nothing is there. */
  realPath(file: FilePath): FilePath | undefined;
  size(file: FilePath): number | undefined;
  /** Follows symlinks; undefined when nothing is there. */
  stat(file: FilePath): FileStat | undefined;
  /** Names the entry itself and not its path or content: a copy or a fresh checkout has another one. Not everyone has such a thing. */
  identity?(file: FilePath): string | undefined;
  /** The bytes as UTF-8 with U+FFFD for what is none, byte order mark included; undefined when there is no file. */
  readText(file: FilePath): string | undefined;
  /** The same for a file of less than a megabyte; undefined for every other, and when it cannot be read. Not everyone has a short way for these. */
  readSmallText?(file: FilePath): string | undefined;
  /** Reads a file into the room that begins at `start`: the part that it takes, and how the file was before it was read. Undefined as there, and for want of room. */
  readSmallFile?(file: FilePath, room: Buffer, start: number): { readonly bytes: Buffer; readonly stat: FileStat } | undefined;
  /** So many bytes of a file from `start` on, fewer where it ends; undefined when there is no file. Not everyone has a short way to a part. */
  readPart?(file: FilePath, start: number, length: number): Uint8Array | undefined;
  /** Whether a folder is known, without a look, to hold no package.json, tsconfig.json and the like that decide what imports mean. Not everyone has listed folders before. */
  decidesNothing?(directory: FilePath): boolean;
  /** Starts a program of decant's own in a thread that sees the same files. Undefined where that is impossible or no gain. */
  startThread?(program: string): Thread | undefined;
}

/** What a file is to hold. */
export interface FileBytes {
  readonly file: FilePath;
  readonly bytes: Uint8Array;
  /** Permission bits of a file that is new. */
  readonly mode?: number | undefined;
}

export interface WritableFileSystem extends FileSystem {
  /** Temp file beside the target, fsync, rename; parents are made. Keeps the mode of a file that it replaces, else uses `mode`. */
  writeBytes(file: FilePath, bytes: Uint8Array, mode?: number): void;
  /**
   * As many calls of `writeBytes`, that wait for the disk together. When it throws, or the process is killed, each file holds its old or its new bytes. Not everyone has a
   * short way for many: call `writeFiles`.
   */
  writeAll?(files: readonly FileBytes[]): void;
  /** The same as `writeBytes` without waiting for the disk, for what can be made again: after a power failure the file may be empty. */
  writeDisposable(file: FilePath, bytes: Uint8Array): void;
  makeDirectory(directory: FilePath): void;
  remove(file: FilePath): void;
  /** Removes the folder when it is empty. */
  removeEmptyDirectory(directory: FilePath): void;
  mode(file: FilePath): number | undefined;
  isWritable(file: FilePath): boolean;
}

/** Writes all of them, at once where the file system can do that. */
export function writeFiles(fileSystem: WritableFileSystem, files: readonly FileBytes[]): void {
  if (fileSystem.writeAll) fileSystem.writeAll(files);
  else for (const { file, bytes, mode } of files) fileSystem.writeBytes(file, bytes, mode);
}
