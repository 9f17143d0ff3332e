import { elapsed } from '../host/clock.js';
import { hashOfNumbers } from '../host/hash.js';
import type { FileSystem } from '../host/file-system.js';
import { baseName, directoryOf, type FilePath } from '../host/path.js';
import type { ScannedModule, SkippedFile } from '../model/project.js';
import { cacheFileTime, prepareCacheFolder, readCacheFile, writeCacheFile, type CacheFolder } from './cache-folder.js';
import { decodeCache, encodeCache, type CacheContent, type EncodedCache } from './cache-format.js';
import { copyModule, createRecordWriter, writeModule, type RecordPlace, type RecordTable } from './cache-records.js';
import { buildStamp, type Stamp } from './cache-stamp.js';
import type { Modules } from './assemble.js';
import type { DiskView } from './disk-view.js';
import { openModules } from './recorded-modules.js';
import { knownStates, writeHash, type FileToKeep, type KnownFile, type Times } from './known-file.js';
import { answerTimes } from './look-answers.js';
import type { LinkedModule } from './link.js';

const kind = 'project';
/** File systems keep times as coarse as two seconds (FAT): what changed so shortly before a look may have changed again after it. */
const coarsestTime = 2000;

interface Head {
  readonly files: number;
  readonly folders: number;
  /** Milliseconds from the first look at a file to the write. */
  readonly duration: number;
  readonly stamp: Stamp;
  readonly brokenConfigs: readonly SkippedFile[];
  /** Which files were wanted. */
  readonly globs: string;
}

/** A project as an earlier run left it. Files are known by their place in `paths`. */
export interface FormerProject {
  /** Changes with anything that is kept. */
  readonly hash: string;
  /** Sorted, as a load finds them. */
  readonly paths: readonly FilePath[];
  readonly folders: readonly FilePath[];
  /** Whether a walk for the same globs would list the same folders with the same names in them. */
  readonly hasSameFolders: (fileSystem: FileSystem, globs: string) => boolean;
  readonly placeOf: (path: FilePath) => number | undefined;
  /** Whether the times tell for certain that the file is what it was. */
  readonly isUntouched: (place: number, stat: Times) => boolean;
  readonly fileAt: (place: number) => KnownFile;
  readonly stateAt: (place: number) => KnownFile['state'];
  /** The `hash` of `fileAt`, which a lint asks for once a file. */
  readonly hashAt: (place: number) => string;
  /** Only for a file whose state is `scanned`. Targets are places in `paths`. */
  readonly recordAt: (place: number) => RecordPlace;
  /** Those whose state is `scanned`. */
  readonly modules: () => Modules;
  readonly stamp: Stamp;
  readonly brokenConfigs: readonly SkippedFile[];
  /** What changed at this time or later may have changed again, unseen, after it was looked at. */
  readonly racySince: number;
}

/** Folder: parent, name. File: folder, name, flags, reason, facts, place of the record, the 8 numbers of the hash. Names and reasons lie in the table of names. */
const folderNumbers = 2;
const fileNumbers = 14;
const hashNumber = 6;

/** Undefined when there is nothing of this project that can be trusted. */
export function readProjectCache(folder: CacheFolder): FormerProject | undefined {
  const written = cacheFileTime(folder, kind);
  const content = written === undefined ? undefined : readCacheFile(folder, kind, (bytes) => decodeCache(folder.identity, bytes));
  return content && written !== undefined ? openContent(content, written) : undefined;
}

function openContent(content: CacheContent & Pick<EncodedCache, 'hash'>, written: number): FormerProject {
  const { hash, head: raw, names, numbers, exact } = content;
  const head = raw as Head;
  const racySince = written - head.duration - coarsestTime;
  const folders: FilePath[] = [];
  for (let i = 0; i < head.folders; i++) {
    const parent = numbers[i * folderNumbers]!;
    const name = names[numbers[i * folderNumbers + 1]!]!;
    folders.push((parent === -1 ? name : `${folders[parent] === '/' ? '' : folders[parent]!}/${name}`) as FilePath);
  }
  const filesStart = head.folders * folderNumbers;
  const exactStart = head.folders * 2;
  const field = (place: number, index: number): number => numbers[filesStart + place * fileNumbers + index]!;
  const paths: FilePath[] = [];
  for (let i = 0; i < head.files; i++) paths.push(`${folders[field(i, 0)]!}/${names[field(i, 1)]!}` as FilePath);
  let places: Map<FilePath, number> | undefined;
  const stateAt = (place: number): KnownFile['state'] => knownStates[field(place, 2) & 3]!;
  const hashAt = (place: number): string => (stateAt(place) === 'skipped' ? '' : hashOfNumbers(numbers, filesStart + place * fileNumbers + hashNumber));
  const isUntouched = (modified: number, changed: number, at: number): boolean =>
    exact[at] === modified && exact[at + 1] === changed && modified < racySince && changed < racySince;
  const recordAt = (place: number): RecordPlace => ({ table: content, at: field(place, 5) });
  let modules: Modules | undefined;
  return {
    hash,
    paths,
    folders,
    hasSameFolders: (fileSystem, globs) =>
      globs === head.globs &&
      folders.every((folder, i) => {
        const stat = fileSystem.stat(folder);
        return stat?.kind === 'directory' && isUntouched(stat.modified, stat.changed, i * 2);
      }),
    placeOf: (path) => (places ??= new Map(paths.map((each, i) => [each, i]))).get(path),
    isUntouched: (place, stat) => exact[exactStart + place * 3 + 2] === stat.size && isUntouched(stat.modified, stat.changed, exactStart + place * 3),
    fileAt: (place) => ({
      path: paths[place]!,
      stat: { modified: exact[exactStart + place * 3]!, changed: exact[exactStart + place * 3 + 1]!, size: exact[exactStart + place * 3 + 2]! },
      hash: hashAt(place),
      bom: (field(place, 2) & 4) !== 0,
      state: stateAt(place),
      reason: names[field(place, 3)]!,
      get facts() {
        return content.strings[field(place, 4)]!;
      },
    }),
    stateAt,
    hashAt,
    recordAt,
    modules: () => (modules ??= openModules({ files: paths, modules: paths.flatMap((_, place) => (stateAt(place) === 'scanned' ? [place] : [])), recordAt })),
    stamp: head.stamp,
    brokenConfigs: head.brokenConfigs,
    racySince,
  };
}

