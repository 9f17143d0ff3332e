import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { outlineModule } from '../../../src/language/typescript/outline.js';
import type { Outline } from '../../../src/model/outline.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

function outline(text: string, name = 'shop.ts'): Outline | undefined {
  return outlineModule({ path: filePath(`/shop/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) });
}

/** `kind name,name lines` with `+` for exported and `-> uses`, one string a declaration. */
function brief(text: string, name?: string): string[] {
  return outline(text, name)!.declarations.map((declaration) => {
    const uses = declaration.uses.length > 0 ? ` -> ${declaration.uses.join(' ')}` : '';
    return `${declaration.exported ? '+' : ''}${declaration.kind} ${declaration.names.join(',')} ${declaration.lines}${uses}`;
  });
}

function slices(text: string, name?: string): string[] {
  return outline(text, name)!.declarations.map(({ span }) => text.slice(span.start, span.end));
}

describe('outlineModule', () => {
  it.each([
    ['functions', `function pay() {}\nexport async function* list() {}\nexport default function () {}`, ['function pay 1', '+function list 1', '+function default 1']],
    ['classes', `class A {}\nexport abstract class B extends A<{ x: 1 }> implements C {}\nexport default class extends B {}`, ['class A 1', '+class B 1 -> A', '+class default 1 -> B']],
    ['types', `interface A { b: B }\ntype B = A | 'C';\ndeclare enum C {}\nexport const enum D { x }`, ['interface A 1 -> B', 'type B 1 -> A', 'enum C 1', '+enum D 1']],
    ['namespaces', `namespace A.B {}\ndeclare module M {}\ndeclare module 'soup' {}\ndeclare global {}`, ['namespace A 1', 'namespace M 1']],
    ['several variables', `const a = 1, b = [a, 2], c = { a, b: 3 };\nlet d, e: Map<string, number>, f!: number;`, ['variable a,b,c 1', 'variable d,e,f 1']],
    ['destructuring', `const { a, b: c, d: { e = a }, ...f } = g, [h, , i = { j: 1 }] = k;`, ['variable a,c,e,f,h,i 1']],
    ['an alias of a namespace', `import Soup = Kitchen.Soup;\nimport x = require('x');\nexport import Tea = Kitchen.Tea;`, ['variable Soup 1', '+variable Tea 1']],
    ['a hoisted variable', `if (ready) {\n  var soup = 1;\n  const tea = () => { var inner; };\n  class A { m() { var deep; } }\n}`, ['variable soup 5']],
    ['decorated classes', `@Injectable()\n@Tag('a').b\nexport class A {}\nexport @Tag class B {}`, ['+class A 3', '+class B 1']],
  ])('finds %s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('counts overloads and merged declarations once, with the lines of all and the span of the first', () => {
    const text = `export function pay(a: string): void;\nexport function pay(a: number): void\nexport function pay(a: unknown): void {\n  tea();\n}\ninterface Tea {}\nclass Tea { a = pay; }\nconst tea = 1;`;
    expect(brief(text)).toEqual(['+function pay 5 -> tea', 'interface Tea 2 -> pay', 'variable tea 1']);
    expect(slices(text)[0]).toBe('export function pay(a: string): void;');
  });

  it('ends statements where a line does, semicolons left out', () => {
    const text = [
      `export const a = 'x' as const`,
      `const b = a`,
      `  .trim()`,
      `type C =`,
      `  | A`,
      `  | B`,
      `type D = () => void`,
      `const e = first >`,
      `  second`,
      `const f = n < e`,
      `const g = n > e`,
      `const h = x as Map<A, B>`,
      `let i = a`,
      `;[1, 2].forEach(log)`,
      `type J = A extends B`,
      `  ? C`,
      `  : D`,
      `const k = tag`,
      '`text`',
      `const l = m!`,
      `++n`,
      `let o`,
      ``,
      `async function p() {}`,
    ].join('\n');
    expect(slices(text)).toEqual([
      `export const a = 'x' as const`,
      `const b = a\n  .trim()`,
      `type C =\n  | A\n  | B`,
      `type D = () => void`,
      `const e = first >\n  second`,
      `const f = n < e`,
      `const g = n > e`,
      `const h = x as Map<A, B>`,
      `let i = a`,
      `type J = A extends B\n  ? C\n  : D`,
      'const k = tag\n`text`',
      `const l = m!`,
      `let o`,
      `async function p() {}`,
    ]);
    expect(outline(text)!.looseLines).toBe(2);
  });

  it.each([
    ['a return type that is a literal', `function a(): { b: { c: 1 } } {}\nfunction d(): e is { f: 1 } {}\nfunction g(): () => {} {}\nfunction h<T = {}>(x: {} = {}): Map<T, {}> {}\nfunction i(x: string): x is \`0x\${ string }\` {}`],
    ['template literal types', 'declare function a<T extends string>(x: T): Hash<`${T}_${T}`>;\ntype b = `${T}`;'],
    ['generic arrows', `const a = <T, U = T>(x: T, y: U) => x;\nconst b = async <T extends A, K extends keyof T = keyof T>() => {};`],
    ['commas that are no declarators', `const a = new Map<string, B>(), c = f<D, E>(g, h);\nlet i = j ? k : l, m = n;`],
    ['regular expressions and strings full of brackets', 'const a = /[{(]\'/g, b = "}";\nconst c = `}${d("}")}`;'],
    ['a semicolon glued to braces', `interface A {};\nfunction b() {};`],
  ])('is not misled by %s', (_, text) => {
    const lines = text.split('\n');
    expect(slices(text)).toEqual(lines);
  });

  it('names only declarators, whatever commas stand around', () => {
    expect(brief(`const a = new Map<string, B>(), c = f<D, E>(g, h);\nlet i = j ? k : l, m = n;\nlet o = p < q, r, s = t > (u);`)).toEqual(['variable a,c 1', 'variable i,m 1', 'variable o 1']);
    expect(brief(`const make = <A, B = A>(x: A) => x, tea = 1;`, 'a.tsx')).toEqual(['variable make,tea 1']);
  });

  it('knows what export lists, a default and CommonJS export', () => {
    expect(brief(`const a = 1; const b = 2; const c = 3; function d() {}\nexport { a, type b as x };\nexport { c } from './c';\nexport default d;`)).toEqual([
      '+variable a 1', '+variable b 1', 'variable c 1', '+function d 1',
    ]);
    expect(brief(`const a = 1, b = 2;\nfunction c() {}\nfunction d() {}\nfunction e() {}\nmodule.exports = { a, x: c, y: d() };\nexports.z = module.exports.e = e;`, 'a.js')).toEqual([
      '+variable a,b 1', '+function c 1', 'function d 1', '+function e 1',
    ]);
  });

  it('counts uses in code, not property names, strings or comments', () => {
    const text = `const soup = 1; const tea = 2; const salad = 3; const ready = 4; const bread = 5;
function use(list: { soup: number }) {
  // bread
  list.soup; list?.tea; const x = { soup: tea, salad }; 'bread'; /bread/; \`bread\`;
  for (const y of [...x.bread]) if (ready ? tea : 0) break;
}
const all = [...bread, ready];
const view = ready ? soup : salad;`;
    expect(brief(text).slice(5)).toEqual(['function use 4 -> ready salad tea', 'variable all 1 -> bread ready', 'variable view 1 -> ready salad soup']);
  });

  it('counts elements as uses, and neither their attributes nor their text', () => {
    const text = `const Soup = {}; const tea = 1; const Bread = 2; const b = 3;\nexport const View = () => <Soup.Bowl tea={1} {...b}>Bread <b>tea</b> {tea}</Soup.Bowl>\nexport const C = 1`;
    expect(brief(text, 'view.tsx').slice(4)).toEqual(['+variable View 1 -> Soup b tea', '+variable C 1']);
  });

  it('counts code lines, comments and blank lines left out', () => {
    const text = `'use strict';\n\n// c\nconst a = {\n  // c\n\n  b: 1, // c\n};\n/* c */ run(\n  a,\n);\nimport { d } from './d';\n`;
    expect(outline(text)).toMatchObject({ looseLines: 3, declarations: [{ names: ['a'], lines: 3 }] });
  });

  it('is undefined where brackets do not match', () => {
    expect(outline('function pay( { ]')).toBeUndefined();
    expect(outline('const view = <p>never closed;', 'view.tsx')).toBeUndefined();
  });
});
