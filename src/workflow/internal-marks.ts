import { directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import type { FileSystem } from '../host/file-system.js';

/**
 * Whether the build of a file acts on `@internal`. `stripInternal` leaves what is marked out of the declaration files, and a sibling
 * that imports it would import nothing; API Extractor counts a public signature that names an internal type as an error
 * (`ae-incompatible-release-tags`). The option often stands in `tsconfig.build.json`, which no file is read with.
 */
export function readsInternalMarks(fileSystem: FileSystem, root: FilePath, source: FilePath): boolean {
  for (let folder = directoryOf(source); isInside(root, folder); folder = directoryOf(folder)) {
    for (const { name, kind } of fileSystem.listDirectory(folder)) {
      if (/^api-extractor.*\.json$/.test(name)) return true;
      if (name === 'config' && kind === 'directory' && fileSystem.entryKind(joinPath(folder, name, 'api-extractor.json')) === 'file') return true;
      if (!/^(?:tsconfig.*\.json|package\.json|.*\.config\.[cm]?[jt]s)$/.test(name)) continue;
      if (strips.test(new TextDecoder().decode(fileSystem.readBytes(joinPath(folder, name))))) return true;
    }
    if (folder === root) break;
  }
  return false;
}

const strips = /\bstripInternal["']?\s*:\s*true\b|--stripInternal\b/;
