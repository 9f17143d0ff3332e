import { compareText } from '../diagnostic/sort.js';
import type { ChangeSet } from '../edit/change-set.js';
import { createOverlayFileSystem } from '../host/overlay-file-system.js';
import { baseName, isInside, type FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import type { Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { Resolution } from '../model/resolution.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, originOf, scanSource, type ProjectOrigin, type ProjectResolver } from './assemble.js';
import type { LinkedModule } from './link.js';
import { decodeSource } from './read-source.js';
import { createWiringTest } from './relink-wiring.js';

/**
 * The project as it would be after the changes. Only touched files are scanned. The links of the others are kept unless a
 * file that came or went may answer to one of their specifiers: a new `cart.ts` captures what meant `cart/index.ts` before.
 */
export function relink(project: Project, changes: ChangeSet): Project {
  const origin = originOf(project);
  const bytes = new Map<FilePath, Uint8Array | undefined>();
  for (const change of changes.changes) {
    bytes.set(change.file, change.kind === 'delete' ? undefined : new TextEncoder().encode((change.bom ? '\uFEFF' : '') + change.text));
  }
  const fileSystem = createOverlayFileSystem(origin.fileSystem, bytes);
  const files = new Map(project.files);
  const skipped = project.skipped.filter((file) => !bytes.has(file.path));
  for (const [path, content] of bytes) {
    files.delete(path);
    if (content === undefined || !languageFor(path) || !isInside(project.root, path)) continue;
    const source = decodeSource(path, content);
    if ('skipped' in source) skipped.push({ path, reason: source.skipped });
    else files.set(path, source);
  }
  const isWiring = [...bytes.keys()].some(createWiringTest(project));
  const sorted = sortByPath(files);
  const projectFiles = new Set(sorted.keys());
  const comeOrGone = findDifference(project.files, files);
  const sameFiles = !isWiring && comeOrGone.length === 0;
  // Even a file outside the project, such as one in an output folder, can be what a specifier finds on the disk.
  const isPlain = sameFiles && [...bytes.keys()].every((path) => files.has(path));
  const resolver = isPlain ? origin.resolver : isWiring ? createProjectResolver(fileSystem, project.root, projectFiles) : origin.resolver.withFiles(fileSystem, projectFiles);

  const scanned = new Map(project.scanned);
  const unparsed: SkippedFile[] = project.unparsed.filter((file) => !bytes.has(file.path));
  for (const path of bytes.keys()) {
    scanned.delete(path);
    const source = files.get(path);
    if (!source) continue;
    const result = scanSource(source, resolver);
    if (result.kind === 'scanned') scanned.set(path, result.module);
    else unparsed.push({ path, reason: result.reason });
  }
  const modules = sortByPath(scanned);
  const moved = new Set([...comeOrGone, ...findDifference(project.scanned, scanned), ...(isPlain ? [] : bytes.keys())]);
  return assembleProject({
    root: project.root,
    fileSystem,
    resolver,
    files: sorted,
    scanned: modules,
    unparsed: unparsed.sort((a, b) => compareText(a.path, b.path)),
    skipped: skipped.sort((a, b) => compareText(a.path, b.path)),
    declaredTasks: project.declaredTasks,
    ...(isWiring ? {} : { kept: keepLinks(origin, resolver, modules, bytes, moved) }),
  });
}

/** Links of untouched modules for which no file that came, went, or began or ceased to parse makes a difference. */
function keepLinks(
  origin: ProjectOrigin,
  resolver: ProjectResolver,
  modules: ReadonlyMap<FilePath, ScannedModule>,
  touched: ReadonlyMap<FilePath, unknown>,
  moved: ReadonlySet<FilePath>,
): ReadonlyMap<FilePath, LinkedModule> {
  const words = new Set([...moved].flatMap(answeringWords));
  const kept = new Map<FilePath, LinkedModule>();
  for (const [path, module] of modules) {
    const linked = origin.linked.get(path);
    if (linked && !touched.has(path) && (moved.size === 0 || holds(module, linked))) kept.set(path, linked);
  }
  return kept;

  function holds(module: ScannedModule, linked: LinkedModule): boolean {
    let edge = 0;
    for (const record of module.imports) {
      const { specifier } = record;
      const target = linked.edges[edge]?.record === record ? linked.edges[edge++]!.to : undefined;
      if (target !== undefined && moved.has(target)) return false;
      if (!/^\.{0,2}\//.test(specifier)) {
        if (!isSame(module.path, specifier)) return false;
        continue;
      }
      // A path keeps its last word whatever folder, extension or index file it is completed with, unless a package.json leads on.
      const word = lastWord(specifier);
      if (target === undefined || words.has(word) || !answeringWords(target).includes(word)) return false;
    }
    return true;
  }

  function isSame(from: FilePath, specifier: string): boolean {
    const before = origin.resolver.resolve(from, specifier);
    const after = resolver.resolve(from, specifier);
    if (before.kind !== after.kind || targetOf(before) !== targetOf(after)) return false;
    return after.kind !== 'file' || !moved.has(after.path);
  }
}

/** Last words of the relative specifiers that may mean a file: its own name and, for an index file, that of its folder or none. */
function answeringWords(path: FilePath): readonly string[] {
  const segments = path.split('/');
  const word = withoutExtension(baseName(path));
  return word === 'index' ? [word, withoutExtension(segments.at(-2) ?? ''), ''] : [word];
}

/** Up to the first dot, so that `./cart`, `./cart.js` and `./cart.js?raw` ask for one word. Empty for `..` and `./`. */
function lastWord(specifier: string): string {
  return withoutExtension(specifier.slice(specifier.lastIndexOf('/') + 1));
}

function withoutExtension(name: string): string {
  return /^[^.?]*/.exec(name)![0];
}

function targetOf(resolution: Resolution): string {
  if (resolution.kind === 'unresolved') return resolution.reason;
  return resolution.kind === 'external' ? resolution.packageName : resolution.path;
}

/** Keys that only one of the two has. */
function findDifference(before: ReadonlyMap<FilePath, unknown>, after: ReadonlyMap<FilePath, unknown>): readonly FilePath[] {
  return [...[...before.keys()].filter((path) => !after.has(path)), ...[...after.keys()].filter((path) => !before.has(path))];
}

function sortByPath<T extends SourceFile | ScannedModule>(items: ReadonlyMap<FilePath, T>): ReadonlyMap<FilePath, T> {
  return new Map([...items].sort(([a], [b]) => compareText(a, b)));
}
