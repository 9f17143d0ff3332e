import type { FileStat, FileSystem } from '../host/file-system.js';
import { directoryOf, joinPath, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import { originOf } from './assemble.js';

/** Times and sizes of everything that a loaded project was made of, to be asked whether it is still so. */
export interface DiskStamp {
  /** To read the project through: what it tells of a path until `take` is not asked again. */
  readonly watched: FileSystem;
  /** `more`: other files that count, relative to the root, there or not. */
  readonly take: (project: Project, more: readonly string[]) => void;
  /**
   * False before `take`. One question to the file system costs some 5 microseconds, so that a large project is not asked about as a whole each time: all folders and
   * configurations are, `near` is, and of the other files `SLICE`, the next ones at the next question.
   */
  readonly holds: (near?: readonly FilePath[]) => boolean;
  /** Paths that one question is about. */
  readonly size: () => number;
}

/** Files beside the folders and the near ones that are asked about at once: some 5 ms. */
const SLICE = 1_000;

/**
 * Files are known by size and time, folders by time: a new, deleted or renamed file changes its folder. Compiler configurations and package.json files
 * that were asked for count like sources, and so do those of the root, for one that was not there. `startedAt`: milliseconds since 1970 before the
 * project was read.
 */
export function createDiskStamp(fileSystem: FileSystem, startedAt: number, slice = SLICE): DiskStamp {
  let marks: ReadonlyMap<FilePath, string> | undefined;
  let always: readonly FilePath[] = [];
  let sources: readonly FilePath[] = [];
  let next = 0;
  let told: Map<FilePath, FileStat | undefined> | undefined = new Map();
  const markOf = (path: FilePath, unsureSince = Infinity): string => {
    const stat = told?.has(path) ? told.get(path) : fileSystem.stat(path);
    if (stat === undefined) return '';
    // What changed while the project was read may be in it or not: such a mark never holds, so everything is read once more.
    if (stat.modified >= unsureSince) return 'unsure';
    return stat.kind === 'directory' ? `folder ${stat.modified}` : `${stat.size} ${stat.modified} ${stat.changed}`;
  };
  return {
    watched: {
      ...fileSystem,
      stat: (path) => {
        const stat = fileSystem.stat(path);
        told?.set(path, stat);
        return stat;
      },
    },
    take: (project, more) => {
      const files = new Set<FilePath>(project.files.keys());
      for (const { path } of [...project.unparsed, ...project.skipped]) files.add(path);
      const others = new Set<FilePath>(originOf(project).resolver.configFiles());
      for (const path of [...files, ...others]) {
        for (let folder = directoryOf(path); folder.length >= project.root.length && !others.has(folder); folder = directoryOf(folder)) others.add(folder);
      }
      for (const name of [...more, 'package.json', 'tsconfig.json']) others.add(joinPath(project.root, name));
      always = [...others].filter((path) => !files.has(path));
      sources = [...files];
      marks = new Map([...always, ...sources].map((path) => [path, markOf(path, startedAt)]));
      told = undefined;
    },
    holds: (near = []) => {
      const known = marks;
      if (known === undefined) return false;
      const count = Math.min(slice, sources.length);
      const turn = Array.from({ length: count }, (_, i) => sources[(next + i) % sources.length]!);
      next = sources.length === 0 ? 0 : (next + count) % sources.length;
      const isSame = (path: FilePath): boolean => markOf(path) === (known.get(path) ?? '');
      return always.every(isSame) && near.every((path) => !known.has(path) || isSame(path)) && turn.every(isSame);
    },
    size: () => always.length + Math.min(slice, sources.length),
  };
}
