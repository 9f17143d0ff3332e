import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import type { ImportRecord } from '../../../src/model/import-record.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

function scan(text: string, name = 'cart.ts', options = {}) {
  return scanModule({ path: filePath(`/shop/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, options);
}

function records(text: string, name = 'cart.ts', options = {}): readonly ImportRecord[] {
  const result = scan(text, name, options);
  if (result.kind !== 'scanned') throw new Error(result.reason);
  return result.module.imports;
}

/** kind form specifier names, one string a record. */
function brief(text: string, name?: string, options?: object): string[] {
  return records(text, name, options).map((record) => {
    const names = record.names.map((entry) => `${entry.typeOnly ? 'type ' : ''}${entry.imported}>${entry.local}`);
    return [record.kind, record.form, record.specifier, ...names].join(' ');
  });
}

describe.each(['cart.ts', 'cart.tsx'])('scanModule on %s', (file) => {
  it.each([
    [`import './side';`, 'side-effect import ./side'],
    [`import {} from './empty';`, 'side-effect import ./empty'],
    [`import total from './a';`, 'value import ./a default>total'],
    [`import * as cart from './a';`, 'value import ./a *>cart'],
    [`import d, * as ns from './a';`, 'value import ./a default>d *>ns'],
    [`import d, { a, b as c, default as e } from "./a.js" with { type: 'json' };`, 'value import ./a.js default>d a>a b>c default>e'],
    [`import { 'soup of the day' as soup } from './menu';`, 'value import ./menu soup of the day>soup'],
    [`import type { A, B as C } from './a';`, 'type import ./a type A>A type B>C'],
    [`import type D from './a';`, 'type import ./a type default>D'],
    [`import type * as T from './a';`, 'type import ./a type *>T'],
    [`import { type A, b } from './a';`, 'value import ./a type A>A b>b'],
    [`import { type A, type B } from './a';`, 'type import ./a type A>A type B>B'],
    [`import type from './a';`, 'value import ./a default>type'],
    [`import type, { a } from './a';`, 'value import ./a default>type a>a'],
    [`import type from from './a';`, 'type import ./a type default>from'],
    [`import { type } from './a';`, 'value import ./a type>type'],
    [`import { type as as } from './a';`, 'value import ./a type>as'],
    [`import { type as } from './a';`, 'type import ./a type as>as'],
    [`import { type as as x } from './a';`, 'type import ./a type as>x'],
    [`export { a, b as c, type T } from './a';`, 'reexport export-from ./a a>a b>c type T>T'],
    [`export { default } from './a';`, 'reexport export-from ./a default>default'],
    [`export type { T } from './a';`, 'type export-from ./a type T>T'],
    [`export { type T } from './a';`, 'type export-from ./a type T>T'],
    [`export * from './a';`, 'reexport export-star ./a *>*'],
    [`export type * from './a';`, 'type export-star ./a type *>*'],
    [`export * as ns from './a';`, 'reexport export-from ./a *>ns'],
    [`export {} from './a';`, 'side-effect export-from ./a'],
    [`import x = require('./a');`, 'require import-equals ./a *>x'],
    [`export import x = require('./a');`, 'require import-equals ./a *>x'],
    [`import type x = require('./a');`, 'type import-equals ./a type *>x'],
    [`const a = require('./a');`, 'require require-call ./a'],
    [`const a = await import('./a');`, 'dynamic import-call ./a'],
    ['const a = import(`./a`);', 'dynamic import-call ./a'],
    [`const a = import(/* webpackChunkName: "a" */ './a');`, 'dynamic import-call ./a'],
    [`const a = import('./a.json', { with: { type: 'json' } });`, 'dynamic import-call ./a.json'],
    [`type A = import('./a').A;`, 'type import-type ./a'],
    [`let a: import('./a');`, 'type import-type ./a'],
    [`let a: typeof import('./a');`, 'type import-type ./a'],
    [`function f(a: import('./a')) {}`, 'type import-type ./a'],
    [`import {\n  // the 'a' of the shop, from 'nowhere'\n  a, /* } from 'x' */ b,\n} from './a';`, 'value import ./a a>a b>b'],
    [`import{a}from'./a'`, 'value import ./a a>a'],
    [`import '\\u002e/a';`, 'side-effect import ./a'],
  ])('reads %s', (text, expected) => {
    expect(brief(text, file)).toEqual([expected]);
  });

  it.each([
    ['a computed specifier', 'const a = import(path); const b = import(`./${name}`); const c = require("./" + name);'],
    ['import.meta', 'const here = import.meta.url;'],
    ['a property called require or import', `app.require('./a'); app?.require('./b'); app.import('./c');`],
    ['a namespace alias', 'import Total = Shop.Cart.Total;'],
    ['words in comments', `// import './a'\n/* require('./b') */\n/** import('./c') */`],
    ['words in strings and templates', "const s = \"import './a'\" + 'require(\"./b\")' + `import('./c') require('./d')`;"],
    ['words in a regular expression', `const r = /require('.\\/a')/;`],
    ['local exports', 'const a = 1; export { a }; export default a;'],
    ['require without a call', 'const r = require; require.resolve("./a");'],
  ])('finds nothing in %s', (_, text) => {
    expect(brief(text, file)).toEqual([]);
  });

  it('sees code inside template holes, and spread calls', () => {
    expect(brief("const s = `${await import('./a')} ${`${require('./b')}`}`; const l = [...require('./c')];", file)).toEqual([
      'dynamic import-call ./a',
      'require require-call ./b',
      'require require-call ./c',
    ]);
  });

  it('counts an import that is exported again once', () => {
    expect(brief(`import { a } from './a';\nexport { a };`, file)).toEqual(['value import ./a a>a']);
  });

  it('keeps a side-effect import where verbatimModuleSyntax does, and erases a statement-level type import anyway', () => {
    const text = `import { type A } from './a';\nexport { type B } from './b';\nimport type { C } from './c';`;
    expect(records(text, file, { verbatimModuleSyntax: true }).map((record) => record.kind)).toEqual(['side-effect', 'side-effect', 'type']);
    expect(records(text, file).map((record) => record.kind)).toEqual(['type', 'type', 'type']);
  });

  it('spans the whole statement with its semicolon, and the characters between the quotes', () => {
    const text = `#!/usr/bin/env node\n/* ü 𝒳 */ import { a } from './a' ;\nexport import b = require("./b")\nconst c = require( './c' );`;
    const found = records(text, file);
    expect(found.map((record) => text.slice(record.span.start, record.span.end))).toEqual([
      `import { a } from './a' ;`,
      `export import b = require("./b")`,
      `require( './c' )`,
    ]);
    expect(found.map((record) => text.slice(record.specifierSpan.start, record.specifierSpan.end))).toEqual(['./a', './b', './c']);
  });

  it('sorts records by their place, whatever form they have', () => {
    const text = `const a = require('./1');\nimport b from './2';\nconst c = import('./3');\nexport * from './4';`;
    expect(records(text, file).map((record) => record.specifier)).toEqual(['./1', './2', './3', './4']);
  });

  it('sees imports inside an ambient module', () => {
    expect(brief(`declare module 'shop' {\n  import { A } from './a';\n  export * from './b';\n}`, file)).toEqual([
      'value import ./a A>A',
      'reexport export-star ./b *>*',
    ]);
  });
});

describe('scanModule', () => {
  it('makes every edge of a declaration file a type edge', () => {
    const text = `import { A } from './a';\nexport * from './b';\nimport './c';\nexport declare const x: import('./d').D;`;
    expect(records(text, 'cart.d.ts').map((record) => record.kind)).toEqual(['type', 'type', 'type', 'type']);
  });

  it.each(['menu.tsx', 'menu.jsx', 'menu.js'])('is not misled by prose in JSX text in %s', (name) => {
    const text = `import { a } from './a';\nexport const Menu = () => <p>don't import x from 'y' // or require('z')\n  <a href="/">it's</a></p>;\nimport b from './b';`;
    const result = scan(text, name);
    expect(result.kind === 'scanned' && result.module.imports.map((record) => record.specifier)).toEqual(['./a', './b']);
    expect(result.kind === 'scanned' && result.module.lines).toEqual({ physical: 4, code: 4, comment: 0, blank: 0 });
  });

  it('reads type assertions and generic arrows of .ts, which are no JSX', () => {
    expect(brief(`const a = <Total>load();\nconst f = <T>(x: T) => x;\nimport b from './b';`)).toEqual(['value import ./b default>b']);
  });

  it('reads Flow annotations in .js as far as the lexer goes', () => {
    expect(brief(`import type { Square } from './geometry';\nfunction area(s: Square): number { return s.a; }`, 'area.js')).toEqual([
      'type import ./geometry type Square>Square',
    ]);
  });

  it('reads CommonJS with a return at the top level', () => {
    expect(brief(`const a = require('./a');\nif (!a) return;\nmodule.exports = a;`, 'a.cjs')).toEqual(['require require-call ./a']);
  });

  it('says where a file stops being code instead of throwing', () => {
    expect(scan(`const total = 1;\nfunction pay( {{{ ]`)).toEqual({ kind: 'unparsed', reason: expect.stringMatching(/^syntax error at 2:\d+: /) });
    expect(scan(`const a = <p>never closed;`, 'cart.tsx').kind).toBe('unparsed');
  });

  it('reads an empty file and a file of comments', () => {
    expect(scan('')).toMatchObject({ kind: 'scanned', module: { imports: [], lines: { physical: 0, code: 0 } } });
    expect(scan('// nothing\n')).toMatchObject({ kind: 'scanned', module: { imports: [], lines: { physical: 1, comment: 1 } } });
  });

  it('survives an expression nested ten thousand deep', () => {
    const text = `const a = require('./a');\nconst s = ${'1+'.repeat(10_000)}1;`;
    expect(brief(text)).toEqual(['require require-call ./a']);
  });
});
