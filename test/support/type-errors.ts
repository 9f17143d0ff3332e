import ts from 'typescript';
import type { Folder } from './folder.js';

const root = '/program';
const ambientFile = `${root}/ambient.d.ts`;
const ambient = 'declare const console: { log(...values: unknown[]): void };\n';

const libraries = new Map<string, ts.SourceFile | undefined>();

const programs = new WeakMap<Folder, ts.Program>();

/**
 * Messages of the compiler for a folder held in memory, sorted and without places: a split moves code between files, so only the messages
 * can be compared.
 */
export function findTypeErrors(folder: Folder): string[] {
  const program = buildProgram(folder);
  const sources = program.getSourceFiles().filter((source) => source.fileName.startsWith(`${root}/`));
  const emitsDeclarations = program.getCompilerOptions().declaration === true;
  const found = [
    ...program.getOptionsDiagnostics(),
    ...sources.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
      ...(emitsDeclarations && !source.isDeclarationFile ? program.getDeclarationDiagnostics(source) : []),
    ]),
  ];
  return found.map((one) => `TS${one.code}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`).sort();
}

export function pathInProgram(file: string): string {
  return `${root}/${file}`;
}

/** Made once for a folder. Libraries are parsed once for all programs. */
export function buildProgram(folder: Folder): ts.Program {
  const known = programs.get(folder);
  if (known !== undefined) return known;
  const program = createProgram(folder);
  programs.set(folder, program);
  return program;
}

function createProgram(folder: Folder): ts.Program {
  const texts = new Map<string, string>([[ambientFile, ambient]]);
  if (!folder.has('package.json')) texts.set(`${root}/package.json`, '{ "type": "module" }');
  for (const [file, bytes] of folder) texts.set(pathInProgram(file), bytes.toString('utf8').replace(/^\uFEFF/, ''));
  const host: ts.CompilerHost = {
    fileExists: (file) => texts.has(file),
    readFile: (file) => texts.get(file),
    directoryExists: (directory) => [...texts.keys()].some((file) => file.startsWith(`${directory}/`)),
    getDirectories: () => [],
    getSourceFile: (file, target) => {
      const text = texts.get(file);
      return text === undefined ? readLibrary(file, target) : ts.createSourceFile(file, text, target);
    },
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    writeFile: () => undefined,
    getCurrentDirectory: () => root,
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
  const sources = [...texts.keys()].filter((file) => /\.[cm]?tsx?$/.test(file));
  return ts.createProgram(sources, readOptions(texts.get(`${root}/tsconfig.json`)), host);
}

function readOptions(tsconfig: string | undefined): ts.CompilerOptions {
  const fallback = { strict: true, target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', verbatimModuleSyntax: true };
  const raw = tsconfig === undefined ? fallback : (JSON.parse(tsconfig) as { compilerOptions: object }).compilerOptions;
  const { options, errors } = ts.convertCompilerOptionsFromJson({ lib: ['ES2022'], types: [], noEmit: true, ...raw }, root);
  if (errors.length > 0) throw new Error(errors.map((error) => ts.flattenDiagnosticMessageText(error.messageText, ' ')).join('\n'));
  return { ...options, skipDefaultLibCheck: true, skipLibCheck: true };
}

function readLibrary(file: string, target: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
  if (!libraries.has(file)) {
    const text = ts.sys.readFile(file);
    libraries.set(file, text === undefined ? undefined : ts.createSourceFile(file, text, target));
  }
  return libraries.get(file);
}
