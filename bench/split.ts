// What it costs to split a god file: `npm run bench:split [-- <god file> ... --runs 3 --sizes 200,1250,2500,5000,10000]`. A file of 4,000 lines (200
// declarations) and files of up to 10,000 declarations are generated, planned, printed and proved (without type-check and tests), each in a process of
// its own; so is a published file of 5,289 lines, and every file that is named. Seconds are those of the processor, user and system, so that a busy
// machine does not count, but for `clock`, the time that passes. Medians; the sizes take turns, so that no size has the quiet minutes for itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ts } from 'ts-morph';
import { build } from 'esbuild';
import { repositoryRoot } from '../scripts/repository.js';
import { unpackPackage } from '../scripts/unpack.js';
import { writeGodFile } from './god-file.js';
import { describeMachine, median, printSeconds, renderTable, runOnce } from './measure.js';

interface Run {
  readonly lines: number;
  readonly declarations: number;
  readonly seconds: Readonly<Record<string, number>>;
  /** All stages, by the clock. */
  readonly wall: number;
  /** Peak resident set, mebibytes. */
  readonly memory: number;
  readonly modules: number;
  readonly outcome: string;
}

const stages = ['load', 'read', 'plan and split', 'proof'];
/** A file of a package as it is published: it imports neighbours, and packages that are not installed. */
const published = { spec: '@apollo/query-planner@2.14.4', file: 'src/buildPlan.ts' };
mkdirSync(path.join(repositoryRoot, '.tmp-bench'), { recursive: true });
const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' }, sizes: { type: 'string', default: '200,1250,2500,5000,10000' } } });
const runs = Number(values.runs);
const sizes = values.sizes.split(',').map(Number);
if (!Number.isInteger(runs) || runs < 1 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  console.error('usage: npm run bench:split [-- <god file> ... --runs 3 --sizes 200,1250,2500,5000,10000]');
  process.exit(2);
}
const scratch = mkdtempSync(path.join(repositoryRoot, '.tmp-bench', 'split-'));

/** Compiled as a release is: the loader that runs TypeScript in place slows inner functions down. */
async function compileRun(): Promise<string> {
  await build({
    absWorkingDir: repositoryRoot,
    // The thread of a release lies beside the command in the same way.
    entryPoints: { 'split-run': 'bench/split-run.ts', 'compare-types': 'src/workflow/type-thread-program.ts' },
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { DECANT_BUILD: '"bench"' },
    logLevel: 'warning',
  });
  return path.join(scratch, 'split-run.mjs');
}

function splitOnce(program: string, root: string, file: string): Run {
  const { output } = runOnce(process.execPath, [program, root, file], repositoryRoot);
  return JSON.parse(output) as Run;
}

interface Subject {
  readonly name: string;
  readonly root: string;
  readonly file: string;
  /** Declarations of a generated file. */
  readonly count?: number;
}

const totalOf = ({ seconds }: Run): number => stages.reduce((sum, stage) => sum + seconds[stage]!, 0);

function writeSubjects(): readonly Subject[] {
  const generated = sizes.map((count): Subject => {
    const root = path.join(scratch, `shop-${count}`);
    mkdirSync(root);
    writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(root, 'shop.ts'), writeGodFile(count));
    return { name: `generated, ${count}`, root, file: 'shop.ts', count };
  });
  const named = positionals.map((file): Subject => ({ name: path.basename(file), root: path.dirname(path.resolve(file)), file: path.basename(file) }));
  return [...generated, { name: `${published.spec} ${published.file}`, root: unpackPackage('decant-bench', published.spec), file: published.file }, ...named];
}

/** Stage by stage, and of the totals: a median of sums is no sum of medians. */
function describe({ name }: Subject, taken: readonly Run[], half: readonly Run[] | undefined): string[] {
  const of = (list: readonly Run[], value: (run: Run) => number): number => median(list.map(value));
  const ratio = (value: (run: Run) => number): string => (half ? `${(of(taken, value) / of(half, value)).toFixed(2)} x` : '');
  const [first] = taken as readonly [Run, ...Run[]];
  return [
    name,
    first.lines.toLocaleString('en'),
    first.declarations.toLocaleString('en'),
    ...stages.map((stage) => printSeconds(of(taken, ({ seconds }) => seconds[stage]!))),
    printSeconds(of(taken, totalOf)),
    printSeconds(of(taken, ({ wall }) => wall)),
    ratio(totalOf),
    ratio(({ seconds }) => seconds['proof']!),
    `${Math.round(of(taken, ({ memory }) => memory))} MiB`,
    String(first.modules),
    first.outcome,
  ];
}

try {
  console.log(`${describeMachine()}, TypeScript ${ts.version} of ts-morph; medians of ${runs}`);
  const program = await compileRun();
  const subjects = writeSubjects();
  const taken = new Map(subjects.map((subject) => [subject, [] as Run[]]));
  for (let round = 0; round < runs; round++) for (const [subject, list] of taken) list.push(splitOnce(program, subject.root, subject.file));
  const rows = subjects.map((subject) => {
    const half = subjects.find(({ count }) => count !== undefined && count * 2 === subject.count);
    return describe(subject, taken.get(subject)!, half && taken.get(half));
  });
  console.log(`\n${renderTable(['file', 'lines', 'declarations', ...stages, 'all', 'clock', 'all to half', 'proof to half', 'peak memory', 'modules', 'outcome'], rows)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
