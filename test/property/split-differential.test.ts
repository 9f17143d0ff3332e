// Splits generated programs and runs both sides. DECANT_FUZZ_SEED repeats a run; `npm run fuzz` is the long one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildProgram, programSeeds } from './program-generator.js';
import { shrink } from './shrink.js';
import { isWrong, judgePrograms, outcomes, type Judgement } from './split-runner.js';

const seed = Number(process.env['DECANT_FUZZ_SEED'] ?? 20_261_122);
const runs = 2000;
const batch = 250;

describe('a split of a generated program', () => {
  it(`behaves as the program did, or is refused (${runs} programs, seed ${seed})`, { timeout: 3_600_000 }, () => {
    const seeds = fc.sample(programSeeds, { numRuns: runs, seed });
    const judged: Judgement[] = [];
    for (let from = 0; from < seeds.length; from += batch) judged.push(...judgePrograms(seeds.slice(from, from + batch).map(buildProgram)));
    const count = (of: Judgement['outcome']) => judged.filter(({ outcome }) => outcome === of).length;
    const summary = outcomes.map((of) => `${of} ${count(of)}`).join(', ');
    console.log(`${runs} programs, seed ${seed}: ${summary}`);
    const first = judged.findIndex(isWrong);
    const shown = first === -1 ? '' : shrink(seeds[first]!, judged[first]!.outcome);
    expect(shown === '' ? '' : `#${first} ${shown.outcome}\n${JSON.stringify(shown.seed)}\n${shown.detail}`, summary).toBe('');
    expect(count('same'), 'enough programs are split and run').toBeGreaterThan(runs / 3);
    expect(count('refused-plan'), 'chance breaks constraints often enough').toBeGreaterThan(runs / 50);
    expect(count('broken-input'), 'most programs load').toBeLessThan(runs / 10);
  });
});
