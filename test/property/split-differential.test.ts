// Splits generated programs and runs both sides. DECANT_FUZZ_SEED repeats a run, DECANT_FUZZ_RUNS makes it longer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildProgram, programSeeds, type ProgramSeed } from './program-generator.js';
import { judgePrograms, type Judgement } from './split-runner.js';

const seed = Number(process.env['DECANT_FUZZ_SEED'] ?? 20_261_122);
const runs = Number(process.env['DECANT_FUZZ_RUNS'] ?? 60);
const batch = 40;

describe('a split of a generated program', () => {
  it('behaves as the program did, or is refused, or fails its proof', { timeout: 3_600_000 }, () => {
    const seeds = fc.sample(programSeeds, { numRuns: runs, seed });
    const judged: Judgement[] = [];
    for (let from = 0; from < seeds.length; from += batch) judged.push(...judgePrograms(seeds.slice(from, from + batch).map(buildProgram)));
    const count = (of: Judgement['outcome']) => judged.filter(({ outcome }) => outcome === of).length;
    const summary = (['same', 'refused', 'differs', 'false-alarm', 'sound-alarm', 'crash', 'broken-input'] as const).map((of) => `${of} ${count(of)}`).join(', ');
    if (process.env['DECANT_FUZZ_RUNS'] !== undefined) console.log(`${runs} programs, seed ${seed}: ${summary}`);
    const wrong = judged.flatMap((judgement, index) => (isWrong(judgement) ? [{ judgement, index }] : []));
    const shown = wrong.slice(0, Number(process.env['DECANT_FUZZ_SHOW'] ?? 1)).map(({ judgement, index }) => report(judgement.outcome, seeds[index]!, index));
    expect(shown.join('\n\n'), summary).toBe('');
    expect(count('same'), 'enough programs are split and run').toBeGreaterThan(runs / 3);
  });
});

function isWrong({ outcome }: Judgement): boolean {
  return outcome === 'differs' || outcome === 'false-alarm' || outcome === 'crash';
}

function report(outcome: Judgement['outcome'], found: ProgramSeed, index: number): string {
  const smallest = shrink(found, outcome);
  const [judgement] = judgePrograms([buildProgram(smallest)]);
  return `#${index} ${judgement!.outcome}\n${judgement!.detail}`;
}

/** Drops statements while the outcome stays what it was. */
function shrink(found: ProgramSeed, outcome: Judgement['outcome']): ProgramSeed {
  let best = found;
  for (let size = Math.ceil(best.recipes.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.recipes.length; ) {
      const recipes = best.recipes.filter((_, index) => index < from || index >= from + size);
      const candidate = { ...best, recipes };
      if (recipes.length > 1 && judgePrograms([buildProgram(candidate)])[0]!.outcome === outcome) best = candidate;
      else from += size;
    }
  }
  const simpler: readonly Partial<ProgramSeed>[] = [{ knot: 0 }, { mainFirst: 'god' }, { alphaIsQuiet: true }, { betaImportsAlpha: false }, { semicolons: true }, { importOrder: 0 }];
  for (const change of simpler) {
    const candidate = { ...best, ...change };
    if (judgePrograms([buildProgram(candidate)])[0]!.outcome === outcome) best = candidate;
  }
  return best;
}
