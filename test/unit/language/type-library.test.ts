import { describe, expect, it } from 'vitest';
import type { ts as typescript } from 'ts-morph';
import { compiler } from '../../../src/language/typescript/compiler.js';
import { libraryFolder, readLibrary, readLibraryNames, readLibraryText } from '../../../src/language/typescript/declarations/library.js';

const ts = compiler();
const till = '/till.ts';
const text = `
export const found = [3, 1].find((price) => price > 1);
export const sorted = Object.entries({ soup: 3 }).map(([name, price]) => \`\${name} \${price}\`);
export const counted = new Map([['soup', 1]]);
export const first = new Set(['soup']).values();
export const told = Promise.all([Promise.resolve(1), 'soup']);
export const replaced = 'soup'.replace(/o/g, (letter) => letter);
export const timer = setTimeout(() => undefined, 1);
`;

/** Every global with its type, and what the compiler infers from overloads, which depends on the order of the files. */
function readGlobals(options: typescript.CompilerOptions, host: Pick<typescript.CompilerHost, 'getSourceFile' | 'getDefaultLibFileName'>): { readonly globals: readonly string[]; readonly inferred: string } {
  const all: typescript.CompilerHost = {
    ...host,
    getSourceFile: (path, version) => (path === till ? ts.createSourceFile(path, text, version) : host.getSourceFile(path, version)),
    getDefaultLibLocation: () => libraryFolder,
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: () => false,
    readFile: () => undefined,
  };
  const program = ts.createProgram({ rootNames: [till], options: { ...options, types: [], strict: true, declaration: true }, host: all });
  const checker = program.getTypeChecker();
  const own = program.getSourceFile(till)!;
  const symbols = checker.getSymbolsInScope(own, ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace);
  const membersOf = (symbol: typescript.Symbol): string => [...(symbol.members?.keys() ?? []), ...(symbol.exports?.keys() ?? [])].map((name) => String(name).replace(/@\d+$/, '')).join();
  let inferred = '';
  program.emit(own, (_name, output) => (inferred = output), undefined, true);
  // The members of `globalThis` come in the order of the files, which no type depends on.
  return { globals: symbols.filter(({ name }) => name !== 'globalThis').map((symbol) => `${symbol.name} ${symbol.declarations?.length ?? 0}: ${membersOf(symbol)}`).sort(), inferred };
}

function readApart(options: typescript.CompilerOptions): ReturnType<typeof readGlobals> {
  return readGlobals(options, {
    getSourceFile: (path, version) => {
      const found = readLibraryText(path.slice(libraryFolder.length + 1));
      return found === undefined ? undefined : ts.createSourceFile(path, found, version);
    },
    getDefaultLibFileName: (given) => `${libraryFolder}/${ts.getDefaultLibFileName(given)}`,
  });
}

function readTogether({ lib, ...options }: typescript.CompilerOptions): ReturnType<typeof readGlobals> {
  const library = readLibrary(ts, { ...options, ...(lib && { lib }) });
  return readGlobals(options, {
    getSourceFile: (path) => (path === library.file.fileName ? library.file : library.part(path.slice(libraryFolder.length + 1))),
    getDefaultLibFileName: () => library.file.fileName,
  });
}

describe('the library as one file', () => {
  const choices: Readonly<Record<string, typescript.CompilerOptions>> = {
    'the newest language with the browser': { target: ts.ScriptTarget.ESNext },
    'an old language with the browser': { target: ts.ScriptTarget.ES2015 },
    'a language without the browser': { target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'] },
    'parts that were named in another order': { target: ts.ScriptTarget.ES2022, lib: ['lib.webworker.d.ts', 'lib.es2020.d.ts'] },
  };
  for (const [name, options] of Object.entries(choices)) {
    it(`has the globals and overloads of the files: ${name}`, () => {
      const [apart, together] = [readApart(options), readTogether(options)];
      expect(apart.globals.length).toBeGreaterThan(100);
      expect(together.globals.filter((one) => !apart.globals.includes(one))).toEqual([]);
      expect(together.globals.length).toBe(apart.globals.length);
      expect(together.inferred).toBe(apart.inferred);
      const names = [...readLibraryNames(ts, options)];
      const declared = new Set(apart.globals.map((one) => one.slice(0, one.indexOf(' '))));
      expect(names.filter((one) => !declared.has(one)), 'names that were found without parsing').toEqual([]);
      expect(names).toEqual(expect.arrayContaining(['Promise', 'Record', 'Array', 'parseInt', 'Intl', 'Map']));
      expect(together.inferred).toContain('told: Promise<[number, string]>');
    });
  }

  it('is one object for one choice, and another for another', () => {
    const newest = readLibrary(ts, { target: ts.ScriptTarget.ESNext });
    expect(readLibrary(ts, { target: ts.ScriptTarget.ESNext })).toBe(newest);
    expect(readLibrary(ts, { target: ts.ScriptTarget.ES2015 })).not.toBe(newest);
    expect(newest.part('lib.dom.d.ts')?.text).toBe('');
    expect(newest.part('lib.webworker.d.ts')).toBeUndefined();
  });
});
