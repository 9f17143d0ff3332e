import { compareText } from '../../diagnostic/sort.js';
import { directoryOf, filePath, isInside, joinPath, type FilePath } from '../../host/path.js';
import { requirePackage } from '../../host/require.js';
import type { CompilerFacts, SkippedFile } from '../../model/project.js';
import { readTsconfigFile, type FileLists, type PathMap, type TsconfigFile, type TsconfigSource } from './tsconfig-file.js';

export interface TsconfigView {
  readonly path: FilePath;
  readonly facts: CompilerFacts;
  /** Absolute paths that `paths` and `baseUrl` make of a bare specifier, best first. */
  readonly matchPaths: (specifier: string) => readonly FilePath[];
  /** The pattern of `paths` that these come from; undefined when it is `baseUrl`, or nothing. */
  readonly patternOf: (specifier: string) => string | undefined;
  readonly rootDirs: readonly FilePath[];
  readonly customConditions: readonly string[];
}

export interface TsconfigLookup {
  /** The tsconfig that governs a file. */
  readonly of: (file: FilePath) => TsconfigView | undefined;
  /** What was asked for so far and could not be read in full, sorted by path. */
  readonly broken: () => readonly SkippedFile[];
  /** Where the bases of those were looked for, and their references. */
  readonly asked: () => readonly FilePath[];
}

export const defaultFacts: CompilerFacts = Object.freeze({
  emitDecoratorMetadata: false,
  verbatimModuleSyntax: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  allowImportingTsExtensions: false,
  checkJs: false,
});

interface Reference {
  readonly path: FilePath;
  /** False when it includes no file of a folder itself. */
  readonly reaches: (directory: FilePath) => boolean;
  readonly includes: (file: FilePath) => unknown;
}

/** The tsconfig that is nearest to the files of a folder, and those of its references that may include one of them. */
interface Nearest {
  readonly own: FilePath | undefined;
  readonly references: readonly Reference[];
}

/**
 * Finds the tsconfig that governs a file: the nearest tsconfig.json or jsconfig.json, or the one of its `references`, direct or
 * not, that includes the file. What is broken in one counts as not written: the rest of it is better than the defaults.
 */
export function createTsconfigLookup(input: TsconfigSource): TsconfigLookup {
  const { fileSystem } = input;
  const source: TsconfigSource = { ...input, parsed: new Map(), mapped: new WeakMap(), asked: new Set() };
  const nearest = new Map<FilePath, FilePath | undefined>();
  const parsed = new Map<FilePath, TsconfigFile>();
  const views = new Map<FilePath, TsconfigView>();
  const sorted = new WeakMap<PathMap, readonly StarPattern[]>();
  const matched = new Map<FilePath, Reference>();
  const referenced = new Map<FilePath, readonly Reference[]>();
  const byFolder = new Map<FilePath, Nearest>();
  const byFile = new Map<FilePath, TsconfigView>();
  const broken = new Map<FilePath, string>();

  const findNearest = (directory: FilePath): FilePath | undefined => {
    if (nearest.has(directory)) return nearest.get(directory);
    const names = fileSystem.decidesNothing?.(directory) === true ? [] : ['tsconfig.json', 'jsconfig.json'];
    const own = names.map((name) => joinPath(directory, name)).find((path) => fileSystem.entryKind(path) === 'file');
    const found = own ?? (directoryOf(directory) === directory ? undefined : findNearest(directoryOf(directory)));
    nearest.set(directory, found);
    return found;
  };
  const parse = (path: FilePath): TsconfigFile => {
    let result = parsed.get(path);
    if (!result) {
      parsed.set(path, (result = readTsconfigFile(source, path)));
      if (result.problems.length > 0) broken.set(path, result.problems.join('; '));
    }
    return result;
  };
  const collect = (path: FilePath, seen: Set<FilePath>, found: Reference[]): void => {
    for (const reference of parse(path).references) {
      const target = filePath(reference, directoryOf(path));
      const file = target.endsWith('.json') ? target : joinPath(target, 'tsconfig.json');
      if (seen.has(file)) continue;
      seen.add(file);
      source.asked?.add(file);
      if (fileSystem.entryKind(file) !== 'file') {
        broken.set(path, [...(broken.has(path) ? [broken.get(path)!] : []), `it references ${reference}, which does not exist`].join('; '));
        continue;
      }
      let known = matched.get(file);
      if (!known) matched.set(file, (known = { path: file, ...createFileTest(parse(file)) }));
      found.push(known);
      collect(file, seen, found);
    }
  };
  const referencesOf = (path: FilePath): readonly Reference[] => {
    let found = referenced.get(path);
    if (!found) {
      const references: Reference[] = [];
      collect(path, new Set([path]), references);
      referenced.set(path, (found = references));
    }
    return found;
  };
  const viewOf = (path: FilePath): TsconfigView => {
    let view = views.get(path);
    if (!view) views.set(path, (view = buildView(parse(path), sorted)));
    return view;
  };
  const nearestTo = (directory: FilePath): Nearest => {
    let known = byFolder.get(directory);
    if (!known) {
      const own = findNearest(directory);
      const references = own === undefined ? [] : referencesOf(own).filter((reference) => reference.reaches(directory));
      byFolder.set(directory, (known = { own, references }));
    }
    return known;
  };

  return {
    of: (file) => {
      const { own, references } = nearestTo(directoryOf(file));
      if (own === undefined) return undefined;
      // Files of a folder that no reference reaches have the same one.
      if (references.length === 0) return viewOf(own);
      let view = byFile.get(file);
      if (!view) byFile.set(file, (view = viewOf(references.find((reference) => reference.includes(file))?.path ?? own)));
      return view;
    },
    asked: () => [...(source.asked ?? [])],
    broken: () => [...broken].map(([path, reason]) => ({ path, reason })).sort((a, b) => compareText(a.path, b.path)),
  };
}

