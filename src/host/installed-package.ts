import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { directoryOf, filePath, joinPath } from './path.js';

/**
 * Version of decant itself, from the nearest package.json with its name above this file: the same search works for the
 * sources, where it is two folders up, and for the bundle in `dist`.
 */
export function readOwnVersion(): string {
  for (let folder = directoryOf(filePath(fileURLToPath(import.meta.url))); ; folder = directoryOf(folder)) {
    const content = readIfPresent(joinPath(folder, 'package.json'));
    const parsed = content === undefined ? undefined : (JSON.parse(content) as { name?: string; version?: string });
    if (parsed?.name === 'decant' && parsed.version !== undefined) return parsed.version;
    if (folder === directoryOf(folder)) return 'unknown';
  }
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
