import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectPromisesKept } from './kept-promises.js';

/** What may stand around a read or a call, `E`: it runs at once, later, or never. A program that calls things only by their names shows next to nothing of this. */
const around: readonly string[] = [
  '[E]', '({ a: E })', '(0, E)', 'void E', 'typeof E', '!E', '(globalThis.process && E)', '(globalThis.nope && E)', '(globalThis.process ? E : 0)',
  '(undefined ?? E)', '`${typeof E}`', '[...[E]]', '(() => E)()', '(() => { const own = 1; return [own, E]; })()', '(function () { return E; })()',
  '((p = E) => p)()', '[1].map(() => E)', '[1].map((n) => [n, E])', 'Array.from({ length: 1 }, () => E)', 'new Map([[1, 2]]).forEach(() => E)',
  '[2, 1].sort(() => (E, 1))', "'a'.replace(/a/, () => String(typeof E))", "JSON.parse('1', () => typeof E)", '(() => E).call(null)',
  '(function () { return E; }).apply(null)', '(() => E).bind(null)()', '(() => E)?.()', 'Reflect.apply(() => E, null, [])',
  '(function* () { yield E; })().next()', '[...(function* () { yield E; })()]', '(function* () { yield E; })()', '({ get a() { return E; } }).a',
  '({ get a() { return E; } })', '`${{ toString() { return typeof E; } }}`', '(1 + ({ valueOf() { return (E, 1); } }))',
  '+({ [Symbol.toPrimitive]() { return (E, 1); } })', 'JSON.stringify({ toJSON() { return typeof E; } })',
  "Object.defineProperty({}, 'a', { get: () => E }).a", 'new Proxy({}, { get: () => E }).a', '((s) => E)``', 'new (function () { E; })()',
  'new (class { constructor() { E; } })()', 'new (class { a = E; })()', '(class { a = E; })', '(class { static a = E; })', '(class { static { E; } })',
  '(class { [String(typeof E)]() {} })', '(class { m() { return E; } })', '(class { static m() { return E; } }).m()', '(class extends (E, Object) {})',
  '({ m() { return E; } }).m()', "({ m() { return E; } })['m']()", '({ m() { return E; } })', '(() => E)', '(function () { return E; })', '(async () => E)',
  '(async () => E)().catch(() => 0)', 'new Promise((r) => r(E)).catch(() => 0)', '[() => E][0]()', '[() => E].pop()()', '({ a: () => E }).a()',
  '(globalThis.process ? () => E : () => 0)()', '(globalThis.nope || (() => E))()', '(0, () => E)()', '(() => () => E)()()', '(() => () => E)()',
  '[...{ *[Symbol.iterator]() { yield E; } }]', '(setTimeout(() => { try { E; } catch {} }), 0)', '(({ a = E }) => a)({})', '[1, 2].reduce((a) => [a, E])',
  '[1].some(() => E)', '((f) => f())(() => E)', '((f) => f)(() => E)', 'Object.assign(() => 0, { a: E })', '(Object instanceof ((E), Object))',
  'Promise.resolve().then(() => { try { E; } catch {} })', 'new Map([[E, 1]])', '({ set a(v) { E; } }).a = 1',
  '({} instanceof ({ [Symbol.hasInstance]() { return E; } }))', 'Object.entries({ get a() { return E; } })', 'Object.assign({}, { get a() { return E; } })',
  '({ ...{ get a() { return E; } } })', '(new (class extends (class { get a() { return E; } }) { constructor() { super(); super.a; } })())',
  '(class { static get a() { return E; } }).a', '(class { static #p = E; })', 'new (class A { constructor() { this.m(); } m() { return E; } })()', '((E))',
  '`a${`b${[E].length}`}`', "(/[}\]`]/.test('a') ? E : E)", '[1].flatMap(() => [E])', '[0].every((n) => { return E; })',
  'Object.fromEntries([1].map(() => [1, E]))', 'new Proxy(() => 0, { apply: () => E })()', '[...new Set([1])].forEach(() => E)',
  '(queueMicrotask(() => { try { E; } catch {} }), 0)', '({ [String(typeof E)]: 1 })', "('a' in ({ a: E }))", 'delete ({ a: E }).a', '(E, 0)',
];

const leaves = ['x', 'x()', 'new y()', '[1].map(x)', 'ns.f1()', 'z.price'] as const;

/** Two modules that import each other; the first evaluates the expression while it is loaded, the second uses the first in a function. */
function printProgram(expression: string, isLater: boolean): Record<string, string> {
  const use = isLater ? `export function serve() { return ${expression}; }` : `export const got = ${expression};`;
  return {
    'm0.mjs': `import { f1 as x, C1 as y, v1 as z } from './m1.mjs';\nimport * as ns from './m1.mjs';\n${use}\nexport const k0 = () => [x, y, z, ns];\n`,
    'm1.mjs': "import { k0 } from './m0.mjs';\nexport const own = 1;\nexport function f1() { return own; }\nexport class C1 {}\nexport const v1 = { price: 1 };\nexport function late() { return k0(); }\n",
  };
}

it('promises nothing that node does not keep, whatever stands around a read or a call', () => {
  expect(around.length).toBeGreaterThan(90);
  expectPromisesKept(around.flatMap((form) => ['x', 'x()', 'z.price'].map((leaf) => printProgram(form.replace(/\bE\b/g, () => leaf), false))));
}, 60_000);

it('promises nothing that node does not keep, whatever stands around what stands around it', () => {
  const nested = fc.tuple(fc.constantFrom(...around), fc.constantFrom(...around), fc.constantFrom(...leaves), fc.boolean());
  const programs = fc.sample(nested, { numRuns: 600, seed: 7 });
  expectPromisesKept(programs.map(([outer, inner, leaf, isLater]) => printProgram(outer.replace(/\bE\b/g, () => inner.replace(/\bE\b/g, () => leaf)), isLater)), 3);
}, 60_000);
