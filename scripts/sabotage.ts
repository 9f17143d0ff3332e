// `npm run sabotage [-- --generated 150 --seed n --places 2 --types 12 --workers 4 --packages <folder>]`: breaks correct splits on purpose, one mutation at a time, and
// counts what the static checks of the proof find. Prints the tables of docs/proof.md, Ctrl+C those of what was tried so far; exits 1 below 99 of 100.
// `--types` changes types of exports, that many of each split, which api-fingerprint alone has to find (98 of 100); `--places 0` tries nothing else.
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSplits, readFixtures, readPackages } from './sabotage/sources.js';
import { printEquivalent, printSurvivor, printTable, scoreOf } from './sabotage/score.js';
import { sabotage, type Trial } from './sabotage/trial.js';
import { printTypeTable, sabotageTypes, scoreOfTypes, type TypeTrial } from './sabotage/type-trial.js';

interface Choices {
  readonly generated: number;
  readonly seed: number;
  readonly places: number;
  readonly types: number;
  readonly workers: number;
  readonly packages: readonly string[];
  /** Of a process: which of the parts of the work is its own. */
  readonly part: number;
}

/** Of one split. */
interface Result {
  readonly split: string;
  readonly index: number;
  readonly trials: readonly Trial[];
  readonly typeTrials: readonly TypeTrial[];
  /** Why nothing could be tried. */
  readonly unfit?: string;
}

/** A process for each: what one keeps of hundreds of small programs, and of one large package, is more than it may have. */
const parts = 16;
const memoryOfPart = '--max-old-space-size=6144';
const wanted = 99;
const wantedOfTypes = 98;
const choices = readArguments(process.argv.slice(2));
if (choices.part >= 0) {
  tryPart(choices, (result) => process.send!(result));
  process.disconnect();
} else report(await tryAll(choices));

function tryPart({ generated, seed, places, types, packages, part }: Choices, tell: (result: Result) => void): void {
  const isOwn = (index: number): boolean => index % parts === part;
  const splits = [...readFixtures(isOwn), ...generateSplits(generated, seed, isOwn), ...readPackages(packages, isOwn)];
  // Sources in turn, so that an interrupted run has tried something of each.
  const inTurn = splits.map((split, at) => ({ split, index: at * parts + part, turn: (at * 61) % splits.length })).sort((a, b) => a.turn - b.turn || a.index - b.index);
  inTurn.forEach(({ split, index }) => {
    try {
      const more = split.name.startsWith('package') ? 4 : 1;
      const trials = places === 0 ? [] : sabotage(split, places * more, seed + index);
      tell({ split: split.name, index, trials, typeTrials: sabotageTypes(split, types * more, seed + index) });
    } catch (error) {
      tell({ split: split.name, index, trials: [], typeTrials: [], unfit: error instanceof Error ? error.message : String(error) });
    }
  });
}

async function tryAll({ workers }: Choices): Promise<readonly Result[]> {
  const results: Result[] = [];
  const children = new Set<ChildProcess>();
  const failed: string[] = [];
  const runPart = (part: number): Promise<void> => {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--part', String(part)], { execArgv: [...process.execArgv, memoryOfPart] });
    children.add(child);
    child.on('message', (result) => {
      results.push(result as Result);
      if (results.length % 10 === 0) console.log(`  ${results.length} splits, ${results.reduce((sum, { trials, typeTrials }) => sum + trials.length + typeTrials.length, 0)} mutants`);
    });
    return new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        children.delete(child);
        if (code !== 0) failed.push(`part ${part} of ${parts} ended with ${code ?? signal}`);
        resolve();
      });
    });
  };
  const waiting = Array.from({ length: parts }, (_, part) => part);
  const runs = Array.from({ length: workers }, async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await runPart(part);
  });
  const interrupted = new Promise<void>((resolve) => process.once('SIGINT', resolve));
  await Promise.race([Promise.all(runs), interrupted]);
  const isWhole = children.size === 0;
  waiting.length = 0;
  for (const child of children) child.kill();
  if (isWhole) for (const message of failed) results.push({ split: message, index: Number.MAX_SAFE_INTEGER, trials: [], typeTrials: [], unfit: message });
  return results.sort((a, b) => a.index - b.index);
}

function report(results: readonly Result[]): void {
  const trials = results.flatMap((result) => result.trials);
  const unfit = results.flatMap((result) => result.unfit ?? []);
  const count = (kind: string): number => results.filter(({ split, trials: own, typeTrials: ofTypes }) => split.startsWith(kind) && own.length + ofTypes.length > 0).length;
  const typeTrials = results.flatMap((result) => result.typeTrials);
  const score = scoreOf(trials);
  console.log(`\nseed ${choices.seed}: ${count('fixture')} fixtures, ${count('generated')} generated programs, ${count('package')} files of packages\n`);
  if (trials.length > 0) console.log(printTable(trials));
  console.log(`\n${score.killed} of ${score.killed + score.survived.length} effective mutants killed: ${score.percent.toFixed(2)} %; ${score.equivalent} more are equivalent`);
  console.log(`\nequivalent (the program runs the same, type-checks the same and exports the same):\n${printEquivalent(trials)}`);
  if (score.survived.length > 0) console.log(`\nsurvived:\n${score.survived.map((trial) => `  ${printSurvivor(trial)}`).join('\n')}`);
  const ofTypes = typeTrials.filter(({ outcome }) => outcome === 'survived');
  console.log(`\n${printTypeTable(typeTrials)}\n\n${scoreOfTypes(typeTrials).toFixed(2)} % of the effective changes of types killed by api-fingerprint alone`);
  if (ofTypes.length > 0) console.log(`\nsurvived:\n${ofTypes.map(({ split, note }) => `  ${note} in ${split}`).join('\n')}`);
  for (const message of unfit) console.log(`\nUNFIT: ${message}`);
  process.exitCode = score.percent < wanted || scoreOfTypes(typeTrials) < wantedOfTypes || unfit.length > 0 ? 1 : 0;
}

function readArguments(args: readonly string[]): Choices {
  const known = new Map([
    ['--generated', '150'], ['--seed', '20261122'], ['--places', '2'], ['--types', '12'], ['--workers', String(availableParallelism())], ['--packages', join(tmpdir(), 'decant-ecosystem')], ['--part', '-1'],
  ]);
  for (let at = 0; at < args.length; at += 2) {
    if (!known.has(args[at]!) || args[at + 1] === undefined) throw new Error(`'${args[at]}' is not understood. Known: ${[...known.keys()].join(', ')}, each with a value.`);
    known.set(args[at]!, args[at + 1]!);
  }
  const number = (name: string): number => Number(known.get(name));
  return { generated: number('--generated'), seed: number('--seed'), places: number('--places'), types: number('--types'), workers: number('--workers'), part: number('--part'), packages: known.get('--packages')!.split(',') };
}
