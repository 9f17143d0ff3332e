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
  const ts = compiler();
  const tree = ts.createSourceFile(source.path, source.text, { languageVersion: ts.ScriptTarget.ESNext }, true, scriptKindOf(ts, source.path));
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === source.path ? tree : undefined),
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === source.path,
    readFile: () => undefined,
    directoryExists: () => false,
    getDirectories: () => [],
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
  const program = ts.createProgram({ rootNames: [source.path], options, host });
  return { ts, source, text: source.text, tree, checker: program.getTypeChecker() };
}

function scriptKindOf(ts: Compiler, path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX;
  if (/\.jsx$/i.test(path)) return ts.ScriptKind.JSX;
  if (/\.[cm]?js$/i.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}
