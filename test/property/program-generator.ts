import fc from 'fast-check';
import { renderStatements, statementKinds, type Recipe } from './program-statements.js';

/** A small program: `god.ts` is the file to split, `main.ts` observes it. */
export interface Program {
  readonly files: ReadonlyMap<string, string>;
  readonly maxLines: number;
}

/** What a program is made from; shrinking drops statements and simplifies numbers, and what is left still makes a program. */
export interface ProgramSeed {
  readonly recipes: readonly Recipe[];
  readonly semicolons: boolean;
  readonly alphaIsQuiet: boolean;
  readonly betaImportsAlpha: boolean;
  /** What the module that imports the god file back does with it: no such module, named imports, a namespace. */
  readonly knot: 0 | 1 | 2;
  readonly mainFirst: 'god' | 'alpha' | 'knot';
  readonly importOrder: number;
  readonly maxLines: number;
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.nat(statementKinds - 1),
  a: fc.nat(997),
  b: fc.nat(997),
  c: fc.nat(997),
  exported: fc.nat(3),
  comment: fc.nat(5),
});

export const programSeeds: fc.Arbitrary<ProgramSeed> = fc.record({
  recipes: fc.array(recipe, { minLength: 8, maxLength: 25 }),
  semicolons: fc.boolean(),
  alphaIsQuiet: fc.boolean(),
  betaImportsAlpha: fc.boolean(),
  knot: fc.constantFrom(0, 0, 1, 2),
  mainFirst: fc.constantFrom('god', 'god', 'alpha', 'knot'),
  importOrder: fc.nat(23),
  maxLines: fc.integer({ min: 12, max: 40 }),
});

export function buildProgram(seed: ProgramSeed): Program {
  const { text, names, needed } = renderStatements(seed.recipes, seed.semicolons, seed.knot > 0);
  const files = new Map<string, string>();
  files.set('package.json', '{ "type": "module" }\n');
  files.set('god.ts', [...renderImports(seed, needed), '', text].join('\n'));
  files.set('log.ts', 'export const log: string[] = [];\nexport const note = (text: string): number => log.push(text);\n' + limiter);
  files.set('alpha.ts', renderAlpha(seed));
  files.set('beta.ts', renderBeta(seed));
  files.set('gamma.ts', "import { log } from './log.js';\nexport const shared = 'gamma';\nexport const gammaOnly = 1;\nlog.push('gamma');\n");
  files.set('delta.ts', "export const shared = 'delta';\nexport const deltaOnly = 2;\nexport const crate0 = 'from delta';\n");
  if (seed.knot > 0) files.set('knot.ts', renderKnot(seed, names));
  files.set('observe.ts', observer);
  files.set('main.ts', renderMain(seed));
  return { files, maxLines: seed.maxLines };
}

function renderImports(seed: ProgramSeed, needed: ReadonlySet<string>): string[] {
  const end = seed.semicolons ? ';' : '';
  const from = (module: string, names: readonly string[]): string[] => {
    const used = names.filter((name) => needed.has(name));
    return used.length === 0 ? [] : [`import { ${used.join(', ')} } from './${module}.js'${end}`];
  };
  const groups = [
    from('log', ['log', 'note', 'limit']),
    [...from('alpha', ['stock', 'restock', 'rate']), ...(needed.has('firstAlpha') ? [`import firstAlpha from './alpha.js'${end}`] : [])],
    [...from('beta', ['price', 'cups', 'Base', 'tag']), ...(needed.has('beta') ? [`import * as beta from './beta.js'${end}`] : [])],
    from('knot', ['makeKnot', 'knotted']),
  ];
  const order = permutation(groups.length, seed.importOrder);
  return order.flatMap((index) => groups[index]!);
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
  const before = seed.mainFirst === 'alpha' ? ["import './alpha.js';"] : seed.mainFirst === 'knot' && seed.knot > 0 ? ["import './knot.js';"] : [];
  return [
    ...before,
    "import * as god from './god.js';",
    "import { log } from './log.js';",
    "import { observe } from './observe.js';",
    'export const trace = await observe(god, log);',
  ].join('\n');
}

/** Functions of a program call each other in circles; only so many calls are open at a time. */
const limiter = 'let open = 0, left = 3000;\nexport function limit(f: any): any { if (open > 3 || left-- <= 0) return 0; open++; try { return Number(f()) || 1; } finally { open--; } }\n';

const observer = `
function describe(value: any, depth = 0): unknown {
  if (typeof value === 'function') {
    const own = Object.getOwnPropertyNames(value).filter((key) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key)).sort();
    return ['function', value.name, value.length, depth > 1 ? own : own.map((key) => [key, describe(value[key], depth + 1)])];
  }
  if (typeof value === 'symbol' || typeof value === 'bigint') return [typeof value, String(value)];
  if (value === null || typeof value !== 'object') return [typeof value, value];
  if (depth > 3) return 'deep';
  if (Array.isArray(value)) return value.map((item) => describe(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return [value.constructor.name, ...[...value].map((item) => describe(item, depth + 1))];
  return ['object', value.constructor?.name, Object.isFrozen(value), ...Reflect.ownKeys(value).map((key) => [String(key), attempt(() => value[key], depth + 1)])];
}
function attempt(read: () => unknown, depth = 0): unknown {
  try { return describe(read(), depth); } catch (error: any) { return ['threw', error?.name, error?.message]; }
}
export async function observe(god: any, log: string[]): Promise<string> {
  const out: unknown[] = [];
  const keys = Object.keys(god).sort();
  const look = () => { for (const key of keys) out.push([key, attempt(() => god[key])]); out.push([...log]); };
  look();
  for (let round = 0; round < 2; round++) {
    for (const key of keys) {
      const value = god[key];
      if (typeof value !== 'function') continue;
      const isClass = /^class/.test(Function.prototype.toString.call(value));
      let result: any;
      try { result = isClass ? new value() : await value(); } catch (error: any) { result = [error?.name, error?.message]; }
      if (result && typeof result.next === 'function') result = [...result];
      out.push([key, 'gave', attempt(() => result)]);
    }
  }
  look();
  return JSON.stringify(out);
}
`;
