import type { ts } from 'ts-morph';
import { requirePackage } from '../../host/require.js';
import type { SourceFile } from '../../model/source-file.js';

export type Compiler = typeof ts;

let loaded: Compiler | undefined;

/** The TypeScript that ts-morph bundles: the same one whatever version the project under study has, or none. Loading it costs about 0.4 s. */
export function compiler(): Compiler {
  loaded ??= (requirePackage('ts-morph') as { ts: Compiler }).ts;
  return loaded;
}

export interface ParsedModule {
  readonly ts: Compiler;
  readonly source: SourceFile;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

/**
 * Parses and binds ONE file. Without a library and without module resolution the checker still resolves every name to its
 * declaration in the file, which is all that a split needs, and it takes milliseconds.
 */
export function parseModule(source: SourceFile): ParsedModule {
  return bind(parseUnbound(source));
}

/**
 * The same for many files, with one checker for those that cannot see one another: making a checker costs more than reading a small file does. A script, and
 * what augments the global scope or another module, has one of its own, or its names would have a meaning in the others.
 */
export function parseModules(sources: readonly SourceFile[]): readonly ParsedModule[] {
  const parsed = sources.map(parseUnbound);
  recent = new Map(parsed.map((one) => [one.source, one]));
  const apart = parsed.filter(isApart);
  if (apart.length < 2) return parsed.map((one) => bind(one));
  const checker = createProgramChecker(parsed[0]!.ts, apart);
  return parsed.map((one) => bind(one, isApart(one) ? checker : one.checker));
}

/** Binding tells each node its parent, too, so that parsing, which would take a fifth longer for it, need not. */
function parseUnbound(source: SourceFile): ParsedModule {
  return recent.get(source) ?? createParsed(source, false);
}

function bind(parsed: ParsedModule, checker: ts.TypeChecker = parsed.checker): ParsedModule {
  const { ts, source, text, tree } = parsed;
  return { ts, source, text, tree, checker };
}

/** JavaScript can declare by assignments (`globalThis.stock = []`). */
function isApart({ ts, source, tree, text }: ParsedModule): boolean {
  return /\.[cm]?tsx?$/i.test(source.path) && ts.isExternalModule(tree) && !/\b(?:global|module|namespace)\b/.test(text);
}

/**
 * Trees of the files that were read together last: whoever looks at one of them for another purpose right behind that need not parse it again. No weak
 * reference: what one of them leads to lives until the end of the job, and a command is one job.
 */
let recent: ReadonlyMap<SourceFile, ParsedModule> = new Map();

/** The same for who may never ask what a name means: the checker is made when it is first looked at. */
export function parseTree(source: SourceFile): ParsedModule {
  return recent.get(source) ?? createParsed(source, true);
}

/** The same for another text in place of that of a file. */
export function parseText(source: SourceFile, text: string): ParsedModule {
  return createParsed({ ...source, text }, true);
}

function createParsed(source: SourceFile, withParents: boolean): ParsedModule {
  const ts = compiler();
  const { path, text } = source;
  const tree = ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.ESNext }, withParents, scriptKindOf(ts, path));
  let checker: ts.TypeChecker | undefined;
  return { ts, source, text, tree, get checker() { return (checker ??= createChecker(ts, source, tree)); } };
}

function createChecker(ts: Compiler, source: SourceFile, tree: ts.SourceFile): ts.TypeChecker {
  return createProgramChecker(ts, [{ source, tree }]);
}

function createProgramChecker(ts: Compiler, modules: readonly Pick<ParsedModule, 'source' | 'tree'>[]): ts.TypeChecker {
  const trees = new Map(modules.map(({ source, tree }) => [source.path as string, tree]));
  const host: ts.CompilerHost = {
    getSourceFile: (name) => trees.get(name),
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => trees.has(name),
    readFile: () => undefined,
    directoryExists: () => false,
    getDirectories: () => [],
    // No import leads anywhere, not even to the file itself or to one that is read beside it.
    resolveModuleNameLiterals: (literals) => literals.map(() => ({ resolvedModule: undefined })),
  };
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    allowJs: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    types: [],
  };
  return ts.createProgram({ rootNames: [...trees.keys()], options, host }).getTypeChecker();
}

function scriptKindOf(ts: Compiler, path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX;
  if (/\.jsx$/i.test(path)) return ts.ScriptKind.JSX;
  if (/\.[cm]?js$/i.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}
