// What it costs to redirect importers: `npm run bench:migrate [-- --importers 2000 --runs 3 --peers <folder>]`. A workspace with a split module (40 names in
// 8 modules) and its importers is generated; `decant migrate` shows and proves the change, and writes it (without type-check and tests, which are the
// user's own programs). The peer is the transform of `decant migrate --codemod`, run by jscodeshift: it rewrites the same imports and proves nothing.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { repositoryRoot } from '../scripts/repository.js';
import { writeImporters } from './importers.js';
import { describeMachine, median, printSeconds, renderTable, runOnce, type Sample } from './measure.js';
import { installInto } from './peers.js';

const { values } = parseArgs({
  options: { importers: { type: 'string', default: '2000' }, runs: { type: 'string', default: '3' }, peers: { type: 'string', default: path.join(repositoryRoot, 'bench', '.peers', 'migrate') } },
});
const [count, runs] = [Number(values.importers), Number(values.runs)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(runs) || runs < 1) {
  console.error('usage: npm run bench:migrate [-- --importers 2000 --runs 3 --peers <folder>]');
  process.exit(2);
}

const jscodeshift = '17.4.0';
mkdirSync(path.join(repositoryRoot, '.tmp-bench'), { recursive: true });
const scratch = mkdtempSync(path.join(repositoryRoot, '.tmp-bench', 'migrate-'));

interface Contender {
  readonly name: string;
  readonly isWritten: boolean;
  readonly run: (root: string) => Sample;
}

/** Compiled as a release is, whatever the `dist` of the checkout holds. */
async function compileProgram(): Promise<string> {
  const outdir = path.join(scratch, 'program');
  await build({
    entryPoints: [path.join(repositoryRoot, 'src', 'cli', 'main.ts')], outdir, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20',
    packages: 'external', define: { DECANT_BUILD: '"bench"' }, logLevel: 'warning',
  });
  const program = path.join(scratch, 'decant.mjs');
  writeFileSync(program, "const { main } = await import('./program/main.js');\nprocess.exitCode = await main(process.argv.slice(2));\n");
  return program;
}

function writeWorkspace(root: string): void {
  for (const [name, text] of writeImporters(count)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
}

interface Report {
  readonly importers: { readonly found: number; readonly rewritten: number; readonly partly: number; readonly left: number };
  readonly places: { readonly found: number; readonly rewritten: number };
  readonly proof: { readonly verdict: string; readonly results: readonly { readonly status: string }[] };
}

try {
  const program = await compileProgram();
  installInto(values.peers, { jscodeshift });
  const original = path.join(scratch, 'shop');
  writeWorkspace(original);
  const decant = (root: string, ...words: string[]): Sample => runOnce(process.execPath, [program, 'migrate', 'src/shop.ts', '--root', root, ...words], root);
  const transform = path.join(scratch, 'transform', 'shop.cjs');
  const made = path.join(scratch, 'made');
  cpSync(original, made, { recursive: true });
  decant(made, '--codemod', 'shop.cjs');
  cpSync(path.join(made, 'shop.cjs'), transform);
  const contenders: readonly Contender[] = [
    { name: 'decant migrate', isWritten: false, run: (root) => decant(root, '--no-typecheck') },
    { name: 'decant migrate --write', isWritten: true, run: (root) => decant(root, '--no-typecheck', '--write') },
    {
      name: `jscodeshift ${jscodeshift} with the transform of --codemod`,
      isWritten: true,
      run: (root) => runOnce(process.execPath, [path.join(values.peers, 'node_modules', 'jscodeshift', 'bin', 'jscodeshift.js'), '-t', transform, '--parser', 'tsx', '--extensions', 'ts,tsx', '--silent', path.join(root, 'src')], root),
    },
  ];
  const samples = new Map(contenders.map((contender) => [contender, [] as Sample[]]));
  for (let round = 0; round < runs; round++) {
    for (const contender of contenders) {
      const root = contender.isWritten ? path.join(scratch, 'written') : original;
      if (contender.isWritten) cpSync(original, root, { recursive: true });
      const sample = contender.run(root);
      if (sample.exitCode !== 0) throw new Error(`${contender.name} ended with ${sample.exitCode}:\n${sample.output.slice(-2000)}`);
      samples.get(contender)!.push(sample);
      if (contender.isWritten) rmSync(root, { recursive: true });
    }
  }
  const { importers, places, proof } = JSON.parse(decant(original, '--no-typecheck', '--format', 'json').output) as Report;
  const passed = proof.results.filter(({ status }) => status === 'passed').length;
  console.log(`${describeMachine()}; medians of ${runs}`);
  console.log(`\n${count.toLocaleString('en')} importers: ${importers.rewritten} rewritten, ${importers.partly} in part, ${importers.left} left; ${places.rewritten} of ${places.found} places; proof: ${proof.verdict}, ${passed} checks passed\n`);
  const rows = contenders.map((contender) => {
    const taken = samples.get(contender)!;
    const known = (list: readonly (number | undefined)[]): number[] => list.filter((value) => value !== undefined);
    const [cpu, memory] = [known(taken.map((sample) => sample.cpu)), known(taken.map((sample) => sample.memory))];
    return [
      contender.name, printSeconds(median(taken.map(({ wall }) => wall))),
      cpu.length > 0 ? printSeconds(median(cpu)) : '-', memory.length > 0 ? `${Math.round(median(memory))} MiB` : '-',
    ];
  });
  console.log(renderTable(['program', 'clock', 'processor', 'peak memory'], rows));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
