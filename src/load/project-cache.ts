import { elapsed } from '../host/clock.js';
import { hashOfNumbers } from '../host/hash.js';
import { baseName, directoryOf, type FilePath } from '../host/path.js';
import type { ScannedModule, SkippedFile } from '../model/project.js';
import { cacheFileTime, prepareCacheFolder, readCacheFile, writeCacheFile, type CacheFolder } from './cache-folder.js';
import { decodeCache, encodeCache, type CacheContent, type EncodedCache } from './cache-format.js';
import { copyModule, createRecordWriter, writeModule, type RecordPlace, type RecordTable, type RecordWriter } from './cache-records.js';
import { buildStamp, type Stamp } from './cache-stamp.js';
import { fileNumbers, folderNumbers, openFiles, projectKind, type FormerFiles, type ProjectHead } from './former-files.js';
import type { Modules } from './assemble.js';
import type { DiskView } from './disk-view.js';
import { openModules } from './recorded-modules.js';
import { knownStates, writeHash, type FileToKeep, type KnownFile } from './known-file.js';
import { answerTimes } from './look-answers.js';
import type { LinkedModule } from './link.js';

/** A project as an earlier run left it. Files are known by their place in `paths`. */
export interface FormerProject extends FormerFiles {
  readonly placeOf: (path: FilePath) => number | undefined;
  readonly fileAt: (place: number) => KnownFile;
  /** The same, to be kept again. */
  readonly keptAt: (place: number) => FileToKeep;
  readonly stateAt: (place: number) => KnownFile['state'];
  /** The `hash` of `fileAt`, which a lint asks for once a file. */
  readonly hashAt: (place: number) => string;
  /** Only for a file whose state is `scanned`. Targets are places in `paths`. */
  readonly recordAt: (place: number) => RecordPlace;
  /** Those whose state is `scanned`. */
  readonly modules: () => Modules;
  readonly brokenConfigs: readonly SkippedFile[];
  /** Records that no file has any more. */
  readonly dropped: number;
}

const hashNumber = 7;
/** One record of so many may be in vain. */
const keptShare = 16;

/** Undefined when there is nothing of this project that can be trusted. */
export function readProjectCache(folder: CacheFolder): FormerProject | undefined {
  const written = cacheFileTime(folder, projectKind);
  const content = written === undefined ? undefined : readCacheFile(folder, projectKind, (bytes) => decodeCache(folder.identity, bytes));
  return content && written !== undefined ? openContent(content, written) : undefined;
}

function openContent(content: CacheContent & Pick<EncodedCache, 'hash'>, written: number): FormerProject {
  const { head: raw, names, numbers, exact, tables } = content;
  const head = raw as ProjectHead;
  const files = openFiles(content, written);
  const { paths } = files;
  const filesStart = head.folders * folderNumbers;
  const exactStart = head.folders * 2;
  const field = (place: number, index: number): number => numbers[filesStart + place * fileNumbers + index]!;
  let places: Map<FilePath, number> | undefined;
  const stateAt = (place: number): KnownFile['state'] => knownStates[field(place, 2) & 3]!;
  const hashAt = (place: number): string => (stateAt(place) === 'skipped' ? '' : hashOfNumbers(numbers, filesStart + place * fileNumbers + hashNumber));
  const recordAt = (place: number): RecordPlace => ({ table: tables[field(place, 5)]!, at: field(place, 6) });
  const keptAt = (place: number): FileToKeep => ({
    path: paths[place]!,
    stat: { modified: exact[exactStart + place * 3]!, changed: exact[exactStart + place * 3 + 1]!, size: exact[exactStart + place * 3 + 2]! },
    hash: { numbers, hashAt: filesStart + place * fileNumbers + hashNumber },
    bom: (field(place, 2) & 4) !== 0,
    state: stateAt(place),
    reason: names[field(place, 3)]!,
    facts: names[field(place, 4)]!,
  });
  let modules: Modules | undefined;
  return {
    ...files,
    placeOf: (path) => (places ??= new Map(paths.map((each, i) => [each, i]))).get(path),
    fileAt: (place) => ({ ...keptAt(place), hash: hashAt(place) }),
    keptAt,
    stateAt,
    hashAt,
    recordAt,
    modules: () => (modules ??= openModules({ files: paths, modules: paths.flatMap((_, place) => (stateAt(place) === 'scanned' ? [place] : [])), recordAt })),
    brokenConfigs: head.brokenConfigs,
    dropped: head.dropped,
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
  /** Records that no file has any more, in the tables of the others. When they are few the tables are kept as they are, and otherwise each record is copied into a new one. */
  readonly dropped: number;
  readonly brokenConfigs: readonly SkippedFile[];
  /** The stamp that was found valid at the beginning of this very run. */
  readonly former: Stamp | undefined;
  /** False when the folders were not listed because none had changed. */
  readonly isWalked: boolean;
  /** `elapsed()` before the first look at a file. */
  readonly started: number;
  /** The mark of the same project in the cache that is replaced. */
  readonly mark?: string;
}

/** The mark of what was written; undefined where nothing can be. */
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
  const keepsTables = project.dropped <= files.length / keptShare;
  const tables = keepsTables ? keepTables(files) : copyRecords(files);
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
  const head: ProjectHead = {
    files: files.length,
    folders: folders.length,
    globs,
    stamp: buildStamp(view, project.former, folders, project.isWalked),
    brokenConfigs,
    dropped: keepsTables ? project.dropped : 0,
    duration: Math.ceil(elapsed() - project.started),
    ...(project.mark === undefined ? {} : { mark: project.mark }),
  };
  const { bytes, hash } = encodeCache(folder.identity, { head, names: writer.strings, numbers: writer.numbers(), exact, tables: tables.all() });
  return writeCacheFile(folder, projectKind, bytes) ? (project.mark ?? hash) : undefined;
}

type RecordToKeep = ReturnType<ProjectToKeep['recordAt']>;

interface TablesToKeep {
  /** Puts the number of a table, and the place in it. */
  readonly putRecord: (writer: RecordWriter, record: RecordToKeep) => void;
  readonly all: () => readonly RecordTable[];
}

/** In the order of the files that ask for them: whichever thread was there first, two runs write the same. What is no record yet goes into the first one. */
function keepTables(files: ProjectToKeep['files']): TablesToKeep {
  const added = createRecordWriter(1 << 8);
  const placeOf = placesOf(files);
  const numberOf = new Map<RecordTable, number>();
  return {
    putRecord: ({ put }, record) => {
      if (!record || 'module' in record) {
        put(0);
        put(added.length());
        if (record) writeModule(added, record.module, record.linked, placeOf());
        return;
      }
      if (!numberOf.has(record.table)) numberOf.set(record.table, numberOf.size + 1);
      put(numberOf.get(record.table)!);
      put(record.at);
    },
    all: () => [{ numbers: added.numbers(), strings: added.strings }, ...numberOf.keys()],
  };
}

/** Made when it is asked for: records name files by their places already. */
function placesOf(files: ProjectToKeep['files']): () => ReadonlyMap<FilePath, number> {
  let places: ReadonlyMap<FilePath, number> | undefined;
  return () => (places ??= new Map(files.map(({ path }, i) => [path, i])));
}

function copyRecords(files: ProjectToKeep['files']): TablesToKeep {
  const records = createRecordWriter();
  const placeOf = placesOf(files);
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
