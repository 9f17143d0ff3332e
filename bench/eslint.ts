// Times a full lint without and with a rule against cycles, interleaved in one run: `npm run bench:eslint -- <folder> [--runs 3] [--files <glob>...]`.
// The lint is that of typescript-eslint's recommended rules, without types. What a rule costs is its lint minus the one without it. `npm run build` first.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../scripts/repository.js';
import { describeMachine, median, printSeconds, renderTable, runOnce, type Sample } from './measure.js';
import { installInto, lintVersions } from './peers.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' }, files: { type: 'string', multiple: true, default: ['.'] }, 'no-slow': { type: 'boolean', default: false } } });
const [corpus] = positionals;
const runs = Number(values.runs);
if (corpus === undefined || !Number.isInteger(runs) || runs < 1) {
  console.error('usage: npm run bench:eslint -- <folder> [--runs 3] [--files <glob>...] [--no-slow]\nThe folder is a checkout of a real repository; it is read and not changed.');
  process.exit(2);
}
const root = path.resolve(corpus);
const peers = path.join(repositoryRoot, 'bench', '.peers', 'eslint');
installInto(peers, lintVersions);
const scratch = mkdtempSync(path.join(tmpdir(), 'decant-bench-eslint-'));
const cache = path.join(scratch, 'cache');

// A configuration beside the peers finds their packages.
const runner = path.join(peers, 'run.mjs');
writeFileSync(runner, `
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { readFileSync } from 'node:fs';
import path from 'node:path';
const [which, root, cache, entry, ...files] = process.argv.slice(2);
const patterns = ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'];
const only = (list) => list.map((one) => ({ files: patterns, ...one }));
const extra = async () => {
  if (which === 'decant') {
    const { default: decant } = await import(entry);
    return [{ ...decant.configs.recommended, settings: { decant: { root, cache } } }];
  }
  if (which === 'import-x') {
    const { default: plugin, createNodeResolver } = await import('eslint-plugin-import-x');
    const { createTypeScriptImportResolver } = await import('eslint-import-resolver-typescript');
    return [{ plugins: { 'import-x': plugin }, settings: { 'import-x/resolver-next': [createTypeScriptImportResolver(), createNodeResolver()], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx', '.mts', '.cts'] } }, rules: { 'import-x/no-cycle': 'error' } }];
  }
  if (which === 'import') {
    const { default: plugin } = await import('eslint-plugin-import');
    return [{ plugins: { import: plugin }, settings: { 'import/resolver': { typescript: true, node: true }, 'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx', '.mts', '.cts'] } }, rules: { 'import/no-cycle': 'error' } }];
  }
  return [];
};
const config = [{ ignores: ['**/node_modules/**', '**/dist/**'] }, ...only(tseslint.configs.recommended), ...only([{ linterOptions: { reportUnusedDisableDirectives: 'off' } }]), ...only(await extra())];
if (files[0]?.startsWith('edit:')) {
  const file = path.join(root, files[0].slice(5));
  const linter = new Linter({ cwd: root });
  const text = readFileSync(file, 'utf8');
  const times = [];
  for (let i = 0; i < 12; i++) {
    if (i === 6) await new Promise((done) => setTimeout(done, 400));
    const started = performance.now();
    linter.verify(text + '\\n'.repeat(i) + 'export const typed' + i + ' = 1;\\n', config, { filename: file });
    times.push(performance.now() - started);
  }
  const sorted = times.slice(2).sort((a, b) => a - b);
  console.log(JSON.stringify({ median: sorted[5], afterPause: times[6] }));
} else {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config, errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles(files);
  const messages = results.flatMap((result) => result.messages);
  const prefix = which + '/';
  console.log(JSON.stringify({ files: results.length, found: messages.filter(({ ruleId }) => ruleId?.startsWith(prefix)).length, fatal: messages.filter(({ fatal }) => fatal).length, biggest: results.map((r) => [r.filePath, r.source?.length ?? 0]).length }));
}
`);

interface Contender {
  readonly name: string;
  readonly slow: boolean;
  readonly run: () => Sample;
}

const lint = (which: string, files: readonly string[] = values.files): Sample =>
  runOnce(process.execPath, [runner, which, root, cache, path.join(repositoryRoot, 'dist', 'eslint.js'), ...files], peers);
const all: readonly Contender[] = [
  { name: 'typescript-eslint recommended', slow: false, run: () => lint('plain') },
  { name: '+ decant recommended, cold', slow: false, run: () => (rmSync(cache, { recursive: true, force: true }), lint('decant')) },
  { name: '+ decant recommended, warm', slow: false, run: () => lint('decant') },
  { name: `+ import-x/no-cycle ${lintVersions['eslint-plugin-import-x']}`, slow: true, run: () => lint('import-x') },
  { name: `+ import/no-cycle ${lintVersions['eslint-plugin-import']}`, slow: true, run: () => lint('import') },
];

mkdirSync(cache, { recursive: true });
try {
  lint('plain');
  const samples = new Map(all.map((one) => [one, [] as Sample[]]));
  for (let round = 0; round < runs; round++) {
    for (const one of all) if (!one.slow || (round === 0 && !values['no-slow'])) samples.get(one)!.push(one.run());
  }
  const cpuOf = (one: Contender): number => median(samples.get(one)!.map(({ cpu, wall }) => cpu ?? wall));
  const [plain, , warm] = all as readonly [Contender, Contender, Contender];
  const extra = (one: Contender): number => cpuOf(one) - cpuOf(plain);
  const rows = all.filter((one) => samples.get(one)!.length > 0).map((one) => {
    const taken = samples.get(one)!;
    const { files, found } = JSON.parse(taken[0]!.output) as { files: number; found: number };
    return [
      one.name, String(taken.length), String(files), String(found), printSeconds(median(taken.map(({ wall }) => wall))), printSeconds(cpuOf(one)),
      one === plain ? '-' : `${((100 * extra(one)) / cpuOf(plain)).toFixed(1)} %`, one === plain || one === warm ? '-' : `${(extra(one) / extra(warm)).toFixed(1)} x`,
    ];
  });
  console.log(`${describeMachine()}\n${root} ${values.files.join(' ')}\n`);
  console.log(renderTable(['full lint', 'runs', 'files', 'found', 'wall', 'processor', 'added', 'to decant warm'], rows));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
