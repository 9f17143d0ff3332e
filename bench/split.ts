// What it costs to split a god file: `npm run bench:split [-- <god file> ...]`. A file of 4,000 lines and files of 1,250, 2,500 and 5,000 declarations
// are generated, planned, printed and proved (without type-check and tests), each in a process of its own; so is a published file of 5,289 lines, and
// every file that is named. Seconds are those of the processor, user and system, so that a busy machine does not count.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../scripts/repository.js';
import { unpackPackage } from '../scripts/unpack.js';
import { writeGodFile } from './god-file.js';
import { describeMachine, printSeconds, renderTable, runOnce } from './measure.js';

interface Run {
  readonly lines: number;
  readonly declarations: number;
  readonly seconds: Readonly<Record<string, number>>;
  /** Peak resident set, mebibytes. */
  readonly memory: number;
  readonly modules: number;
  readonly outcome: string;
}

const stages = ['load', 'read', 'plan and split', 'proof'];
/** A file of a package as it is published: it imports neighbours, and packages that are not installed. */
const published = { spec: '@apollo/query-planner@2.14.4', file: 'src/buildPlan.ts' };
mkdirSync(path.join(repositoryRoot, '.tmp-bench'), { recursive: true });
const scratch = mkdtempSync(path.join(repositoryRoot, '.tmp-bench', 'split-'));

/** Compiled as a release is: the loader that runs TypeScript in place slows inner functions down. */
async function compileRun(): Promise<string> {
  const outfile = path.join(scratch, 'split-run.mjs');
  await build({
    entryPoints: [path.join(repositoryRoot, 'bench', 'split-run.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { DECANT_BUILD: '"bench"' },
    logLevel: 'warning',
  });
  return outfile;
}

function splitOnce(program: string, root: string, file: string): Run {
  const { output } = runOnce(process.execPath, [program, root, file], repositoryRoot);
  return JSON.parse(output) as Run;
}

const totalOf = (run: Run): number => stages.reduce((sum, stage) => sum + run.seconds[stage]!, 0);

function describe(name: string, run: Run, half?: Run): string[] {
  return [
    name,
    run.lines.toLocaleString('en'),
    run.declarations.toLocaleString('en'),
    ...stages.map((stage) => printSeconds(run.seconds[stage]!)),
    printSeconds(totalOf(run)),
    half ? `${(totalOf(run) / totalOf(half)).toFixed(2)} x` : '',
    `${Math.round(run.memory)} MiB`,
    String(run.modules),
    run.outcome,
  ];
}

try {
  console.log(describeMachine());
  const program = await compileRun();
  const rows: string[][] = [];
  let half: Run | undefined;
  let halfCount = 0;
  for (const count of [200, 1250, 2500, 5000]) {
    const root = path.join(scratch, `shop-${count}`);
    mkdirSync(root);
    writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(root, 'shop.ts'), writeGodFile(count));
    const run = splitOnce(program, root, 'shop.ts');
    rows.push(describe(`generated, ${count}`, run, count / 2 === halfCount ? half : undefined));
    [half, halfCount] = [run, count];
  }
  rows.push(describe(`${published.spec} ${published.file}`, splitOnce(program, unpackPackage('decant-bench', published.spec), published.file)));
  for (const file of process.argv.slice(2)) {
    const { dir, base } = path.parse(path.resolve(file));
    rows.push(describe(base, splitOnce(program, dir, base)));
  }
  console.log(`\n${renderTable(['file', 'lines', 'declarations', ...stages, 'all', 'to half of it', 'peak memory', 'modules', 'outcome'], rows)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
