// `npm run sabotage [-- --generated 150 --seed n --places 2 --packages <folder>]`: breaks correct splits on purpose, one mutation at a time, and counts what
// the static checks of the proof find. Prints the table of docs/proof.md; exits 1 below 99 of 100.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSplits, readFixtures, readPackages } from './sabotage/sources.js';
import { printEquivalent, printSurvivor, printTable, scoreOf } from './sabotage/score.js';
import { sabotage, type Trial } from './sabotage/trial.js';

const wanted = 99;
const { generated, seed, places, packages } = readArguments(process.argv.slice(2));
const splits = [...readFixtures(), ...generateSplits(generated, seed), ...readPackages(packages)];
const trials: Trial[] = [];
const unfit: string[] = [];
for (const [index, split] of splits.entries()) {
  try {
    trials.push(...sabotage(split, split.name.startsWith('package') ? places * 4 : places, seed + index));
  } catch (error) {
    unfit.push(error instanceof Error ? error.message : String(error));
  }
  if ((index + 1) % 20 === 0) console.log(`  ${index + 1} of ${splits.length} splits, ${trials.length} mutants, ${scoreOf(trials).survived.length} survived`);
}
const count = (kind: string): number => splits.filter(({ name }) => name.startsWith(kind)).length;
const score = scoreOf(trials);
console.log(`\nseed ${seed}: ${count('fixture')} fixtures, ${count('generated')} generated programs, ${count('package')} files of packages\n`);
console.log(printTable(trials));
console.log(`\n${score.killed} of ${score.killed + score.survived.length} effective mutants killed: ${score.percent.toFixed(2)} %; ${score.equivalent} more are equivalent`);
console.log(`\nequivalent (the program runs the same, type-checks the same and exports the same):\n${printEquivalent(trials)}`);
if (score.survived.length > 0) console.log(`\nsurvived:\n${score.survived.map((trial) => `  ${printSurvivor(trial)}`).join('\n')}`);
for (const message of unfit) console.log(`\nUNFIT: ${message}`);
process.exitCode = score.percent < wanted || unfit.length > 0 ? 1 : 0;

function readArguments(args: readonly string[]): { generated: number; seed: number; places: number; packages: readonly string[] } {
  const known = new Map([['--generated', '150'], ['--seed', '20261122'], ['--places', '2'], ['--packages', join(tmpdir(), 'decant-ecosystem')]]);
  for (let at = 0; at < args.length; at += 2) {
    if (!known.has(args[at]!) || args[at + 1] === undefined) throw new Error(`'${args[at]}' is not understood. Known: ${[...known.keys()].join(', ')}, each with a value.`);
    known.set(args[at]!, args[at + 1]!);
  }
  return { generated: Number(known.get('--generated')), seed: Number(known.get('--seed')), places: Number(known.get('--places')), packages: known.get('--packages')!.split(',') };
}
