import { ResolverFactory, type NapiResolveOptions } from 'oxc-resolver';
import { isBuiltinModule } from '../../host/builtins.js';
import type { FileSystem } from '../../host/file-system.js';
import { baseName, directoryOf, filePath, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { Resolution } from '../../model/resolution.js';
import type { Resolver } from '../language.js';
import { findCandidate, isCodeFile, type CandidateQuery } from './resolve-candidates.js';
import { findEntrySource, findTarget, importTargets } from './resolve-entry.js';
import { createPackageLookup } from './resolve-packages.js';
import { createTsconfigLookup, defaultFacts, type TsconfigView } from './resolve-tsconfig.js';

export interface ResolverInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  readonly projectFiles: ReadonlySet<FilePath>;
}

const baseOptions: NapiResolveOptions = {
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.json', '.node'],
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.js', '.d.ts'],
    '.jsx': ['.tsx', '.jsx'],
    '.mjs': ['.mts', '.mjs'],
    '.cjs': ['.cts', '.cjs'],
  },
  mainFields: ['module', 'main', 'types', 'typings'],
  symlinks: true,
  nodePath: false,
};
const conditions = ['import', 'require', 'node', 'default'];

/**
 * What a specifier means in a file. The project's own files are a set in memory and are asked first: relative paths, tsconfig
 * `paths`, packages of the workspace and the package's own name never touch the disk when they hit. Only what is left goes to
 * the native resolver, which reads the real disk whatever `fileSystem` is.
 */
