import { ToolError } from '../diagnostic/tool-error.js';
import { directoryOf, filePath, joinPath } from '../host/path.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';

/** Without one of these a folder is no root for its own sake. */
export const rootMarks = ['decant.config.json', '.git', 'pnpm-workspace.yaml', 'package.json'] as const;

/**
 * The project root for a run that starts at `start`: the nearest folder upward with a decant.config.json; else the
 * nearest one that is a repository or a workspace root; else the nearest one with a package.json; else `start`.
 * The package alone would be too narrow in a monorepo: a cycle through two packages would not be seen.
 */
export function findRoot(fileSystem: FileSystem, start: FilePath): FilePath {
  const ancestors = listAncestors(fileSystem, start);
  const tests = [
    (folder: FilePath) => has(fileSystem, folder, 'decant.config.json'),
    (folder: FilePath) => has(fileSystem, folder, '.git') || isWorkspaceRoot(fileSystem, folder),
    (folder: FilePath) => has(fileSystem, folder, 'package.json'),
  ];
  for (const test of tests) {
    const found = ancestors.find(test);
    if (found !== undefined) return found;
  }
  return ancestors[0]!;
}

/** The root that was named, or the one of a run that starts at `start`. Throws ToolError for one that is no folder. */
export function chooseRoot(fileSystem: FileSystem, named: string | undefined, start = '.'): FilePath {
  if (named === undefined) return findRoot(fileSystem, filePath(start));
  const root = filePath(named);
  // Arguments are compared with the root as text, and the working folder has no symlink in it.
  if (fileSystem.entryKind(root) === 'directory') return fileSystem.realPath(root) ?? root;
  throw new ToolError('no such root', `${root} is not a folder`, 'Name an existing folder with --root.');
}

/** The nearest existing folder at or above `start`, and every folder above it. */
function listAncestors(fileSystem: FileSystem, start: FilePath): readonly FilePath[] {
  const folders: FilePath[] = [];
  for (let folder = start; ; folder = directoryOf(folder)) {
    if (fileSystem.entryKind(folder) === 'directory') folders.push(folder);
    if (folder === directoryOf(folder)) break;
  }
  return folders.length > 0 ? folders : [start];
}

function has(fileSystem: FileSystem, folder: FilePath, name: string): boolean {
  return fileSystem.entryKind(joinPath(folder, name)) !== undefined;
}

function isWorkspaceRoot(fileSystem: FileSystem, folder: FilePath): boolean {
  if (has(fileSystem, folder, 'pnpm-workspace.yaml')) return true;
  const bytes = fileSystem.readBytes(joinPath(folder, 'package.json'));
  if (bytes === undefined) return false;
  try {
    const manifest: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest;
  } catch {
    return false;
  }
}
