import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { compareText } from '../diagnostic/sort.js';
import type { FileSystem } from '../host/file-system.js';
import { directoryOf, isInside, joinPath, relativePath, type FilePath } from '../host/path.js';

export interface DiscoverInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  /** Root-relative globs; empty means all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Files and folders to keep to. A file named here is taken even when .gitignore leaves it out. */
  readonly only?: readonly FilePath[];
  readonly isWanted: (file: FilePath) => boolean;
}

/** Left out unless a glob or a path names the folder itself. */
const outsideByDefault = ['.git', 'node_modules', 'dist', 'build', 'coverage', '.decant'];

interface IgnoreLevel {
  readonly directory: FilePath;
  readonly rules: Ignore;
}

/**
 * Files below the root, sorted. `.gitignore` counts at every level, from the top of the repository down. Symlinks are not
 * followed: a link to a parent folder would make an endless tree, and a linked file would be counted twice.
 */
export function discoverFiles(input: DiscoverInput): readonly FilePath[] {
  const { fileSystem, root, only } = input;
  const named = [...input.include, ...(only ?? []).map((path) => relativePath(root, path))].flatMap((path) => path.split('/'));
  const isOutside = (name: string): boolean => outsideByDefault.includes(name) && !named.includes(name);
  const isIncluded = input.include.length > 0 ? picomatch([...input.include], { dot: true }) : () => true;
  const isExcluded = input.exclude.length > 0 ? picomatch([...input.exclude], { dot: true }) : () => false;
  const found = new Set<FilePath>();

  const walk = (directory: FilePath, above: readonly IgnoreLevel[]): void => {
    const entries = fileSystem.listDirectory(directory);
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.kind === 'file') ? readLevel(fileSystem, directory) : undefined;
    const levels = own ? [...above, own] : above;
    for (const entry of entries) {
      if (entry.isSymlink || (entry.kind === 'directory' && isOutside(entry.name))) continue;
      const path = joinPath(directory, entry.name);
      const isFile = entry.kind === 'file';
      if (isFile ? !input.isWanted(path) : entry.kind !== 'directory') continue;
      const relative = relativePath(root, path);
      if (isExcluded(relative) || (isFile && !isIncluded(relative))) continue;
      if (only && !only.some((target) => isInside(target, path) || (!isFile && isInside(path, target)))) continue;
      if (isIgnored(levels, path, !isFile)) continue;
      if (isFile) found.add(path);
      else walk(path, levels);
    }
  };
  walk(root, levelsAbove(fileSystem, root));
  for (const path of only ?? []) {
    if (isInside(root, path) && input.isWanted(path) && fileSystem.entryKind(path) === 'file') found.add(path);
  }
  return [...found].sort(compareText);
}

/** The deepest level that says anything decides, as in git. */
function isIgnored(levels: readonly IgnoreLevel[], path: FilePath, isDirectory: boolean): boolean {
  for (let i = levels.length - 1; i >= 0; i--) {
    const { directory, rules } = levels[i]!;
    const result = rules.test(relativePath(directory, path) + (isDirectory ? '/' : ''));
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

/** `.gitignore` files between the top of the repository and the root; none when they ignore the root itself, which was asked for by name. */
function levelsAbove(fileSystem: FileSystem, root: FilePath): readonly IgnoreLevel[] {
  const levels: IgnoreLevel[] = [];
  for (let directory = root; ; directory = directoryOf(directory)) {
    if (directory !== root) {
      const level = readLevel(fileSystem, directory);
      if (level) levels.unshift(level);
    }
    if (fileSystem.entryKind(joinPath(directory, '.git')) !== undefined) break;
    if (directoryOf(directory) === directory) return [];
  }
  return isIgnored(levels, root, true) ? [] : levels;
}

function readLevel(fileSystem: FileSystem, directory: FilePath): IgnoreLevel | undefined {
  const bytes = fileSystem.readBytes(joinPath(directory, '.gitignore'));
  return bytes && { directory, rules: ignore().add(new TextDecoder().decode(bytes)) };
}
