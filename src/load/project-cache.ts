import { elapsed } from '../host/clock.js';
import type { FileStat } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { ScannedModule, SkippedFile } from '../model/project.js';
import { cacheFileTime, prepareCacheFolder, readCacheFile, writeCacheFile, type CacheFolder } from './cache-folder.js';
import { decodeCache, encodeCache, type CacheContent } from './cache-format.js';
import { createRecordWriter, readModule, writeModule, type ReadModule } from './cache-records.js';
import { buildStamp, type Stamp } from './cache-stamp.js';
import type { DiskView } from './disk-view.js';
import type { LinkedModule } from './link.js';

const kind = 'project';
/** File systems keep times as coarse as two seconds (FAT): what changed so shortly before a look may have changed again after it. */
const coarsestTime = 2000;

/** What is known of one file. `scanned`, `unparsed` and `skipped` are the ways in which a load can end for it. */
export interface KnownFile {
  readonly path: FilePath;
  readonly stat: Pick<FileStat, 'size' | 'modified' | 'changed'>;
  /** Of the text; empty for a file that was skipped. */
  readonly hash: string;
  readonly bom: boolean;
  readonly state: 'scanned' | 'unparsed' | 'skipped';
  /** Why it is unparsed or skipped. */
  readonly reason: string;
  /** The compiler facts that it was scanned under, as JSON. */
  readonly facts: string;
}

interface Head {
  readonly files: number;
  /** Milliseconds from the first look at a file to the write. */
  readonly duration: number;
  readonly stamp: Stamp;
  readonly brokenConfigs: readonly SkippedFile[];
}

export interface FormerProject {
  /** Sorted, as a load finds them. */
  readonly paths: readonly FilePath[];
  readonly fileOf: (path: FilePath) => KnownFile | undefined;
  /** Only for a file whose state is `scanned`. */
  readonly moduleOf: (path: FilePath) => ReadModule;
  readonly stamp: Stamp;
  readonly brokenConfigs: readonly SkippedFile[];
  /** A file that changed at this time or later may have changed again, unseen, after it was read. */
  readonly racySince: number;
}

const states: readonly KnownFile['state'][] = ['scanned', 'unparsed', 'skipped'];
const numbersPerFile = 6;
const exactPerFile = 3;

/** Undefined when there is nothing of this project that can be trusted. */
export function readProjectCache(folder: CacheFolder): FormerProject | undefined {
  const written = cacheFileTime(folder, kind);
  const content = written === undefined ? undefined : readCacheFile(folder, kind, (bytes) => decodeCache(folder.identity, bytes));
  return content && written !== undefined ? openContent(content, written) : undefined;
}

function openContent({ head: raw, strings, numbers, exact }: CacheContent, written: number): FormerProject {
  const head = raw as Head;
  const places = new Map<FilePath, number>();
  const paths: FilePath[] = [];
  for (let i = 0; i < head.files; i++) {
    const path = strings[numbers[i * numbersPerFile]!] as FilePath;
    paths.push(path);
    places.set(path, i);
  }
  const fileOf = (path: FilePath): KnownFile | undefined => {
    const place = places.get(path);
    if (place === undefined) return undefined;
    const at = place * numbersPerFile;
    const exactAt = place * exactPerFile;
    return {
      path,
      stat: { size: exact[exactAt]!, modified: exact[exactAt + 1]!, changed: exact[exactAt + 2]! },
      hash: strings[numbers[at + 1]!]!,
      bom: (numbers[at + 2]! & 4) !== 0,
      state: states[numbers[at + 2]! & 3]!,
      reason: strings[numbers[at + 3]!]!,
      facts: strings[numbers[at + 4]!]!,
    };
  };
  const reader = { numbers, strings };
  return {
    paths,
    fileOf,
    moduleOf: (path) => readModule(reader, numbers[places.get(path)! * numbersPerFile + 5]!, path, paths),
    stamp: head.stamp,
    brokenConfigs: head.brokenConfigs,
    racySince: written - head.duration - coarsestTime,
  };
}

export interface ProjectToKeep {
  readonly view: DiskView;
  /** Sorted by path: all that the walk found. */
  readonly files: readonly KnownFile[];
  readonly scanned: ReadonlyMap<FilePath, ScannedModule>;
  readonly linked: ReadonlyMap<FilePath, LinkedModule>;
  readonly brokenConfigs: readonly SkippedFile[];
  /** The stamp that was found valid at the beginning of this very run. */
  readonly former: Stamp | undefined;
  /** `elapsed()` before the first look at a file. */
  readonly started: number;
}

/** Nothing happens where nothing can be written. */
export function writeProjectCache(folder: CacheFolder, project: ProjectToKeep): void {
  // First of all: to make the folder changes the times of node_modules, which belong to the stamp.
  if (!prepareCacheFolder(folder)) return;
  const { files, scanned, linked, brokenConfigs } = project;
  const writer = createRecordWriter();
  const { numbers, textIndex } = writer;
  const exact = new Float64Array(files.length * exactPerFile);
  for (let i = files.length * numbersPerFile; i > 0; i--) numbers.push(0);
  const fileIndex = new Map(files.map(({ path }, i) => [path, i]));
  files.forEach(({ path, stat, hash, bom, state, reason, facts }, i) => {
    exact.set([stat.size, stat.modified, stat.changed], i * exactPerFile);
    const flags = states.indexOf(state) | (bom ? 4 : 0);
    const module = scanned.get(path);
    const fields = [textIndex(path), textIndex(hash), flags, textIndex(reason), textIndex(facts), numbers.length];
    for (let field = 0; field < numbersPerFile; field++) numbers[i * numbersPerFile + field] = fields[field]!;
    if (module) writeModule(writer, module, linked.get(path)!, fileIndex);
  });
  const head: Head = { files: files.length, stamp: buildStamp(project.view, project.former), brokenConfigs, duration: Math.ceil(elapsed() - project.started) };
  writeCacheFile(folder, kind, encodeCache(folder.identity, { head, strings: writer.strings, numbers: Int32Array.from(numbers), exact }));
}
