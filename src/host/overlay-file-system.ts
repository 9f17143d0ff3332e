import type { DirectoryEntry, EntryKind, FileSystem } from './file-system.js';
import { baseName, directoryOf, joinPath, type FilePath } from './path.js';

/**
 * `base` as it would be with some files written or (undefined) deleted. Folders of created files exist; a folder whose files
 * are all deleted stays, as it does on disk.
 */
export function createOverlayFileSystem(base: FileSystem, changes: ReadonlyMap<FilePath, Uint8Array | undefined>): FileSystem {
  const impliedFolders = new Map<FilePath, Set<FilePath>>();
  for (const [file, bytes] of changes) {
    if (bytes === undefined) continue;
    for (let child = file; directoryOf(child) !== child; child = directoryOf(child)) {
      const folder = directoryOf(child);
      const children = impliedFolders.get(folder) ?? new Set();
      impliedFolders.set(folder, children.add(child));
    }
  }

  const entryKind = (file: FilePath): EntryKind | undefined => {
    if (changes.has(file)) return changes.get(file) === undefined ? undefined : 'file';
    return impliedFolders.has(file) ? 'directory' : base.entryKind(file);
  };

  const realPath = (file: FilePath): FilePath | undefined => {
    if (entryKind(file) === undefined) return undefined;
    const real = base.realPath(file);
    if (real !== undefined || directoryOf(file) === file) return real ?? file;
    const parent = realPath(directoryOf(file));
    return parent && joinPath(parent, baseName(file));
  };

  return {
    readBytes: (file) => (changes.has(file) ? changes.get(file)?.slice() : base.readBytes(file)),
    entryKind,
    listDirectory: (directory) => {
      const entries = new Map<string, DirectoryEntry>();
      for (const entry of base.listDirectory(directory)) {
        const file = joinPath(directory, entry.name);
        if (!changes.has(file)) entries.set(entry.name, entry);
      }
      for (const child of impliedFolders.get(directory) ?? []) {
        const name = baseName(child);
        if (!entries.has(name)) entries.set(name, { name, kind: entryKind(child) ?? 'file', isSymlink: false });
      }
      return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    realPath,
    stat: (file) => {
      const kind = entryKind(file);
      const bytes = changes.get(file);
      // What was never written has no time; it is newer than everything that was.
      return bytes ? { kind: 'file', size: bytes.length, modified: Infinity, changed: Infinity } : kind && (base.stat(file) ?? { kind, size: 0, modified: Infinity, changed: Infinity });
    },
    readText: (file) => {
      const bytes = changes.get(file);
      return bytes ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : changes.has(file) ? undefined : base.readText(file);
    },
    size: (file) => (changes.has(file) ? changes.get(file)?.length : base.size(file)),
  };
}
