import type { Config } from '../config/config.js';
import { ToolError } from '../diagnostic/tool-error.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import type { Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import { assembleProject, createProjectResolver, scanSource } from './assemble.js';
import { discoverFiles } from './discover-files.js';
import { createDiskView, type DiskView } from './disk-view.js';
import { readSource } from './read-source.js';

export interface LoadInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  readonly config: Config;
  /** Keep to these files and folders. Edges to files outside them are not in the graph. */
  readonly only?: readonly FilePath[];
  /** Told of each file as soon as it is found. */
  readonly onFile?: (file: FilePath) => void;
}

/** Discovers, reads, scans and links every file below the root. Throws ToolError when the root is no folder. */
export function loadProject(input: LoadInput): Project {
  const { fileSystem, root } = input;
  const { view, paths } = walkProject(input, false);
  const files = new Map<FilePath, SourceFile>();
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    const source = readSource(fileSystem, path);
    if ('skipped' in source) skipped.push({ path, reason: source.skipped });
    else files.set(path, source);
  }
  const resolver = createProjectResolver(view, root, new Set(files.keys()));
  const scanned = new Map<FilePath, ScannedModule>();
  const unparsed: SkippedFile[] = [];
  for (const source of files.values()) {
    const result = scanSource(source, resolver);
    if (result.kind === 'scanned') scanned.set(source.path, result.module);
    else unparsed.push({ path: source.path, reason: result.reason });
  }
  return assembleProject({ root, fileSystem: view, resolver, files, scanned, unparsed, skipped, declaredTasks: input.config.tasks.frameworks });
}

/** Whether a file is code that decant can read. */
export function isSource(path: FilePath): boolean {
  return languageFor(path) !== undefined;
}

/** The files of the project, sorted, and the disk as the walk found it. Throws ToolError when the root is no folder. */
export function walkProject({ fileSystem, root, config, only, onFile }: LoadInput, keepsQuestions = true): { readonly view: DiskView; readonly paths: readonly FilePath[] } {
  const kind = fileSystem.entryKind(root);
  if (kind !== 'directory') {
    const detail = kind === undefined ? `${root} does not exist` : `${root} is not a folder`;
    throw new ToolError('cannot read the project', detail, 'Give --root the folder of the project.');
  }
  const view = createDiskView(fileSystem, keepsQuestions);
  const { include, exclude } = config;
  const paths = discoverFiles({ fileSystem: view, root, include, exclude, ...(only && { only }), ...(onFile && { onFile }), isWanted: (path) => languageFor(path) !== undefined });
  view.endWalk();
  return { view, paths };
}
