import type { FileSystem } from '../host/file-system.js';
import { extensionOf, type FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import { applyConfigEntry, type ConfigEntry, type EntryAddition } from '../language/typescript/apply-config-entry.js';
import { readStaticObject, type KnownCalls, type StaticObject } from '../language/typescript/read-static-object.js';
import { discoverFiles } from './discover-files.js';

export type { KnownCalls, StaticGap, StaticObject, StaticPath } from '../language/typescript/read-static-object.js';

/** What a configuration file of another tool exports, read from its text and never run; undefined when there is no such file. */
export function readStaticConfig(fileSystem: FileSystem, file: FilePath, calls?: KnownCalls): StaticObject | undefined {
  const bytes = fileSystem.entryKind(file) === 'file' ? fileSystem.readBytes(file) : undefined;
  return bytes && readStaticObject(new TextDecoder().decode(bytes), extensionOf(file), calls);
}

/** The text of a configuration file of ESLint with one more plugin; undefined when there is no such file. Nothing is run or written. */
export function planConfigEntry(fileSystem: FileSystem, file: FilePath, entry: ConfigEntry): EntryAddition | undefined {
  const text = fileSystem.entryKind(file) === 'file' ? fileSystem.readText(file) : undefined;
  return text === undefined ? undefined : applyConfigEntry(text, extensionOf(file), entry);
}

/** Every source file below the root, whatever a configuration says. Sorted. */
export function listSourceFiles(fileSystem: FileSystem, root: FilePath): readonly FilePath[] {
  return discoverFiles({ fileSystem, root, include: [], exclude: [], isWanted: (path) => languageFor(path) !== undefined });
}
