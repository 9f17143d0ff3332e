import type { FileStat, FileSystem } from '../host/file-system.js';
import { directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import { originOf } from './assemble.js';

/** Times and sizes of everything that a loaded project was made of, to be asked whether it is still so. */
export interface DiskStamp {
  /** To read the project through: what it tells of a path until `take` is not asked again. What is read through it later counts too. */
  readonly watched: FileSystem;
  /** `more`: other files that count, relative to the root, there or not. */
  readonly take: (project: Project, more: readonly string[]) => void;
  /**
   * False before `take`. One question to the file system costs some 5 microseconds, so that a large project is not asked about as a whole each time: all folders and
   * configurations are, `near` is, and of the other files, and of folders without any, `SLICE`, the next ones at the next question.
   */
  readonly holds: (near?: readonly FilePath[]) => boolean;
  /** Paths that one question is about. */
  readonly size: () => number;
}

/** Files beside the folders and the near ones that are asked about at once: some 5 ms. */
const SLICE = 1_000;

/**
 * Files are known by size and time, folders by time: a new, deleted or renamed file changes its folder. Whatever else was read, listed or looked for while the project was made
 * counts like a source: a folder without one is walked all the same, a package.json in it says what `#orders` means, and a .gitignore which files there are. So do
 * configurations of the root, for one that was not there. `startedAt`: milliseconds since 1970 before the project was read.
 */
export function createDiskStamp(fileSystem: FileSystem, startedAt: number, slice = SLICE): DiskStamp {
  const marks = new Map<FilePath, string>();
  const kinds = new Map<FilePath, string>();
  const read = new Set<FilePath>();
  const listed = new Set<FilePath>();
  let inTurns: readonly FilePath[] = [];
  let always: FilePath[] = [];
  /** Those of `always` from the beginning. */
  let steady: ReadonlySet<FilePath> = new Set();
  let next = 0;
  let told: Map<FilePath, FileStat | undefined> | undefined = new Map();
  const kindOf = (path: FilePath): string => fileSystem.entryKind(path) ?? '';
  const markOf = (path: FilePath, unsureSince = Infinity): string => {
    const stat = told?.has(path) ? told.get(path) : fileSystem.stat(path);
    if (stat === undefined) return '';
    // What changed while the project was read may be in it or not: such a mark never holds, so everything is read once more.
    if (stat.modified >= unsureSince) return 'unsure';
    return stat.kind === 'directory' ? `folder ${stat.modified}` : `${stat.size} ${stat.modified} ${stat.changed}`;
  };
  /** Called before the path is asked about: what changes after the mark was made is noticed, though it may be in the project already. */
  const note = (path: FilePath, known: Set<FilePath>): void => {
    if (told) known.add(path);
    // A text that is typed asks each folder above for a package.json; one that comes changes the folder, which is asked about anyhow.
    else if (!marks.has(path) && !(steady.has(directoryOf(path)) && fileSystem.entryKind(path) === undefined)) {
      marks.set(path, markOf(path));
      always.push(path);
    }
  };
  return {
    watched: {
      ...fileSystem,
      stat: (path) => {
        const stat = fileSystem.stat(path);
        told?.set(path, stat);
        return stat;
      },
      // Later it is asked for each name of a package that is being typed.
      entryKind: (path) => {
        const kind = fileSystem.entryKind(path);
        if (told) kinds.set(path, kind ?? '');
        return kind;
      },
      listDirectory: (directory) => {
        note(directory, listed);
        return fileSystem.listDirectory(directory);
      },
      readBytes: (file) => {
        note(file, read);
        return fileSystem.readBytes(file);
      },
      readText: (file) => {
        note(file, read);
        return fileSystem.readText(file);
      },
    },
    take: (project, more) => {
      const files = new Set<FilePath>(project.files.keys());
      for (const { path } of [...project.unparsed, ...project.skipped]) files.add(path);
      for (const [path, stat] of told!) (stat?.kind === 'directory' ? listed : read).add(path);
      const others = new Set<FilePath>([...originOf(project).resolver.configFiles(), ...read]);
      for (const path of [...files, ...others]) {
        for (let folder = directoryOf(path); isInside(project.root, folder) && !others.has(folder); folder = directoryOf(folder)) others.add(folder);
      }
      for (const name of [...more, 'package.json', 'tsconfig.json']) others.add(joinPath(project.root, name));
      steady = others;
      always = [...others].filter((path) => !files.has(path));
      // Some repositories have three of them for each that holds a source.
      inTurns = [...[...listed].filter((folder) => !others.has(folder)), ...files];
      for (const path of [...always, ...inTurns]) marks.set(path, markOf(path, startedAt));
      for (const path of kinds.keys()) if (marks.has(path)) kinds.delete(path);
      told = undefined;
    },
    holds: (near = []) => {
      if (told) return false;
      const count = Math.min(slice, inTurns.length);
      const turn = Array.from({ length: count }, (_, i) => inTurns[(next + i) % inTurns.length]!);
      next = inTurns.length === 0 ? 0 : (next + count) % inTurns.length;
      const isSame = (path: FilePath): boolean => markOf(path) === marks.get(path);
      return always.every(isSame) && [...kinds].every(([path, kind]) => kindOf(path) === kind) && near.every((path) => !marks.has(path) || isSame(path)) && turn.every(isSame);
    },
    size: () => always.length + kinds.size + Math.min(slice, inTurns.length),
  };
}
