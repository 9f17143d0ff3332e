import { isBuiltinModule } from '../../host/builtins.js';
import type { FileSystem } from '../../host/file-system.js';
import { baseName, directoryOf, filePath, isInside, joinPath, joinSpecifier, relativePath, type FilePath } from '../../host/path.js';
import type { Resolution } from '../../model/resolution.js';
import type { Resolver, ResolverInput } from '../language.js';
import { collapsePaths, findCandidate, isCodeFile, probeFiles, type CandidateQuery, type FileProbe } from './resolve-candidates.js';
import { exportTargets, findEntrySource, findTarget, importTargets } from './resolve-entry.js';
import { declaredPaths, describeMissing, describeUnknownRuntime, findNearFile, isRuntimeModule, listPaths } from './resolve-missing.js';
import { createNativeResolve, type NativeResolve } from './resolve-native.js';
import { createPackageLookup, type PackageFacts } from './resolve-packages.js';
import { isPathSpecifier, packageNameOf, withoutQuery } from './resolve-specifier.js';
import { createTsconfigLookup, defaultFacts, type TsconfigLookup, type TsconfigView } from './resolve-tsconfig.js';

/** What stays true when the set of project files changes and the configuration does not. */
interface Shared {
  readonly tsconfigs: TsconfigLookup;
  readonly native: NativeResolve;
}

/** What the resolutions of one file have in common with those of others beside it. */
interface Context {
  readonly directory: FilePath;
  readonly view: TsconfigView | undefined;
  readonly isSource: boolean;
  readonly isDeclaration: boolean;
  /** Of path specifiers, and of names. Files of one folder may belong to different tsconfigs: `cart.ts` and `cart.test.ts`. */
  readonly paths: Map<string, Resolution>;
  readonly names: Map<string, Resolution>;
}

/**
 * What a specifier means in a file. The project's own files are a set in memory and are asked first: relative paths, tsconfig
 * `paths`, packages of the workspace and the package's own name never touch the disk when they hit. Only a name that some
 * `node_modules` may hold goes to the native resolver, which reads the real disk whatever `fileSystem` is.
 */
export function createResolver(input: ResolverInput): Resolver {
  return resolverWith(input);
}

