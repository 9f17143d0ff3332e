// Times `decant check` against the tools that find cycles, interleaved in one run: `npm run bench -- <folder>... [--runs 5] [--no-slow]`.
// Cold runs start without a cache and write one; warm runs find it. Peers run without a cache, because they have none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../scripts/repository.js';
import { describeMachine, median, printSeconds, renderTable, runOnce, type Sample } from './measure.js';
import { installPeers } from './peers.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, peers: { type: 'string', default: path.join(repositoryRoot, 'bench', '.peers') }, 'no-slow': { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
if (positionals.length === 0 || !Number.isInteger(runs) || runs < 1) {
  console.error('usage: npm run bench -- <folder>... [--runs 5] [--peers <folder>] [--no-slow]\nThe folders are checkouts of real repositories; they are read and not changed.');
  process.exit(2);
}

const decant = path.join(repositoryRoot, 'bin', 'decant.js');
const peers = installPeers(values.peers).filter((peer) => !peer.slow || !values['no-slow']);
const scratch = mkdtempSync(path.join(tmpdir(), 'decant-bench-'));

interface Contender {
  readonly name: string;
  readonly slow: boolean;
  readonly filesIn: RegExp | undefined;
  readonly run: (cwd: string) => Sample;
}

function contenders(corpus: string): readonly Contender[] {
  const cache = path.join(scratch, `cache-${path.basename(corpus)}`);
  const check = (name: string, depth: 'scan' | 'full', warm: boolean): Contender => ({
    name,
    slow: false,
    filesIn: /^decant check +([\d,]+) files/,
    run: (cwd) => {
      const folder = `${cache}-${depth}`;
      if (!warm) rmSync(folder, { recursive: true, force: true });
      return runOnce(process.execPath, [decant, 'check', '--root', cwd, '--depth', depth, '--cache-dir', folder, '--quiet'], cwd);
    },
  });
  return [
    check('decant check --depth scan, cold', 'scan', false),
    check('decant check --depth scan, warm', 'scan', true),
    check('decant check, cold', 'full', false),
    check('decant check, warm', 'full', true),
    ...peers.map(({ name, program, args, filesIn, slow = false }): Contender => ({ name, slow, filesIn, run: (cwd) => runOnce(program, args, cwd) })),
  ];
}

function timeCorpus(corpus: string): void {
  const all = contenders(corpus);
  const samples = new Map(all.map((contender) => [contender, [] as Sample[]]));
  // One round of each first, so that every tool finds the files in the page cache.
  for (const contender of all) if (!contender.slow) contender.run(corpus);
  for (let round = 0; round < runs; round++) {
    for (const contender of all) {
      if (contender.slow && round > 0) continue;
      samples.get(contender)!.push(contender.run(corpus));
    }
  }
  const wallOf = (contender: Contender): number => median(samples.get(contender)!.map((sample) => sample.wall));
  const reference = all.find((contender) => contender.name.startsWith('oxlint'))!;
  const rows = all.map((contender) => {
    const taken = samples.get(contender)!;
    const walls = taken.map((sample) => sample.wall);
    const cpu = taken.map((sample) => sample.cpu).filter((value) => value !== undefined);
    const memory = taken.map((sample) => sample.memory).filter((value) => value !== undefined);
    return [
      contender.name,
      String(taken.length),
      contender.filesIn?.exec(`${taken[0]!.output}\n${taken[0]!.complaints}`)?.[1] ?? '-',
      printSeconds(median(walls)),
      `${printSeconds(Math.min(...walls))} - ${printSeconds(Math.max(...walls))}`,
      cpu.length > 0 ? printSeconds(median(cpu)) : '-',
      memory.length > 0 ? `${Math.round(median(memory))} MiB` : '-',
      `${(wallOf(contender) / wallOf(reference)).toFixed(2)} x`,
      [...new Set(taken.map((sample) => sample.exitCode))].join(' '),
    ];
  });
  const size = JSON.parse(runOnce(process.execPath, [decant, 'check', '--root', corpus, '--depth', 'scan', '--format', 'json', '--no-cache'], corpus).output) as { summary: { files: number; codeLines: number } };
  console.log(`\n${path.basename(corpus)}: ${size.summary.files.toLocaleString('en')} files, ${size.summary.codeLines.toLocaleString('en')} code lines\n`);
  console.log(renderTable(['tool', 'runs', 'files', 'median', 'range', 'CPU', 'peak memory', 'wall to oxlint', 'exit'], rows));
}

function timeStart(): void {
  const folder = path.join(scratch, 'empty');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{}');
  writeFileSync(path.join(folder, 'till.ts'), 'export const till = 1;\n');
  const check = Array.from({ length: runs + 1 }, () => runOnce(process.execPath, [decant, 'check', '--root', folder, '--no-cache'], folder)).slice(1);
  const bare = Array.from({ length: runs }, () => runOnce(process.execPath, ['-e', '0'], folder));
  console.log(`\nstart-up, a project of one file: decant check ${printSeconds(median(check.map((sample) => sample.wall)))}, of which Node itself ${printSeconds(median(bare.map((sample) => sample.wall)))}`);
}

try {
  console.log(describeMachine());
  timeStart();
  for (const corpus of positionals) timeCorpus(path.resolve(corpus));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
