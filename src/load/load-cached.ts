import { elapsed } from '../host/clock.js';
import { compileLess } from '../host/compile-less.js';
import type { FileSystem } from '../host/file-system.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, markProject, originOf, scanSource } from './assemble.js';
import type { CacheFolder } from './cache-folder.js';
import { matchesStamp, matchesWalk } from './cache-stamp.js';
import { createDiskView } from './disk-view.js';
import { factsText, printGlobs, type KnownFile, type Times } from './known-file.js';
import { loadCold } from './load-cold.js';
import { walkProject } from './load-project.js';
import { readProjectCache, writeProjectCache, type FormerProject } from './project-cache.js';
import { deferSource, readSource } from './read-source.js';
import { keepFormer, recallFormer, type CachedInput, type Candidate } from './recall-former.js';

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
  const look = (place: number, known: number | undefined): Candidate => lookAt(fileSystem, paths[place]!, stats[place]!, former, known);
  const walk = { view, globs, started, isWalked, folders: isWalked ? [...view.walked()] : former.folders };
  const touched = new Map<number, Candidate>();
  if (!isWalked || isSameList(former.paths, paths)) {
    stats.forEach((stat, place) => {
      if (!former.isUntouched(place, stat)) touched.set(place, look(place, place));
    });
    const recalled = matchesStamp(view, former.stamp, former.racySince, isWalked) ? recallFormer(input, view, former, touched) : undefined;
    if (recalled) return markProject(recalled.project, touched.size > 0 || isWalked ? keepFormer(folder, former, walk, recalled) : former.hash);
  }

  const candidates = paths.map((path, place) => touched.get(place) ?? look(place, isWalked ? former.placeOf(path) : place));
  const files = new Map<FilePath, SourceFile>();
  const skipped: SkippedFile[] = [];
  for (const { path, source, skipped: reason } of candidates) {
    if (source) files.set(path, source);
    else skipped.push({ path, reason });
  }
  const resolver = createProjectResolver(view, root, new Set(files.keys()));
  const scanned = new Map<FilePath, ScannedModule>();
  const unparsed: SkippedFile[] = [];
  const results = new Map<FilePath, Pick<KnownFile, 'state' | 'reason' | 'facts'>>();
  for (const { path, source, place } of candidates) {
    if (!source) continue;
    const old = place === undefined ? undefined : former.fileAt(place);
    const facts = factsText(resolver.compilerFacts(path));
    const result = old?.facts === facts ? recall(former, old) : scanSource(source, resolver);
    if (result.kind === 'scanned') scanned.set(path, result.module);
    else unparsed.push({ path, reason: result.reason });
    results.set(path, { state: result.kind, reason: result.kind === 'scanned' ? '' : result.reason, facts });
  }
  const project = assembleProject({
    root, fileSystem: view, resolver, files, scanned, unparsed, skipped, declaredTasks: input.config.tasks.frameworks,
    hashOf: (path) => {
      const found = candidates[lowerBound(paths, path)];
      return found?.path === path && found.hash !== '' ? found.hash : undefined;
    },
  });
  const { linked } = originOf(project);
  const hash = writeProjectCache(folder, {
    ...walk,
    files: candidates.map(({ path, stat, source, hash: ofText, skipped: reason }) => ({
      path, stat, hash: ofText, bom: source?.bom === true, ...(results.get(path) ?? { state: 'skipped', reason, facts: '' }),
    })),
    recordAt: (place) => {
      const module = scanned.get(paths[place]!);
      return module && { module, linked: linked.get(module.path)! };
    },
    dropped: 0,
    brokenConfigs: project.brokenConfigs,
    former: isWalked ? undefined : { ...former.stamp, asked: [], listed: [] },
  });
  return markProject(project, hash);
}

const nothing: Times = { size: 0, modified: 0, changed: 0 };

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
    return { path, stat, place, source, hash, skipped: reason };
  }
  const source = readSource(fileSystem, path, stat.size);
  if ('skipped' in source) return { path, stat, place: undefined, source: undefined, hash: '', skipped: source.skipped };
  const hash = hashText(source.text);
  const old = place === undefined ? undefined : former.fileAt(place);
  const isSame = old !== undefined && old.state !== 'skipped' && old.hash === hash && old.bom === source.bom;
  return { path, stat, place: isSame ? place : undefined, source, hash, skipped: '' };
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
