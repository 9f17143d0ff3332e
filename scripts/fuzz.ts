// `npm run fuzz [-- --runs 50000 --seed n --shown 5 --from 0]`: random modules and random partitions, as in test/property, for as long as one likes. Prints the
// outcomes and the smallest program of each kind of failure. Exits 1 when a split is wrong. A run that was stopped goes on where it was with `--from`.
import fc from 'fast-check';
import { buildProgram, programSeeds, type ProgramSeed } from '../test/property/program-generator.js';
import { shrink } from '../test/property/shrink.js';
import { isWrong, judgePrograms, outcomes, type Outcome } from '../test/property/split-runner.js';

const batch = 250;
const { runs, seed, shown, from: first } = readArguments(process.argv.slice(2));
const counts = new Map<Outcome, number>();
const refusals = new Map<string, number>();
const wrong: { readonly outcome: Outcome; readonly seed: ProgramSeed; readonly index: number }[] = [];
const started = performance.now();

console.log(`${runs} programs, seed ${seed}${first > 0 ? `, from ${first}` : ''}`);
// One stream for each batch, so that `--runs` may grow without holding all programs.
for (let from = first; from < runs; from += batch) {
  const seeds = fc.sample(programSeeds, { numRuns: Math.min(batch, runs - from), seed: seed + from });
  judgePrograms(seeds.map(buildProgram)).forEach((judgement, index) => {
    counts.set(judgement.outcome, (counts.get(judgement.outcome) ?? 0) + 1);
    if (judgement.outcome === 'refused' || judgement.outcome === 'refused-plan') {
      for (const id of new Set(judgement.detail.split('\n').flatMap((line) => /^([a-z-]+): /.exec(line)?.[1] ?? []))) refusals.set(id, (refusals.get(id) ?? 0) + 1);
    }
    if (isWrong(judgement)) wrong.push({ outcome: judgement.outcome, seed: seeds[index]!, index: from + index });
  });
  const done = Math.min(runs, from + batch);
  if (done % (batch * 8) === 0 || done === runs) {
    console.log(`  ${done} in ${((performance.now() - started) / 1000).toFixed(0)} s: ${outcomes.flatMap((of) => (counts.has(of) ? [`${of} ${counts.get(of)}`] : [])).join(', ')}`);
  }
}

console.log('\noutcome         programs');
for (const outcome of outcomes) console.log(`${outcome.padEnd(16)}${String(counts.get(outcome) ?? 0).padStart(8)}`);
console.log(`\nrefused: ${[...refusals].sort((a, b) => b[1] - a[1]).map(([id, count]) => `${id} ${count}`).join(', ')}`);
for (const { outcome, seed: found, index } of wrong.slice(0, shown)) {
  const smallest = shrink(found, outcome);
  console.log(`\n#${index} ${outcome}\n${JSON.stringify(smallest.seed)}\n${smallest.detail}`);
}
if (wrong.length > shown) console.log(`\n${wrong.length - shown} more: ${wrong.slice(shown).map(({ index, outcome }) => `#${index} ${outcome}`).join(', ')}`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function readArguments(args: readonly string[]): { runs: number; seed: number; shown: number; from: number } {
  const known = new Map([['--runs', 50_000], ['--seed', 20_261_122], ['--shown', 5], ['--from', 0]]);
  for (let at = 0; at < args.length; at += 2) {
    const value = Number(args[at + 1]);
    if (!known.has(args[at]!) || !Number.isInteger(value) || value < 0) throw new Error(`'${args[at]} ${args[at + 1] ?? ''}' is not understood. Known: ${[...known.keys()].join(', ')}, each with a whole number.`);
    known.set(args[at]!, value);
  }
  if (known.get('--from')! % batch !== 0) throw new Error(`--from is a multiple of ${batch}: each batch has a seed of its own.`);
  return { runs: known.get('--runs')!, seed: known.get('--seed')!, shown: known.get('--shown')!, from: known.get('--from')! };
}
