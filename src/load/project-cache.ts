import { elapsed } from '../host/clock.js';
import { hashOfNumbers } from '../host/hash.js';
import type { FileSystem } from '../host/file-system.js';
import { baseName, directoryOf, type FilePath } from '../host/path.js';
import type { ScannedModule, SkippedFile } from '../model/project.js';
import { cacheFileTime, prepareCacheFolder, readCacheFile, writeCacheFile, type CacheFolder } from './cache-folder.js';
import { decodeCache, encodeCache, type CacheContent, type EncodedCache } from './cache-format.js';
import { copyModule, createRecordWriter, writeModule, type RecordPlace, type RecordTable, type RecordWriter } from './cache-records.js';
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

/** Folder: parent, name. File: folder, name, flags, reason, facts, table and place of the record, the 8 numbers of the hash. */
const folderNumbers = 2;
const fileNumbers = 15;
const hashNumber = 7;

/** Undefined when there is nothing of this project that can be trusted. */
export function readProjectCache(folder: CacheFolder): FormerProject | undefined {
  const written = cacheFileTime(folder, kind);
  const content = written === undefined ? undefined : readCacheFile(folder, kind, (bytes) => decodeCache(folder.identity, bytes));
  return content && written !== undefined ? openContent(content, written) : undefined;
}

function openContent(content: CacheContent & Pick<EncodedCache, 'hash'>, written: number): FormerProject {
  const { hash, head: raw, names, numbers, exact, tables } = content;
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
  const recordAt = (place: number): RecordPlace => ({ table: tables[field(place, 5)]!, at: field(place, 6) });
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
      facts: names[field(place, 4)]!,
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
  /** Whether the tables of the records hold little else. They are then kept as they are, and otherwise each record is copied into a new one. */
  readonly keepsTables: boolean;
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
  const writer = createRecordWriter(folders.length * folderNumbers + files.length * fileNumbers);
  const { put, textIndex } = writer;
  const exact = new Float64Array(folders.length * 2 + files.length * 3);
  const folderIndex = new Map<string, number>();
  for (const path of folders) {
    const parent = folderIndex.get(directoryOf(path)) ?? -1;
    folderIndex.set(path, folderIndex.size);
    put(parent);
    put(textIndex(parent === -1 ? path : baseName(path)));
  }
  const tables = project.keepsTables ? keepTables() : copyRecords(files);
  files.forEach(({ path, stat, hash, bom, state, reason, facts }, i) => {
    exact.set([stat.modified, stat.changed, stat.size], folders.length * 2 + i * 3);
    put(folderIndex.get(directoryOf(path))!);
    put(textIndex(baseName(path)));
    put(knownStates.indexOf(state) | (bom ? 4 : 0));
    put(textIndex(reason));
    put(textIndex(facts));
    tables.putRecord(writer, recordAt(i));
    const hashPlace = writer.length();
    for (let number = 0; number < 8; number++) put(0);
    writeHash(writer.numbers(), hashPlace, hash);
  });
  exact.set(project.folderTimes?.() ?? answerTimes(view, folders).times);
  const head: Head = {
    files: files.length,
    folders: folders.length,
    globs,
    stamp: buildStamp(view, project.former, folders, project.isWalked),
    brokenConfigs,
    duration: Math.ceil(elapsed() - project.started),
  };
  const { bytes, hash } = encodeCache(folder.identity, { head, names: writer.strings, numbers: writer.numbers(), exact, tables: tables.all() });
  return writeCacheFile(folder, kind, bytes) ? hash : undefined;
}

type RecordToKeep = ReturnType<ProjectToKeep['recordAt']>;

interface TablesToKeep {
  /** Puts the number of a table, and the place in it. */
  readonly putRecord: (writer: RecordWriter, record: RecordToKeep) => void;
  readonly all: () => readonly RecordTable[];
}

/** In the order of the files that ask for them: whichever thread was there first, two runs write the same. */
function keepTables(): TablesToKeep {
  const numberOf = new Map<RecordTable, number>();
  return {
    putRecord: ({ put }, record) => {
      const place = record && 'table' in record ? record : undefined;
      if (place && !numberOf.has(place.table)) numberOf.set(place.table, numberOf.size);
      put(place ? numberOf.get(place.table)! : 0);
      put(place?.at ?? 0);
    },
    all: () => [...numberOf.keys()],
  };
}

function copyRecords(files: ProjectToKeep['files']): TablesToKeep {
  const records = createRecordWriter();
  // Records name files by their places already.
  let places: ReadonlyMap<FilePath, number> | undefined;
  const placeOf = (): ReadonlyMap<FilePath, number> => (places ??= new Map(files.map(({ path }, i) => [path, i])));
  const copied = new Map<RecordTable, Int32Array>();
  const knownStrings = (table: RecordTable): Int32Array => {
    let known = copied.get(table);
    if (!known) copied.set(table, (known = new Int32Array(table.strings.length).fill(-1)));
    return known;
  };
  return {
    putRecord: ({ put }, record) => {
      put(0);
      put(records.length());
      if (!record) return;
      if ('module' in record) writeModule(records, record.module, record.linked, placeOf());
      else copyModule(records, record, knownStrings(record.table));
    },
    all: () => [{ numbers: records.numbers(), strings: records.strings }],
  };
}
