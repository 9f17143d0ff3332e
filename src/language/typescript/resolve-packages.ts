import { compareText } from '../../diagnostic/sort.js';
import type { FileSystem } from '../../host/file-system.js';
import { matchAnyGlob } from '../../host/globs.js';
import { directoryOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';

/** What resolution needs of one package.json. */
export interface PackageFacts {
  readonly directory: FilePath;
  readonly name?: string;
  readonly dependencies: ReadonlySet<string>;
  /** Dependencies that are folders, with their paths. */
  readonly linked: ReadonlyMap<string, string>;
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
  /** Whether one holds its `@types`. */
  readonly hasTypes: (directory: FilePath, packageName: string) => boolean;
  /** The package that the nearest such `node_modules` holds: its own, not its `@types`. An empty folder is none. */
  readonly installed: (directory: FilePath, packageName: string) => PackageFacts | undefined;
  /** Where the nearest `node_modules` has an entry of that name. */
  readonly installedAt: (directory: FilePath, packageName: string) => FilePath | undefined;
  /** The package of that name in the workspace that the folder belongs to, or in one around it. */
  readonly member: (directory: FilePath, name: string) => PackageFacts | undefined;
}

export function createPackageLookup(fileSystem: FileSystem, root: FilePath, projectFiles: ReadonlySet<FilePath>): PackageLookup {
  const read = new Map<FilePath, PackageFacts | undefined>();
  const folders = new Map<FilePath, boolean>();
  let workspaces: readonly Workspace[] | undefined;

  const at = (directory: FilePath): PackageFacts | undefined => {
    if (fileSystem.decidesNothing?.(directory) === true) return undefined;
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
      const isOwn = fileSystem.decidesNothing?.(directory) !== true && isFolder(joinPath(directory, 'node_modules'));
      known = isOwn || (parent !== directory && hasModules(parent));
      modulesAbove.set(directory, known);
    }
    return known;
  };
  /** The folders of that name that a `node_modules`, walking up, has. */
  const entriesOf = function* (directory: FilePath, name: string): Generator<FilePath> {
    if (!hasModules(directory)) return;
    for (const folder of upwards(directory)) {
      const modules = joinPath(folder, 'node_modules');
      if (isFolder(modules) && isFolder(joinPath(modules, name))) yield joinPath(modules, name);
    }
  };
  const firstEntry = (directory: FilePath, name: string): FilePath | undefined => {
    for (const entry of entriesOf(directory, name)) return entry;
    return undefined;
  };
  const isHeld = (directory: FilePath, name: string): boolean => firstEntry(directory, name) !== undefined;
  /** `"stock": "file:../stock"`: a folder of this project that is installed as a link or a copy. */
  const linked = (directory: FilePath, name: string): PackageFacts | undefined => {
    for (const holder of linking(directory)) {
      const path = holder.linked.get(name);
      const facts = path === undefined ? undefined : at(joinPath(holder.directory, path));
      if (facts && isInside(root, facts.directory)) return facts;
    }
    return undefined;
  };
  const linkingAbove = new Map<FilePath, readonly PackageFacts[]>();
  /** The package.json, walking up, that have any such dependency: hardly one. */
  const linking = (directory: FilePath): readonly PackageFacts[] => {
    let known = linkingAbove.get(directory);
    if (!known) {
      const own = at(directory);
      const parent = directoryOf(directory);
      const above = parent === directory ? [] : linking(parent);
      linkingAbove.set(directory, (known = own && own.linked.size > 0 ? [own, ...above] : above));
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
    isInstalled: (directory, packageName) => isHeld(directory, packageName) || isHeld(directory, typesPackage(packageName)),
    hasTypes: (directory, packageName) => isHeld(directory, typesPackage(packageName)),
    installed: (directory, packageName) => {
      for (const entry of entriesOf(directory, packageName)) {
        const facts = at(entry);
        if (facts) return facts;
      }
      return undefined;
    },
    installedAt: firstEntry,
    member: (directory, name) => {
      workspaces ??= findWorkspaces(fileSystem, root, projectFiles, at);
      return workspaces.find(({ top, packages }) => packages.has(name) && isInside(top, directory))?.packages.get(name) ?? linked(directory, name);
    },
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
  const dependencies = dependencyFields.flatMap((field) =>
    Object.keys((json[field] as object | undefined) ?? {}),
  );
  const effects = json.sideEffects;
  return {
    directory,
    name: typeof json.name === 'string' ? json.name : undefined,
    dependencies: new Set(dependencies),
    linked: readLinked(json),
    sideEffectFree: effects === false || (Array.isArray(effects) && effects.length === 0),
    json,
  };
}

const dependencyFields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
const none: ReadonlyMap<string, string> = new Map();

function readLinked(json: Record<string, unknown>): ReadonlyMap<string, string> {
  const linked = dependencyFields.flatMap((field) => Object.entries((json[field] as object | undefined) ?? {}).flatMap(([name, version]): [string, string][] => {
    const path = typeof version === 'string' ? /^(?:file|link|portal):(?!\/)(.+)$/.exec(version)?.[1] : undefined;
    return path === undefined || /\.(?:tgz|tar(?:\.gz)?)$/.test(path) ? [] : [[name, path]];
  }));
  return linked.length === 0 ? none : new Map(linked);
}

interface Workspace {
  readonly top: FilePath;
  readonly packages: ReadonlyMap<string, PackageFacts>;
}

/**
 * The nearest folder at the root or above it that declares a workspace, and every folder below the root that does: the site
 * of a project is often one of its own. The deepest first.
 */
function findWorkspaces(
  fileSystem: FileSystem,
  root: FilePath,
  projectFiles: ReadonlySet<FilePath>,
  at: (directory: FilePath) => PackageFacts | undefined,
): readonly Workspace[] {
  const folders = new Set<FilePath>();
  for (const file of projectFiles) {
    for (let folder = directoryOf(file); !folders.has(folder) && folder.startsWith(`${root}/`); folder = directoryOf(folder)) folders.add(folder);
  }
  // Of thousands of folders some hundred can hold a package.json.
  const directories = [...folders].filter((folder) => fileSystem.decidesNothing?.(folder) !== true).sort(compareText);
  const declared = (top: FilePath): readonly (readonly [FilePath, readonly string[]])[] => {
    const patterns = workspacePatterns(fileSystem, top, at(top));
    return patterns.length === 0 ? [] : [[top, patterns]];
  };
  let top = root;
  while (declared(top).length === 0 && directoryOf(top) !== top) top = directoryOf(top);
  const tops = [...declared(top), ...directories.flatMap(declared)];
  return tops
    .map(([folder, patterns]) => ({ top: folder, packages: listPackages(folder, patterns, [...directories, ...listDirect(fileSystem, folder, patterns)], at) }))
    .sort((a, b) => b.top.length - a.top.length || compareText(a.top, b.top));
}

/** Folders that a pattern names outright or with one star at its end: a package of shared settings holds no project file. */
function listDirect(fileSystem: FileSystem, top: FilePath, patterns: readonly string[]): readonly FilePath[] {
  return patterns.flatMap((pattern) => {
    const [, prefix, star] = /^(?:\.\/)?([^!*?{}[\]()]*?)(\/\*)?\/?$/.exec(pattern) ?? [];
    if (prefix === undefined || prefix === '') return [];
    const folder = joinPath(top, prefix);
    if (star === undefined) return [folder];
    return fileSystem.listDirectory(folder).filter((entry) => entry.kind === 'directory' && !entry.isSymlink).map((entry) => joinPath(folder, entry.name));
  });
}

function listPackages(
  top: FilePath,
  patterns: readonly string[],
  directories: readonly FilePath[],
  at: (directory: FilePath) => PackageFacts | undefined,
): ReadonlyMap<string, PackageFacts> {
  const packages = new Map<string, PackageFacts>();
  // The top of a workspace is a package of it too.
  const own = at(top);
  if (own?.name !== undefined) packages.set(own.name, own);
  const clean = (pattern: string): string => pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const included = matchAnyGlob(patterns.filter((pattern) => !pattern.startsWith('!')).map(clean));
  const excluded = matchAnyGlob(patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => clean(pattern.slice(1))));
  for (const directory of directories) {
    if (directory === top || !isInside(top, directory)) continue;
    const facts = at(directory);
    const relative = facts?.name === undefined ? undefined : relativePath(top, directory);
    if (facts?.name === undefined || relative === undefined || packages.has(facts.name) || !included(relative) || excluded(relative)) continue;
    packages.set(facts.name, facts);
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
