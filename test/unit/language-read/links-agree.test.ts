import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readLinks } from '../../../src/language/typescript/links/links.js';
import { readModule } from '../../../src/language/typescript/read.js';
import type { ModuleModel } from '../../../src/model/module-model.js';
import type { ModuleLinks } from '../../../src/model/module-links.js';
import type { CompilerFacts } from '../../../src/model/project.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const facts: CompilerFacts = {
  emitDecoratorMetadata: true, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};

/** The part of a full model that links have. */
/** Only the full reader tells which statements of CommonJS do nothing but require, what they name, and what is exported. */
function withoutWiring({ imports, statements, ...rest }: ModuleLinks, { statements: known }: ModuleModel): ModuleLinks {
  const unnamed = <T extends ModuleLinks['imports']>(records: T) => records.map((record) => ({ ...record, names: record.form === 'require-call' ? [] : record.names }));
  return {
    ...rest,
    imports: unnamed(imports),
    exports: [],
    statements: statements.map((statement) => (known[statement.index]!.role === 'wiring' ? { ...statement, kind: 'import' as const, declares: [] } : statement))
      .map((statement) => ({ ...statement, imports: unnamed(statement.imports) })),
  };
}

function linksOf({ dialect, imports, exports, calls, problems, statements }: ModuleLinks): unknown {
  return {
    dialect, imports, exports, problems,
    calls: calls.map(({ callee, when, span, statement }) => ({ callee, when, span, statement })),
    statements: statements.map(({ index, kind, span, declares, reads, writes, erased, imports: own }) => ({ index, kind, span, declares, reads, writes, erased, imports: own })),
  };
}

