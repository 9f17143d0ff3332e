import fc from 'fast-check';
import { printTwin } from './commonjs-twin.js';
import { renderStatements, statementKinds, type Recipe } from './program-statements.js';

/** A small program: `god` is the file to split, `main` observes it. */
export interface Program {
  readonly files: ReadonlyMap<string, string>;
  readonly god: 'god.ts' | 'god.tsx' | 'god.js';
  readonly main: 'main.ts' | 'main.mjs';
  readonly maxLines: number;
  readonly partition: Partition;
}

/** Who divides: the planner, or chance (see random-partition.ts). */
export interface Partition {
  readonly by: 'planner' | 'order' | 'groups' | 'anything';
  readonly salt: number;
  readonly parts: number;
}

/** What a program is made from; shrinking drops statements and simplifies numbers, and what is left still makes a program. */
export interface ProgramSeed {
  readonly recipes: readonly Recipe[];
  readonly semicolons: boolean;
  readonly alphaIsQuiet: boolean;
  readonly betaImportsAlpha: boolean;
  /** What the module that imports the god file back does with it: no such module, named imports, a namespace. */
  readonly knot: 0 | 1 | 2;
  /** A module that calls what the god file exports while the program loads: none, before main looks, before main imports the god file. */
  readonly clerk: 0 | 1 | 2;
  /** A module imported for its effect alone: none, first, last, two of them. */
  readonly effectImports: 0 | 1 | 2 | 3;
  readonly mainFirst: 'god' | 'alpha' | 'knot';
  readonly importOrder: number;
  readonly maxLines: number;
  readonly jsx: boolean;
  readonly ending: '\n' | '\r\n';
  readonly bom: boolean;
  /** Printed as CommonJS, with exports of this form (see commonjs-twin.ts). */
  readonly commonjs: number | undefined;
  readonly partition: Partition;
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.nat(statementKinds - 1),
  a: fc.nat(997),
  b: fc.nat(997),
  c: fc.nat(997),
  exported: fc.nat(3),
  comment: fc.nat(9),
});

export const programSeeds: fc.Arbitrary<ProgramSeed> = fc.record({
  recipes: fc.array(recipe, { minLength: 5, maxLength: 15 }),
  jsx: fc.constantFrom(false, false, false, true),
  ending: fc.constantFrom<'\n' | '\r\n'>('\n', '\n', '\n', '\r\n'),
  bom: fc.constantFrom(false, false, false, true),
  commonjs: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(997) }),
  clerk: fc.constantFrom(0, 0, 1, 2),
  effectImports: fc.constantFrom(0, 0, 1, 2, 3),
  partition: fc.record({ by: fc.constantFrom('planner', 'planner', 'order', 'groups', 'groups', 'anything'), salt: fc.nat(99_991), parts: fc.integer({ min: 2, max: 5 }) }),
  semicolons: fc.boolean(),
  alphaIsQuiet: fc.boolean(),
  betaImportsAlpha: fc.boolean(),
  knot: fc.constantFrom(0, 0, 1, 2),
  mainFirst: fc.constantFrom('god', 'god', 'alpha', 'knot'),
  importOrder: fc.nat(23),
  maxLines: fc.integer({ min: 8, max: 30 }),
});

export function buildProgram(seed: ProgramSeed): Program {
  const isTwin = seed.commonjs !== undefined;
  const jsx = seed.jsx && !isTwin;
  const { text, names, needed } = renderStatements(seed.recipes, { semicolons: seed.semicolons, hasKnot: seed.knot > 0, jsx, commonjs: isTwin });
  const files = new Map<string, string>();
  const god = jsx ? 'god.tsx' : 'god.ts';
  const pragma = jsx ? ['/** @jsx h */', '/** @jsxFrag Frag */'] : [];
  files.set('package.json', '{ "type": "module" }\n');
  files.set(god, [...pragma, ...renderImports(seed, new Set([...needed, ...(jsx ? ['h', 'Frag'] : [])])), '', text].join('\n'));
  files.set('log.ts', 'export const log: string[] = [];\nexport const note = (text: string): number => log.push(text);\nexport const later: any[] = [];\n' + limiter);
  if (seed.knot > 0) files.set('knot.ts', renderKnot(seed, names));
  if (seed.clerk > 0) files.set('clerk.ts', clerk);
  files.set('main.ts', renderMain(seed));
  const offered = new Map([['alpha', renderAlpha(seed)], ['beta', renderBeta(seed)], ['gamma', gamma], ['delta', delta], ['view', view], ['setup', sideEffect('setup')], ['finish', sideEffect('finish')]]);
  for (const [name, module] of [...offered].reverse()) if ([...files.values()].some((one) => one.includes(`'./${name}.js'`))) files.set(`${name}.ts`, module);
  if (files.get('beta.ts')?.includes("'./alpha.js'")) files.set('alpha.ts', offered.get('alpha')!);
  const twin = isTwin ? printTwin(files, seed.commonjs!) : undefined;
  const printed = twin ?? files;
  const name = twin ? 'god.js' : god;
  printed.set(name, `${seed.bom ? '\uFEFF' : ''}${printed.get(name)!.replaceAll('\n', seed.ending)}`);
  return { files: printed, god: name, main: twin ? 'main.mjs' : 'main.ts', maxLines: seed.maxLines, partition: seed.partition };
}

