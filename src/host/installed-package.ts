import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { directoryOf, filePath, joinPath, type FilePath } from './path.js';

/** What the build defines: a hash of the sources. */
declare const DECANT_BUILD: string | undefined;

/** Tells two builds of the same version apart; undefined when the sources run as they are, where anything may have changed. */
export const ownBuild: string | undefined = typeof DECANT_BUILD === 'undefined' ? undefined : DECANT_BUILD;

/** Version of decant itself. */
export function readOwnVersion(): string {
  return findOwnPackage()?.version ?? 'unknown';
}

/** The text files of a folder of decant's own package by name, such as the pages in `docs/findings`. Sorted by name; empty when it is not there. */
export function readOwnFolder(...segments: string[]): ReadonlyMap<string, string> {
  const own = findOwnPackage();
  if (own === undefined) return new Map();
  const folder = joinPath(own.folder, ...segments);
  const names = listIfPresent(folder).sort();
  return new Map(names.flatMap((name) => {
    const text = readIfPresent(joinPath(folder, name));
    return text === undefined ? [] : [[name, text] as const];
  }));
}

/** A built script of `dist/child`. Undefined where the sources run and nothing was built. */
export function findOwnProgram(name: string): FilePath | undefined {
  return findOwnFile('dist/child', `${name}.js`);
}

/** A file of decant's own package. Undefined when it is not there. */
export function findOwnFile(...segments: string[]): FilePath | undefined {
  const own = findOwnPackage();
  const file = own && joinPath(own.folder, ...segments);
  return file !== undefined && existsSync(file) ? file : undefined;
}

/**
 * The nearest package.json with decant's name above this file: the same search works for the sources, where it is two
 * folders up, and for the bundle in `dist`.
 */
function findOwnPackage(): { readonly folder: FilePath; readonly version: string } | undefined {
  for (let folder = directoryOf(filePath(fileURLToPath(import.meta.url))); ; folder = directoryOf(folder)) {
    const content = readIfPresent(joinPath(folder, 'package.json'));
    const parsed = content === undefined ? undefined : (JSON.parse(content) as { name?: string; version?: string });
    if (parsed?.name === 'decant' && parsed.version !== undefined) return { folder, version: parsed.version };
    if (folder === directoryOf(folder)) return undefined;
  }
}

function listIfPresent(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
