import type { ts } from 'ts-morph';
import type { FilePath } from '../../../host/path.js';
import type { ApiInput } from '../../language.js';
import type { Compiler } from '../compiler.js';
import { readCompilerOptions } from './compiler-options.js';
import { libraryFolder, readLibrary, readLibraryNames, readLibraryText } from './library.js';
import type { SourceCache } from './source-cache.js';

/** One version of the project as the compiler sees it, packages and library included. Nothing is parsed before somebody asks for the program or the checker. */
export interface SourceProgram {
  readonly ts: Compiler;
  readonly options: ts.CompilerOptions;
  readonly program: () => ts.Program;
  readonly checker: () => ts.TypeChecker;
  /** Whether the library of the language declares a global of this name. */
  readonly isLibraryName: (name: string) => boolean;
  /** The file that a specifier means for the compiler: of the project, of a package, or nothing. */
  readonly resolve: (from: FilePath, specifier: string) => string | undefined;
  /** The file of the project that a specifier means in one. */
  readonly resolveOwn: (from: FilePath, specifier: string) => FilePath | undefined;
}

export function createSourceProgram(ts: Compiler, cache: SourceCache, input: ApiInput, roots: readonly FilePath[]): SourceProgram {
  const { fileSystem, root, files } = input;
  const { lib, ...options } = readCompilerOptions(ts, fileSystem, root, input.tsconfig);
  const choice = { ...options, ...(lib && { lib }) };
  const library = lazy(() => readLibrary(ts, choice));
  const kinds = new Map<string, ReturnType<typeof fileSystem.entryKind>>();
  const entryKind = (path: string) => {
    if (!kinds.has(path)) kinds.set(path, fileSystem.entryKind(path as FilePath));
    return kinds.get(path);
  };
  const textOf = (path: string): string | undefined => {
    if (path.startsWith(`${libraryFolder}/`)) return readLibraryText(path.slice(libraryFolder.length + 1));
    return files.get(path as FilePath)?.text ?? (entryKind(path) === 'file' ? fileSystem.readText(path as FilePath)?.replace(/^\uFEFF/, '') : undefined);
  };
  const resolutionHost: ts.ModuleResolutionHost = {
    fileExists: (path) => files.has(path as FilePath) || entryKind(path) === 'file',
    readFile: textOf,
    directoryExists: (path) => entryKind(path) === 'directory',
    realpath: (path) => fileSystem.realPath(path as FilePath) ?? path,
    getDirectories: (path) => fileSystem.listDirectory(path as FilePath).filter(({ name }) => entryKind(`${path}/${name}`) === 'directory').map(({ name }) => name),
    getCurrentDirectory: () => root,
    useCaseSensitiveFileNames: true,
  };
  const same = (name: string): string => name;
  const resolutions = ts.createModuleResolutionCache(root, same, options);

  /** The project's own answer first: it has files that are not on the disk, and knows packages of the workspace by their sources. */
  const resolveIn = (from: string, specifier: string, mode: ts.ResolutionMode): ts.ResolvedModuleFull | undefined => {
    const own = files.has(from as FilePath) ? input.resolve(from as FilePath, specifier) : undefined;
    if (own?.kind === 'file' && files.has(own.path)) return { resolvedFileName: own.path, extension: extensionFor(own.path), isExternalLibraryImport: false };
    return ts.resolveModuleName(specifier, from, options, resolutionHost, resolutions, undefined, mode).resolvedModule;
  };
  const host: ts.CompilerHost = {
    ...resolutionHost,
    getSourceFile: (path, version) => {
      if (path === library().file.fileName) return library().file;
      const part = path.startsWith(`${libraryFolder}/`) ? library().part(path.slice(libraryFolder.length + 1)) : undefined;
      if (part) return part;
      const text = textOf(path);
      return text === undefined ? undefined : cache.parse(path, text, version);
    },
    // No type of a TypeScript file comes from a comment, and the comments of packages are longer than their code.
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeInfo,
    getDefaultLibFileName: () => library().file.fileName,
    getDefaultLibLocation: () => libraryFolder,
    writeFile: () => undefined,
    getCurrentDirectory: () => root,
    getCanonicalFileName: same,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (path) => (path.startsWith(`${libraryFolder}/`) ? textOf(path) !== undefined : resolutionHost.fileExists(path)),
    readFile: textOf,
    resolveModuleNameLiterals: (literals, from, _redirected, given, source) =>
      literals.map((literal) => ({ resolvedModule: resolveIn(from, literal.text, ts.getModeForUsageLocation(source, literal, given)) })),
  };
  const program = lazy(() => ts.createProgram({ rootNames: [...roots], options, host }));
  const names = lazy(() => readLibraryNames(ts, choice));
  return {
    ts,
    options,
    program,
    checker: () => program().getTypeChecker(),
    isLibraryName: (name) => names().has(name),
    resolve: (from, specifier) => resolveOwn(from, specifier) ?? resolveIn(from, specifier, program().getSourceFile(from)?.impliedNodeFormat)?.resolvedFileName,
    resolveOwn,
  };

  function resolveOwn(from: FilePath, specifier: string): FilePath | undefined {
    const own = files.has(from) ? input.resolve(from, specifier) : undefined;
    return own?.kind === 'file' && files.has(own.path) ? own.path : undefined;
  }

  function extensionFor(path: string): ts.Extension {
    return (/\.d\.[cm]?ts$|\.[^./]+$/.exec(path)?.[0] ?? '.ts') as ts.Extension;
  }
}

function lazy<T>(make: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: make() }).value;
}

/** Files of the project that these reach by imports, themselves included, in the order in which they are met. */
export function findClosure(edgesFrom: ReadonlyMap<FilePath, readonly { readonly to: FilePath }[]>, from: Iterable<FilePath>): ReadonlySet<FilePath> {
  const found = new Set(from);
  for (const file of found) for (const { to } of edgesFrom.get(file) ?? []) found.add(to);
  return found;
}