function resolverWith(input: ResolverInput, shared?: Shared): Resolver {
  const { fileSystem, root, projectFiles } = input;
  const packages = createPackageLookup(fileSystem, root, projectFiles);
  const packageFolder = (directory: FilePath, name: string): FilePath | undefined => packages.member(directory, name)?.directory;
  const tsconfigs = shared?.tsconfigs ?? createTsconfigLookup({ fileSystem, packageFolder });
  const native = shared?.native ?? createNativeResolve();
  const inProject = probeFiles(projectFiles);
  const onDisk = createFileProbe(fileSystem);
  const memos = new Map<string, Map<string, Resolution>>();
  const contexts = new Map<FilePath, Context[]>();
  let last: { readonly from: FilePath; readonly context: Context } | undefined;
  let realRoot: FilePath | undefined;
  /** Steps of the resolution that is being explained. */
  let trace: string[] | undefined;

  return {
    brokenConfigs: tsconfigs.broken,
    configFiles: tsconfigs.asked,
    compilerFacts: (file) => tsconfigs.of(file)?.facts ?? defaultFacts,
    resolve: (from, specifier) => {
      if (last?.from !== from) last = { from, context: contextOf(from) };
      const { context } = last;
      const isPath = isPathSpecifier(specifier);
      const memo = isPath ? context.paths : context.names;
      let found = memo.get(specifier);
      if (!found) memo.set(specifier, (found = Object.freeze(isPath ? resolvePath(context, specifier) : resolveName(context, specifier))));
      return found;
    },
    explain: (from, specifier) => {
      const steps: string[] = [];
      trace = steps;
      const context = contextOf(from);
      const resolution = isPathSpecifier(specifier) ? resolvePath(context, specifier) : resolveName(context, specifier);
      trace = undefined;
      // The last step is the one that found something, or the last that could have.
      const near = resolution.kind === 'unresolved' ? describeNear(context, specifier) : undefined;
      const decided = steps.map((step, i) => (i === steps.length - 1 ? `${step} <- decides` : step));
      return { resolution, steps: near === undefined ? decided : [...decided, near] };
    },
    withFiles: (next) => resolverWith(next, { tsconfigs, native }),
  };

  function contextOf(from: FilePath): Context {
    const directory = directoryOf(from);
    const view = tsconfigs.of(from);
    const isSource = /\.[cm]?tsx?$/.test(from);
    const isDeclaration = isSource && /\.d\.[cm]?ts$/.test(from);
    let known = contexts.get(directory);
    if (!known) contexts.set(directory, (known = []));
    let context = known.find((each) => each.view === view && each.isSource === isSource && each.isDeclaration === isDeclaration);
    if (!context) {
      // A package means the same everywhere below one package.json.
      const scope = packages.nearest(directory)?.directory ?? directory;
      known.push((context = { directory, view, isSource, isDeclaration, paths: new Map(), names: memoFor(`${scope}\0${view?.path ?? ''}`) }));
    }
    return context;
  }

  function memoFor(key: string): Map<string, Resolution> {
    let memo = memos.get(key);
    if (!memo) memos.set(key, (memo = new Map()));
    return memo;
  }

  function note(step: () => string): void {
    trace?.push(step());
  }

  function shown(path: string): string {
    return relativePath(root, path as FilePath) || '.';
  }

  /** `findCandidate`, with a step that says what was tried. */
  function seek(label: string, query: CandidateQuery, has: FileProbe): FilePath | undefined {
    if (!trace) return findCandidate(query, has);
    const tried: string[] = [];
    const found = findCandidate(query, (path) => {
      tried.push(shown(path));
      return has(path);
    });
    const step = `${label}: no file at ${collapsePaths(shown(query.base), tried)}`;
    if (found) trace.push(`${label}: found ${shown(found)}${has === onDisk ? ', which is no file of the project' : ''}`);
    // The disk is asked for what no file of the project is: one step for both.
    else if (!trace.includes(step)) trace.push(step);
    return found;
  }

  function resolvePath(context: Context, specifier: string): Resolution {
    const plain = withoutQuery(specifier);
    const base = plain.startsWith('/') ? filePath(plain) : joinSpecifier(context.directory, plain);
    const query: CandidateQuery = { base, sourceFirst: context.isSource, typesFirst: context.isDeclaration, folderOnly: /(?:^|\/)\.{0,2}$/.test(plain) };
    const own = seek('path', query, inProject);
    if (own) return { kind: 'file', path: own };
    for (const alternative of alternativeRoots(base, context.view)) {
      const found = seek(`rootDirs of ${shown(context.view!.path)}`, { ...query, base: alternative }, inProject);
      if (found) return { kind: 'file', path: found };
    }
    const outside = seek('path', query, onDisk);
    if (outside) return { kind: isCodeFile(outside) ? 'file' : 'asset', path: outside };
    // A folder may have a package.json that names its main file.
    const folder = packages.at(base);
    const main = folder && (findEntrySource(folder, '.', inProject) ?? nativePath(context, plain));
    if (folder && !main) watchPaths(declaredPaths(folder, [], true));
    if (folder) note(() => `package.json of the folder ${shown(base)}: ${main ? `its entry is ${shown(main)}` : 'it has no entry'}`);
    if (main) return { kind: isCodeFile(main) ? 'file' : 'asset', path: main };
    return { kind: 'unresolved', reason: `no file at ${shown(base)}, with or without an extension, and no index file in a folder of that name` };
  }

  function resolveName(context: Context, specifier: string): Resolution {
    const plain = withoutQuery(specifier);
    if (plain.startsWith('node:')) {
      if (isRuntimeModule(plain)) return { kind: 'external', packageName: plain, sideEffectFree: true };
      const alias = resolveAlias(context, plain);
      if (!alias) note(() => 'runtime: Node.js has no such module');
      return alias ?? { kind: 'unresolved', reason: describeUnknownRuntime(plain) };
    }
    if (/^[a-z][a-z0-9+.-]+:/i.test(plain)) return { kind: 'external', packageName: plain, sideEffectFree: false };
    const alias = resolveAlias(context, plain);
    if (alias) return alias;
    if (isBuiltinModule(plain)) {
      note(() => 'runtime: a module of Node.js');
      return { kind: 'external', packageName: plain, sideEffectFree: true };
    }
    return plain.startsWith('#') ? resolveInternal(context, plain) : resolvePackage(context, plain);
  }

  /** tsconfig `paths` and `baseUrl`, which win over packages and runtime modules of the same name. */
  function resolveAlias(context: Context, plain: string): Resolution | undefined {
    const { view } = context;
    if (!view) {
      note(() => 'tsconfig: none governs the file');
      return undefined;
    }
    const bases = view.matchPaths(plain);
    const pattern = view.patternOf(plain);
    const label = pattern === undefined && bases.length > 0 ? `baseUrl of ${shown(view.path)}` : `paths of ${shown(view.path)}${pattern === undefined ? '' : `, ${pattern}`}`;
    if (bases.length === 0) note(() => `${label}: no pattern matches`);
    for (const base of bases) {
      const query = { base, sourceFirst: true };
      const own = seek(label, query, inProject);
      if (own) return { kind: 'file', path: own };
      const other = seek(label, query, onDisk);
      if (other) return outsideProject(other, plain);
      const folder = packages.at(base);
      const main = folder && (findEntrySource(folder, '.', inProject) ?? askNative(context, base).path);
      if (folder && main === undefined) watchPaths(declaredPaths(folder, [], true));
      if (main !== undefined) return outsideProject(insideRoot(filePath(main)), plain);
    }
    return undefined;
  }

  function outsideProject(path: FilePath, plain: string): Resolution {
    if (inProject(path)) return { kind: 'file', path };
    if (!path.includes('/node_modules/')) return { kind: isCodeFile(path) ? 'file' : 'asset', path };
    return { kind: 'external', packageName: packageNameOf(path.slice(path.lastIndexOf('/node_modules/') + 14)) ?? plain, sideEffectFree: false };
  }

  function resolveInternal(context: Context, plain: string): Resolution {
    const facts = packages.nearest(context.directory);
    const targets = facts ? importTargets(facts, plain, context.view?.customConditions) : [];
    note(() => (facts ? `imports of ${shown(joinPath(facts.directory, 'package.json'))}: ${listTargets(targets)}` : 'package.json: none above the file'));
    const own = facts && findTarget(facts, targets.filter((target) => target.startsWith('.')), inProject);
    if (own) return { kind: 'file', path: own };
    const other = targets.find((target) => !target.startsWith('.') && target !== plain && !target.startsWith('#'));
    if (other !== undefined) return resolveName(context, other);
    const path = facts && nativePath(context, plain);
    if (path) return { kind: isCodeFile(path) ? 'file' : 'asset', path };
    const declared = targets.filter((target) => target.startsWith('.'));
    if (facts) watchPaths(declaredPaths(facts, declared, false));
    if (facts && declared.length > 0) {
      return { kind: 'unresolved', reason: `imports of ${shown(joinPath(facts.directory, 'package.json'))} maps it to ${listPaths(declared)}, which does not exist` };
    }
    return { kind: 'unresolved', reason: describeAlias(context, plain) ?? `no "imports" of a package.json and no tsconfig path gives ${plain}` };
  }

  /** What a pattern of `paths` that is meant for such names made of one, in vain. One for every name (`*`) is meant for none. */
  function describeAlias({ view }: Context, plain: string): string | undefined {
    const pattern = view?.patternOf(plain);
    if (!view || pattern === undefined || pattern.startsWith('*')) return undefined;
    return `${pattern} of ${shown(view.path)} leads to ${listPaths(view.matchPaths(plain).map(shown))}, and no such file is there`;
  }

  /** A file of a similar name in the folder that a path, or the first target of an alias, leads to. */
  function describeNear({ directory, view }: Context, specifier: string): string | undefined {
    const plain = withoutQuery(specifier);
    const base = isPathSpecifier(plain) ? joinSpecifier(directory, plain) : view?.matchPaths(plain)[0];
    if (base === undefined) return undefined;
    const near = findNearFile(base, projectFiles);
    return near && `near that: ${shown(near)} has a similar name`;
  }

  /** The native resolver reads past the file system; looking where it must have looked keeps what it saw among the questions. */
  function watchPaths(paths: readonly FilePath[]): void {
    for (const base of paths) findCandidate({ base, sourceFirst: true }, onDisk);
  }

  /**
   * What an installation of the project consists of has times that are kept. Links of a `node_modules` above the root, and those to folders that are no installed packages,
   * may lead elsewhere tomorrow, and the sources of such a folder may come and go.
   */
  function watchLinks(installed: FilePath | undefined, file: FilePath): void {
    const isOwn = file.includes('/node_modules/');
    if (installed === undefined || (isOwn && isInside(root, installed))) return;
    fileSystem.realPath(installed);
    if (!isOwn) watchPaths([file]);
  }

  /** The native resolver's answer, known to whoever keeps the questions. */
  function askNative(context: Context, specifier: string): ReturnType<NativeResolve> {
    const result = native(context.directory, specifier, context.view?.customConditions ?? []);
    if (result.path !== undefined) fileSystem.entryKind(insideRoot(filePath(result.path)));
    return result;
  }

  function resolvePackage(context: Context, plain: string): Resolution {
    const { directory } = context;
    const packageName = packageNameOf(plain);
    if (packageName === undefined) {
      return { kind: 'unresolved', reason: describeAlias(context, plain) ?? `no tsconfig path matches ${plain}, and it is not the name of a package` };
    }
    const subpath = `.${plain.slice(packageName.length)}`;
    const nearest = packages.nearest(directory);
    const own = nearest?.name === packageName ? nearest : packages.member(directory, packageName);
    const source = own && resolveEntry(own, subpath, context.view);
    if (source) return { kind: 'file', path: source };
    if (!own) note(() => `workspace: no package is called ${packageName}`);
    const mayBeInstalled = own !== undefined || packages.hasModules(directory);
    // Where there is no node_modules, only a package that names itself in its `exports` may be found.
    const mayBeFound = packages.hasModules(directory) || (nearest?.name === packageName && hasValue(nearest.json['exports']));
    const result: ReturnType<NativeResolve> = mayBeFound ? askNative(context, plain) : {};
    note(() => (mayBeInstalled ? `node_modules: ${result.path === undefined ? `nothing answers to ${plain}` : shown(result.path)}` : 'node_modules: no folder above the file has one'));
    if (result.path !== undefined) {
      const file = insideRoot(filePath(result.path));
      watchLinks(packages.installedAt(directory, packageName), file);
      if (inProject(file)) return { kind: 'file', path: file };
      if (isInside(root, file) && !file.includes('/node_modules/')) return { kind: isCodeFile(file) ? 'file' : 'asset', path: file };
      return { kind: 'external', packageName, sideEffectFree: isSideEffectFree(file, packageName, result.packageJsonPath) };
    }
    const facts = own ?? packages.installed(directory, packageName);
    if (facts) {
      watchPaths(declaredPaths(facts, exportTargets(facts, subpath), subpath === '.'));
      const reason = describeMissing({ facts, subpath, onDisk, shown, isMember: own !== undefined, ignoresExports: ignoresExports(context.view) });
      if (reason === undefined || (facts !== own && packages.hasTypes(directory, packageName))) return { kind: 'external', packageName, sideEffectFree: false };
      return { kind: 'unresolved', reason: describeAlias(context, plain) ?? reason };
    }
    const isListed = packages.isListed(directory, packageName);
    note(() => `dependencies: ${isListed ? `a package.json above the file lists ${packageName}` : `no package.json above the file lists ${packageName}`}`);
    if (isListed || packages.isInstalled(directory, packageName)) return { kind: 'external', packageName, sideEffectFree: false };
    return { kind: 'unresolved', reason: describeAlias(context, plain) ?? describeAbsence(context, plain, packageName) };
  }

  function describeAbsence({ view }: Context, plain: string, packageName: string): string {
    const bases = view?.matchPaths(plain) ?? [];
    if (!view || bases.length === 0) return `the package ${packageName} is not installed, no package.json lists it and no tsconfig path matches it`;
    const cause = view.patternOf(plain) ?? 'baseUrl';
    return `the package ${packageName} is not installed, no package.json lists it, and ${cause} of ${shown(view.path)} leads to ${listPaths(bases.map(shown))}, where no file is`;
  }

  function resolveEntry(facts: PackageFacts, subpath: string, view: TsconfigView | undefined): FilePath | undefined {
    const source = findEntrySource(facts, subpath, inProject, view?.customConditions, ignoresExports(view));
    note(() => {
      const exported = facts.json['exports'] === undefined ? '' : `; exports give ${listTargets(exportTargets(facts, subpath))}`;
      return `package ${facts.name} in ${shown(facts.directory)}, ${subpath}${exported}: ${source ? `its source is ${shown(source)}` : 'no source in the project'}`;
    });
    return source;
  }

  function isSideEffectFree(file: FilePath, packageName: string, packageJson: string | undefined): boolean {
    // The nearest package.json may be a stub like dist/esm/package.json, which holds only "type".
    const marker = `/node_modules/${packageName}/`;
    const start = file.lastIndexOf(marker);
    const directory = start === -1 ? packageJson && directoryOf(filePath(packageJson)) : filePath(file.slice(0, start + marker.length));
    return directory ? (packages.at(directory as FilePath)?.sideEffectFree ?? false) : false;
  }

  function nativePath(context: Context, plain: string): FilePath | undefined {
    const { path } = askNative(context, plain);
    return path === undefined ? undefined : insideRoot(filePath(path));
  }

  /** The native resolver gives real paths; when the root itself lies behind a symlink they must be brought back below it. */
  function insideRoot(file: FilePath): FilePath {
    realRoot ??= fileSystem.realPath(root) ?? root;
    return realRoot !== root && isInside(realRoot, file) ? joinPath(root, relativePath(realRoot, file)) : file;
  }
}

