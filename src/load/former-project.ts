import { directoryOf, isInside, joinPath } from '../host/path.js';
import { createMemoryFileSystem } from '../host/memory-file-system.js';
import { languageFor } from '../language/registry.js';
import { discoverFiles } from './discover-files.js';
import { decodeSource } from './read-source.js';
import { relink } from './relink.js';
import { createWiringTest, mayExtend } from './relink-wiring.js';
import type { Config } from '../config/config.js';
import type { FileChange } from '../edit/change-set.js';
import type { FileSystem } from '../host/file-system.js';
import type { TreeChange } from '../host/git-changes.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';

export interface FormerInput {
  readonly project: Project;
  readonly fileSystem: FileSystem;
  readonly config: Config;
  /** Top of the working tree: no .gitignore above it counts. */
  readonly top: FilePath;
  readonly changes: readonly TreeChange[];
  /** Contents of blobs by their hash. */
  readonly readBlobs: (blobs: readonly string[]) => ReadonlyMap<string, Uint8Array>;
}

export interface FormerProject {
  readonly project: Project;
  /** Source files of either project that differ. */
  readonly changed: number;
}

/**
 * The project as it was before the changes, without reading a file that did not change. Only the texts that matter are
 * asked for: sources, and what decides what imports mean.
 */
export function buildFormerProject(input: FormerInput): FormerProject {
  const { project, changes } = input;
  const isSource = (file: FilePath): boolean => languageFor(file) !== undefined && isInside(project.root, file);
  const isPresent = createPresence(project);
  const before = new Map(changes.flatMap((change) => (change.before ? [[change.before.file, change.before.blob] as const] : [])));
  const belonged = findFormerFiles(input, [...before.keys()].filter(isSource));
  const wiring = readFormerWiring(input, before);
  const there = new Set(changes.map(({ after }) => after?.file));
  const matters = (file: FilePath): boolean => (isSource(file) ? belonged.has(file) : wiring.has(file) || !there.has(file));
  const restored = [...before].filter(([file]) => matters(file));
  const sources = input.readBlobs(restored.flatMap(([file, blob]) => (isSource(file) ? [blob] : [])));
  const removed = changes
    .flatMap(({ after }) => (after === undefined || before.has(after.file) ? [] : [after.file]))
    .filter((file) => !isSource(file) || isPresent(file));
  const reverted: FileChange[] = [
    ...restored.map(([file, blob]) => restore(file, wiring.get(file) ?? sources.get(blob))),
    ...removed.map((file): FileChange => ({ kind: 'delete', file, because })),
  ];
  if (reverted.length === 0) return { project, changed: 0 };
  return {
    project: relink(project, { changes: reverted, applicability: 'display-only' }),
    changed: reverted.filter(({ file }) => belonged.has(file) || isPresent(file)).length,
  };
}

const because = 'as it was before the change';

/** Former contents of what decided what imports mean. Of any other file that is no source it matters only that it was there. */
function readFormerWiring({ project, readBlobs }: FormerInput, before: ReadonlyMap<FilePath, string>): ReadonlyMap<FilePath, Uint8Array> {
  const found = new Map<FilePath, Uint8Array>();
  let next: readonly FilePath[] = [...before.keys()].filter(createWiringTest(project));
  // What only a former tsconfig extended is known from its former text alone, base by base.
  while (next.length > 0) {
    const contents = readBlobs(next.map((file) => before.get(file)!));
    const texts = next.map((file) => [file, contents.get(before.get(file)!) ?? new Uint8Array()] as const);
    for (const [file, bytes] of texts) found.set(file, bytes);
    const others = [...before.keys()].filter((file) => file.endsWith('.json') && !found.has(file));
    next = others.filter((other) => texts.some(([file, bytes]) => mayExtend(file, new TextDecoder().decode(bytes), other)));
  }
  return found;
}

function restore(file: FilePath, bytes: Uint8Array | undefined): FileChange {
  const source = decodeSource(file, bytes ?? new Uint8Array());
  // A change set holds text; one NUL makes the file as binary as it was.
  const { text, bom } = 'skipped' in source ? { text: '\0', bom: false } : source;
  return { kind: 'create', file, text, bom, because };
}

function createPresence(project: Project): (file: FilePath) => boolean {
  const others = new Set([...project.unparsed, ...project.skipped].map((file) => file.path));
  return (file) => project.files.has(file) || others.has(file);
}

/**
 * Which files that existed before would have belonged to the project, by the same walk that finds those of today: a file that
 * the configuration or .gitignore leaves out must not come in because it was changed. The walk sees these files alone.
 */
function findFormerFiles({ project, fileSystem, config, top }: FormerInput, files: readonly FilePath[]): ReadonlySet<FilePath> {
  if (files.length === 0) return new Set();
  const contents: Record<string, string | Uint8Array> = { [joinPath(top, '.git', 'HEAD')]: '' };
  const folders = new Set<FilePath>();
  for (const file of files) {
    contents[file] = '';
    for (let folder = directoryOf(file); isInside(top, folder) && !folders.has(folder); folder = directoryOf(folder)) {
      folders.add(folder);
      const rules = joinPath(folder, '.gitignore');
      const text = fileSystem.readBytes(rules);
      if (text !== undefined) contents[rules] = text;
    }
  }
  const { include, exclude } = config;
  const sparse = createMemoryFileSystem(contents);
  return new Set(discoverFiles({ fileSystem: sparse, root: project.root, include, exclude, isWanted: (file) => languageFor(file) !== undefined }));
}
