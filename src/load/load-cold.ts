import { elapsed } from '../host/clock.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, markProject } from './assemble.js';
import type { CacheFolder } from './cache-folder.js';
import { deferValues } from './deferred-map.js';
import { factsText, printGlobs, readHash, type FileToKeep } from './known-file.js';
import { linkModule, type LinkedModule } from './link.js';
import { walkProject, type LoadInput } from './load-project.js';
import { writeProjectCache } from './project-cache.js';
import { deferSource } from './read-source.js';
import type { PackedModule, PackedScan } from './scan-answers.js';
import { createScanCrew } from './scan-crew.js';

/** A module with what its imports lead to. */
interface Arrival {
  readonly module: ScannedModule;
  readonly linked: LinkedModule;
  readonly packed: PackedModule | undefined;
}

/**
 * The project that `loadProject` gives, of which nothing was known before. Files are scanned while folders are still being walked, and linked as they
 * come in. No text is kept: most are never asked for, and thirty megabytes of them would be moved about in memory with everything that lives. What
 * was found out is kept for the next run.
 */
export function loadCold(input: Omit<LoadInput, 'only' | 'onFile'>, folder: CacheFolder): Project {
  const started = elapsed();
  const { fileSystem, root, config } = input;
  const crew = createScanCrew({ fileSystem, startThread: () => fileSystem.startReader?.('scan-thread') });
  const { view, paths } = walkProject({ ...input, onFile: crew.give });
  const all = new Set(paths);
  let resolver = createProjectResolver(view, root, all);
  const scans = new Map<FilePath, PackedScan>();
  const arrivals = new Map<FilePath, Arrival>();
  const link = (path: FilePath, scan: PackedScan): void => {
    if (!scan.module) return;
    const isVerbatim = scan.verbatim !== undefined && resolver.compilerFacts(path).verbatimModuleSyntax;
    const module = isVerbatim ? scan.verbatim : scan.module;
    arrivals.set(path, { module, linked: linkModule(module, all, resolver.resolve), packed: isVerbatim ? scan.packedVerbatim : scan.packed });
  };
  crew.finish((path, scan) => {
    scans.set(path, scan);
    link(path, scan);
  });
  const readable = paths.filter((path) => scans.get(path)!.state !== 'skipped');
  if (readable.length < paths.length) {
    // What cannot be read is no file of the project, and an import that led there may mean another one.
    resolver = createProjectResolver(view, root, new Set(readable));
    for (const [path, scan] of scans) link(path, scan);
  }

  const scanned = new Map<FilePath, ScannedModule>();
  const linked = new Map<FilePath, LinkedModule>();
  const packed = new Map<FilePath, PackedModule>();
  const lost: Record<'unparsed' | 'skipped', SkippedFile[]> = { unparsed: [], skipped: [] };
  const known: FileToKeep[] = [];
  const isModule = ({ to }: ImportEdge): boolean => arrivals.has(to);
  for (const path of paths) {
    const scan = scans.get(path)!;
    const { stat, state, reason, bom } = scan;
    if (state !== 'scanned') lost[state].push({ path, reason });
    const arrival = arrivals.get(path);
    if (arrival) {
      const { edges, unresolved } = arrival.linked;
      scanned.set(path, arrival.module);
      linked.set(path, edges.every(isModule) ? arrival.linked : { edges: edges.filter(isModule), unresolved });
      if (arrival.packed) packed.set(path, arrival.packed);
    }
    known.push({ path, stat, hash: scan, bom, state, reason, facts: state === 'skipped' ? '' : factsText(resolver.compilerFacts(path)) });
  }
  const hashOf = (path: FilePath): string | undefined => {
    const scan = scans.get(path);
    return scan === undefined || scan.state === 'skipped' ? undefined : readHash(scan.numbers, scan.hashAt);
  };
  const files = deferValues(readable, (i): SourceFile => deferSource(fileSystem, readable[i]!, hashOf(readable[i]!)!, scans.get(readable[i]!)!.bom));
  const project = assembleProject({
    root, fileSystem: view, resolver, files, scanned, ...lost, declaredTasks: config.tasks.frameworks,
    kept: linked, hashOf,
  });
  const globs = printGlobs(config);
  const hash = writeProjectCache(folder, {
    view, globs, folders: [...view.walked()], files: known, scanned, linked, records: { packed, strings: crew.strings() }, isWalked: true, started, brokenConfigs: project.brokenConfigs, former: undefined,
  });
  return markProject(project, hash);
}
