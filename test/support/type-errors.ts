import ts from 'typescript';
import type { Folder } from './folder.js';

const root = '/program';
const ambientFile = `${root}/ambient.d.ts`;
const ambient = 'declare const console: { log(...values: unknown[]): void };\n';

const libraries = new Map<string, ts.SourceFile | undefined>();

/**
 * Messages of the compiler for a folder held in memory, sorted, each with its file-independent text: a split moves code between files, so only
 * the messages can be compared. Libraries are parsed once for all programs.
 */
export function findTypeErrors(folder: Folder): string[] {
  const texts = new Map<string, string>([[ambientFile, ambient]]);
  for (const [file, bytes] of folder) texts.set(`${root}/${file}`, bytes.toString('utf8').replace(/^\uFEFF/, ''));
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
  const program = ts.createProgram(sources, readOptions(texts.get(`${root}/tsconfig.json`)), host);
  return ts.getPreEmitDiagnostics(program).map((found) => `TS${found.code}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`).sort();
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
