import { elapsed } from '../host/clock.js';
import { compileLess } from '../host/compile-less.js';
import type { FileSystem } from '../host/file-system.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, markProject, originOf, recallProject, scanSource, type ProjectResolver } from './assemble.js';
import type { CacheFolder } from './cache-folder.js';
import { matchesStamp, matchesWalk } from './cache-stamp.js';
import { deferValues } from './deferred-map.js';
import { createDiskView, type DiskView } from './disk-view.js';
import { factsText, printGlobs, type FileToKeep, type KnownFile, type Times } from './known-file.js';
import type { LinkedModule } from './link.js';
import { loadCold } from './load-cold.js';
import { walkProject, type LoadInput } from './load-project.js';
import { readProjectCache, writeProjectCache, type FormerProject, type ProjectToKeep } from './project-cache.js';
import { deferSource, readSource } from './read-source.js';

/** One file on the way into a project. */
interface Candidate {
  readonly path: FilePath;
  readonly stat: Times;
  /** Where it stands in the former project when its text is the same. */
  readonly place: number | undefined;
  readonly source: SourceFile | undefined;
  readonly hash: string;
  /** Why there is no source. */
  readonly skipped: string;
  /** It was read, and what is kept of it must be written again. */
  readonly isRead: boolean;
}

type CachedInput = Omit<LoadInput, 'only'>;

/**
 * The project that `loadProject` gives, with the scans of an earlier run for files that have not changed, and its links when
 * nothing else has either that imports depend on. Unchanged files are not read: their text is read when it is asked for,
 * and ToolError thrown when it is another by then. What was found out is kept for the next run.
 */
export function loadCached(input: CachedInput, folder: CacheFolder): Project {
  const started = elapsed();
  const former = readProjectCache(folder);
  return former ? compileLess(() => loadAgain(input, folder, former, started)) : loadCold(input, folder);
}

function loadAgain(input: CachedInput, folder: CacheFolder, former: FormerProject, started: number): Project {
  const { fileSystem, root } = input;
  const globs = printGlobs(input.config);
  const { view, paths, isWalked } = walkUnlessKnown(input, former, globs);
  const stats = paths.map((path) => fileSystem.stat(path) ?? nothing);
  const isUntouched = (stat: Times, i: number): boolean => former.isUntouched(i, stat);
  if ((!isWalked || isSameList(former.paths, paths)) && stats.every(isUntouched) && matchesStamp(view, former.stamp, former.racySince, isWalked)) {
    if (isWalked) renewFolders(folder, former, { view, globs, started });
    return markProject(recallUnchanged(input, view, former), former.hash);
  }
  const candidates = paths.map((path, i) => lookAt(fileSystem, path, stats[i]!, former, isWalked ? former.placeOf(path) : i));
  const files = new Map<FilePath, SourceFile>();
  const skipped: SkippedFile[] = [];
  for (const { path, source, skipped: reason } of candidates) {
    if (source) files.set(path, source);
    else skipped.push({ path, reason });
  }
  const isSkippedAlike = ({ source }: Candidate, i: number): boolean => (source === undefined) === (former.stateAt(i) === 'skipped');
  const sameFiles = (!isWalked || isSameList(former.paths, paths)) && candidates.every(isSkippedAlike);
  const holds = sameFiles && matchesStamp(view, former.stamp, former.racySince, isWalked);
  const resolver = lazyResolver(() => createProjectResolver(view, root, new Set(files.keys())));

  const scanned = new Map<FilePath, ScannedModule>();
  const unparsed: SkippedFile[] = [];
  const kept = new Map<FilePath, LinkedModule>();
  const results = new Map<FilePath, Pick<KnownFile, 'state' | 'reason' | 'facts'>>();
  let sameModules = holds;
  candidates.forEach(({ path, source, place }, i) => {
    if (!source) return;
    if (holds && place !== undefined && former.stateAt(place) === 'scanned') {
      scanned.set(path, former.modules().scanned.get(path)!);
      kept.set(path, former.modules().linked.get(path)!);
      return;
    }
    const old = place === undefined ? undefined : former.fileAt(place);
    const facts = holds && old ? old.facts : factsText(resolver.compilerFacts(path));
    const result = old?.facts === facts ? recall(former!, old) : scanSource(source, resolver);
    if (result.kind === 'scanned') scanned.set(path, result.module);
    else unparsed.push({ path, reason: result.reason });
    // Links lead to modules: one that no longer parses, or does again, is another target for everybody.
    sameModules &&= former.stateAt(i) === result.kind;
    results.set(path, { state: result.kind, reason: result.kind === 'scanned' ? '' : result.reason, facts });
  });
  const project = assembleProject({
    root, fileSystem: view, resolver, files, scanned, unparsed, skipped, declaredTasks: input.config.tasks.frameworks,
    ...(sameModules ? { kept } : {}),
    ...(holds ? { brokenConfigs: former.brokenConfigs } : {}),
    hashOf: (path) => {
      const found = candidates[lowerBound(paths, path)];
      return found?.path === path && found.hash !== '' ? found.hash : undefined;
    },
  });
  const known = candidates.map(({ path, stat, source, hash, skipped: reason, place, isRead }): FileToKeep => {
    if (holds && place !== undefined && !isRead) return former.keptAt(place);
    const file = { path, stat, hash, bom: source?.bom === true };
    if (!source) return { ...file, state: 'skipped', reason, facts: '' };
    return { ...file, ...(results.get(path) ?? { state: 'scanned', reason: '', facts: former.fileAt(place!).facts }) };
  });
  const { linked } = originOf(project);
  const recordAt: ProjectToKeep['recordAt'] = (place) => {
    const path = paths[place]!;
    const module = scanned.get(path);
    if (sameModules && kept.has(path)) return former.recordAt(place);
    return module && { module, linked: linked.get(path)! };
  };
  const folders = isWalked ? [...view.walked()] : former.folders;
  const hash = writeProjectCache(folder, {
    view, globs, folders, files: known, recordAt, isWalked, started,
    dropped: sameModules ? former.dropped + results.size : 0,
    brokenConfigs: project.brokenConfigs,
    former: holds ? former.stamp : isWalked ? undefined : { ...former.stamp, asked: [], listed: [] },
  });
  return markProject(project, hash);
}

