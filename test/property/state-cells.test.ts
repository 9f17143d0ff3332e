// Random modules whose variables are written and read in every way that the language has, with `--state-cell`: the program prints the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitFolder } from '../support/split-fixture.js';
import { runPrograms } from '../support/run-program.js';
import type { Folder } from '../support/folder.js';

/** `N` is a number, `T` a text, `F` a function of numbers, each a variable of the module; `p` is the parameter. */
const bodies = [
  'N += p;', 'N++;', '--N;', 'N = F(N, p)', '[N, p] = [p, N];', '({ N } = { N: N + 1 });', '({ N = 4 } = {} );', '({ a: N = p } = { a: undefined });', '[N = 2, ...[p]] = [undefined, 3];',
  'for (N of [p, N]) T += N;', 'for (T in { tea: 1, cup: 2 }) N += T.length;', 'for (N = 0; N < 2; N++) T = T + N', 'T ||= "none";', 'T += `${N}${`${T}`.length}`;', 'N **= 1; N >>= 0;',
  'F(p)', ';(F)(p)', 'F?.(N);', 'T = String(F`a${N}b`);', 'F = F === one ? two : one;', 'F = [F][0]', 'const o = { N, T, F }; N = o.N; T = String(o.T + o.F.name);', 'T = typeof N + typeof T;',
  '{ const N = 5; p += N; }', 'p = ((N) => N + 1)(N);', 'const { T: [first = T] = "x" } = { T }; T = first;', 'N: for (;;) break N;', 'T = { N: 1, get T() { return T; } }.T;', 'if (p > 1) F(1)\n  else F(2)',
  'const q = p\n  F(q)\n  F(N)', 'const g = function* () { yield N++; yield* [T]; }; T = [...g()].join();', 'class C { N = N; static T = T; m() { return N; } } T = C.T + new C().m() + new C().N;', 'N = new F(p).made ?? 3;',
  'switch (N) { case p: N = 1; break; default: T = "d"; F(0); }', 'try { throw N; } catch (N) { T += N; } finally { N += 1 }', 'while (N > 50) N -= 7;', 'do N += 2; while (N < 3)', 'N = (p, N) + (T, 1);', 'p = N > 1 ? N : -N;',
];

interface Shape {
  readonly names: readonly string[];
  readonly writers: readonly (readonly number[])[];
  readonly loading: readonly number[];
  readonly together: boolean;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  names: fc.constantFrom(['count', 'label', 'act'], ['state', 'text', '$run'], ['a', 'b', 'c']),
  writers: fc.array(fc.array(fc.nat(bodies.length - 1), { minLength: 2, maxLength: 5 }), { minLength: 5, maxLength: 8 }),
  loading: fc.array(fc.nat(7), { maxLength: 2 }),
  together: fc.boolean(),
});

function buildFolder({ names: [n, t, f], writers, loading, together }: Shape): Folder {
  const fill = (body: string): string => body.replace(/\b[NTF]\b/g, (letter) => (letter === 'N' ? n! : letter === 'T' ? t! : f!));
  const functions = writers.map((list, index) => `export function write${index}(p = ${index}) {\n${list.map((at) => `  {\n  ${fill(bodies[at]!)}\n  }`).join('\n')}\n  return \`\${${n}} \${${t}} \${${f}.name} \${p}\`;\n}\n`);
  const called = loading.filter((at) => at < writers.length).map((at) => `export const loaded${at}_ = write${at}(${at});\n`);
  const declared = together ? [`let ${n} = 1, ${t} = 'x';\n`, `let ${f} = one;\n`] : [`/** How many. */\nlet ${n} = 1; // at first\n`, `let ${t} = 'x';\n`, `let ${f} = one;\n`];
  const fixed = ['function one(...args) {\n  return this === undefined || this instanceof one ? args.length : 99;\n}\n', 'function two(...args) {\n  return this === undefined || this instanceof two ? 10 + args.length : 77;\n}\n'];
  const god = [...declared, ...fixed, ...functions, ...[...new Set(called)]].join('\n');
  const main = `import * as god from './god.mjs';\nconst run = (f) => { try { return f(2); } catch (error) { return error.name; } };\nfor (let i = 0; i < 3; i++) for (const key of Object.keys(god).sort()) console.log(key, typeof god[key] === 'function' ? run(god[key]) : god[key]);\n`;
  return new Map([['god.mjs', Buffer.from(god)], ['main.mjs', Buffer.from(main)]]);
}

const runs = Number(process.env['STATE_CELL_RUNS'] ?? 24);
const seed = Number(process.env['STATE_CELL_SEED'] ?? 20_261_122);

it(`random state becomes an object and ${runs} programs print the same (seed ${seed})`, () => {
  let celled = 0;
  fc.assert(fc.property(shapes, (shape) => {
    const folder = buildFolder(shape);
    const outcome = splitFolder(folder, { description: 'random', file: 'god.mjs', options: { maxLines: 30, stateCell: true } });
    if (outcome.kind === 'refused') return;
    if ((outcome.plan.edits ?? []).length > 0) celled++;
    const failed = outcome.proof.results.filter(({ status }) => status === 'failed').flatMap(({ diagnostics }) => diagnostics.map(({ id, message, notes }) => `${id}: ${message} ${notes.join(' / ')}`));
    expect(failed, folder.get('god.mjs')!.toString()).toEqual([]);
    const [before, after] = runPrograms([folder, outcome.after], 'main.mjs');
    expect(after).toBe(before);
  }), { numRuns: runs, seed });
  expect(celled, 'most programs have an object').toBeGreaterThan(runs / 3);
}, 600_000);
