import { compareText } from '../diagnostic/sort.js';
import type { ChangeSet } from '../edit/change-set.js';
import { createOverlayFileSystem } from '../host/overlay-file-system.js';
import { isInside, type FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import type { Project, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, originOf, scanSource } from './assemble.js';
import type { LinkedModule } from './link.js';
import { decodeSource } from './read-source.js';

/**
 * The project as it would be after the changes. Only touched files are scanned; the links of the others are kept unless the
 * set of files changed, because a new `cart.ts` may capture a specifier that meant `cart/index.ts` before.
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
  const sameFiles = files.size === project.files.size && [...files.keys()].every((path) => project.files.has(path));
  const isWiring = [...bytes.keys()].some((path) => /\.json$|\.yaml$/.test(path));
  const keepsLinks = sameFiles && !isWiring;
  const sorted = sortedFiles(files);
  const resolver = keepsLinks ? origin.resolver : createProjectResolver(fileSystem, project.root, new Set(sorted.keys()));

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
  const sameModules = scanned.size === project.scanned.size && [...scanned.keys()].every((path) => project.scanned.has(path));
  const kept = new Map<FilePath, LinkedModule>();
  if (keepsLinks && sameModules) for (const [path, module] of origin.linked) if (!bytes.has(path)) kept.set(path, module);
  return assembleProject({
    root: project.root,
    fileSystem,
    resolver,
    files: sorted,
    scanned: new Map([...scanned].sort(([a], [b]) => compareText(a, b))),
    unparsed: unparsed.sort((a, b) => compareText(a.path, b.path)),
    skipped: skipped.sort((a, b) => compareText(a.path, b.path)),
    kept,
  });
}

function sortedFiles(files: ReadonlyMap<FilePath, SourceFile>): ReadonlyMap<FilePath, SourceFile> {
  return new Map([...files].sort(([a], [b]) => compareText(a, b)));
}
