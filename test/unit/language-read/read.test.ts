import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import type { ModuleModel, Statement } from '../../../src/model/module-model.js';
import type { CompilerFacts } from '../../../src/model/project.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const facts: CompilerFacts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};

function read(text: string, name = 'shop.ts', extra: Partial<CompilerFacts> = {}): ModuleModel {
  return readModule({ path: filePath(`/kitchen/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, { ...facts, ...extra });
}

function statementOf(model: ModuleModel, name: string): Statement {
  return model.statements.find((statement) => statement.declares.includes(name))!;
}

const brief = (statement: Statement, list: 'reads' | 'writes'): string[] => [...new Set(statement[list].map(({ name, when }) => `${name}:${when}`))];

describe('when a reference is evaluated', () => {
  const model = read(`
import { Base, tag, rate, type Spice } from './pantry';
const tax = 0.2;
class Oven extends Base implements Spice {
  static heat = tax;
  glow = rate;
  static { tag(tax); }
  [tag.name]() { return rate; }
  bake(dish: Spice = rate) { return dish; }
}
const now = (() => tax)();
const later = () => tax;
const all = [1].map((n) => n * rate);
type Menu = typeof tax;
enum Size { Big = tax }
`);
  it.each([
    ['Oven', ['Base:hard', 'Spice:type', 'tax:hard', 'rate:soft', 'tag:hard']],
    ['now', ['tax:hard']],
    ['later', ['tax:soft']],
    ['all', ['rate:hard']],
    ['Menu', ['tax:type']],
    ['Size', ['tax:hard']],
  ])('%s', (name, expected) => {
    expect(brief(statementOf(model, name), 'reads')).toEqual(expected);
  });

  it('reads a class in a decorated signature while the class is defined, but only when metadata is emitted', () => {
    const text = "import { Inject, Mailer } from './di';\n@Inject()\nexport class Desk { constructor(private mailer: Mailer) {} }\n";
    expect(brief(statementOf(read(text), 'Desk'), 'reads')).toContain('Mailer:type');
    expect(brief(statementOf(read(text, 'shop.ts', { emitDecoratorMetadata: true }), 'Desk'), 'reads')).toContain('Mailer:hard');
  });

  it('reads React for classic JSX though the text never says so', () => {
    const text = "import React from 'react';\nexport const Menu = () => <ul />;\n";
    expect(brief(statementOf(read(text, 'menu.tsx'), 'Menu'), 'reads')).toEqual(['React:soft']);
    expect(brief(statementOf(read(text, 'menu.tsx', { jsx: 'react-jsx' }), 'Menu'), 'reads')).toEqual([]);
  });

  it('is not fooled by shadowing, property names, labels, or object keys', () => {
    const shadowed = read(`
const plate = 1;
function wash(plate: number) { const cup = { plate: 2 }; return cup.plate + plate; }
function stack() { plate: for (;;) break plate; }
function dry({ plate: dish }: { plate: number }) { return dish; }
function use() { return { plate }; }
`);
    expect(['wash', 'stack', 'dry', 'use'].map((name) => brief(statementOf(shadowed, name), 'reads'))).toEqual([[], [], [], ['plate:soft']]);
  });
});

describe('writes', () => {
  it.each([
    ['count = 1', 'write'], ['count++', 'write'], ['count += 2', 'write'], ['[count] = [1]', 'write'], ['({ a: count } = { a: 1 })', 'write'],
    ['({ count } = { count: 1 })', 'write'], ['({ a: [count = 3] } = { a: [1] })', 'write'], ['for (count of [1]) {}', 'write'], ['[...count] = [1]', 'write'],
    ['(count as any) = 2', 'write'], ['count.size = 1', 'read'], ['rows[count] = 1', 'read'], ['({ a: 1, ...count })', 'read'], ['({ [count]: rows[0] } = {})', 'read'],
  ])('%s', (code, access) => {
    const model = read(`let count: any = 0; const rows: any[] = [];\nfunction change() { ${code}; }\n`);
    expect(brief(statementOf(model, 'change'), 'writes')).toEqual(access === 'write' ? ['count:soft'] : []);
  });
});

describe('effects', () => {
  const effectOf = (code: string): string => read(`import { outside } from './pantry';\nconst limits = { low: 1 };\nlet open = true;\nenum Size { S }\nconst double = (n: number) => n * 2;\n${code}\n`).statements.at(-1)!.effect;
  it.each([
    ['none', 'function cook() { outside(); }'], ['none', 'const m = new Map([["a", 1]]);'], ['none', 'const o = { ...limits, s: Size.S, f() { outside(); } };'],
    ['none', 'const d = double(21);'], ['none', 'class Pot { heat = outside(); }'], ['possible', 'const x = /*#__PURE__*/ outside();'], ['none', 'const big = Number.MAX_SAFE_INTEGER;'],
    ['none', 'const low = limits.low;'], ['none', 'const frozen = Object.freeze({ a: [1] });'], ['none', 'export default { limits };'],
    ['possible', 'const state = open;'], ['possible', 'const mode = process.env.MODE;'], ['possible', 'const at = new Date();'], ['possible', 'const { a } = outside;'],
    ['ordered', 'outside();'], ['ordered', 'const q = new Queue("mail");'], ['ordered', 'limits.low = 2;'], ['ordered', 'class Pot { static { outside(); } }'],
    ['ordered', '@outside class Pot {}'], ['ordered', 'class Pot extends outside() {}'], ['ordered', 'if (open) outside();'], ['ordered', 'const t = outside`x`;'],
  ])('%s: %s', (effect, code) => {
    expect(effectOf(code)).toBe(effect);
  });

  it('takes a member read for a constant only while nothing writes to the object', () => {
    expect(read('const limits = { low: 1 };\nexport const low = limits.low;\nexport function raise() { limits.low = 2; }\n').statements[1]!.effect).toBe('possible');
  });

  it('orders a hoisted var that an earlier statement may have read', () => {
    const model = read('start();\nvar limit = 5;\nfunction start() { console.log(limit); }\n', 'shop.js');
    expect(model.statements[1]!.effect).toBe('ordered');
  });
});

describe('pins', () => {
  it.each([
    ['import-meta', 'export const here = () => import.meta.url;'], ['file-path', 'export const dir = () => __dirname;'], ['eval', 'export function run(s: string) { eval(s); }'],
    ['top-level-await', 'await fetch("x");'], ['main-guard', 'if (require.main === module) start();'], ['top-level-this', 'export const self = this;'], ['ambient', 'declare global { interface Window { a: 1 } }'],
    ['ambient', 'declare const VERSION: string; export const version = VERSION;'], ['export-assignment', 'export = 1;'], ['dynamic-path', 'export const load = (p: string) => import(p);'], ['unsupported', 'vi.mock("./pantry");'],
  ])('%s: %s', (kind, code) => {
    expect(read(`export const a = 1;\n${code}\nfunction start() {}\n`).statements[1]!.pins.map((pin) => pin.kind)).toContain(kind);
  });

  it.each([
    ['eval', 'export function run(s: string) { \\u0065val(s); }'], ['file-path', 'export const dir = () => __dirn\\u0061me;'], ['unsupported', "import { vi as v } from 'vitest'; v.hoisted(() => 1);"],
    ['unsupported', "import { mock as m } from 'bun:test'; m.module('./pantry', () => ({}));"], ['unsupported', 'td.replace("./pantry");'], ['dynamic-path', 'module.hot.accept("./pantry");'],
  ])('%s under another name: %s', (kind, code) => {
    expect(read(`${code}\nexport const a = 1;\n`).statements.flatMap(({ pins }) => pins.map((pin) => pin.kind))).toContain(kind);
  });

  it('a module path is found under whatever name', () => {
    const found = (code: string) => read(`${code}\nexport const a = 1;\n`).imports.map(({ specifier }) => specifier).filter((specifier) => specifier.startsWith('.'));
    expect(found('export const load = () => r\\u0065quire("./pantry");')).toEqual(['./pantry']);
    expect(found("import { vi as v } from 'vitest';\nv.unmock('./pantry');")).toEqual(['./pantry']);
    expect(found("import path from 'node:path';\nexport const shelf = path.join(__dirname, './shelf.json');")).toEqual(['./shelf.json']);
  });

  it.each(['declare const brand: unique symbol; export type Id = { [brand]: 1 };', 'export const mode = () => import.meta.env.MODE;', 'export function f() { return this; }', 'export const f = async () => { await 1; };', 'export function f(__dirname: string) { return __dirname; }', 'export class A { b = this; }', 'export declare namespace Soup { type Size = 1 }'])('leaves %s free', (code) => {
    expect(read(code).statements[0]!.pins).toEqual([]);
  });
});

describe('layout', () => {
  const text = `#!/usr/bin/env node
/*! license */
'use strict';
/* eslint-disable no-console */

/** About the file. */

// ---- Section ----

// @ts-expect-error no types
import weird from 'weird'; // trailing
/** doc of soup */
export const soup = weird; /* same line */ export const salad = 1;
// the end
`;
  const model = read(text);
  it('tiles the text without gap or overlap', () => {
    let position = model.header.end;
    for (const { fullSpan } of model.statements) {
      expect(fullSpan.start).toBe(position);
      position = fullSpan.end;
    }
    expect([model.header.start, position, model.footer.end]).toEqual([0, model.footer.start, text.length]);
  });
  it('gives the header what speaks of the whole file, and leaves a directive above an import with the import', () => {
    expect(model.headerComments.map((comment) => comment.role)).toEqual(['shebang', 'license', 'directive', 'pragma', 'doc', 'doc']);
    expect(text.slice(model.statements[0]!.fullSpan.start, model.statements[0]!.fullSpan.end)).toBe("\n// @ts-expect-error no types\nimport weird from 'weird'; // trailing\n");
  });
  it('separates statements of one line after the comments between them', () => {
    expect(text.slice(statementOf(model, 'salad').fullSpan.start, statementOf(model, 'salad').fullSpan.end)).toBe(' export const salad = 1;\n');
  });
  it('keeps documentation with a first declaration that it stands directly above', () => {
    const documented = read('/** How to cook. */\nexport function cook() {}\n');
    expect(documented.header.end).toBe(0);
  });
});

describe('exports', () => {
  it('lists every form with what it is', () => {
    const model = read(`
import dish, { plate as tray, type Fork } from './table';
import * as knives from './knives';
interface Menu {}
const soup = 1;
export { soup as starter, type Menu, dish, tray, knives, Fork };
export default class Chef {}
export * from './all';
export * as pots from './pots';
export type { Pan } from './pans';
export function cut(a: string): void;
export function cut(a: unknown) { return a; }
export interface Bowl {}
export const Bowl = {};
`);
    expect(model.exports.map((e) => `${e.exported} <- ${e.local ?? `${e.from}#${e.imported}`}${e.typeOnly ? ' (type)' : ''}`)).toEqual([
      'starter <- soup', 'Menu <- Menu (type)', 'dish <- dish', 'tray <- tray', 'knives <- knives', 'Fork <- Fork (type)', 'default <- Chef', '* <- ./all#*', 'pots <- ./pots#*',
      'Pan <- ./pans#Pan (type)', 'cut <- cut', 'Bowl <- Bowl',
    ]);
  });
  it('puts export after the decorators', () => {
    const text = '@tag\n// why\n/** x */ abstract class Pot {}\n';
    expect(text.slice(read(text).statements[0]!.exportInsertAt)).toMatch(/^abstract class Pot/);
  });
});

describe('calls and constants', () => {
  it('knows what a queue is made with', () => {
    const model = read("const RETRY = { attempts: 3 } as const;\nenum P { High = 1, Low }\nexport const mail = new Queue('mail', { defaultJobOptions: { ...RETRY, priority: P.Low, delay: 60 * 1000 } });\n");
    expect(model.calls[0]).toMatchObject({ kind: 'new', callee: ['Queue'], assignedTo: 'mail', within: 'mail', when: 'hard' });
    expect(model.calls[0]!.args[0]).toEqual({ kind: 'literal', value: 'mail' });
    expect(JSON.stringify(model.calls[0]!.args[1])).toContain('{"key":"delay","value":{"kind":"literal","value":60000}}');
    expect(model.constants.get('P.Low')).toEqual({ kind: 'literal', value: 2 });
  });
});

it('a getter that reads a member of its own name is taken for one that runs itself', () => {
  const model = read('class Menu { static get price() { return Dish.price; } }\nclass Dish { static get price() { return 3; } }\nexport const soup = Menu.price;\n');
  expect(statementOf(model, 'soup').effect).toBe('ordered');
});