/**
 * Keeps a project of which nothing has changed once more, with the folders of today. A file that is no source came or went: were the time of its folder not kept,
 * every run from here on would list all folders.
 */
function renewFolders(folder: CacheFolder, former: FormerProject, walk: Pick<ProjectToKeep, 'view' | 'globs' | 'started'>): void {
  writeProjectCache(folder, {
    ...walk,
    folders: [...walk.view.walked()],
    files: former.paths.map((_, place) => former.keptAt(place)),
    recordAt: (place) => (former.stateAt(place) === 'scanned' ? former.recordAt(place) : undefined),
    dropped: former.dropped,
    brokenConfigs: former.brokenConfigs,
    former: former.stamp,
    isWalked: true,
    mark: former.hash,
  });
}

const nothing: Times = { size: 0, modified: 0, changed: 0 };

/** The project of the last run, where nothing of it has changed. Most runs ask for next to nothing: what is asked for is decoded then. */
function recallUnchanged({ fileSystem, root, config }: CachedInput, view: DiskView, former: FormerProject): Project {
  const places = former.paths.map((_, place) => place);
  const inState = (state: KnownFile['state']): readonly number[] => places.filter((place) => former.stateAt(place) === state);
  const readable = places.filter((place) => former.stateAt(place) !== 'skipped');
  const paths = readable.map((place) => former.paths[place]!);
  const list = (state: KnownFile['state']): readonly SkippedFile[] => inState(state).map(former.fileAt).map(({ path, reason }) => ({ path, reason }));
  const files = deferValues(paths, (i) => {
    const { path, hash, bom } = former.fileAt(readable[i]!);
    return deferSource(fileSystem, path, hash, bom);
  });
  return recallProject({
    root,
    fileSystem: view,
    resolver: lazyResolver(() => createProjectResolver(view, root, new Set(paths))),
    files,
    unparsed: list('unparsed'),
    skipped: list('skipped'),
    brokenConfigs: former.brokenConfigs,
    declaredTasks: config.tasks.frameworks,
    hashOf: (path) => (files.has(path) ? former.hashAt(former.placeOf(path)!) : undefined),
    recall: former.modules,
  });
}

/** Where no folder has changed a walk would find what the last one found. */
function walkUnlessKnown(input: CachedInput, former: FormerProject, globs: string): ReturnType<typeof walkProject> & { readonly isWalked: boolean } {
  if (globs === former.globs && former.hasSameFolders(input.fileSystem)) {
    const view = createDiskView(input.fileSystem);
    view.endWalk();
    if (matchesWalk(view, former.stamp, former.racySince)) return { view, paths: former.paths, isWalked: false };
  }
  return { ...walkProject(input), isWalked: true };
}

function lookAt(fileSystem: FileSystem, path: FilePath, stat: Times, former: FormerProject, place: number | undefined): Candidate {
  if (place !== undefined && former.isUntouched(place, stat)) {
    const { state, hash, bom, reason } = former.fileAt(place);
    const source = state === 'skipped' ? undefined : deferSource(fileSystem, path, hash, bom);
    return { path, stat, place, source, hash, skipped: reason, isRead: false };
  }
  const source = readSource(fileSystem, path, stat.size);
  if ('skipped' in source) return { path, stat, place: undefined, source: undefined, hash: '', skipped: source.skipped, isRead: true };
  const hash = hashText(source.text);
  const old = place === undefined ? undefined : former.fileAt(place);
  const isSame = old !== undefined && old.state !== 'skipped' && old.hash === hash && old.bom === source.bom;
  return { path, stat, place: isSame ? place : undefined, source, hash, skipped: '', isRead: true };
}

function recall(former: FormerProject, { state, path, reason }: KnownFile): ReturnType<typeof scanSource> {
  return state === 'scanned' ? { kind: 'scanned', module: former.modules().scanned.get(path)! } : { kind: 'unparsed', reason };
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Place of a path among sorted ones, if it is there. */
function lowerBound(sorted: readonly FilePath[], path: FilePath): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < path) low = middle + 1;
    else high = middle;
  }
  return low;
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
