import type { SourceFile } from '../model/source-file.js';
import { createRecordWriter, writeModule, type RecordPlace, type RecordTable } from './cache-records.js';
import { createProjectResolver, recallProject, scanSource, type ProjectResolver } from './assemble.js';
import type { CacheFolder } from './cache-folder.js';
import { deferValues } from './deferred-map.js';
import type { DiskView } from './disk-view.js';
import type { FileToKeep, KnownFile, Times } from './known-file.js';
import { linkModule } from './link.js';
import type { LoadInput } from './load-project.js';
import { writeProjectCache, type FormerProject, type ProjectToKeep } from './project-cache.js';
import { deferSource } from './read-source.js';
import { openModules } from './recorded-modules.js';
import type { FilePath } from '../host/path.js';
import type { Project, SkippedFile } from '../model/project.js';

export type CachedInput = Omit<LoadInput, 'only'>;

/** One file on the way into a project. */
export interface Candidate {
  readonly path: FilePath;
  readonly stat: Times;
  /** Where it stands in the former project when its text is the same. */
  readonly place: number | undefined;
  readonly source: SourceFile | undefined;
  readonly hash: string;
  /** Why there is no source. */
  readonly skipped: string;
}

export interface RecalledProject {
  readonly project: Project;
  /** What there is to keep of each file. */
  readonly files: readonly FileToKeep[];
  readonly recordAt: (place: number) => RecordPlace | undefined;
  /** Modules whose text is another one. */
  readonly edited: number;
}

/** What is known of a file whose times have changed. */
interface Touched extends Pick<KnownFile, 'state' | 'reason'> {
  readonly candidate: Candidate;
  /** Where its record begins among those that are new. */
  readonly at?: number;
}

/**
 * The project of the last run, whose files are the same and mean the same, but for the texts of some: `touched`, by place. What most runs do not ask for is decoded when it is asked for.
 * Undefined when a file is read that was not, parses that did not, or the other way round: imports lead to modules, and elsewhere when it is none.
 */
export function recallFormer({ fileSystem, root, config }: CachedInput, view: DiskView, former: FormerProject, touched: ReadonlyMap<number, Candidate>): RecalledProject | undefined {
  const { paths } = former;
  const places = paths.map((_, place) => place);
  const readable = places.filter((place) => former.stateAt(place) !== 'skipped');
  const readablePaths = readable.map((place) => paths[place]!);
  const resolver = lazyResolver(() => createProjectResolver(view, root, new Set(readablePaths)));
  const scan = scanTouched(former, touched, resolver);
  if (!scan) return undefined;
  const { found, table, edited } = scan;
  const recordAt = (place: number): RecordPlace => {
    const at = found.get(place)?.at;
    return at === undefined ? former.recordAt(place) : { table, at };
  };
  const modules = places.filter((place) => former.stateAt(place) === 'scanned');
  const list = (state: KnownFile['state']): readonly SkippedFile[] =>
    places.filter((place) => former.stateAt(place) === state).map((place) => ({ path: paths[place]!, reason: (found.get(place) ?? former.keptAt(place)).reason }));
  const files = deferValues(readablePaths, (i): SourceFile => {
    const known = touched.get(readable[i]!)?.source;
    if (known) return known;
    const { path, hash, bom } = former.fileAt(readable[i]!);
    return deferSource(fileSystem, path, hash, bom);
  });
  const project = recallProject({
    root,
    fileSystem: view,
    resolver,
    files,
    unparsed: list('unparsed'),
    skipped: list('skipped'),
    brokenConfigs: former.brokenConfigs,
    declaredTasks: config.tasks.frameworks,
    hashOf: (path) => {
      const place = files.has(path) ? former.placeOf(path)! : undefined;
      return place === undefined ? undefined : (touched.get(place)?.hash ?? former.hashAt(place));
    },
    recall: touched.size === 0 ? former.modules : () => openModules({ files: paths, modules, recordAt }),
  });
  const keptAt = (place: number): FileToKeep => {
    const other = found.get(place);
    if (!other) return former.keptAt(place);
    const { path, stat, hash, source } = other.candidate;
    return { path, stat, hash, bom: source?.bom === true, state: other.state, reason: other.reason, facts: former.keptAt(place).facts };
  };
  return {
    project,
    get files() {
      return places.map(keptAt);
    },
    recordAt: (place) => (former.stateAt(place) === 'scanned' ? recordAt(place) : undefined),
    edited,
  };
}

/** Undefined when one ends in another way than before. */
function scanTouched(
  former: FormerProject,
  touched: ReadonlyMap<number, Candidate>,
  resolver: ProjectResolver,
): { readonly found: ReadonlyMap<number, Touched>; readonly table: RecordTable; readonly edited: number } | undefined {
  const added = createRecordWriter(1 << 8);
  const found = new Map<number, Touched>();
  const isModule = (path: FilePath): boolean => {
    const place = former.placeOf(path);
    return place !== undefined && former.stateAt(place) === 'scanned';
  };
  let placeOf: ReadonlyMap<FilePath, number> | undefined;
  let edited = 0;
  for (const [place, candidate] of touched) {
    const state = former.stateAt(place);
    const { source, skipped } = candidate;
    if ((source === undefined) !== (state === 'skipped')) return undefined;
    if (!source) found.set(place, { candidate, state, reason: skipped });
    else if (candidate.place !== undefined) found.set(place, { candidate, state, reason: former.keptAt(place).reason });
    else {
      const result = scanSource(source, resolver);
      if (result.kind !== state) return undefined;
      edited++;
      if (result.kind === 'unparsed') found.set(place, { candidate, state, reason: result.reason });
      else {
        found.set(place, { candidate, state, reason: '', at: added.length() });
        placeOf ??= new Map(former.paths.map((path, i) => [path, i]));
        writeModule(added, result.module, linkModule(result.module, { has: isModule }, resolver.resolve), placeOf);
      }
    }
  }
  return { found, table: { numbers: added.numbers(), strings: added.strings }, edited };
}

/**
 * Keeps the project for the next run; its mark. Where nothing has changed but folders, because a file that is no source came or went, it is the same as before: were their
 * times not kept, every run from here on would list all folders.
 */
export function keepFormer(
  folder: CacheFolder,
  former: FormerProject,
  walk: Pick<ProjectToKeep, 'view' | 'globs' | 'started' | 'isWalked' | 'folders'>,
  { files, recordAt, edited }: RecalledProject,
): string | undefined {
  const isSame = edited === 0 && files.every(({ state, reason }, place) => state !== 'skipped' || reason === former.keptAt(place).reason);
  const mark = writeProjectCache(folder, {
    ...walk,
    files,
    recordAt,
    dropped: former.dropped + edited,
    brokenConfigs: former.brokenConfigs,
    former: former.stamp,
    ...(isSame ? { mark: former.hash } : {}),
  });
  return mark ?? (isSame ? former.hash : undefined);
}

/** A resolver that is made at the first question: when every link still holds there is none. */
function lazyResolver(create: () => ProjectResolver): ProjectResolver {
  let made: ProjectResolver | undefined;
  const resolver = (): ProjectResolver => (made ??= create());
  return {
    resolve: (from, specifier) => resolver().resolve(from, specifier),
    compilerFacts: (file) => resolver().compilerFacts(file),
    brokenConfigs: () => resolver().brokenConfigs(),
    configFiles: () => resolver().configFiles(),
    explain: (from, specifier) => resolver().explain(from, specifier),
    withFiles: (fileSystem, projectFiles) => resolver().withFiles(fileSystem, projectFiles),
  };
}
