import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import type { EarlyRead } from '../../../src/analyze/import-cycle/danger.js';
import type { CompilerFacts } from '../../../src/model/project.js';
import { expectPromisesKept } from './kept-promises.js';
import { study } from './study.js';

const fixtures = new URL('../../../fixtures/analyze/import-cycle/', import.meta.url);

interface Case {
  readonly description: string;
  /** Compiler options that change what happens. */
  readonly facts?: Partial<CompilerFacts> & { readonly experimentalDecorators?: boolean };
  /** esbuild, which most people run, unless the case needs what only TypeScript does. */
  readonly compiler?: 'typescript';
  /** Whether the program fails hangs on values, so that nothing is promised. */
  readonly uncertain?: boolean;
  /** First modules with which node throws. */
  readonly fails: readonly string[];
  readonly expect: { readonly data: { readonly danger: string } };
}

const cases = readdirSync(fixtures).sort().map((name) => {
  const input = new URL(`${name}/input/`, fixtures);
  const files = Object.fromEntries(readdirSync(input).map((file) => [file, readFileSync(new URL(file, input), 'utf8')]));
  return { name, files, definition: JSON.parse(readFileSync(new URL(`${name}/case.json`, fixtures), 'utf8')) as Case };
});

/** No package.json of a case says `module`, so node16 is CommonJS. */
function isCompiledToCommonJs(facts: Case['facts']): boolean {
  return facts?.module === 'commonjs' || facts?.module === 'node16';
}

function compile(text: string, { facts, compiler }: Case): string {
  const isCommonJs = isCompiledToCommonJs(facts);
  if (compiler !== 'typescript') return transformSync(text, { loader: 'ts', format: isCommonJs ? 'cjs' : 'esm', tsconfigRaw: { compilerOptions: { experimentalDecorators: facts?.experimentalDecorators === true } } }).code;
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ES2022, experimentalDecorators: true, emitDecoratorMetadata: facts?.emitDecoratorMetadata === true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** The names of the files that node cannot load first. Each attempt gets a copy, because a module runs once in a process. */
function findFailures(folder: string): Map<string, string[]> {
  const attempts = cases.flatMap(({ name, files, definition }) => Object.keys(files).map((entry) => {
    const home = path.join(folder, `${name}-${entry}`);
    mkdirSync(home);
    writeFileSync(path.join(home, 'package.json'), JSON.stringify({ type: isCompiledToCommonJs(definition.facts) ? 'commonjs' : 'module' }));
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(home, file.replace(/ts$/, 'js')), file.endsWith('.ts') ? compile(text, definition) : text);
    return { name, entry, url: pathToFileURL(path.join(home, entry.replace(/ts$/, 'js'))).href };
  }));
  const script = `const failed = []; for (const url of ${JSON.stringify(attempts.map((attempt) => attempt.url))}) failed.push(await import(url).then(() => false, (error) => { if (!/ReferenceError|TypeError/.test(error.name)) throw error; return true; })); console.log(JSON.stringify(failed)); process.exit();`;
  const run = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const failed = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as boolean[];
  return new Map(cases.map(({ name }) => [name, attempts.flatMap((attempt, i) => (attempt.name === name && failed[i] ? [attempt.entry] : [])).sort()]));
}

