import { elapsed } from '../host/clock.js';
import { hashOfNumbers } from '../host/hash.js';
import { languageFor } from '../language/registry.js';
import { buildLineStarts } from '../text/line-index.js';
import { assembleProject, createProjectResolver, markProject } from './assemble.js';
import { deferValues } from './deferred-map.js';
import { factsText, printGlobs, type FileToKeep } from './known-file.js';
import { linkModule, type LinkedModule } from './link.js';
import { walkProject, type LoadInput } from './load-project.js';
import { createLookCrew } from './look-crew.js';
import { writeProjectCache } from './project-cache.js';
import { sourceFromText } from './read-source.js';
import type { FilePath } from '../host/path.js';
import type { ScanResult, ScanSource } from '../language/language.js';
import type { ImportEdge, Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import type { CacheFolder } from './cache-folder.js';
import type { KeptLook } from './look-answers.js';

/**
 * The project that `loadProject` gives, of which nothing was known before. Files are read while folders are still being walked, and linked as they come
 * in. Texts stay in the bytes that were read: most are never asked for, and as strings they would be moved about in memory with everything that lives.
 * What was found out is kept for the next run.
 */
export function loadCold(input: Omit<LoadInput, 'only' | 'onFile'>, folder: CacheFolder): Project {
  const started = elapsed();
  const { fileSystem, root, config } = input;
  const crew = createLookCrew({ fileSystem, startThread: fileSystem.startThread && (() => fileSystem.startThread!('look')) });
  const { view, paths } = walkProject({ ...input, onFile: crew.give });
  const all = new Set(paths);
  let resolver = createProjectResolver(view, root, all);
  const looks = new Map<FilePath, KeptLook>();
  const results = new Map<FilePath, ScanResult>();
  const links = new Map<FilePath, LinkedModule>();
  crew.finish((path, look, lexed) => {
    looks.set(path, look);
    if (look.skipped !== '') return;
    current = { path, text: textOf(look) };
    const result = languageFor(path)!.scan(source, resolver.compilerFacts(path), lexed);
    results.set(path, result);
    if (result.kind === 'scanned') links.set(path, linkModule(result.module, all, resolver.resolve));
  });
  const readable = paths.filter((path) => looks.get(path)!.skipped === '');
  if (readable.length < paths.length) {
    // What cannot be read is no file of the project, and an import that led there may mean another one.
    resolver = createProjectResolver(view, root, new Set(readable));
    for (const [path, result] of results) if (result.kind === 'scanned') links.set(path, linkModule(result.module, all, resolver.resolve));
  }

  const scanned = new Map<FilePath, ScannedModule>();
  const linked = new Map<FilePath, LinkedModule>();
  const unparsed: SkippedFile[] = [];
  const skipped: SkippedFile[] = [];
  const known: FileToKeep[] = [];
  const isModule = ({ to }: ImportEdge): boolean => links.has(to);
  for (const path of paths) {
    const look = looks.get(path)!;
    const result = results.get(path);
    const file = { path, stat: look.stat, hash: look, bom: look.bom };
    if (result === undefined) {
      skipped.push({ path, reason: look.skipped });
      known.push({ ...file, state: 'skipped', reason: look.skipped, facts: '' });
      continue;
    }
    const facts = factsText(resolver.compilerFacts(path));
    if (result.kind === 'unparsed') {
      unparsed.push({ path, reason: result.reason });
      known.push({ ...file, state: 'unparsed', reason: result.reason, facts });
      continue;
    }
    const { edges, unresolved } = links.get(path)!;
    scanned.set(path, result.module);
    linked.set(path, edges.every(isModule) ? { edges, unresolved } : { edges: edges.filter(isModule), unresolved });
    known.push({ ...file, state: 'scanned', reason: '', facts });
  }
  const hashOf = (path: FilePath): string | undefined => {
    const look = looks.get(path);
    return look === undefined || look.skipped !== '' ? undefined : hashOfNumbers(look.numbers, look.hashAt);
  };
  const files = deferValues(readable, (i): SourceFile => sourceFromText(readable[i]!, textOf(looks.get(readable[i]!)!), looks.get(readable[i]!)!.bom));
  const project = assembleProject({
    root, fileSystem: view, resolver, files, scanned, unparsed, skipped, declaredTasks: config.tasks.frameworks,
    kept: linked, hashOf,
  });
  const hash = writeProjectCache(folder, {
    view, globs: printGlobs(config), folders: [...view.walked()], files: known, scanned, linked, isWalked: true, started, brokenConfigs: project.brokenConfigs, former: undefined,
  });
  return markProject(project, hash);
}

let current: Pick<ScanSource, 'path' | 'text'> = { path: '' as FilePath, text: '' };

/**
 * One for all files. A literal with a getter has a hidden class of its own each time that it is evaluated: these lie in the old generation, and until the
 * next full collection each keeps alive what its getter sees. The texts of a project would be moved about as if somebody needed them.
 */
const source: ScanSource = {
  get path() {
    return current.path;
  },
  get text() {
    return current.text;
  },
  get lineStarts() {
    return buildLineStarts(current.text);
  },
};

function textOf({ texts, start, end, isAscii }: KeptLook): string {
  return texts.toString(isAscii ? 'latin1' : 'utf8', start, end);
}
