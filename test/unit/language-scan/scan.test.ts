import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import type { ImportRecord } from '../../../src/model/import-record.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

function scan(text: string, name = 'cart.ts', options = {}) {
  return scanModule({ path: filePath(`/shop/${name}`), text, lineStarts: buildLineStarts(text) }, options);
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
    // Somebody is writing the name.
    [`import from './a';`, 'side-effect import ./a'],
    [`import { Menu., b } from './a';`, 'value import ./a Menu.>Menu. b>b'],
    [`import a, { b } /* from './c' */ from /* ; */ './a' // ;`, 'value import ./a default>a b>b'],
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
    [`const a = require('./a');`, 'require require-call ./a *>a'],
    [`const a = require('./a')\nrun();`, 'require require-call ./a *>a'],
    [`const { a, b: c, ...rest } = require('./a');`, 'require require-call ./a a>a b>c *>rest'],
    [`let {\n  a,\n} = require("./a"), d = 1;`, 'require require-call ./a a>a'],
    [`const a = require('./a').menu;`, 'require require-call ./a menu>a'],
    [`const a = require('./a').menu.soup;`, 'require require-call ./a'],
    [`const a = require('./a')(options);`, 'require require-call ./a'],
    [`const { a = 1 } = require('./a');`, 'require require-call ./a'],
    [`exports.a = require('./a');`, 'require require-call ./a'],
    [`if (ready) require('./a');`, 'require require-call ./a'],
    [`const a = await import('./a');`, 'dynamic import-call ./a'],
    ['const a = import(`./a`);', 'dynamic import-call ./a'],
    [`const a = import(/* webpackChunkName: "a" */ './a');`, 'dynamic import-call ./a'],
    [`const a = import('./a.json', { with: { type: 'json' } });`, 'dynamic import-call ./a.json'],
    [`type A = import('./a').A;`, 'type import-type ./a type A>A'],
    [`type A = import('./a').Menu.Soup[];`, 'type import-type ./a type Menu>Menu'],
    [`type A = typeof import('./a').menu;`, 'type import-type ./a type menu>menu'],
    [`interface A { lazy: () => import('./a').A }`, 'type import-type ./a type A>A'],
    [`const a = { lazy: () => import('./a') };`, 'dynamic import-call ./a'],
    [`const a = { lazy: async () => import('./a') };`, 'dynamic import-call ./a'],
    [`const a = lazy(\n  () => import('./a'),\n);`, 'dynamic import-call ./a'],
    [`const a = [{ b: '', lazy: () => import('./a') }];`, 'dynamic import-call ./a'],
    [`window.a = b\n\n// so\nimport('./a')`, 'dynamic import-call ./a'],
    [`type A = B\nimport('./a')`, 'dynamic import-call ./a'],
    [`type A<T> = T extends\nimport('./a').A ? 1 : 2`, 'type import-type ./a type A>A'],
    [`interface A { lazy: // async\n() => import('./a').A }`, 'type import-type ./a type A>A'],
    [`interface A { lazy: // so(\n() => import('./a').A }`, 'type import-type ./a type A>A'],
    [`type A<T> = T extends (() => import('./a').A) ? 1 : 2;`, 'type import-type ./a type A>A'],
    [`type A = readonly (() => import('./a').A)[];`, 'type import-type ./a type A>A'],
    [`const a = load(import('./a'));`, 'dynamic import-call ./a'],
    [`type A = keyof (import('./a').A);`, 'type import-type ./a type A>A'],
    [`const a = () => ready && import('./a');`, 'dynamic import-call ./a'],
    [`const a = x as import('./a').A;`, 'type import-type ./a type A>A'],
    [`const a = [import('./a')];`, 'dynamic import-call ./a'],
    [`import('./a').then((m) => m.run());`, 'dynamic import-call ./a'],
    [`let a: Map<string, import('./a').A>;`, 'type import-type ./a type A>A'],
    [`const a = typeof import('./a') === 'object';`, 'dynamic import-call ./a'],
    [`let a: import('./a');`, 'type import-type ./a'],
    [`let a: typeof import('./a');`, 'type import-type ./a'],
    [`function f(a: import('./a')) {}`, 'type import-type ./a'],
    [`import {\n  // the 'a' of the shop, from 'nowhere'\n  a, /* } from 'x' */ b,\n} from './a';`, 'value import ./a a>a b>b'],
    [`import{a}from'./a'`, 'value import ./a a>a'],
    [`import '\\u002e/a';`, 'side-effect import ./a'],
    [`import '; ;' ;`, 'side-effect import ; ;'],
    [`import { a }\n  from './a'\nassert(a);`, 'value import ./a a>a'],
    [`import type, * as cart from './a';`, 'value import ./a default>type *>cart'],
    [`import defer * as cart from './a';`, 'value import ./a *>cart'],
    [`import source from './a';`, 'value import ./a default>source'],
    [`import type = require('./a');`, 'require import-equals ./a *>type'],
    [`export { a as 'soup of the day' } from './a';`, 'reexport export-from ./a a>soup of the day'],
    [`export { type as } from './a';`, 'type export-from ./a type as>as'],
    [`export/* a */*/* b */from/* c */'./a'`, 'reexport export-star ./a *>*'],
    [`const soup = /[/'"]/.test(x) ? 'a' : "b"; import a from './a';`, 'value import ./a default>a'],
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
    ['names that look like statements', `export { a as import, b as export }; const { import: c } = d; class E { import(x: string) {} export = 1; }`],
    ['a local list of exports', 'const a = 1, from = 2; export { a, from };'],
    ['an export called from', `const from = './a'; export default from; './a';`],
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
    expect(brief(`const a = require('./a');\nif (!a) return;\nmodule.exports = a;`, 'a.cjs')).toEqual(['require require-call ./a *>a']);
  });

  it('says where a file stops being code instead of throwing', () => {
    expect(scan(`const total = 1;\nfunction pay( {{{ ]`)).toEqual({ kind: 'unparsed', reason: expect.stringMatching(/^syntax error at 2:\d+: /) });
    expect(scan(`const a = <p>never closed;`, 'cart.tsx').kind).toBe('unparsed');
  });

  it('takes a reference path at the top for a type edge, relative to the file, and none further down', () => {
    const text = `// shop\n/// <reference types="node" />\n/// <reference path="globals.d.ts" />\n/// <reference path='../menu.d.ts'/>\nrun();\n/// <reference path="late.d.ts" />`;
    expect(brief(text)).toEqual(['type module-path ./globals.d.ts', 'type module-path ../menu.d.ts']);
    const [first] = records(text);
    expect(text.slice(first!.specifierSpan.start, first!.specifierSpan.end)).toBe('globals.d.ts');
    expect(text.slice(first!.span.start, first!.span.end)).toBe('/// <reference path="globals.d.ts" />');
  });

  it.each([
    ['an apostrophe in text', `<p>it's // a soup</p>`],
    ['elements in attributes and in holes', `<Menu icon={<Icon name="a" />} soup=<b>'</b> {...rest}>{list.map((x) => <li key={x}>'{x}'</li>)}</Menu>`],
    ['fragments and spaces in tags', `<>\n< Menu.Item\n // '\n /* " */ open>'</ Menu.Item >'</>`],
    ['attribute strings without escapes, over two lines', `<a title="\\" alt='"\n'>'</a>`],
    ['type arguments of an element', `<List<Item<'a'>> rows={[]}>'</List>`],
    ['a condition with both', `a < b ? <b>'</b> : a > b ? <i>'</i> : c`],
    ['text right after return and an arrow', `[() => <b>'</b>, function () { return <b>'</b>; }]`],
    ['namespaced names', `<svg:path xlink:href="'" data-soup-1='"' />`],
    ['an element called like a type parameter', `<T>('</T>`],
    ['comments in holes', `<p>{/* it's */}{\n// it's\n}'</p>`],
    ['a regular expression after a closing tag, no: a division', `(<b>'</b>, 4 / 2 / 1)`],
  ])('reads on after JSX with %s', (_, element) => {
    const text = `const view = ${element};\nimport b from './b'; // '\n// c\n`;
    const result = scan(text, 'menu.tsx');
    expect(result.kind === 'scanned' && result.module.imports.map((record) => record.specifier)).toEqual(['./b']);
    expect(result.kind === 'scanned' && result.module.lines.comment).toBe(1 + (element.match(/\n \/\/|\n\/\//g)?.length ?? 0));
  });

  it.each([
    ['a generic arrow with a comma', `const f = <T,>(x: T) => x < 1 ? "'" : '"';`],
    ['a generic arrow with a bound', `const f = <T extends Soup>(x: T) => x;`],
    ['a generic arrow with a default', `const f = <T = Soup>(x: T) => x;`],
    ['a const type parameter', `const f = <const T,>(x: T) => x;`],
    ['a function type', `type F = <T>(x: T) => T; let g: <U>(x: U) => U;\nconst text = <Text>it's</Text>;`],
    ['a call signature in a type', `interface F { <T>(x: T): T; new <T>(x: T): T; delete<T>(x: T): T }`],
    ['shifts and comparisons', `const n = 1 << 2, m = a < b, o = a! < b, p = f() < 3, q = l[0] < 4, r = i++ < 5;`],
    ['type arguments of calls', `const n = new Map<string, Array<Soup>>(), m = f<Soup>(1), o = x as Soup<A>;`],
    ['a class', `class Menu<T> extends React.Component<Props<T>> { state: State<T> = {}; }`],
  ])('does not take %s for JSX', (_, code) => {
    const result = scan(`${code}\nimport b from './b';\n// c\n`, 'menu.tsx');
    expect(result.kind === 'scanned' && result.module.imports.map((record) => record.specifier)).toEqual(['./b']);
    expect(result.kind === 'scanned' && result.module.lines.comment).toBe(1);
  });

  it('asks the parser where a brace before a slash may end a block or an object', () => {
    const text = `if (a) {}\n/'/.test(b);\nconst c = {} / 2; // '\nimport d from './d';`;
    expect(brief(text, 'a.js')).toEqual(['value import ./d default>d']);
    expect(scan(text, 'a.js')).toMatchObject({ module: { lines: { code: 4, comment: 0 } } });
  });

  it('reads ten thousand elements side by side, and a thousand in each other', () => {
    const flat = `const icon = <svg>${'<path d="M0" />\n'.repeat(10_000)}</svg>;\nimport './a';`;
    const deep = `const icon = ${'<g>'.repeat(1000)}${'</g>'.repeat(1000)};\nimport './a';`;
    expect(brief(flat, 'a.tsx')).toEqual(['side-effect import ./a']);
    expect(brief(deep, 'a.tsx')).toEqual(['side-effect import ./a']);
  });

  it('reads an empty file and a file of comments', () => {
    expect(scan('')).toMatchObject({ kind: 'scanned', module: { imports: [], lines: { physical: 0, code: 0 } } });
    expect(scan('// nothing\n')).toMatchObject({ kind: 'scanned', module: { imports: [], lines: { physical: 1, comment: 1 } } });
  });

  it('survives an expression nested ten thousand deep', () => {
    const text = `const a = require('./a');\nconst s = ${'1+'.repeat(10_000)}1;`;
    expect(brief(text)).toEqual(['require require-call ./a *>a']);
  });
});