describe('the danger of an import cycle, against node', () => {
  let failures = new Map<string, string[]>();
  beforeAll(() => {
    const folder = mkdtempSync(path.join(tmpdir(), 'decant-danger-'));
    try {
      failures = findFailures(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it.each(cases)('$name', ({ name, files, definition }) => {
    const failing = failures.get(name)!;
    expect(failing).toEqual(definition.fails);
    const findings = analyzer.run(study(files, {}, definition.facts));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject(definition.expect);
    const { members, earlyReads, danger } = findings[0]!.data as { members: string[]; earlyReads: (Pick<EarlyRead, 'certain'> & { entry: string })[]; danger: string };
    for (const member of members) {
      const read = earlyReads.find(({ entry }) => entry === member);
      if (read?.certain) expect(failing, member).toContain(member);
      else if (!read) expect(failing, member).not.toContain(member);
      else expect(definition.uncertain, member).toBe(true);
    }
    if (definition.uncertain) return expect(danger).toBe('fragile');
    const main = Object.keys(files).find((file) => file.startsWith('main.'));
    const proven = main !== undefined && failing.includes(main) ? 'crash' : failing.length > 0 ? 'fragile' : danger === 'type-only' ? 'type-only' : 'deferred';
    expect(danger).toBe(proven);
  });

  it('is foreseen for random knots: what is certain fails, what is not mentioned does not', () => {
    expectPromisesKept(fc.sample(arbitraryProgram, { numRuns: 150, seed: 7 }));
  }, 60_000);
});

/** `x` stands for the imported name, `ns` for the namespace of its module. */
const vocabulary = {
  constant: ['k', 'void x;'],
  added: ['k', 'export const sum# = 1 + x;'],
  superclass: ['C', 'class S# extends x {}'],
  staticField: ['k', 'class S# { m() { return x; } static field = x; }'],
  instanceField: ['k', 'export class S# { field = x; }'],
  made: ['C', 'export const made# = new x();'],
  called: ['g', 'export const got# = x();'],
  calledLate: ['f', 'export const got# = x();'],
  arrowCalled: ['h', 'export const got# = x(1);'],
  member: ['k', 'export const got# = ns.k@;'],
  memberCalled: ['g', 'export const got# = ns.g@();'],
  reexported: ['r', 'export const got# = [x];'],
  variable: ['v', 'export const got# = x;'],
  variableMember: ['v', 'export const got# = x.price;'],
  enumMember: ['E', 'export const got# = x.Small;'],
  guarded: ['k', "export const got# = typeof x === 'undefined';"],
  conditional: ['k', 'export const got# = globalThis.never && x;'],
  branch: ['k', 'if (globalThis.process) void x;'],
  caught: ['k', 'try { void x; } catch {}'],
  callback: ['k', 'export const got# = [1].map((n) => n + x);'],
  handed: ['g', 'export const got# = [1].map(x);'],
  atOnce: ['k', 'export const got# = (() => { const own = 1; return own + x; })();'],
  parameter: ['k', 'export const got# = (n = x) => n;'],
  function: ['f', 'void x;'],
  later: ['k', 'later'],
  laterCall: ['g', 'later()'],
} as const;

type Use = readonly [target: number, what: keyof typeof vocabulary];

/** Up to five modules, each with one of everything that can be exported, and a re-export of its neighbour's constant. */
const arbitraryProgram = fc.integer({ min: 2, max: 5 }).chain((count) => {
  const what = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...(Object.keys(vocabulary) as Use[1][])) }, { weight: 1, arbitrary: fc.constantFrom<Use[1]>('later', 'laterCall', 'parameter', 'instanceField') });
  const use: fc.Arbitrary<Use> = fc.tuple(fc.nat(count - 1), what);
  const modules = fc.array(fc.record({ uses: fc.array(use, { maxLength: 3 }), reexports: fc.boolean() }), { minLength: count, maxLength: count });
  return modules.map((list) => Object.fromEntries(list.map(({ uses }, i) => [`m${i}.mjs`, printModule(i, uses, list.map((module) => module.reexports))])));
});

function printModule(own: number, uses: readonly Use[], reexports: readonly boolean[]): string {
  const next = (own + 1) % reexports.length;
  const lines: string[] = [];
  const later: string[] = [];
  const now: string[] = [];
  uses.forEach(([target, what], i) => {
    if (target === own || (what === 'reexported' && !reexports[target])) return;
    const [exported, text] = vocabulary[what];
    lines.push(text.includes('ns.') ? `import * as ns${i} from './m${target}.mjs';` : `import { ${exported}${target} as x${i} } from './m${target}.mjs';`);
    if (text.startsWith('later')) later.push(text.replace('later', `x${i}`));
    else now.push(text.replace(/\bx\b/g, `x${i}`).replace(/\bns\b/g, `ns${i}`).replaceAll('#', `${i}of${own}`).replaceAll('@', String(target)));
  });
  if (reexports[own]) lines.push(`export { k${next} as r${own} } from './m${next}.mjs';`);
  lines.push(
    ...now,
    `export const k${own} = 1;`,
    `export class C${own} {}`,
    `export function f${own}() { return [${later.join(', ')}]; }`,
    `export function g${own}() { const own = k${own}; return own; }`,
    `export const h${own} = (n) => n + k${own};`,
    `export var v${own} = { price: 1 };`,
    `export var E${own} = ((E) => { E[(E.Small = 0)] = 'Small'; return E; })(E${own} || {});`,
  );
  return `${lines.join('\n')}\n`;
}
