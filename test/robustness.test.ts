// A sample of what `npm run robustness` does with thousands of files: odd but legal (and some illegal) syntax, alone and with neighbours. Whatever decant
// makes of it, it does not crash, loses no byte, prints nothing that does not parse, and its proof does not fail.
import { describe, expect, it } from 'vitest';
import { tryFile, type Trial } from '../scripts/robustness/trial.js';

const sources: Readonly<Record<string, readonly string[]>> = {
  'script.js': [
    '',
    ' ',
    ';;;',
    '// nothing but a comment',
    '/* unfinished',
    '#!/usr/bin/env node\n',
    '#!/usr/bin/env node\nvar oven\n= 1\n/ 2 / oven',
    '<!-- a comment of old\nvar oven = 1 --> 0;\n--> another',
    'var a = 1\n++\nvar_ = a',
    'label: for (var loaf of []) { continue label }',
    'if (a) function bake() {} else function cool() {}',
    'var \\u0061\\u{62} = /[/]\\/(?<x>a)/dgimsuy.test("\\u2028") / 2',
    'var { length: n = 1, ...rest } = [], [loaf = n, , ...tail] = rest',
    'with (shelf) { bread() }',
    'yield = 1; let = 2; async = yield / let',
    'var text = `a${`b${`c${{}}`}`}`;`${text}` in {}',
    '"use strict"; var implements_ = 010',
    'x = function* () { yield\n* 2 }',
    '({ get: 1, set get(value) {}, async *[Symbol.iterator]() {}, __proto__: null, "get"() {} })',
    'var gramsOfLoaf2 = 1\n"use strict"\nfunction late() {}',
    'exports.bread = 1; module.exports.rye = () => exports.bread',
    'return 5',
    '\0binary',
    'var 𠮷 = "𠮷", ℮ = 𠮷;',
    'var wide = 1;\r\nvar wider = 2;\rvar widest = 3;\u2028var end = 4;',
    `var deep = ${'['.repeat(300)}${']'.repeat(300)};`,
    `var sum = ${'1 + '.repeat(2000)}1;`,
  ],
  'module.mjs': [
    'export {}',
    'export default function () {}',
    'export default class extends (class {}) { static { this.loaf = 1 } }',
    'export default (a, b) => a / b',
    'export { oven as "the oven", oven as default }; let oven = 1; oven += 1',
    'export * as "all of it" from "./bread.js"; export * from "./rye.js"',
    'import bread, * as rye from "./rye.js" with { type: "json" }; export { bread, rye as default }',
    'import {} from "./side.js"; import "./other.js"; export var [a, { b = a }] = [1, {}]',
    'const loaf = await import("./loaf.js"); export { loaf }',
    'export const url = import.meta.url; export let count = 0; export function bump() { return count++ }',
    'for await (const loaf of loaves()) console.log(loaf); async function* loaves() { yield 1 }',
    'export class Shelf { #loaves = 1; static #made = 0; get #size() { return #loaves in this } static async *[Symbol.asyncIterator]() {} accessor = 1 }',
    'export let a = 1, b = a, c = () => (a = b, b++); [a, b] = [b, a]; ({ a } = { a: 1 })',
    'export async function get() {} export function set() {} export const of = async of => of, from = { async, get, set }; var async',
    'let bread = 1\nexport { bread }\n;[1].forEach(n => bread += n)\n`x`',
    'export const toast = /* #__PURE__ */ (() => ({}))() /* after */ // at the end\n/* alone */\n\n// last',
    'import { a as b } from "./a.js"; export { b as a }; export const c = b; debugger',
    'export { nothing }; export { Object as Thing }; export { bread as "\\uD800" }; const bread = 1',
    'import { bread } from "./bread.js"; bread = 1; export { bread }',
    'import { /* One */ bread /* Two */,\n/* Three */\n} /* Four */ from "./bread.js" /* Five */;',
    'new (import("./a.js").bar)(); new (import("./b.js").bar)(); export {}',
    '\uFEFFexport const marked = 1;\r\n\r\nexport const second = marked;\r\n',
  ],
  'typed.ts': [
    'export = bread; const bread = { rye: 1 }',
    'import bread = require("./bread"); export import Rye = bread.Rye; export as namespace Bakery',
    'export declare const loaves: unique symbol; declare global { interface Window { oven: 1 } } declare module "./rye" { interface Rye {} }',
    'export enum Heat { Low = 1, High = Low << 2, Text = "a".length } export const enum Fast { A = Heat.Low } namespace Heat { export const x = 1 }',
    'export function bake(a: string): string; export function bake(a: number): number; export function bake(a: any) { return a } export namespace bake { export let n = 1 }',
    'export abstract class Oven<const T extends readonly unknown[] = []> { declare x: T; abstract bake(this: this): asserts this is Oven<T>; constructor(private readonly heat?: number) {} }',
    'export interface Shelf { <T>(x: T): x is T; new (): Shelf; readonly [key: `a${string}`]: infer } type infer = 1; export interface Shelf { get size(): number }',
    'type Loaf = typeof import("./loaf", { with: { "resolution-mode": "import" } }); export type { Loaf as default }',
    'export const a = <T,>(x: T) => x, b = a<string>, c = b!, d = c as const satisfies unknown, e = <any>d',
    '@bake() @(cool.it) export class Loaf { @inject() accessor #x = 1; constructor(@inject() y: Date) {} } function bake(): any {} declare const cool: any, inject: any',
    'export @bake class Loaf {} function bake(target: unknown) {}',
    'using oven = open(); await using other = open(); function open(): any {} export {}',
    'declare namespace a.b.c { let d: number } import d = a.b.c.d; export { d }; export { type a } ',
    'type type = type[]; let of: type; abstract\nclass A {} declare\nlet b: 1; namespace\nx\n{} export {}',
    'export default interface Loaf {} export default abstract class Loaf2 {}',
    'export type A = B; export type B = A | { [K in keyof A as `${K & string}`]?: A[K] }; export const A = 1 as unknown as B',
    '/// <reference types="node" />\n/// <reference path="./missing.d.ts" />\n// @ts-nocheck\nexport let untyped = oven',
    'export function assertsLoaf(x: unknown): asserts x is 1 {} export let evolving; export const list = []; list.push(1)',
  ],
  'view.tsx': [
    'import { a } from "./a"; declare module "./b" {} const Loaf = <\\u{61}></a>, Rye = <Lo\\u0061f x={a} />; export { Loaf, Rye }',
    'export const Loaf = <T,>(p: { x?: T }) => <><a.b {...p} c="&quot;" d={/* no */ 1}>{/* c */}{...[1]} text &nbsp; {"}"}</a.b><x:y /></>',
    'import React from "react"; export function Oven() { return <div>{"a"}{`<b>${1}</b>`}</div> } Oven.displayName = "Oven"; export default React.memo(Oven)',
    '"use client";\nexport const A = () => <b>// no comment</b>; export const B = () => <A></A>',
  ],
};

const trials: Trial[] = [];

describe('odd syntax', () => {
  for (const [file, texts] of Object.entries(sources)) {
    for (const [index, text] of texts.entries()) {
      it(`${file} ${index}: ${text.slice(0, 60).replaceAll(/\s+/g, ' ')}`, () => {
        const tried = tryFile(file, new TextEncoder().encode(text));
        trials.push(...tried);
        expect(tried.flatMap((trial) => trial.problems)).toEqual([]);
      });
    }
  }

  it('more than a quarter of the trials above are splits, so that there is something to lose', () => {
    expect(trials.filter((trial) => trial.outcome === 'split').length).toBeGreaterThan(trials.length / 4);
  });
});