const texts: readonly (readonly [trap: string, name: string, text: string])[] = [
  ['imports and exports of every form', 'wiring.ts', `
import soup, * as menu from './menu'; import bread, { type Spice, salt as pepper, 'odd name' as odd } from './pantry'; import type { Cook } from './cook'; import './side';
import { type Only } from './only'; import {} from './nothing'; import oven = require('./oven'); import type Hob = require('./hob'); import Inner = Till.Drawer; export import Outer = Till;
export { soup, Spice, pepper as 'some salt', Only, Till, Hob, Cook, type odd }; export { dish, type Plate as Bowl } from './dish'; export type { Fork } from './fork'; export {} from './empty';
export * from './all'; export * as knives from './knives'; export type * from './types'; export * as 'the pots' from './pots';
export default menu; export namespace Till { export const Drawer = 1; } export declare namespace Ghost { const x: number; } namespace Paper { export type A = 1; } export { Paper };
`],
  ['overloads and merged declarations', 'merged.ts', `
export interface Dish { price: Price } export const Dish = { rate }; const rate = 1; type Price = typeof rate; export function order(a: Dish): void; export function order(a: any) { return Dish; }
export default interface Cart { dish: Dish } export class Bowl { dish: Dish } export namespace Bowl { export const size = rate; } export { order as take, Bowl as Pot }; export enum Size { A = rate }
`],
  ['anonymous default class', 'anonymous.ts', 'import { Base } from "./base"; export default class extends Base { x = Base; }\nexport const y = 1;'],
  ['default function with an overload', 'default.ts', 'export default function serve(): void; export default function serve(a?: any) { serve(a); }\nserve();'],
  ['module specifiers in expressions and types', 'calls.ts', `
const a = require('./a'), { b } = require(\`./b\`); const c = import('./c'), d = import(\`./d\`, { with: { type: 'json' } }); (require)('./e'); require.resolve('./f'); require(name);
vi.mock('./g', () => import('./h')); let t: import('./i').J.K<import('./k').L>, u: typeof import('./m').n; function later() { return require(require('./o')); } var name;
`],
  ['calls whose callee is a path', 'paths.ts', `
import * as shop from './shop'; shop.till.open(); new shop.Cart(shop.x()); (shop as any).till!.close?.(); shop['till'].open(); (await shop.till).open(); shop?.['till']?.["open"](); shop[till].open(); require['resolve']('./x'); shop.get().then(() => shop.done()); this.x(); super_();
class Desk extends shop.Desk { #ring() {} constructor() { super(); super.open(); this.#ring(); new this.Kind(); } static x = shop.load<string>(); } function super_() {} tag\`\${shop.call()}\`; function tag() {}
`],
  ['decorator metadata', 'metadata.ts', `
import { Mailer, Logger, type Only } from './m'; import * as di from './di'; interface Local {}
@di.Injectable() export class Desk { @di.Inject() a: Mailer; @di.Inject() b?: Logger | null; @di.Inject() c: Array<Mailer>; @di.Inject() d: di.Token<Mailer>; e: Mailer; @di.Inject() f: (Mailer);
constructor(private mailer: Mailer, @di.Inject(() => Logger) logger: Logger | Only, other: di.Bar = new di.Bar(), local: Local) {} @di.Inject() send(a: Mailer): Promise<Logger> { return null!; }
plain(a: Mailer): Logger { return null!; } param(@di.Inject() a = 1, b: Logger): void {} @di.Inject() get g(): Mailer { return null!; } static { class Inner { @di.Inject() z: Mailer } } }
function later() { @di.Injectable() class Soft { constructor(a: Mailer) {} } } class Plain { constructor(a: Mailer) {} }
`],
  ['ambient modules and global augmentation', 'ambient.ts', `
import { Soup } from './soup'; const salt = 1; const hidden = 2; declare module './menu' { interface Menu extends Soup { a: typeof salt } export { salt }; import Pot from 'pot'; const x: Pot; }
declare global { var salt: Soup; interface Window { soup: Soup; salt: typeof salt } } declare module 'x'; declare namespace Deep { const hidden: number; } declare namespace Deep { const y: typeof hidden; }
`],
  ['declarations of a declaration file', 'shop.d.ts', `
import { Soup } from './soup'; export declare const soup: Soup; export as namespace Shop; declare const bowl: typeof soup; export default bowl; export class Pot extends Soup { fill(a: Soup): typeof bowl }
declare namespace Rack { const jar: typeof soup; } declare namespace Rack { type Jar = typeof jar; } declare const jar: number; export { Rack };
`],
  ['types of every kind', 'types.ts', `
import type { Soup, Bowl } from './m'; const rate = 1; type A = { readonly [K in keyof Soup as Bowl<K>]?: Soup[K] }; type B<T extends Soup = Bowl> = T extends (infer U extends Bowl)[] ? U : Soup;
type C = new (a: Soup) => Bowl; type D = abstract new <Soup>(a: Soup) => typeof rate; type E = \`a\${Soup}\`; type F = [a: Soup, b?: Bowl, ...c: Soup[]]; type G = unique symbol | keyof Soup | Soup['x'] | -1;
interface H<T> extends Soup.Deep<T>, Bowl { (a: Soup): Bowl; new (): Soup; m?(a: Bowl): asserts a is Soup; [key: string]: Bowl; get x(): Soup; [rate]: 1 } let i = rate as const satisfies Soup; function j(this: Soup, a: this is Bowl) {}
abstract class K { abstract a: Soup; abstract b(): Bowl; declare c: Soup; accessor d: Bowl = rate; private constructor(protected readonly e: Soup = rate) { e; } [rate](): void {} [k: string]: Soup }
`],
  ['JSX names', 'menu.tsx', `
import React, { Fragment } from 'react'; import { Box, box, motion } from './box'; import * as UI from './ui'; export const a = () => <Box a={box} b:c="d" {...motion}><motion.div/><UI.Box.Inner<Box>/><box/><box-x/>{Box} text</Box>;
export const b = <><div/></>; export function C<T,>(p: { Box: T }) { const Box = p.Box; return <Box x={<UI.Y/>} />; } const $x = 1; <$x></$x>; const rows = [1].map((x) => <i key={x}>{/* none */}</i>); 'no JSX';
`],
  ['JSX with a factory of its own', 'h.tsx', '/** @jsx h @jsxFrag Frag */ import { h, Frag } from "preact"; export const a = () => <><b/></>; export const c = <b/>; const own = (h: any) => <b/>;'],
  ['CommonJS', 'shop.cjs', `
const soup = require('./soup'), { bowl } = require('./bowl'); function Menu() {} Menu.price = 1; Menu.prototype.serve = function () { return soup; }; exports.soup = soup; module.exports = { soup, bowl, f() { return require('./late'); } };
if (require.main === module) { soup(); } var menu = menu || {}; menu.soup = bowl; this.x = soup; for (var i = 0, n = soup; i < n; i++) { var inner; } inner; Object.defineProperty(exports, '__esModule', { value: true });
`],
  ['a script that starts with a shebang', 'run.js', "#!/usr/bin/env node\n'use strict'; 'x';\n('not'); soup(); ;;\nfunction soup() {}\n;(function () { soup })()\nclass K {};class L {} ; soup;\n"],
  ['control flow', 'control.ts', `
import { a, b } from './x'; label: do { if (a) { var c = 1 } else if (b) var d = 2; else { let e } } while (b); try { a } catch { b } finally { c } for (var f in a) ; for await (const g of b) g; while (a) continue;
switch (a) { case b: var h = 1; case c: { } } with_: { break with_ } throw a, typeof b, void a, delete b.x, await a, a ? b : c, !(a in b), \`x\${a}\${\`y\${b}\`}\`; debugger; using r = a; async function* z() { yield* a; await b; }
`],
];

describe('the fast reader says what the full reader says', () => {
  it.each(texts)('%s', (_trap, name, text) => {
    const source = { path: filePath(`/kitchen/${name}`), text, bom: false, newline: '\n' as const, lineStarts: buildLineStarts(text) };
    const fast = readLinks(source, facts);
    expect('header' in fast, 'the fast reader gave up').toBe(false);
    const full = readModule(source, facts);
    const [one, other] = full.format === 'commonjs' ? [withoutWiring(fast, full), withoutWiring(full, full)] : [fast, full];
    expect(linksOf(one)).toEqual(linksOf(other));
  });
});
