import { elapsed } from '../host/clock.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, originOf, scanSource, type ProjectResolver } from './assemble.js';
import type { CacheFolder } from './cache-folder.js';
import { matchesStamp } from './cache-stamp.js';
import type { LinkedModule } from './link.js';
import { walkProject, type LoadInput } from './load-project.js';
import { readProjectCache, writeProjectCache, type FormerProject, type KnownFile } from './project-cache.js';
import { deferSource, readSource } from './read-source.js';

/** One file on the way into a project. */
interface Candidate {
  readonly path: FilePath;
  readonly stat: KnownFile['stat'];
  /** Set when the file is as it was: its text need not be read, or was found to be the same. */
  readonly former: KnownFile | undefined;
  readonly source: SourceFile | undefined;
  readonly hash: string;
  readonly skipped: string | undefined;
  /** What is written about it must be written anew. */
  readonly isNew: boolean;
}

/**
 * The project that `loadProject` gives, with the scans of an earlier run for files that have not changed, and its links when
 * nothing else has either that imports depend on. Unchanged files are not read: their text is read when it is asked for,
 * and ToolError thrown when it is another by then. What was found out is kept for the next run.
 */
export function loadCached(input: Omit<LoadInput, 'only'>, folder: CacheFolder): Project {
  const started = elapsed();
  const { root } = input;
  const former = readProjectCache(folder);
  const { view, paths } = walkProject(input);
  const candidates = paths.map((path) => lookAt(input, path, former));
  const files = new Map<FilePath, SourceFile>();
  const skipped: SkippedFile[] = [];
  for (const { path, source, skipped: reason } of candidates) {
    if (source) files.set(path, source);
    else skipped.push({ path, reason: reason ?? '' });
  }
  const sameFiles = former !== undefined && hasSameFiles(former, paths) && candidates.every(({ path, source }) => (source === undefined) === (former.fileOf(path)!.state === 'skipped'));
  const holds = sameFiles && matchesStamp(view, former.stamp, former.racySince);
  const resolver = lazyResolver(() => createProjectResolver(view, root, new Set(files.keys())));

  const scanned = new Map<FilePath, ScannedModule>();
  const unparsed: SkippedFile[] = [];
  const kept = new Map<FilePath, LinkedModule>();
  const known: KnownFile[] = [];
  let isChanged = !holds;
  for (const candidate of candidates) {
    const { path, source, stat, hash } = candidate;
    isChanged ||= candidate.isNew;
    if (!source) {
      known.push({ path, stat, hash: '', bom: false, state: 'skipped', reason: candidate.skipped ?? '', facts: '' });
      continue;
    }
    const facts = holds && candidate.former ? candidate.former.facts : JSON.stringify(resolver.compilerFacts(path));
    const old = candidate.former?.facts === facts ? candidate.former : undefined;
    const file = { path, stat, hash, bom: source.bom, facts };
    if (old?.state === 'scanned') {
      const { module, linked } = former!.moduleOf(path);
      scanned.set(path, module);
      if (holds) kept.set(path, linked);
      known.push({ ...file, state: 'scanned', reason: '' });
      continue;
    }
    const result = old ? { kind: 'unparsed' as const, reason: old.reason } : scanSource(source, resolver);
    if (result.kind === 'scanned') scanned.set(path, result.module);
    else unparsed.push({ path, reason: result.reason });
    known.push({ ...file, state: result.kind, reason: result.kind === 'unparsed' ? result.reason : '' });
  }
  // Links lead to modules: one that no longer parses, or does again, is another target for everybody.
  const sameModules = holds && known.every(({ path, state }) => former.fileOf(path)!.state === state);
  const hashes = new Map(known.map(({ path, hash }) => [path, hash]));
  const project = assembleProject({
    root, fileSystem: view, resolver, files, scanned, unparsed, skipped,
    ...(sameModules ? { kept } : {}),
    ...(holds ? { brokenConfigs: former.brokenConfigs } : {}),
    hashOf: (path) => hashes.get(path),
  });
  if (isChanged) {
    const { linked } = originOf(project);
    writeProjectCache(folder, { view, files: known, scanned, linked, brokenConfigs: project.brokenConfigs, former: holds ? former.stamp : undefined, started });
  }
  return project;
}

function lookAt({ fileSystem }: Omit<LoadInput, 'only'>, path: FilePath, former: FormerProject | undefined): Candidate {
  const stat = fileSystem.stat(path) ?? { size: 0, modified: 0, changed: 0 };
  const old = former?.fileOf(path);
  const sameTimes =
    old !== undefined && old.stat.size === stat.size && old.stat.modified === stat.modified && old.stat.changed === stat.changed &&
    Math.max(stat.modified, stat.changed) < former!.racySince;
  if (sameTimes && old.state === 'skipped') return { path, stat, former: old, source: undefined, hash: '', skipped: old.reason, isNew: false };
  if (sameTimes) return { path, stat, former: old, source: deferSource(fileSystem, path, old), hash: old.hash, skipped: undefined, isNew: false };
  const source = readSource(fileSystem, path, stat.size);
  if ('skipped' in source) return { path, stat, former: undefined, source: undefined, hash: '', skipped: source.skipped, isNew: true };
  const hash = hashText(source.text);
  return { path, stat, former: old?.hash === hash && old.bom === source.bom ? old : undefined, source, hash, skipped: undefined, isNew: true };
}

function hasSameFiles(former: FormerProject, paths: readonly FilePath[]): boolean {
  return former.paths.length === paths.length && paths.every((path, i) => path === former.paths[i]);
}

/** A resolver that is made at the first question: when every link still holds there is none. */
function lazyResolver(create: () => ProjectResolver): ProjectResolver {
  let made: ProjectResolver | undefined;
  const resolver = (): ProjectResolver => (made ??= create());
  return {
    resolve: (from, specifier) => resolver().resolve(from, specifier),
    compilerFacts: (file) => resolver().compilerFacts(file),
    brokenConfigs: () => resolver().brokenConfigs(),
    explain: (from, specifier) => resolver().explain(from, specifier),
    withFiles: (fileSystem, projectFiles) => resolver().withFiles(fileSystem, projectFiles),
  };
}
