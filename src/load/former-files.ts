import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import { coarsestTime } from '../host/witness.js';
import type { SkippedFile } from '../model/project.js';
import { cacheFileTime, readCachePart, type CacheFolder } from './cache-folder.js';
import { decodeIndex, type CacheIndex, type EncodedCache } from './cache-format.js';
import { matchesStamp, matchesWalk, type Stamp } from './cache-stamp.js';
import { createDiskView } from './disk-view.js';
import type { Times } from './known-file.js';

export const projectKind = 'project';

export interface ProjectHead {
  readonly files: number;
  readonly folders: number;
  /** Milliseconds from the first look at a file to the write. */
  readonly duration: number;
  readonly stamp: Stamp;
  readonly brokenConfigs: readonly SkippedFile[];
  /** Which files were wanted. */
  readonly globs: string;
  /** What the same project had before the times of its folders changed. */
  readonly mark?: string;
  /** Records in the tables that no file has any more. */
  readonly dropped: number;
}

/** Folder: parent, name. File: folder, name, flags, reason, facts, table and place of the record, the 8 numbers of the hash. */
export const folderNumbers = 2;
export const fileNumbers = 15;

/** Which files and folders a project had, and when they changed last. Files are known by their place in `paths`. */
export interface FormerFiles {
  /** Changes with anything that is kept but the times of folders. */
  readonly hash: string;
  /** Sorted, as a load finds them. */
  readonly paths: readonly FilePath[];
  readonly folders: readonly FilePath[];
  /** Which files were wanted. */
  readonly globs: string;
  /** Whether a walk would list the same folders with the same names in them. */
  readonly hasSameFolders: (fileSystem: FileSystem) => boolean;
  /** Whether the times tell for certain that the file is what it was. */
  readonly isUntouched: (place: number, stat: Times) => boolean;
  readonly stamp: Stamp;
  /** What changed at this time or later may have changed again, unseen, after it was looked at. */
  readonly racySince: number;
}

/** `written`: the time of the cache file. */
export function openFiles({ hash, head: raw, names, numbers, exact }: CacheIndex & Pick<EncodedCache, 'hash'>, written: number): FormerFiles {
  const head = raw as ProjectHead;
  const racySince = written - head.duration - coarsestTime;
  const folders: FilePath[] = [];
  for (let i = 0; i < head.folders; i++) {
    const parent = numbers[i * folderNumbers]!;
    const name = names[numbers[i * folderNumbers + 1]!]!;
    folders.push((parent === -1 ? name : `${folders[parent] === '/' ? '' : folders[parent]!}/${name}`) as FilePath);
  }
  const filesStart = head.folders * folderNumbers;
  const exactStart = head.folders * 2;
  const paths: FilePath[] = [];
  for (let i = 0; i < head.files; i++) {
    const at = filesStart + i * fileNumbers;
    paths.push(`${folders[numbers[at]!]!}/${names[numbers[at + 1]!]!}` as FilePath);
  }
  const isUntouched = (modified: number, changed: number, at: number): boolean =>
    exact[at] === modified && exact[at + 1] === changed && modified < racySince && changed < racySince;
  return {
    hash: head.mark ?? hash,
    paths,
    folders,
    globs: head.globs,
    hasSameFolders: (fileSystem) =>
      folders.every((folder, i) => {
        const stat = fileSystem.stat(folder);
        return stat?.kind === 'directory' && isUntouched(stat.modified, stat.changed, i * 2);
      }),
    isUntouched: (place, stat) => exact[exactStart + place * 3 + 2] === stat.size && isUntouched(stat.modified, stat.changed, exactStart + place * 3),
    stamp: head.stamp,
    racySince,
  };
}

/**
 * The mark of the project that a load would recall because nothing has changed, by the same questions to the disk, without what the project is made of. Undefined when
 * something may have changed, and for times that a load would look behind.
 */
export function findUntouched(fileSystem: FileSystem, folder: CacheFolder): string | undefined {
  const written = cacheFileTime(folder, projectKind);
  const index = written === undefined ? undefined : readCachePart(folder, projectKind, (read) => decodeIndex(folder.identity, read));
  if (index === undefined || written === undefined) return undefined;
  const { hash, paths, hasSameFolders, isUntouched, stamp, racySince } = openFiles(index, written);
  if (!hasSameFolders(fileSystem)) return undefined;
  const view = createDiskView(fileSystem);
  view.endWalk();
  if (!matchesWalk(view, stamp, racySince)) return undefined;
  const isSame = (path: FilePath, place: number): boolean => {
    const stat = fileSystem.stat(path);
    return stat !== undefined && isUntouched(place, stat);
  };
  return paths.every(isSame) && matchesStamp(view, stamp, racySince, false) ? hash : undefined;
}
