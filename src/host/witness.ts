import type { FileStat, FileSystem, WritableFileSystem } from './file-system.js';
import { joinPath, type FilePath } from './path.js';

/** What a file system was asked, with its answers, in plain data. */
export interface Testimony {
  /** What is there, null for nothing: whoever only asks for that does not mind new times. */
  readonly kinds: readonly (readonly [path: FilePath, kind: string | null])[];
  /** The path without symlinks, null for nothing. */
  readonly reals: readonly (readonly [path: FilePath, real: string | null])[];
  /** Of what was read or listed: kind, size and times, null for nothing. */
  readonly marks: readonly (readonly [path: FilePath, mark: Mark | null])[];
}

type Mark = readonly [kind: string, size: number, modified: number, changed: number];

export interface Witness {
  /** Asks `disk`, and remembers the questions with their answers. */
  readonly fileSystem: WritableFileSystem;
  /** For who keeps a record of his own of what he asks: nothing is remembered meanwhile. */
  readonly aside: <T>(act: () => T) => T;
  /** Undefined when the same questions would not tell whether something has changed: something was written, or has other answers than before, or is too young for its times to tell. */
  readonly testimony: () => Testimony | undefined;
}

/** File systems keep times as coarse as two seconds (FAT): what changed so shortly before a look may have changed again after it. */
export const coarsestTime = 2000;

/** `startedAt`: milliseconds since 1970 before the first question. */
export function createWitness(disk: WritableFileSystem, startedAt: number): Witness {
  const kinds = new Map<FilePath, string | null>();
  const reals = new Map<FilePath, string | null>();
  const marks = new Map<FilePath, Mark | null>();
  let isSure = true;
  let isListening = true;
  const keep = <T>(known: Map<FilePath, T>, path: FilePath, answer: T): void => {
    if (known.has(path) && String(known.get(path)) !== String(answer)) isSure = false;
    known.set(path, answer);
  };
  /** Called before the path is read: what changes after that is noticed, though it may have been read already. */
  const mark = (path: FilePath): void => {
    if (!isListening) return;
    const stat = disk.stat(path);
    if (stat !== undefined && Math.max(stat.modified, stat.changed) >= startedAt - coarsestTime) isSure = false;
    keep(marks, path, markOf(stat));
  };
  const marking = <T extends readonly unknown[], R>(ask: (path: FilePath, ...input: T) => R) => (path: FilePath, ...input: T): R => {
    mark(path);
    return ask(path, ...input);
  };
  const entryKind: FileSystem['entryKind'] = (path) => {
    const kind = disk.entryKind(path);
    if (isListening) keep(kinds, path, kind ?? null);
    return kind;
  };
  /** What is asked for the sake of a write, or writes. */
  const unsure = <T extends readonly unknown[], R>(act: (...input: T) => R) => (...input: T): R => {
    if (isListening) isSure = false;
    return act(...input);
  };
  return {
    fileSystem: {
      ...disk,
      entryKind,
      realPath: (path) => {
        const real = disk.realPath(path);
        if (isListening) keep(reals, path, real ?? null);
        return real;
      },
      stat: marking(disk.stat),
      size: marking(disk.size),
      readBytes: marking(disk.readBytes),
      readText: marking(disk.readText),
      ...(disk.readSmallText && { readSmallText: marking(disk.readSmallText) }),
      ...(disk.readSmallFile && { readSmallFile: marking(disk.readSmallFile) }),
      ...(disk.readPart && { readPart: marking(disk.readPart) }),
      listDirectory: (path) => {
        mark(path);
        const entries = disk.listDirectory(path);
        // What a link leads to may come and go, and the folder of the link stays as it was.
        for (const { name, isSymlink } of entries) if (isSymlink) entryKind(joinPath(path, name));
        return entries;
      },
      ...(disk.identity && { identity: unsure(disk.identity) }),
      mode: unsure(disk.mode),
      isWritable: unsure(disk.isWritable),
      writeBytes: unsure(disk.writeBytes),
      ...(disk.writeAll && { writeAll: unsure(disk.writeAll) }),
      writeDisposable: unsure(disk.writeDisposable),
      makeDirectory: unsure(disk.makeDirectory),
      remove: unsure(disk.remove),
      removeEmptyDirectory: unsure(disk.removeEmptyDirectory),
    },
    aside: (act) => {
      const before = isListening;
      isListening = false;
      try {
        return act();
      } finally {
        isListening = before;
      }
    },
    testimony: () => (isSure ? { kinds: [...kinds], reals: [...reals], marks: [...marks] } : undefined),
  };
}

/** Whether the same questions have the same answers today. */
export function isStillTrue(disk: FileSystem, { kinds, reals, marks }: Testimony): boolean {
  return (
    kinds.every(([path, kind]) => (disk.entryKind(path) ?? null) === kind) &&
    reals.every(([path, real]) => (disk.realPath(path) ?? null) === real) &&
    marks.every(([path, known]) => String(markOf(disk.stat(path))) === String(known))
  );
}

function markOf(stat: FileStat | undefined): Mark | null {
  return stat === undefined ? null : [stat.kind, stat.size, stat.modified, stat.changed];
}
