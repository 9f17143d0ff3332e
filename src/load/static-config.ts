import type { FileSystem } from '../host/file-system.js';
import { extensionOf, type FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import { readStaticObject, type KnownCalls, type StaticObject } from '../language/typescript/read-static-object.js';
import { discoverFiles } from './discover-files.js';

export type { KnownCalls, StaticGap, StaticObject, StaticPath } from '../language/typescript/read-static-object.js';

/** What a configuration file of another tool exports, read from its text and never run; undefined when there is no such file. */
export function readStaticConfig(fileSystem: FileSystem, file: FilePath, calls?: KnownCalls): StaticObject | undefined {
  const bytes = fileSystem.entryKind(file) === 'file' ? fileSystem.readBytes(file) : undefined;
  return bytes && readStaticObject(new TextDecoder().decode(bytes), extensionOf(file), calls);
}

/** Every source file below the root, whatever a configuration says. Sorted. */
export function listSourceFiles(fileSystem: FileSystem, root: FilePath): readonly FilePath[] {
  return discoverFiles({ fileSystem, root, include: [], exclude: [], isWanted: (path) => languageFor(path) !== undefined });
}
