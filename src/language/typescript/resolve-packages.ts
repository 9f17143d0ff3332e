import { compareText } from '../../diagnostic/sort.js';
import type { FileSystem } from '../../host/file-system.js';
import { globLibrary } from '../../host/globs.js';
import { directoryOf, joinPath, relativePath, type FilePath } from '../../host/path.js';

/** What resolution needs of one package.json. */
export interface PackageFacts {
  readonly directory: FilePath;
  readonly name?: string;
  readonly dependencies: ReadonlySet<string>;
  readonly sideEffectFree: boolean;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface PackageLookup {
  /** The package.json in this very folder. */
  readonly at: (directory: FilePath) => PackageFacts | undefined;
  /** The nearest package.json, walking up. */
  readonly nearest: (directory: FilePath) => PackageFacts | undefined;
  /** Whether any package.json, walking up, lists the package or its `@types`. */
  readonly isListed: (directory: FilePath, packageName: string) => boolean;
  /** Whether there is a `node_modules`, walking up. */
  readonly hasModules: (directory: FilePath) => boolean;
  /** Whether a `node_modules`, walking up, holds the package or its `@types`. */
  readonly isInstalled: (directory: FilePath, packageName: string) => boolean;
  /** Packages of the workspace by name. */
  readonly workspace: () => ReadonlyMap<string, PackageFacts>;
}

export function createPackageLookup(fileSystem: FileSystem, root: FilePath, projectFiles: ReadonlySet<FilePath>): PackageLookup {
  const read = new Map<FilePath, PackageFacts | undefined>();
  const folders = new Map<FilePath, boolean>();
  let workspace: ReadonlyMap<string, PackageFacts> | undefined;

  const at = (directory: FilePath): PackageFacts | undefined => {
    if (!read.has(directory)) read.set(directory, readPackage(fileSystem, directory));
    return read.get(directory);
  };
  const isFolder = (path: FilePath): boolean => {
    let known = folders.get(path);
    if (known === undefined) folders.set(path, (known = fileSystem.entryKind(path) === 'directory'));
    return known;
  };
  const upwards = function* (directory: FilePath): Generator<FilePath> {
    for (let current = directory; ; current = directoryOf(current)) {
      yield current;
      if (directoryOf(current) === current) return;
    }
  };
  const nearestTo = new Map<FilePath, PackageFacts | undefined>();
  const nearest = (directory: FilePath): PackageFacts | undefined => {
    if (!nearestTo.has(directory)) {
      const parent = directoryOf(directory);
      nearestTo.set(directory, at(directory) ?? (parent === directory ? undefined : nearest(parent)));
    }
    return nearestTo.get(directory);
  };
  const modulesAbove = new Map<FilePath, boolean>();
  const hasModules = (directory: FilePath): boolean => {
    let known = modulesAbove.get(directory);
    if (known === undefined) {
      const parent = directoryOf(directory);
      known = isFolder(joinPath(directory, 'node_modules')) || (parent !== directory && hasModules(parent));
      modulesAbove.set(directory, known);
    }
    return known;
  };
  return {
    at,
    nearest,
    isListed: (directory, packageName) => {
      const types = typesPackage(packageName);
      for (const folder of upwards(directory)) {
        const listed = at(folder)?.dependencies;
        if (listed && (listed.has(packageName) || listed.has(types))) return true;
      }
      return false;
    },
    hasModules,
    isInstalled: (directory, packageName) => {
      if (!hasModules(directory)) return false;
      for (const folder of upwards(directory)) {
        for (const name of [packageName, typesPackage(packageName)]) {
          const modules = joinPath(folder, 'node_modules');
          if (isFolder(modules) && isFolder(joinPath(modules, name))) return true;
        }
      }
      return false;
    },
    workspace: () => (workspace ??= findWorkspace(fileSystem, root, projectFiles, at)),
  };
}

function typesPackage(packageName: string): string {
  return `@types/${packageName.replace(/^@/, '').replace('/', '__')}`;
}

function readPackage(fileSystem: FileSystem, directory: FilePath): PackageFacts | undefined {
  const bytes = fileSystem.readBytes(joinPath(directory, 'package.json'));
  if (!bytes) return undefined;
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((field) =>
    Object.keys((json[field] as object | undefined) ?? {}),
  );
  const effects = json.sideEffects;
  return {
    directory,
    name: typeof json.name === 'string' ? json.name : undefined,
    dependencies: new Set(dependencies),
    sideEffectFree: effects === false || (Array.isArray(effects) && effects.length === 0),
    json,
  };
}

/** Packages below the nearest folder (the root or above it) that declares a workspace. Only folders that hold project files count. */
function findWorkspace(
  fileSystem: FileSystem,
  root: FilePath,
  projectFiles: ReadonlySet<FilePath>,
  at: (directory: FilePath) => PackageFacts | undefined,
): ReadonlyMap<string, PackageFacts> {
  const packages = new Map<string, PackageFacts>();
  let top = root;
  let patterns = workspacePatterns(fileSystem, top, at(top));
  while (patterns.length === 0 && directoryOf(top) !== top) {
    top = directoryOf(top);
    patterns = workspacePatterns(fileSystem, top, at(top));
  }
  if (patterns.length === 0) return packages;
  // The top of a workspace is a package of it too.
  const topFacts = at(top);
  if (topFacts?.name !== undefined) packages.set(topFacts.name, topFacts);
  const directories = new Set<FilePath>();
  for (const file of projectFiles) {
    for (let folder = directoryOf(file); !directories.has(folder) && folder.startsWith(`${root}/`); folder = directoryOf(folder)) directories.add(folder);
  }
  const clean = (pattern: string): string => pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const match = globLibrary();
  const included = match(patterns.filter((pattern) => !pattern.startsWith('!')).map(clean));
  const excluded = match(patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => clean(pattern.slice(1))));
  for (const directory of [...directories].sort(compareText)) {
    const relative = relativePath(top, directory);
    if (!included(relative) || excluded(relative)) continue;
    const facts = at(directory);
    if (facts?.name !== undefined && !packages.has(facts.name)) packages.set(facts.name, facts);
  }
  return packages;
}

function workspacePatterns(fileSystem: FileSystem, directory: FilePath, facts: PackageFacts | undefined): readonly string[] {
  const declared = facts?.json.workspaces;
  const list = Array.isArray(declared) ? declared : (declared as { packages?: unknown } | undefined)?.packages;
  if (Array.isArray(list)) return list.filter((item) => typeof item === 'string');
  const yaml = fileSystem.readBytes(joinPath(directory, 'pnpm-workspace.yaml'));
  return yaml ? readPackagesList(new TextDecoder().decode(yaml)) : [];
}

/** The `packages:` list of a pnpm-workspace.yaml: one quoted or plain glob a line, or all in brackets. */
function readPackagesList(text: string): readonly string[] {
  const unquote = (item: string): string => item.trim().replace(/^(['"])(.*)\1.*$/, '$2').replace(/\s+#.*$/, '');
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^packages\s*:/.test(line));
  if (start === -1) return [];
  const inline = /\[(.*)\]/.exec(lines[start]!);
  if (inline) return inline[1]!.split(',').map(unquote).filter(Boolean);
  const items: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^\s*-\s+(.+)$/.exec(line);
    if (item) items.push(unquote(item[1]!));
    else if (line.trim() !== '' && !line.trim().startsWith('#')) break;
  }
  return items;
}
