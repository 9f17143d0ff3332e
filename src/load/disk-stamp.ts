import type { FileSystem } from '../host/file-system.js';
import { directoryOf, joinPath, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import { originOf } from './assemble.js';

/** Times and sizes of everything that a loaded project was made of, to be asked whether it is still so. */
export interface DiskStamp {
  /** `more`: other files that count, relative to the root, there or not. */
  readonly take: (project: Project, more: readonly string[]) => void;
  /** Costs one question to the file system for each file and folder. False before `take`. */
  readonly holds: () => boolean;
}

/**
 * Files are known by size and time, folders by time: a new, deleted or renamed file changes its folder. Compiler configurations and package.json files
 * that were asked for count like sources, and so do those of the root, for one that was not there. `startedAt`: milliseconds since 1970 before the
 * project was read.
 */
export function createDiskStamp(fileSystem: FileSystem, startedAt: number): DiskStamp {
  let marks: ReadonlyMap<FilePath, string> | undefined;
  const markOf = (path: FilePath, unsureSince = Infinity): string => {
    const stat = fileSystem.stat(path);
    if (stat === undefined) return '';
    // What changed while the project was read may be in it or not: such a mark never holds, so everything is read once more.
    if (stat.modified >= unsureSince) return 'unsure';
    return stat.kind === 'directory' ? `folder ${stat.modified}` : `${stat.size} ${stat.modified} ${stat.changed}`;
  };
  return {
    take: (project, more) => {
      const paths = new Set<FilePath>(project.files.keys());
      for (const { path } of [...project.unparsed, ...project.skipped]) paths.add(path);
      for (const path of originOf(project).resolver.configFiles()) paths.add(path);
      for (const path of [...paths]) {
        for (let folder = directoryOf(path); folder.length >= project.root.length && !paths.has(folder); folder = directoryOf(folder)) paths.add(folder);
      }
      for (const name of [...more, 'package.json', 'tsconfig.json']) paths.add(joinPath(project.root, name));
      marks = new Map([...paths].map((path) => [path, markOf(path, startedAt)]));
    },
    holds: () => marks !== undefined && [...marks].every(([path, mark]) => markOf(path) === mark),
  };
}