function renderImports(seed: ProgramSeed, needed: ReadonlySet<string>): string[] {
  const end = seed.semicolons ? ';' : '';
  const from = (module: string, names: readonly string[]): string[] => {
    const used = names.filter((name) => needed.has(name.split(' ').at(-1)!));
    return used.length === 0 ? [] : [`import { ${used.join(', ')} } from './${module}.js'${end}`];
  };
  const groups = [
    from('log', ['log', 'note', 'limit', 'later']),
    [...from('alpha', ['stock', 'restock', 'rate']), ...(needed.has('firstAlpha') ? [`import firstAlpha from './alpha.js'${end}`] : [])],
    [
      ...from('beta', ['price', 'cups', 'Base', 'tag', 'price as cost', 'mark', 'seal', 'wrap', 'wrap2']),
      ...(needed.has('beta') ? [`import * as beta from './beta.js'${end}`] : []),
    ],
    from('knot', ['makeKnot', 'knotted']),
    from('view', ['h', 'Frag', 'Panel']),
  ];
  const order = permutation(groups.length, seed.importOrder);
  const imports = order.flatMap((index) => groups[index]!);
  const [setup, finish] = [`import './setup.js'${end}`, `import './finish.js'${end}`];
  if (seed.effectImports === 1) return [setup, ...imports];
  if (seed.effectImports === 2) return [...imports.slice(0, 1), setup, ...imports.slice(1)];
  return seed.effectImports === 3 ? [finish, ...imports, setup] : imports;
}

function permutation(size: number, number: number): number[] {
  const rest = Array.from({ length: size }, (_, index) => index);
  return Array.from({ length: size }, (_, index) => rest.splice(number % (size - index), 1)[0]!);
}

function renderAlpha(seed: ProgramSeed): string {
  return [
    "import { log } from './log.js';",
    'export let stock = 1;',
    "export function restock(): number { log.push('restock'); return ++stock; }",
    'export const rate = 3;',
    'export default function firstAlpha(): number { return stock * 10; }',
    seed.alphaIsQuiet ? '' : "log.push('alpha');",
  ].join('\n');
}

function renderBeta(seed: ProgramSeed): string {
  return [
    seed.betaImportsAlpha ? "import { rate } from './alpha.js';" : 'const rate = 4;',
    'export const price = rate + 7;',
    "export const cups: string[] = ['small'];",
    "export class Base { kind = 'base'; static made = 0; constructor() { Base.made++; } }",
    'export const mark = (target: any, context: any): void => { target.marked = String(context.name); };',
    'export const seal = (_target: any, context: any): void => { context.addInitializer(function (this: any) { this.sealed = context.kind; }); };',
    'export const wrap = (size: number) => (target: any): void => { target.wrapped = size; };',
    'export const wrap2 = <T extends abstract new (...given: any[]) => any>(target: T): T => target;',
    "export const tag = (texts: TemplateStringsArray, ...values: unknown[]): string => texts.raw.join('|') + values.join(',');",
  ].join('\n');
}

function renderKnot(seed: ProgramSeed, names: readonly string[]): string {
  const picked = names.filter((_, index) => (index + seed.importOrder) % 3 === 0).slice(0, 4);
  const isNamespace = seed.knot === 2 || picked.length === 0;
  const read = picked.length === 0 ? ["'none'"] : picked.map((name) => (isNamespace ? `god.${name}` : name));
  return [
    isNamespace ? "import * as god from './god.js';" : `import { ${picked.join(', ')} } from './god.js';`,
    "import { log } from './log.js';",
    ...(isNamespace && picked.length === 0 ? ["export const knotted = () => typeof god;"] : [`export const knotted = () => typeof ${read[0]};`]),
    `export function makeKnot(): string { return [${read.map((text) => `typeof ${text}`).join(', ')}].join(); }`,
    'try { log.push(`knot ${makeKnot()}`); } catch { log.push("knot too early"); }',
  ].join('\n');
}

