import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filePath } from './path.js';
import type { FilePath } from './path.js';

export interface TemporaryFolder {
  readonly path: FilePath;
  /** Removes the folder with everything in it. Symlinks are removed, never followed. */
  readonly remove: () => void;
}

/** The path has no symlink in it: macOS keeps its temporary files behind one, and paths are compared as text later. */
export function makeTemporaryFolder(label: string): TemporaryFolder {
  const folder = filePath(realpathSync(mkdtempSync(path.join(tmpdir(), `decant-${label}-`))));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