export function createResolver(input: ResolverInput): Resolver {
  const { fileSystem, root, projectFiles } = input;
  const tsconfigOf = createTsconfigLookup(fileSystem);
  const packages = createPackageLookup(fileSystem, root, projectFiles);
  const inProject = (path: FilePath): boolean => projectFiles.has(path);
  const onDisk = createFileProbe(fileSystem);
  const natives = new Map<string, ResolverFactory>();
  const memo = new Map<string, Resolution>();
  const realRoot = fileSystem.realPath(root) ?? root;

  return {
    brokenConfigs: () => [],
    compilerFacts: (file) => tsconfigOf(file)?.facts ?? defaultFacts,
    resolve: (from, specifier) => {
      // Files of one folder may belong to different tsconfigs: `cart.ts` and `cart.test.ts` of a solution with references.
      const tsconfig = tsconfigOf(from)?.path ?? '';
      if (!isRelative(specifier)) {
        // A package means the same everywhere below one package.json.
        const scope = packages.nearest(directoryOf(from))?.directory ?? directoryOf(from);
        return remember(`${scope}\0${tsconfig}\0${specifier}`, () => resolveBare(from, specifier));
      }
      const isSource = /\.[cm]?tsx?$/.test(from);
      const key = `${directoryOf(from)}\0${isSource ? 1 : 0}${tsconfig}\0${specifier}`;
      return remember(key, () => resolveRelative(from, specifier, isSource));
    },
  };

  function remember(key: string, resolve: () => Resolution): Resolution {
    let found = memo.get(key);
    if (!found) memo.set(key, (found = Object.freeze(resolve())));
    return found;
  }

  function resolveRelative(from: FilePath, specifier: string, sourceFirst: boolean): Resolution {
    const plain = withoutQuery(specifier);
    const base = plain.startsWith('/') ? filePath(plain) : joinPath(directoryOf(from), plain);
    const query: CandidateQuery = { base, sourceFirst, folderOnly: /(?:^|\/)\.{0,2}$/.test(plain) };
    const own = findCandidate(query, inProject);
    if (own) return { kind: 'file', path: own };
    for (const alternative of alternativeRoots(base, tsconfigOf(from))) {
      const found = findCandidate({ ...query, base: alternative }, inProject);
      if (found) return { kind: 'file', path: found };
    }
    const outside = findCandidate(query, onDisk);
    if (outside) return { kind: isCodeFile(outside) ? 'file' : 'asset', path: outside };
    // A folder may have a package.json that names its main file.
    const main = packages.at(base) ? nativePath(from, plain) : undefined;
    if (main) return { kind: isCodeFile(main) ? 'file' : 'asset', path: main };
    return { kind: 'unresolved', reason: `no file at ${relativePath(root, base) || '.'}, with or without an extension, and no index file in a folder of that name` };
  }

  function resolveBare(from: FilePath, specifier: string): Resolution {
    const plain = withoutQuery(specifier);
    if (plain.startsWith('node:')) return { kind: 'external', packageName: plain, sideEffectFree: true };
    if (/^[a-z][a-z0-9+.-]+:/i.test(plain)) return { kind: 'external', packageName: plain, sideEffectFree: false };
    const alias = resolveAlias(from, plain);
    if (alias) return alias;
    if (isBuiltinModule(plain)) return { kind: 'external', packageName: plain, sideEffectFree: true };
    return plain.startsWith('#') ? resolveInternal(from, plain) : resolvePackage(from, plain);
  }

  /** tsconfig `paths` and `baseUrl`, which win over packages and runtime modules of the same name. */
  function resolveAlias(from: FilePath, plain: string): Resolution | undefined {
    for (const candidate of tsconfigOf(from)?.matchPaths(plain) ?? []) {
      const base = filePath(candidate);
      const found = findCandidate({ base, sourceFirst: true }, inProject);
      if (found) return { kind: 'file', path: found };
      if (/\.\w+$/.test(base) && !isCodeFile(base) && isInside(root, base) && onDisk(base)) return { kind: 'asset', path: base };
    }
    return undefined;
  }

  function resolveInternal(from: FilePath, plain: string): Resolution {
    const facts = packages.nearest(directoryOf(from));
    const targets = facts ? importTargets(facts, plain) : [];
    const own = facts && findTarget(facts, targets.filter((target) => target.startsWith('.')), inProject);
    if (own) return { kind: 'file', path: own };
    const other = targets.find((target) => !target.startsWith('.'));
    if (other !== undefined) return resolveBare(from, other);
    const path = nativePath(from, plain);
    if (path) return { kind: isCodeFile(path) ? 'file' : 'asset', path };
    return { kind: 'unresolved', reason: `no "imports" of a package.json and no tsconfig path gives ${plain}` };
  }

  function resolvePackage(from: FilePath, plain: string): Resolution {
    const directory = directoryOf(from);
    const packageName = packageNameOf(plain);
    if (packageName === undefined) return { kind: 'unresolved', reason: `no tsconfig path matches ${plain}, and it is not the name of a package` };
    const nearest = packages.nearest(directory);
    const own = nearest?.name === packageName ? nearest : packages.workspace().get(packageName);
    const source = own && findEntrySource(own, `.${plain.slice(packageName.length)}`, inProject);
    if (source) return { kind: 'file', path: source };
    const result = native(from, plain);
    const path = result?.path;
    if (path !== undefined) {
      const file = insideRoot(filePath(path));
      if (inProject(file)) return { kind: 'file', path: file };
      if (isInside(root, file) && !file.includes('/node_modules/')) return { kind: isCodeFile(file) ? 'file' : 'asset', path: file };
      return { kind: 'external', packageName, sideEffectFree: isSideEffectFree(file, packageName, result?.packageJsonPath) };
    }
    if (own || packages.isListed(directory, packageName) || packages.isInstalled(directory, packageName)) {
      return { kind: 'external', packageName, sideEffectFree: false };
    }
    return { kind: 'unresolved', reason: `the package ${packageName} is not installed, no package.json lists it and no tsconfig path matches it` };
  }

  function isSideEffectFree(file: FilePath, packageName: string, packageJson: string | undefined): boolean {
    // The nearest package.json may be a stub like dist/esm/package.json, which holds only "type".
    const marker = `/node_modules/${packageName}/`;
    const start = file.lastIndexOf(marker);
    const directory = start === -1 ? packageJson && directoryOf(filePath(packageJson)) : filePath(file.slice(0, start + marker.length));
    return directory ? (packages.at(directory as FilePath)?.sideEffectFree ?? false) : false;
  }

  function nativePath(from: FilePath, plain: string): FilePath | undefined {
    const path = native(from, plain)?.path;
    return path === undefined ? undefined : insideRoot(filePath(path));
  }

  function native(from: FilePath, plain: string): { path?: string; packageJsonPath?: string } | undefined {
    const view = tsconfigOf(from);
    const directory = directoryOf(from);
    const first = nativeFor(view).sync(directory, plain);
    return first.path !== undefined || !view ? first : nativeFor(undefined).sync(directory, plain);
  }

  /** One resolver a tsconfig; all share one cache of the disk. */
  function nativeFor(view: TsconfigView | undefined): ResolverFactory {
    const key = view?.path ?? '';
    let factory = natives.get(key);
    if (!factory) {
      const options: NapiResolveOptions = {
        ...baseOptions,
        conditionNames: [...(view?.customConditions ?? []), ...conditions],
        ...(view ? { tsconfig: { configFile: view.path } } : {}),
      };
      const shared = natives.values().next().value;
      natives.set(key, (factory = shared ? shared.cloneWithOptions(options) : new ResolverFactory(options)));
    }
    return factory;
  }

  /** The native resolver gives real paths; when the root itself lies behind a symlink they must be brought back below it. */
  function insideRoot(file: FilePath): FilePath {
    return realRoot !== root && isInside(realRoot, file) ? joinPath(root, relativePath(realRoot, file)) : file;
  }
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

function isRelative(specifier: string): boolean {
  return /^(?:\.{1,2}(?:$|[/?])|\/)/.test(specifier);
}

/** Bundlers put a query behind the path: `./cart.css?inline`. */
function withoutQuery(specifier: string): string {
  const query = specifier.indexOf('?');
  return query > 0 ? specifier.slice(0, query) : specifier;
}

function packageNameOf(specifier: string): string | undefined {
  return /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~_][\w.~-]*(?=$|\/)/i.exec(specifier)?.[0];
}