function buildView(file: TsconfigFile, sorted: WeakMap<PathMap, readonly StarPattern[]>): TsconfigView {
  const { path, options } = file;
  const flag = (name: string): boolean => options[name] === true;
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const verbatimModuleSyntax = flag('verbatimModuleSyntax');
  const module = text('module')?.toLowerCase();
  const facts: CompilerFacts = {
    tsconfig: path,
    jsx: text('jsx')?.toLowerCase(),
    jsxFactory: text('jsxFactory'),
    jsxFragmentFactory: text('jsxFragmentFactory'),
    emitDecoratorMetadata: flag('emitDecoratorMetadata'),
    verbatimModuleSyntax,
    keepsUnusedImports: flag('preserveValueImports') || /^(?:preserve|error)$/i.test(text('importsNotUsedAsValues') ?? ''),
    isolatedModules: flag('isolatedModules') || verbatimModuleSyntax,
    isolatedDeclarations: flag('isolatedDeclarations'),
    allowImportingTsExtensions: flag('allowImportingTsExtensions') || flag('rewriteRelativeImportExtensions'),
    moduleResolution: text('moduleResolution')?.toLowerCase() ?? (module !== undefined && /^node(?:16|18|20|next)$/.test(module) ? module : undefined),
    module,
    checkJs: flag('checkJs'),
    declaration: typeof options['declaration'] === 'boolean' ? options['declaration'] : flag('composite'),
    stripInternal: flag('stripInternal'),
    noImplicitAny: typeof options['noImplicitAny'] === 'boolean' ? options['noImplicitAny'] : typeof options['strict'] === 'boolean' ? options['strict'] : undefined,
  };
  const conditions = options['customConditions'];
  return Object.freeze({
    path,
    facts: Object.freeze(facts),
    ...createPathsMatcher(file, sorted),
    rootDirs: file.rootDirs,
    customConditions: Array.isArray(conditions) ? conditions.filter((name) => typeof name === 'string') : [],
  });
}

/**
 * Whether a tsconfig includes a file. A package that references five others asks each of them about each of its files, and none lies in their folders; one of the five may
 * name a file of another folder, `"include": ["src/**\/*.ts", "../../tools/assets.d.ts"]`, so each pattern is looked at alone.
 */
function createFileTest({ path, lists, options }: TsconfigFile): Pick<Reference, 'reaches' | 'includes'> {
  const { files, include, exclude } = lists();
  const home = directoryOf(path);
  const starts = files || include ? [...(files ?? []), ...(include ?? [])].map((pattern) => plainStart(filePath(pattern, home))) : [home];
  let matches: Reference['includes'] | undefined;
  return {
    reaches: (directory) => starts.some((start) => isInside(start, directory) || directoryOf(start) === directory),
    includes: (file) => {
      if (!starts.some((start) => isInside(start, file))) return false;
      const isPlain = includesPlainly({ lists: { ...(files && { files }), ...(include && { include }), ...(exclude && { exclude }) }, outputs: [options['outDir'], options['declarationDir']], home }, file);
      if (isPlain !== undefined) return isPlain;
      if (!matches) {
        const config = { ...(files && { files: [...files] }), ...(include && { include: [...include] }), ...(exclude && { exclude: [...exclude] }), compilerOptions: { ...options } };
        const { createFilesMatcher } = requirePackage('get-tsconfig') as typeof import('get-tsconfig');
        matches = createFilesMatcher({ path, config }, true);
      }
      return matches(file);
    },
  };
}

