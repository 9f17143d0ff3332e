import type { ts } from 'ts-morph';
import type { FilePath } from '../../../host/path.js';
import type { EmitProblem } from '../../../model/api.js';
import type { ApiInput } from '../../language.js';
import type { SourceProgram } from './source-program.js';

/** The declarations of the project's own files as the compiler writes them, bound. Names of files: that of the source with `.d.ts` behind it. */
export interface EmittedProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly tree: (source: FilePath) => ts.SourceFile | undefined;
  /** The source that an emitted file was made of. */
  readonly sourceOf: (emitted: string) => FilePath;
  readonly problems: readonly EmitProblem[];
  /**
   * Where the compiler had to write a name that means nothing in its file: the file that declares it, as it tells in the error. Before a split such
   * a name is in scope, so this is no difference of types.
   */
  readonly unreachable: (source: FilePath, name: string) => FilePath | undefined;
}

const suffix = '.d.ts';

/** Only the files in `own` are written and bound; `annotated` are those declarations where they are known already. No library, no packages: who resolves names against this finds what the project declares, and nothing else. */
export function createEmittedProgram(input: ApiInput, sources: SourceProgram, own: ReadonlySet<FilePath>, annotated: ReadonlyMap<FilePath, string> | undefined): EmittedProgram {
  const { ts } = sources;
  const problems: EmitProblem[] = [];
  const unreachable = new Map<string, FilePath>();
  const trees = new Map<string, ts.SourceFile | undefined>();
  const sourceOf = (emitted: string): FilePath => emitted.slice(0, -suffix.length) as FilePath;

  const treeOf = (name: string): ts.SourceFile | undefined => {
    if (!name.endsWith(suffix) || !own.has(sourceOf(name))) return undefined;
    if (!trees.has(name)) {
      const text = annotated === undefined ? emit(sourceOf(name)) : annotated.get(sourceOf(name));
      trees.set(name, text === undefined ? undefined : ts.createSourceFile(name, text, { languageVersion: ts.ScriptTarget.ESNext }, true));
    }
    return trees.get(name);
  };
  const emit = (file: FilePath): string | undefined => {
    const program = sources.program();
    const tree = program.getSourceFile(file);
    if (tree === undefined) return undefined;
    if (tree.isDeclarationFile) return tree.text;
    let text: string | undefined;
    // The last but one argument is no part of the public type: it writes what can be written even where a type has no name outside its file.
    const write = program.emit as (...all: readonly unknown[]) => ts.EmitResult;
    const { diagnostics } = write(tree, (_name: string, output: string) => (text = output), undefined, true, undefined, true);
    for (const problem of diagnostics) note(file, problem);
    return text;
  };
  const note = (file: FilePath, problem: ts.Diagnostic): void => {
    const message = ts.flattenDiagnosticMessageText(problem.messageText, ' ');
    const place = problem.file && problem.start !== undefined ? ts.getLineAndCharacterOfPosition(problem.file, problem.start) : { line: 0, character: 0 };
    problems.push({ file, line: place.line + 1, column: place.character + 1, code: `TS${problem.code}`, message });
    const [, name, module] = /name '([^']+)' from (?:external )?module '?"([^"]+)"/.exec(message) ?? [];
    const holder = module === undefined ? undefined : [...own].find((path) => path.startsWith(`${module}.`));
    if (name !== undefined && holder !== undefined) unreachable.set(`${file}\0${name}`, holder);
  };

  const host: ts.CompilerHost = {
    getSourceFile: treeOf,
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => input.root,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => treeOf(name) !== undefined,
    readFile: (name) => treeOf(name)?.text,
    directoryExists: () => false,
    getDirectories: () => [],
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const target = sources.resolve(sourceOf(from), text) as FilePath | undefined;
        if (target === undefined || !own.has(target)) return { resolvedModule: undefined };
        return { resolvedModule: { resolvedFileName: `${target}${suffix}`, extension: ts.Extension.Dts, isExternalLibraryImport: false } };
      }),
  };
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const program = ts.createProgram({ rootNames: [...own].map((file) => `${file}${suffix}`), options, host });
  return {
    program,
    checker: program.getTypeChecker(),
    tree: (file) => program.getSourceFile(`${file}${suffix}`),
    sourceOf,
    problems,
    unreachable: (file, name) => unreachable.get(`${file}\0${name}`),
  };
}
