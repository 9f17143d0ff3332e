import { compareText } from '../diagnostic/sort.js';
import type { NearestPackage } from './nearest-package.js';

const script = /\.[cm]?[jt]sx?$/;

/**
 * What is built of a source file, as far as the entries of its package.json tell: beside src/index.ts and `"main": "./dist/index.js"`, src/tasks.ts becomes dist/tasks.js.
 * Paths are relative to the package. That file is the one which is published, and which a bundler of somebody else meets.
 */
export function findBuiltPaths({ exports, main, module, browser }: NearestPackage['content'], path: string, files: readonly string[]): readonly string[] {
  const top = path.slice(0, path.indexOf('/') + 1);
  if (top === '') return [];
  const stemOf = (name: string): string => name.slice(top.length).replace(script, '');
  const stem = stemOf(path);
  const sources = new Set(files.filter((name) => name.startsWith(top) && script.test(name)).map(stemOf));
  const found = [exports, main, module, browser].flatMap(listStrings).flatMap((target): string[] => {
    const entry = target.replace(/^\.\//, '');
    const extension = /\.[cm]?js$/.exec(entry)?.[0];
    if (extension === undefined || entry.startsWith(top)) return [];
    const parts = entry.slice(0, -extension.length).split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const inner = parts.slice(depth).join('/');
      const folder = inner.slice(0, Math.max(0, inner.indexOf('*')));
      // `dist/menu/*.js` is for src/menu where there is one, and dist/esm/*.js for all of src.
      const isKnown = inner.includes('*') ? folder === '' || [...sources].some((name) => name.startsWith(folder)) : sources.has(inner);
      if (isKnown) return stem.startsWith(folder) ? [`${parts.slice(0, depth).join('/')}/${stem}${extension}`] : [];
    }
    return [];
  });
  return [...new Set(found)].sort(compareText);
}

/** Whether an entry of package.json leads to what is built of the file, its declarations included. */
export function isBuiltOf(entry: string, path: string, files: readonly string[]): boolean {
  const main = entry.replace(/\.d\.([cm]?)ts$/, '.$1js');
  return findBuiltPaths({ main }, path, files).includes(main.replace(/^\.\//, ''));
}

function listStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listStrings) : [];
}