export interface PlainTest {
  readonly lists: FileLists;
  readonly outputs: readonly unknown[];
  readonly home: FilePath;
}

/**
 * Whether lists without much of a pattern include a TypeScript file: `["src", "../../assets.d.ts"]`, as most are. Undefined where it takes the library of patterns to tell:
 * to load it for one file takes longer than all else that is asked of a tsconfig.
 */
export function includesPlainly({ lists: { files, include, exclude }, outputs, home }: PlainTest, file: FilePath): boolean | undefined {
  // Folders of these names are left out of patterns, or not, by rules of their own.
  if (!/\.[cm]?tsx?$/.test(file) || /\/(?:\.|(?:node_modules|bower_components|jspm_packages)\/)/.test(file)) return undefined;
  const absolute = (pattern: string): FilePath => filePath(pattern, home);
  if (files?.some((name) => absolute(name) === file) === true) return true;
  let isIncluded = false;
  for (const pattern of (include ?? (files ? [] : ['.'])).map(absolute)) {
    if (/[*?]/.test(pattern)) return undefined;
    isIncluded ||= isInside(pattern, file);
  }
  if (!isIncluded) return false;
  // Without a list, what the compiler writes is left out.
  if (!exclude) return outputs.some((folder) => folder !== undefined) ? undefined : true;
  for (const pattern of exclude.map(absolute)) {
    const wildcard = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
    if (wildcard === -1 ? isInside(pattern, file) : mayMatch(pattern.slice(wildcard + 1), file)) return undefined;
  }
  return true;
}

/** Whether a pattern with such an end may match a file, or a folder that it lies in. */
function mayMatch(end: string, file: FilePath): boolean {
  return !/^[\w.-]*\.[cm]?[jt]sx?$/.test(end) || file.endsWith(end);
}

/** The segments of an absolute pattern before the first one with a wildcard: `/shop/src` of `/shop/src/cart*.ts`. */
function plainStart(pattern: FilePath): FilePath {
  const wildcard = pattern.search(/[*?]/);
  return wildcard === -1 ? pattern : directoryOf(pattern.slice(0, wildcard + 1) as FilePath);
}

interface StarPattern {
  readonly pattern: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly targets: readonly string[];
}

/** Those with a star, the longest prefix first. */
function sortPatterns(paths: PathMap): readonly StarPattern[] {
  const patterns = Object.entries(paths).flatMap(([pattern, targets]) => {
    const star = pattern.indexOf('*');
    return star === -1 ? [] : [{ pattern, prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1), targets }];
  });
  return patterns.sort((a, b) => b.prefix.length - a.prefix.length);
}

/**
 * An exact pattern wins, then the longest prefix (TypeScript handbook, "Modules - Reference", paths). A pattern that matches
 * shuts baseUrl out even when none of its targets exists.
 */
function createPathsMatcher(file: TsconfigFile, sorted: WeakMap<PathMap, readonly StarPattern[]>): Pick<TsconfigView, 'matchPaths' | 'patternOf'> {
  const { baseUrl } = file;
  const paths = file.paths();
  const patterns = sorted.get(paths) ?? sortPatterns(paths);
  sorted.set(paths, patterns);
  const exactly = (specifier: string): readonly string[] | undefined =>
    !specifier.includes('*') && Object.hasOwn(paths, specifier) ? paths[specifier] : undefined;
  const findPattern = (specifier: string): StarPattern | undefined =>
    patterns.find(
      ({ prefix, suffix }) => specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix),
    );
  return {
    patternOf: (specifier) => (exactly(specifier) ? specifier : findPattern(specifier)?.pattern),
    matchPaths: (specifier) => {
      const exact = exactly(specifier);
      if (exact) return exact as readonly FilePath[];
      const best = findPattern(specifier);
      if (!best) return baseUrl === undefined ? [] : [joinPath(baseUrl, specifier)];
      const match = specifier.slice(best.prefix.length, specifier.length - best.suffix.length);
      return best.targets.map((target) => filePath(target.replace('*', () => match)));
    },
  };
}