export interface ProjectToKeep {
  readonly view: DiskView;
  readonly globs: string;
  /** Folders that were walked, parents before what lies in them. */
  readonly folders: readonly FilePath[];
  /** Their times as `answerTimes` tells them, where somebody else has looked at them since `prepareCacheFolder`. */
  readonly folderTimes?: () => Float64Array;
  /** Sorted by path: all that the walk found. */
  readonly files: readonly FileToKeep[];
  /** The module at a place of `files`, if there is one: its record, whose targets are such places, or what a record is made of. */
  readonly recordAt: (place: number) => RecordPlace | { readonly module: ScannedModule; readonly linked: LinkedModule } | undefined;
  readonly brokenConfigs: readonly SkippedFile[];
  /** The stamp that was found valid at the beginning of this very run. */
  readonly former: Stamp | undefined;
  /** False when the folders were not listed because none had changed. */
  readonly isWalked: boolean;
  /** `elapsed()` before the first look at a file. */
  readonly started: number;
}

/** The hash of what was written; undefined where nothing can be. */
export function writeProjectCache(folder: CacheFolder, project: ProjectToKeep): string | undefined {
  // First of all: to make the folder changes the times of node_modules, which belong to the stamp.
  if (!prepareCacheFolder(folder)) return undefined;
  const { view, globs, folders, files, recordAt, brokenConfigs } = project;
  const writer = createRecordWriter();
  const { put, textIndex, nameIndex } = writer;
  const exact = new Float64Array(folders.length * 2 + files.length * 3);
  const folderIndex = new Map<string, number>();
  for (const path of folders) {
    const parent = folderIndex.get(directoryOf(path)) ?? -1;
    folderIndex.set(path, folderIndex.size);
    put(parent);
    put(nameIndex(parent === -1 ? path : baseName(path)));
  }
  const filesStart = writer.length();
  for (let i = files.length * fileNumbers; i > 0; i--) put(0);
  // Records name files by their places already.
  let places: ReadonlyMap<FilePath, number> | undefined;
  const placeOf = (): ReadonlyMap<FilePath, number> => (places ??= new Map(files.map(({ path }, i) => [path, i])));
  const copied = new Map<RecordTable, Int32Array>();
  const knownStrings = (table: RecordTable): Int32Array => {
    let known = copied.get(table);
    if (!known) copied.set(table, (known = new Int32Array(table.strings.length).fill(-1)));
    return known;
  };
  files.forEach(({ path, stat, hash, bom, state, reason, facts }, i) => {
    exact.set([stat.modified, stat.changed, stat.size], folders.length * 2 + i * 3);
    const flags = knownStates.indexOf(state) | (bom ? 4 : 0);
    const fields = [folderIndex.get(directoryOf(path))!, nameIndex(baseName(path)), flags, nameIndex(reason), textIndex(facts), writer.length()];
    for (let index = 0; index < hashNumber; index++) writer.set(filesStart + i * fileNumbers + index, fields[index]!);
    writeHash(writer.numbers(), filesStart + i * fileNumbers + hashNumber, hash);
    const record = recordAt(i);
    if (!record) return;
    if ('module' in record) writeModule(writer, record.module, record.linked, placeOf());
    else copyModule(writer, record, knownStrings(record.table));
  });
  exact.set(project.folderTimes?.() ?? answerTimes(view, folders).times);
  const head: Head = {
    files: files.length,
    folders: folders.length,
    globs,
    stamp: buildStamp(view, project.former, project.isWalked),
    brokenConfigs,
    duration: Math.ceil(elapsed() - project.started),
  };
  const content = { head, names: writer.names, strings: writer.strings, numbers: writer.numbers(), exact };
  const { bytes, hash } = encodeCache(folder.identity, content);
  return writeCacheFile(folder, kind, bytes) ? hash : undefined;
}
