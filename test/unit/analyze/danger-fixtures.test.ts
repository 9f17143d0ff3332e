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

function compile(text: string, { facts, compiler }: Case): string {
  const isCommonJs = facts?.module === 'commonjs';
  if (compiler !== 'typescript') return transformSync(text, { loader: 'ts', format: isCommonJs ? 'cjs' : 'esm', tsconfigRaw: { compilerOptions: { experimentalDecorators: facts?.experimentalDecorators === true } } }).code;
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ES2022, experimentalDecorators: true, emitDecoratorMetadata: facts?.emitDecoratorMetadata === true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** The names of the files that node cannot load first. Each attempt gets a copy, because a module runs once in a process. */
function findFailures(folder: string): Map<string, string[]> {
  const attempts = cases.flatMap(({ name, files, definition }) => Object.keys(files).map((entry) => {
    const home = path.join(folder, `${name}-${entry}`);
    mkdirSync(home);
    writeFileSync(path.join(home, 'package.json'), JSON.stringify({ type: definition.facts?.module === 'commonjs' ? 'commonjs' : 'module' }));
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

  it('foresees for random knots which first module fails, as node finds out', () => {
    const programs = fc.sample(arbitraryProgram, { numRuns: 150, seed: 7 });
    const folder = mkdtempSync(path.join(tmpdir(), 'decant-danger-'));
    try {
      const expected: Record<string, boolean> = {};
      const entries: string[] = [];
      programs.forEach((program, index) => {
        const findings = analyzer.run(study(program));
        if (findings.length !== 1) return;
        const { members, earlyReads } = findings[0]!.data as { members: string[]; earlyReads: (Pick<EarlyRead, 'certain'> & { entry: string })[] };
        for (const entry of members) {
          const home = path.join(folder, `${index}-${entry}`);
          mkdirSync(home);
          for (const [file, text] of Object.entries(program)) writeFileSync(path.join(home, file), text);
          const url = pathToFileURL(path.join(home, entry)).href;
          entries.push(url);
          expected[url] = earlyReads.some((read) => read.entry === entry && read.certain);
        }
      });
      const script = `const failed = {}; for (const url of ${JSON.stringify(entries)}) failed[url] = await import(url).then(() => false, (error) => { if (!(error instanceof ReferenceError)) throw error; return true; }); console.log(JSON.stringify(failed));`;
      const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(JSON.parse(run.stdout)).toEqual(expected);
      expect(Object.values(expected).filter(Boolean).length).toBeGreaterThan(50);
      expect(Object.values(expected).filter((fails) => !fails).length).toBeGreaterThan(50);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

type Use = readonly [target: number, what: 'constant' | 'class' | 'function' | 'reexported' | 'member', now: boolean];

/** Up to five modules, each with a constant, a class, a function and a re-export of its neighbour's constant, using each other at once or later. */
const arbitraryProgram = fc.integer({ min: 2, max: 5 }).chain((count) => {
  const use: fc.Arbitrary<Use> = fc.tuple(fc.nat(count - 1), fc.constantFrom('constant', 'class', 'function', 'reexported', 'member'), fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }));
  const modules = fc.array(fc.record({ uses: fc.array(use, { maxLength: 3 }), reexports: fc.boolean() }), { minLength: count, maxLength: count });
  return modules.map((list) => Object.fromEntries(list.map(({ uses }, i) => [`m${i}.mjs`, printModule(i, uses, list.map((module) => module.reexports))])));
});

function printModule(own: number, uses: readonly Use[], reexports: readonly boolean[]): string {
  const count = reexports.length;
  const lines: string[] = [];
  const later: string[] = [];
  const now: string[] = [];
  uses.forEach(([target, what, isNow], i) => {
    if (target === own || (what === 'reexported' && !reexports[target])) return;
    const exported = { constant: `k${target}`, class: `C${target}`, function: `f${target}`, reexported: `r${target}`, member: `k${target}` }[what];
    lines.push(what === 'member' ? `import * as ns${i} from './m${target}.mjs';` : `import { ${exported} as x${i} } from './m${target}.mjs';`);
    const read = what === 'member' ? `ns${i}.${exported}` : `x${i}`;
    if (isNow) now.push(what === 'class' ? `class S${i} extends ${read} {}` : `void ${read};`);
    else later.push(read);
  });
  if (reexports[own] && count > 1) lines.push(`export { k${(own + 1) % count} as r${own} } from './m${(own + 1) % count}.mjs';`);
  lines.push(...now, `export const k${own} = 1;`, `export class C${own} {}`, `export function f${own}() { return [${later.join(', ')}]; }`);
  return `${lines.join('\n')}\n`;
}
