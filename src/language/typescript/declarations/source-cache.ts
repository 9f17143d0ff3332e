import type { ts } from 'ts-morph';
import { requireFrom } from '../../../host/require.js';
import type { Compiler } from '../compiler.js';

/** Parsed files by path, kept for the next program while their text is the same: two versions of a project share almost all of them. */
export interface SourceCache {
  readonly parse: (path: string, text: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions) => ts.SourceFile;
  /** A file of the library of the language, by its name; undefined when there is none. */
  readonly parseLibrary: (name: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions) => ts.SourceFile | undefined;
}

export const libraryFolder = '/.decant-lib';

interface LibraryFile {
  readonly fileName: string;
  readonly text: string;
}

// The library never changes, and it is the greater part of what a small project needs.
const library = new Map<string, ts.SourceFile>();
let libraryTexts: ReadonlyMap<string, string> | undefined;

/** The text of a library file that comes with ts-morph. */
export function readLibraryText(name: string): string | undefined {
  if (libraryTexts === undefined) {
    const { getLibFiles } = requireFrom('ts-morph', '@ts-morph/common') as { getLibFiles: () => readonly LibraryFile[] };
    libraryTexts = new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]));
  }
  return libraryTexts.get(name);
}

export function createSourceCache(ts: Compiler): SourceCache {
  const known = new Map<string, ts.SourceFile>();
  const parse = (files: Map<string, ts.SourceFile>, path: string, text: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile => {
    const key = `${path}\0${typeof options === 'object' ? (options.impliedNodeFormat ?? '') : ''}`;
    const found = files.get(key);
    if (found?.text === text) return found;
    const parsed = ts.createSourceFile(path, text, options);
    files.set(key, parsed);
    return parsed;
  };
  return {
    parse: (path, text, options) => parse(known, path, text, options),
    parseLibrary: (name, options) => {
      const text = readLibraryText(name);
      return text === undefined ? undefined : parse(library, `${libraryFolder}/${name}`, text, options);
    },
  };
}
