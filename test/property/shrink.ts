import { buildProgram, type ProgramSeed } from './program-generator.js';
import { judgePrograms, type Judgement, type Outcome } from './split-runner.js';

export interface Failure {
  readonly outcome: Outcome;
  readonly seed: ProgramSeed;
  readonly detail: string;
}

/** The smallest program found that ends in the same way: statements are dropped, then everything around them. */
export function shrink(found: ProgramSeed, outcome: Outcome): Failure {
  const ends = (candidate: ProgramSeed): Judgement | undefined => {
    const [judgement] = judgePrograms([buildProgram(candidate)]);
    return judgement!.outcome === outcome ? judgement : undefined;
  };
  let best = found;
  for (let size = Math.ceil(best.recipes.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.recipes.length; ) {
      const recipes = best.recipes.filter((_, index) => index < from || index >= from + size);
      const candidate = { ...best, recipes };
      if (recipes.length > 1 && ends(candidate)) best = candidate;
      else from += size;
    }
  }
  const simpler: readonly Partial<ProgramSeed>[] = [
    { knot: 0 }, { clerk: 0 }, { effectImports: 0 }, { mainFirst: 'god' }, { alphaIsQuiet: true }, { betaImportsAlpha: false }, { semicolons: true }, { importOrder: 0 },
    { jsx: false }, { ending: '\n' }, { bom: false }, { partition: { ...best.partition, parts: 2 } },
  ];
  for (const change of simpler) if (ends({ ...best, ...change })) best = { ...best, ...change };
  best.recipes.forEach((_, index) => {
    for (const change of [{ comment: 0 }, { exported: 0 }, { exported: 1 }]) {
      const candidate = { ...best, recipes: best.recipes.map((recipe, at) => (at === index ? { ...recipe, ...change } : recipe)) };
      if (ends(candidate)) best = candidate;
    }
  });
  return { outcome, seed: best, detail: ends(best)?.detail ?? '' };
}