function renderMain(seed: ProgramSeed): string {
  const late = seed.clerk === 1 ? ["import './clerk.js';"] : [];
  const early = seed.clerk === 2 ? ["import './clerk.js';"] : [];
  const before = seed.mainFirst === 'alpha' ? ["import './alpha.js';"] : seed.mainFirst === 'knot' && seed.knot > 0 ? ["import './knot.js';"] : [];
  return [
    ...early,
    ...before,
    "import * as god from './god.js';",
    ...late,
    "import { later, log } from './log.js';",
    observer,
    'export const trace = await observe(god, log, later);',
  ].join('\n');
}

const gamma = "import { log } from './log.js';\nexport const shared = 'gamma';\nexport const gammaOnly = 1;\nlog.push('gamma');\n";
const delta = "export const shared = 'delta';\nexport const deltaOnly = 2;\nexport const crate0 = 'from delta';\n";

function sideEffect(name: string): string {
  return `import { log } from './log.js';\nlog.push('${name}');\n`;
}

/** Functions of a program call each other in circles; only so many calls are open at a time. */
const limiter = 'let open = 0, left = 3000;\nexport function limit(f: any): any { if (open > 3 || left-- <= 0) return 0; open++; try { return Number(f()) || 1; } finally { open--; } }\n';

const view = `
export const h = (tag: any, props: any, ...kids: any[]): any => (typeof tag === 'function' ? tag({ ...props, kids }) : { tag, props, kids });
export const Frag = (props: any): any => ({ tag: 'all', kids: props.kids });
export const Panel = (props: any): any => ({ tag: 'panel', ...props });
`;

/** Calls functions of the god file while the program loads, between its evaluation and main. */
const clerk = `import * as god from './god.js';
import { log } from './log.js';
for (const key of Object.keys(god).sort()) {
  try {
    const value = (god as any)[key];
    if (typeof value === 'function' && !/^class/.test(Function.prototype.toString.call(value))) log.push(key + ' to the clerk: ' + typeof value());
    else log.push(key + ' is ' + typeof value);
  } catch (error: any) { log.push(key + ' threw ' + error?.name); }
}
`;

/** The compiler names an anonymous default export after its file; Node calls it `default`. */
const observer = `
const nameOf = (value: any): unknown => (typeof value?.name === 'string' ? value.name.replace(/^[^ ]*_default[0-9]*$/, 'default') : value?.name);
function describe(value: any, depth = 0): unknown {
  if (typeof value === 'function') {
    const own = Reflect.ownKeys(value).filter((key) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key as string));
    const shown = own.map((key) => (depth > 1 ? String(key) : [String(key), attempt(() => value[key], depth + 1)]));
    return ['function', nameOf(value), value.length, nameOf(Object.getPrototypeOf(value)), shown];
  }
  if (typeof value === 'symbol' || typeof value === 'bigint') return [typeof value, String(value)];
  if (value === null || typeof value !== 'object') return [typeof value, value];
  if (depth > 3) return 'deep';
  if (Array.isArray(value)) return value.map((item) => describe(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return [value.constructor.name, ...[...value].map((item) => describe(item, depth + 1))];
  return ['object', nameOf(value.constructor), Object.isFrozen(value), ...Reflect.ownKeys(value).map((key) => [String(key), attempt(() => value[key], depth + 1)])];
}
function attempt(read: () => unknown, depth = 0): unknown {
  try { return describe(read(), depth); } catch (error: any) { return ['threw', error?.name, error?.message]; }
}
async function gather(items: any): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}
async function observe(god: any, log: string[], later: any[], order = Object.keys(god)): Promise<string> {
  const out: unknown[] = [order, Reflect.ownKeys(god).map(String)];
  const keys = Object.keys(god).sort();
  const look = () => { for (const key of keys) out.push([key, attempt(() => god[key])]); out.push([...log]); };
  look();
  for (let round = 0; round < 2; round++) {
    for (const key of keys) {
      const value = attempt(() => god[key]) && typeof god[key] === 'function' ? god[key] : undefined;
      if (value === undefined) continue;
      const isClass = /^class/.test(Function.prototype.toString.call(value));
      let result: any;
      try { result = isClass ? new value() : await value(); } catch (error: any) { result = [error?.name, error?.message]; }
      if (result && typeof result.next === 'function') result = await gather(result);
      if (isClass && result) for (const name of ['bump', 'act', 'secret', 'size']) out.push([name, attempt(() => (typeof result[name] === 'function' ? result[name]() : result[name]))]);
      out.push([key, 'gave', attempt(() => result)]);
    }
    for (const job of later) out.push(attempt(job));
  }
  look();
  return JSON.stringify(out);
}
`;
