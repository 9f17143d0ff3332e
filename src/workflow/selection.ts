import { nearestName } from '../diagnostic/nearest.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, directoryOf, isInside, joinPath, relativePath } from '../host/path.js';
import { requireInside } from './safe-target.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Workspace } from './workspace.js';

/** Whether a file lies at or below one of the paths; no paths select everything. */
export function isSelected(paths: readonly FilePath[], file: FilePath): boolean {
  return paths.length === 0 || paths.some((path) => isInside(path, file));
}

/** Throws ToolError for a path that does not exist or lies outside of the root. */
export function requirePaths(workspace: Pick<Workspace, 'fileSystem' | 'root'>, paths: readonly FilePath[]): void {
  for (const path of paths) {
    requireExisting(workspace, path);
    requireInside(workspace.fileSystem, workspace.root, path);
  }
}

export function requireExisting(workspace: Pick<Workspace, 'fileSystem' | 'root'>, path: FilePath): void {
  if (workspace.fileSystem.entryKind(path) !== undefined) return;
  const near = findNearestPath(workspace.fileSystem, path);
  const shown = isInside(workspace.root, path) ? relativePath(workspace.root, path) : path;
  throw new ToolError(
    'no such file or folder',
    `${shown} does not exist`,
    near === undefined ? 'Check the path.' : `Did you mean ${isInside(workspace.root, near) ? relativePath(workspace.root, near) : near}?`,
  );
}

/** Corrects the first segment that does not exist, if the rest exists below the correction. */
function findNearestPath(fileSystem: FileSystem, path: FilePath): FilePath | undefined {
  const rest: string[] = [];
  let missing = path;
  while (fileSystem.entryKind(directoryOf(missing)) === undefined && directoryOf(missing) !== missing) {
    rest.unshift(baseName(missing));
    missing = directoryOf(missing);
  }
  const name = nearestName(baseName(missing), fileSystem.listDirectory(directoryOf(missing)).map((entry) => entry.name));
  if (name === undefined) return undefined;
  const corrected = joinPath(directoryOf(missing), name, ...rest);
  return fileSystem.entryKind(corrected) === undefined ? joinPath(directoryOf(missing), name) : corrected;
}

/** Throws ToolError when nothing was selected: a gate that looked at nothing must not pass. */
export function requireFiles(project: Project, paths: readonly FilePath[]): void {
  if (paths.length === 0 && project.files.size > 0) return;
  const known = [...project.files.keys(), ...project.unparsed.map((file) => file.path), ...project.skipped.map((file) => file.path)];
  if (known.some((file) => isSelected(paths, file))) return;
  const where = paths.length === 0 ? project.root : paths.map((path) => relativePath(project.root, path) || '.').join(', ');
  throw new ToolError(
    'no source files',
    `${where} holds no TypeScript or JavaScript file of the project`,
    'Check --root, and `include` and `exclude` in decant.config.json and .gitignore.',
  );
}
