import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { markErasedNames } from './erased-names.js';
import type { ts } from 'ts-morph';
import type { EntryRequest } from '../model/entry-run.js';

type Compiler = typeof ts;
export type ModuleFormat = 'module' | 'commonjs';

/** Turns the project's TypeScript into what Node runs, with the options of the project: decorators, their metadata, JSX. */
export interface ProjectCompiler {
  /** What Node takes the file for; of one that only a compiler understands: what the project's own build would make of it. */
  readonly formatOf: (file: string) => ModuleFormat;
  readonly transpile: (file: string, format: ModuleFormat) => string;
  readonly optionsOf: (file: string) => ts.CompilerOptions;
  /** Whether Node cannot load the file as it is. */
  readonly isCompiled: (file: string) => boolean;
}

const compiled = /\.(?:[cm]?ts|tsx|jsx)$/;

export function createProjectCompiler(request: EntryRequest): ProjectCompiler {
  let loaded: Compiler | undefined;
  /** Loaded with the first file that needs it: in a project of ES modules the thread that runs the code needs none. */
  const load = (): Compiler => (loaded ??= (createRequire(request.compiler)(request.compiler) as { ts: Compiler }).ts);
  const parsed = new Map<string, ts.CompilerOptions>();
  const configs = new Map<string, string | undefined>();
  const packageTypes = new Map<string, string | undefined>();

  const optionsOf = (file: string): ts.CompilerOptions => {
    const config = findConfig(path.dirname(file));
    if (config === undefined) return {};
    let options = parsed.get(config);
    if (!options) parsed.set(config, (options = readOptions(load(), config)));
    return options;
  };

  /** The nearest tsconfig.json, or the one that governs the entry where that lies as near. */
  const findConfig = (folder: string): string | undefined => {
    if (configs.has(folder)) return configs.get(folder);
    const own = path.join(folder, 'tsconfig.json');
    const governing = request.tsconfig !== undefined && path.resolve(path.dirname(request.tsconfig)) === path.resolve(folder) ? request.tsconfig : undefined;
    const parent = path.dirname(folder);
    const found = governing ?? (existsSync(own) ? own : parent === folder ? request.tsconfig : findConfig(parent));
    configs.set(folder, found);
    return found;
  };

  const packageType = (folder: string): string | undefined => {
    if (packageTypes.has(folder)) return packageTypes.get(folder);
    const manifest = path.join(folder, 'package.json');
    const parent = path.dirname(folder);
    const type = existsSync(manifest) ? readType(manifest) : parent === folder ? undefined : packageType(parent);
    packageTypes.set(folder, type);
    return type;
  };

  const formatOf = (file: string): ModuleFormat => {
    if (/\.m[jt]s$/.test(file)) return 'module';
    if (/\.c[jt]s$/.test(file)) return 'commonjs';
    const type = packageType(path.dirname(file));
    if (type === 'module') return 'module';
    // Node finds out by the syntax what package.json does not say.
    if (!compiled.test(file)) return type === undefined && hasModuleSyntax(load(), file) ? 'module' : 'commonjs';
    // Bundled projects write `"module": "ESNext"` and no `"type"`: what they run is an ES module all the same.
    const { module } = optionsOf(file);
    const ts = load();
    const isWrittenAsModule = module !== undefined && module >= ts.ModuleKind.ES2015 && module <= ts.ModuleKind.ESNext;
    return isWrittenAsModule || module === ts.ModuleKind.Preserve ? 'module' : 'commonjs';
  };

  const transpile = (file: string, format: ModuleFormat): string => {
    const { jsx, ...options } = optionsOf(file);
    const ts = load();
    const fileName = file.replace(/\.c?ts$/, '.ts').replace(/\.mts$/, '.ts');
    const text = markErasedNames(ts, file, readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    const compilerOptions: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      ...options,
      ...(jsx === undefined || jsx === ts.JsxEmit.Preserve || jsx === ts.JsxEmit.ReactNative ? { jsx: ts.JsxEmit.ReactJSX } : { jsx }),
      module: format === 'module' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      ignoreDeprecations: '6.0',
      // Marked types are left out by name; what an import that is not marked brings may be a type, and is dropped where no value uses it.
      verbatimModuleSyntax: false,
      importHelpers: false,
      noEmitHelpers: false,
      declaration: false,
      composite: false,
      incremental: false,
      sourceMap: false,
      inlineSourceMap: true,
      removeComments: false,
    };
    return ts.transpileModule(text, { fileName, compilerOptions, reportDiagnostics: false }).outputText;
  };

  return { formatOf, transpile, optionsOf, isCompiled: (file) => compiled.test(file) && !/[\\/]node_modules[\\/]/.test(file) };
}

function readOptions(ts: Compiler, config: string): ts.CompilerOptions {
  const host = { ...ts.sys, readDirectory: () => [], onUnRecoverableConfigFileDiagnostic: () => undefined };
  return ts.getParsedCommandLineOfConfigFile(config, {}, host)?.options ?? {};
}

function readType(manifest: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8').replace(/^\uFEFF/, '')) as { type?: string }).type;
  } catch {
    return undefined;
  }
}

function hasModuleSyntax(ts: Compiler, file: string): boolean {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), { languageVersion: ts.ScriptTarget.ESNext, impliedNodeFormat: undefined }, false);
  return ts.isExternalModule(tree);
}
