import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, directoryOf, isInside, relativePath } from '../host/path.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';

/** What has to be known of the disk to tell where a path leads. */
export type Places = Pick<FileSystem, 'listDirectory' | 'realPath'>;

/** Asks for each folder and each path once: of two thousand files that are written a thousand may lie in one folder. Holds as long as nothing is written. */
export function rememberPlaces(fileSystem: Places): Places {
  return { listDirectory: remember((folder) => fileSystem.listDirectory(folder)), realPath: remember((path) => fileSystem.realPath(path)) };
}

function remember<T>(ask: (path: FilePath) => T): (path: FilePath) => T {
  const known = new Map<FilePath, T>();
  return (path) => {
    if (!known.has(path)) known.set(path, ask(path));
    return known.get(path)!;
  };
}

/**
 * Throws unless `file`, existing or not, lies inside the root on disk. Comparing the text of the paths is not enough:
 * `src/tasks/a.ts` lies in `/etc` when `src/tasks` is a symlink to it. So the deepest existing ancestor is resolved.
 */
export function requireInside(fileSystem: Places, root: FilePath, file: FilePath): void {
  const shown = relativePath(root, file);
  if (!isInside(root, file)) {
    throw new ToolError(
      'path outside of the project',
      `${file} is not below the root ${root}`,
      'Name a file inside the project, or choose another root with --root.',
    );
  }
  const realRoot = fileSystem.realPath(root) ?? root;
  for (let path = file; ; path = directoryOf(path)) {
    const real = fileSystem.realPath(path);
    if (real === undefined && !isSymlink(fileSystem, path)) continue;
    if (real !== undefined && isInside(realRoot, real)) return;
    throw new ToolError(
      'path outside of the project',
      real === undefined ? `${shown} goes through ${path}, a symlink to nothing` : `${shown} leads through a symlink to ${real}, outside of ${root}`,
      'Name a path that stays inside the project.',
    );
  }
}

/** Whether the entry itself is a symlink, dangling ones included. */
export function isSymlink(fileSystem: Places, file: FilePath): boolean {
  const name = baseName(file);
  return fileSystem.listDirectory(directoryOf(file)).some((entry) => entry.name === name && entry.isSymlink);
}
