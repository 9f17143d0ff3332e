import { compareText } from '../diagnostic/sort.js';
import type { FileSystem } from '../host/file-system.js';
import { globLibrary } from '../host/globs.js';
import { baseName, directoryOf, isInside, joinPath, relativePath, type FilePath } from '../host/path.js';
import { readIgnoreRules, type IgnoreRules } from '../text/ignore-rules.js';

export interface DiscoverInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  /** Root-relative globs; empty means all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Files and folders to keep to. A file named here is taken even when .gitignore leaves it out. */
  readonly only?: readonly FilePath[];
  /** Asked with a path or a bare name. */
  readonly isWanted: (file: string) => boolean;
  /** Told of each file of the walk at once, in no order that means anything; not of those that only `only` names. */
  readonly onFile?: (file: FilePath) => void;
}

/** Left out unless a glob or a path names the folder itself. */
const outsideByDefault = ['.git', 'node_modules', 'dist', 'build', 'coverage', '.decant'];

interface IgnoreLevel {
  readonly directory: FilePath;
  readonly rules: IgnoreRules;
}

/**
 * Files below the root, sorted. `.gitignore` counts at every level, from the top of the repository down. Symlinks are not
 * followed: a link to a parent folder would make an endless tree, and a linked file would be counted twice.
 */
export function discoverFiles(input: DiscoverInput): readonly FilePath[] {
  const { fileSystem, root, only } = input;
  const named = [...input.include, ...(only ?? []).map((path) => relativePath(root, path))].flatMap((path) => path.split('/'));
  const outside = new Set(outsideByDefault.filter((name) => !named.includes(name)));
  const isIncluded = matcherOf(input.include);
  const isExcluded = matcherOf(input.exclude);
  const found = new Set<FilePath>();

  const walk = (directory: FilePath, above: readonly IgnoreLevel[]): void => {
    const entries = fileSystem.listDirectory(directory);
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.kind === 'file') ? readLevel(fileSystem, directory) : undefined;
    const levels = own ? [...above, own] : above;
    const prefix = directory === '/' ? '/' : `${directory}/`;
    for (const { name, kind, isSymlink } of entries) {
      if (isSymlink) continue;
      const isFile = kind === 'file';
      if (isFile ? !input.isWanted(name) : kind !== 'directory' || outside.has(name)) continue;
      const path = (prefix + name) as FilePath;
      if (isExcluded || isIncluded) {
        const relative = relativePath(root, path);
        if (isExcluded?.(relative) || (isFile && isIncluded && !isIncluded(relative))) continue;
      }
      if (only && !only.some((target) => isInside(target, path) || (!isFile && isInside(path, target)))) continue;
      if (isIgnored(levels, path, name, !isFile)) continue;
      if (isFile) {
        found.add(path);
        input.onFile?.(path);
      } else walk(path, levels);
    }
  };
  walk(root, levelsAbove(fileSystem, root));
  for (const path of only ?? []) {
    if (isInside(root, path) && input.isWanted(path) && fileSystem.entryKind(path) === 'file') found.add(path);
  }
  return [...found].sort(compareText);
}

/** Whether the walk would pass over a file below the root, there or not: a new file in an ignored folder would never be seen again. */
export function isLeftOut({ fileSystem, root, include, exclude }: Pick<DiscoverInput, 'fileSystem' | 'root' | 'include' | 'exclude'>, file: FilePath): boolean {
  const relative = relativePath(root, file);
  const segments = relative.split('/');
  const named = include.flatMap((path) => path.split('/'));
  if (segments.slice(0, -1).some((name) => outsideByDefault.includes(name) && !named.includes(name))) return true;
  const isExcluded = matcherOf(exclude);
  const isIncluded = matcherOf(include);
  if (isIncluded && !isIncluded(relative)) return true;
  const levels = [...levelsAbove(fileSystem, root)];
  let folder = root;
  return segments.some((name, index) => {
    const own = readLevel(fileSystem, folder);
    if (own) levels.push(own);
    folder = joinPath(folder, name);
    return isExcluded?.(relativePath(root, folder)) === true || isIgnored(levels, folder, name, index < segments.length - 1);
  });
}

/** Undefined without globs: most projects have none, and then the matcher need not be loaded. */
function matcherOf(globs: readonly string[]): ((path: string) => boolean) | undefined {
  return globs.length === 0 ? undefined : globLibrary()([...globs], { dot: true });
}

/** The deepest level that says anything decides, as in git. */
function isIgnored(levels: readonly IgnoreLevel[], path: FilePath, name: string, isDirectory: boolean): boolean {
  for (let i = levels.length - 1; i >= 0; i--) {
    const { directory, rules } = levels[i]!;
    // The folders of the levels lie above the path.
    const said = rules(path.slice(directory.length + (directory === '/' ? 0 : 1)), name, isDirectory);
    if (said !== undefined) return said === 'ignored';
  }
  return false;
}

/** `.gitignore` files between the top of the repository and the root; none when they ignore the root itself, which was asked for by name. */
function levelsAbove(fileSystem: FileSystem, root: FilePath): readonly IgnoreLevel[] {
  const levels: IgnoreLevel[] = [];
  const folders: FilePath[] = [];
  for (let directory = root; ; directory = directoryOf(directory)) {
    if (directory !== root) {
      const level = readLevel(fileSystem, directory);
      if (level) levels.unshift(level);
    }
    if (fileSystem.entryKind(joinPath(directory, '.git')) !== undefined) break;
    if (directoryOf(directory) === directory) return [];
    folders.push(directory);
  }
  const isShut = (folder: FilePath): boolean => isIgnored(levels.filter((level) => isInside(level.directory, directoryOf(folder))), folder, baseName(folder), true);
  return folders.some(isShut) ? [] : levels;
}

function readLevel(fileSystem: FileSystem, directory: FilePath): IgnoreLevel | undefined {
  const bytes = fileSystem.readBytes(joinPath(directory, '.gitignore'));
  return bytes && { directory, rules: readIgnoreRules(new TextDecoder().decode(bytes)) };
}
