import type { ts } from 'ts-morph';
import { requireFrom } from '../../../host/require.js';
import type { Compiler } from '../compiler.js';

/** The library of the language for one choice of `target` and `lib`. */
export interface Library {
  /** All files of the choice as one: a program of a hundred files, of which a checker merges the globals anew, costs more than a small project. */
  readonly file: ts.SourceFile;
  /** A part of it by its name, as a package asks for it once more: empty, but for the few that are modules. Undefined for what is no part. */
  readonly part: (name: string) => ts.SourceFile | undefined;
}

export const libraryFolder = '/.decant-lib';

const referenceLines = /^\/\/\/ *<reference .*$/gm;

interface LibraryFile {
  readonly fileName: string;
  readonly text: string;
}

// The library never changes, so it is parsed and bound once in a process.
const libraries = new Map<string, Library>();
let texts: ReadonlyMap<string, string> | undefined;

/** The text of a library file that comes with ts-morph. */
export function readLibraryText(name: string): string | undefined {
  if (texts === undefined) {
    const { getLibFiles } = requireFrom('ts-morph', '@ts-morph/common') as { getLibFiles: () => readonly LibraryFile[] };
    texts = new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]));
  }
  return texts.get(name);
}

export function readLibrary(ts: Compiler, { target, lib }: ts.CompilerOptions): Library {
  const key = JSON.stringify([target, lib]);
  let found = libraries.get(key);
  if (!found) {
    const names = listFiles(ts, { ...(target === undefined ? {} : { target }), ...(lib === undefined ? {} : { lib }) });
    // One `export {}` would make the whole a module, which declares no globals: such a file stays what it is, and the others ask for it.
    const [modules, scripts] = [names.filter(isModule), names.filter((name) => !isModule(name))];
    const heads = modules.map((name) => `/// <reference lib="${name.replace(/^lib\.|\.d\.ts$/g, '')}" />`);
    const all = [...heads, ...scripts.map((name) => readLibraryText(name)!.replace(referenceLines, ''))].join('\n');
    const parse = (name: string, text: string): ts.SourceFile =>
      ts.createSourceFile(`${libraryFolder}/${name}`, text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
    const parts = new Map(names.map((name) => [name, parse(name, isModule(name) ? readLibraryText(name)! : '')]));
    found = { file: parse(`library-${libraries.size}.d.ts`, all), part: (name) => parts.get(name) };
    libraries.set(key, found);
  }
  return found;
}

const nameSets = new Map<string, ReadonlySet<string>>();

/** Names of globals that the choice declares, found without parsing it, outside of all braces. Some may be missing; each that is there is one. */
export function readLibraryNames(ts: Compiler, { target, lib }: ts.CompilerOptions): ReadonlySet<string> {
  const key = JSON.stringify([target, lib]);
  let found = nameSets.get(key);
  if (!found) {
    const scripts = listFiles(ts, { ...(target === undefined ? {} : { target }), ...(lib === undefined ? {} : { lib }) }).filter((name) => !isModule(name));
    found = new Set(scripts.flatMap((name) => readOuterNames(readLibraryText(name)!)));
    nameSets.set(key, found);
  }
  return found;
}

function readOuterNames(text: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  // Strings come first: a template of a type has braces, and the key of a member may be any word.
  for (const { 0: token, 1: name } of text.matchAll(/\/\*[^]*?\*\/|\/\/.*|"[^"\n]*"|'[^'\n]*'|`[^`]*`|[{}]|\b(?:interface|type|var|let|const|function|namespace|class) ([\w$]+)/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    else if (depth === 0 && name !== undefined) names.push(name);
  }
  return names;
}

function isModule(name: string): boolean {
  return /\bexport\s*\{\s*\}/.test(readLibraryText(name)!);
}

/** In the order in which the compiler binds them, which is the order of overloads. It says so itself, of files that have nothing but the references at their heads. */
function listFiles(ts: Compiler, options: ts.CompilerOptions): readonly string[] {
  const empty = '/empty.ts';
  const nameOf = (path: string): string => path.slice(libraryFolder.length + 1);
  const headOf = (path: string): string | undefined =>
    path === empty ? '' : readLibraryText(nameOf(path)) === undefined ? undefined : (readLibraryText(nameOf(path))!.match(referenceLines)?.join('\n') ?? '');
  const host: ts.CompilerHost = {
    getSourceFile: (path, version) => {
      const head = headOf(path);
      return head === undefined ? undefined : ts.createSourceFile(path, head, version);
    },
    getDefaultLibFileName: (given) => `${libraryFolder}/${ts.getDefaultLibFileName(given)}`,
    getDefaultLibLocation: () => libraryFolder,
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: () => false,
    readFile: headOf,
  };
  const program = ts.createProgram({ rootNames: [empty], options: { ...options, types: [] }, host });
  return program.getSourceFiles().flatMap(({ fileName }) => (fileName.startsWith(`${libraryFolder}/`) ? nameOf(fileName) : []));
}