/** Only `exports` that every resolution mode honours make a name of a package's inside a mistake for the compiler too. */
function ignoresExports(view: TsconfigView | undefined): boolean {
  return /^(?:node|node10|classic)$/.test(view?.facts.moduleResolution ?? '');
}

function hasValue(field: unknown): boolean {
  return field !== undefined && field !== null;
}

function listTargets(targets: readonly string[]): string {
  return targets.length === 0 ? 'nothing' : targets.join(', ');
}

/** Whether a path is a file, from memoised folder listings: a specifier that leads nowhere asks for some thirty paths in two folders. */
function createFileProbe(fileSystem: FileSystem): (path: FilePath) => boolean {
  const listings = new Map<FilePath, ReadonlySet<string>>();
  return (path) => {
    const directory = directoryOf(path);
    let files = listings.get(directory);
    if (!files) {
      const entries = fileSystem.listDirectory(directory).filter((entry) => entry.kind === 'file');
      listings.set(directory, (files = new Set(entries.map((entry) => entry.name))));
    }
    return files.has(baseName(path));
  };
}

/** The same path below each of the other `rootDirs`: at run time they are one folder. */
function alternativeRoots(base: FilePath, view: TsconfigView | undefined): readonly FilePath[] {
  const roots = view?.rootDirs ?? [];
  const holding = roots.filter((directory) => isInside(directory, base));
  return holding.flatMap((home) => roots.filter((other) => other !== home).map((other) => joinPath(other, relativePath(home, base))));
}
