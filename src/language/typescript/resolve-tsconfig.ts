import { createFilesMatcher, createPathsMatcher, parseTsconfig, type Cache, type TsConfigJsonResolved, type TsConfigResult } from 'get-tsconfig';
import type { FileSystem } from '../../host/file-system.js';
import { directoryOf, filePath, joinPath, type FilePath } from '../../host/path.js';
import type { CompilerFacts } from '../../model/project.js';
import { lexText } from './scan-lex.js';

export interface TsconfigView {
  readonly path: FilePath;
  readonly facts: CompilerFacts;
  /** Absolute paths that `paths` and `baseUrl` make of a bare specifier, best first. */
  readonly matchPaths: (specifier: string) => readonly string[];
  readonly rootDirs: readonly FilePath[];
  readonly customConditions: readonly string[];
}

export const defaultFacts: CompilerFacts = Object.freeze({
  emitDecoratorMetadata: false,
  verbatimModuleSyntax: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  allowImportingTsExtensions: false,
  checkJs: false,
});

/**
 * Finds the tsconfig that governs a file: the nearest tsconfig.json or jsconfig.json, or the one of its `references` that
 * includes the file. A broken one stands for the defaults: it is the user's compiler that has to complain about it.
 */
export function createTsconfigLookup(fileSystem: FileSystem): (file: FilePath) => TsconfigView | undefined {
  const nearest = new Map<FilePath, FilePath | undefined>();
  const parsed = new Map<FilePath, TsConfigResult>();
  const views = new Map<FilePath, TsconfigView>();
  const referenced = new Map<FilePath, readonly { path: FilePath; includes: (file: string) => unknown }[]>();
  const cache: Cache<string> = new Map();
  const byFile = new Map<FilePath, TsconfigView | undefined>();

  const findNearest = (directory: FilePath): FilePath | undefined => {
    if (nearest.has(directory)) return nearest.get(directory);
    const own = ['tsconfig.json', 'jsconfig.json'].map((name) => joinPath(directory, name)).find((path) => fileSystem.entryKind(path) === 'file');
    const found = own ?? (directoryOf(directory) === directory ? undefined : findNearest(directoryOf(directory)));
    nearest.set(directory, found);
    return found;
  };
  const parse = (path: FilePath): TsConfigResult => {
    let result = parsed.get(path);
    if (!result) parsed.set(path, (result = { path, config: readConfig(fileSystem, path, cache) }));
    return result;
  };
  const referencesOf = (path: FilePath): readonly { path: FilePath; includes: (file: string) => unknown }[] => {
    let found = referenced.get(path);
    if (!found) {
      found = (parse(path).config.references ?? []).map((reference) => {
        const target = filePath(reference.path, directoryOf(path));
        const file = target.endsWith('.json') ? target : joinPath(target, 'tsconfig.json');
        return { path: file, includes: createFilesMatcher(parse(file)) };
      });
      referenced.set(path, found);
    }
    return found;
  };

  return (file) => {
    if (!byFile.has(file)) byFile.set(file, find(file));
    return byFile.get(file);
  };

  function find(file: FilePath): TsconfigView | undefined {
    const own = findNearest(directoryOf(file));
    if (own === undefined) return undefined;
    const chosen = referencesOf(own).find((reference) => reference.includes(file))?.path ?? own;
    let view = views.get(chosen);
    if (!view) views.set(chosen, (view = buildView(parse(chosen))));
    return view;
  }
}

function readConfig(fileSystem: FileSystem, path: FilePath, cache: Cache<string>): TsConfigJsonResolved {
  try {
    return parseTsconfig(path, cache);
  } catch {
    return readWithoutExtends(fileSystem, path) ?? {};
  }
}

/** For a file that is not on the disk, or whose `extends` names a package that is not installed: its own options are better than none. */
function readWithoutExtends(fileSystem: FileSystem, path: FilePath): TsConfigJsonResolved | undefined {
  const bytes = fileSystem.readBytes(path);
  if (!bytes) return undefined;
  const text = new TextDecoder().decode(bytes);
  let bare = '';
  let position = 0;
  for (const comment of lexText(text).comments) {
    bare += text.slice(position, comment.start);
    position = comment.end;
  }
  bare = (bare + text.slice(position)).replace(/,(?=\s*[}\]])/g, '');
  try {
    const config = JSON.parse(bare) as TsConfigJsonResolved;
    const options = config?.compilerOptions;
    if (options?.paths && !options.baseUrl) {
      const directory = directoryOf(path);
      options.paths = Object.fromEntries(
        Object.entries(options.paths).map(([pattern, targets]) => [pattern, targets.map((target) => filePath(target, directory))]),
      );
    }
    return config;
  } catch {
    return undefined;
  }
}

function buildView(result: TsConfigResult): TsconfigView {
  const path = result.path as FilePath;
  const options = result.config?.compilerOptions ?? {};
  const verbatimModuleSyntax = options.verbatimModuleSyntax === true;
  const facts: CompilerFacts = {
    tsconfig: path,
    jsx: options.jsx,
    jsxFactory: options.jsxFactory,
    jsxFragmentFactory: options.jsxFragmentFactory,
    emitDecoratorMetadata: options.emitDecoratorMetadata === true,
    verbatimModuleSyntax,
    isolatedModules: options.isolatedModules === true || verbatimModuleSyntax,
    isolatedDeclarations: (options as { isolatedDeclarations?: boolean }).isolatedDeclarations === true,
    allowImportingTsExtensions: options.allowImportingTsExtensions === true,
    moduleResolution: options.moduleResolution?.toLowerCase(),
    module: options.module?.toLowerCase(),
    checkJs: options.checkJs === true,
    declaration: options.declaration ?? options.composite === true,
    noImplicitAny: options.noImplicitAny ?? options.strict === true,
  };
  return Object.freeze({
    path,
    facts: Object.freeze(facts),
    matchPaths: pathsMatcher(result),
    rootDirs: (options.rootDirs ?? []).map((directory) => filePath(directory, directoryOf(path))),
    customConditions: options.customConditions ?? [],
  });
}

function pathsMatcher(result: TsConfigResult): (specifier: string) => readonly string[] {
  try {
    return createPathsMatcher(result) ?? (() => []);
  } catch {
    return () => [];
  }
}
