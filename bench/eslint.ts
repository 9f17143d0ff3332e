// Times a full lint without and with a rule against cycles, interleaved in one run: `npm run bench:eslint -- <folder> [--runs 3] [--files <glob>...]`.
// The lint is that of typescript-eslint's recommended rules, without types. `in its rules` is the share of the lint between entering and leaving the rules of a
// plugin, its loading included; the difference of two lints is as large as their noise. `once` is the part of it up to the end of the first file, `each file` the rest by
// file. `--pairs <count>`: as many lints without and with decant beside each other, in turns; the mean of their differences is what tells a few hundredths from noise. `--edit <file>`: what linting that one file again costs, with a text
// that was never saved, as an editor asks for it. `npm run build` first, or name another bundle with `--plugin`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../scripts/repository.js';
import { describeMachine, median, printSeconds, renderTable, runOnce, type Sample } from './measure.js';
import { installInto, lintVersions } from './peers.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' }, files: { type: 'string', multiple: true, default: ['.'] }, 'no-slow': { type: 'boolean', default: false }, edit: { type: 'string', multiple: true, default: [] }, pairs: { type: 'string', default: '0' }, plugin: { type: 'string' } } });
const [corpus] = positionals;
const runs = Number(values.runs);
const pairs = Number(values.pairs);
if (corpus === undefined || !Number.isInteger(runs) || runs < 1 || !Number.isInteger(pairs) || pairs < 0 || pairs === 1) {
  console.error('usage: npm run bench:eslint -- <folder> [--runs 3] [--files <glob>...] [--no-slow] [--pairs <2 or more>] [--edit <file>...] [--plugin <file>]\nThe folder is a checkout of a real repository; it is read and not changed.');
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
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const begun = performance.now();
let own = 0;
const timed = (run) => { const started = performance.now(); const result = run(); own += performance.now() - started; return result; };
const timedAsync = async (run) => { const started = performance.now(); const result = await run(); own += performance.now() - started; return result; };
/** Asking for the processor time costs more than most visits of a rule, so the share of the clock is taken, which other programs on the machine stretch alike. */
const ownOf = (clock, processor) => (own / clock) * processor;
let [first, once] = [undefined, undefined];
const meet = ({ filename }) => { if (first === undefined) first = filename; else if (once === undefined && filename !== first) once = own; };
const timedPlugin = ({ rules, ...plugin }) => ({ ...plugin, rules: Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, {
  ...rule, create: (context) => (meet(context), Object.fromEntries(Object.entries(timed(() => rule.create(context))).map(([key, visit]) => [key, (...args) => timed(() => visit(...args))]))),
}])) });
const only = (list) => list.map((one) => ({ files: patterns, ...one }));
const extra = async () => {
  if (which === 'decant-untimed') {
    const { default: decant } = await import(entry);
    return [{ ...decant.configs.recommended, settings: { decant: { root, cache } } }];
  }
  if (which === 'decant') {
    const { default: decant } = await timedAsync(() => import(entry));
    return [{ ...decant.configs.recommended, plugins: { decant: timedPlugin(decant) }, settings: { decant: { root, cache } } }];
  }
  if (which === 'import-x') {
    const { default: plugin, createNodeResolver } = await timedAsync(() => import('eslint-plugin-import-x'));
    const { createTypeScriptImportResolver } = await import('eslint-import-resolver-typescript');
    return [{ plugins: { 'import-x': timedPlugin(plugin) }, settings: { 'import-x/resolver-next': [createTypeScriptImportResolver(), createNodeResolver()], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx', '.mts', '.cts'] } }, rules: { 'import-x/no-cycle': 'error' } }];
  }
  if (which === 'import') {
    const { default: plugin } = await timedAsync(() => import('eslint-plugin-import'));
    return [{ plugins: { import: timedPlugin(plugin) }, settings: { 'import/resolver': { typescript: true, node: true }, 'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx', '.mts', '.cts'] } }, rules: { 'import/no-cycle': 'error' } }];
  }
  return [];
};
const config = [{ ignores: ['**/node_modules/**', '**/dist/**'] }, ...only(tseslint.configs.recommended), ...only([{ linterOptions: { reportUnusedDisableDirectives: 'off' } }]), ...only(await extra())];
if (files[0]?.startsWith('edit:')) {
  const file = path.join(root, files[0].slice(5));
  const linter = new Linter({ cwd: root });
  const text = readFileSync(file, 'utf8');
  const lint = (typed) => {
    own = 0;
    const [clock, started] = [performance.now(), cpu()];
    linter.verify(text + typed, config, { filename: file });
    const all = cpu() - started;
    return { all, own: ownOf(performance.now() - clock, all) };
  };
  const opened = lint('');
  const samples = [];
  for (let i = 0; i < 41; i++) {
    // A person looks up now and then, and the disk is asked again.
    if (i % 10 === 0) await new Promise((done) => setTimeout(done, 1500));
    samples.push({ ...lint('\\n'.repeat(i) + 'export const typed' + i + ' = 1;\\n'), paused: i % 10 === 0 });
  }
  const middle = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] * 1000;
  const typing = samples.slice(11).filter(({ paused }) => !paused);
  const after = samples.slice(1).filter(({ paused }) => paused);
  console.log(JSON.stringify({ opened: opened.own * 1000, first: samples[0].own * 1000, all: middle(typing.map(({ all }) => all)), own: middle(typing.map(({ own }) => own)), paused: middle(after.map(({ own }) => own)) }));
} else {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config, errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles(files);
  const messages = results.flatMap((result) => result.messages);
  const prefix = which + '/';
  console.log(JSON.stringify({ files: results.length, found: messages.filter(({ ruleId }) => ruleId?.startsWith(prefix)).length, fatal: messages.filter(({ fatal }) => fatal).length, own: ownOf(performance.now() - begun, cpu()), once: (once ?? own) / own }));
}
`);

interface Contender {
  readonly name: string;
  readonly slow: boolean;
  readonly run: () => Sample;
}

const lint = (which: string, files: readonly string[] = values.files): Sample =>
  runOnce(process.execPath, [runner, which, root, cache, values.plugin === undefined ? path.join(repositoryRoot, 'dist', 'eslint.js') : path.resolve(values.plugin), ...files], peers);
const all: readonly Contender[] = [
  { name: 'typescript-eslint recommended', slow: false, run: () => lint('plain') },
  { name: '+ decant recommended, cold', slow: false, run: () => (rmSync(cache, { recursive: true, force: true }), lint('decant')) },
  { name: '+ decant recommended, warm', slow: false, run: () => lint('decant') },
  { name: `+ import-x/no-cycle ${lintVersions['eslint-plugin-import-x']}`, slow: true, run: () => lint('import-x') },
  { name: `+ import/no-cycle ${lintVersions['eslint-plugin-import']}`, slow: true, run: () => lint('import') },
];

function printMean(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return `${mean >= 0 ? '+' : ''}${mean.toFixed(1)} % +- ${((2 * deviation) / Math.sqrt(values.length)).toFixed(1)}`;
}

mkdirSync(cache, { recursive: true });
try {
  const samples = new Map(all.map((one) => [one, [] as Sample[]]));
  for (let round = 0; round < runs; round++) {
    for (const one of all) if (!one.slow || (round === 0 && !values['no-slow'])) samples.get(one)!.push(one.run());
  }
  const cpuOf = (one: Contender): number => median(samples.get(one)!.map(({ cpu, wall }) => cpu ?? wall));
  const [plain, , warm] = all as readonly [Contender, Contender, Contender];
  const ownOf = (one: Contender): number => median(samples.get(one)!.map(({ output }) => (JSON.parse(output) as { own: number }).own));
  const onceOf = (one: Contender): number => ownOf(one) * median(samples.get(one)!.map(({ output }) => (JSON.parse(output) as { once: number }).once));
  const extra = (one: Contender): number => cpuOf(one) - cpuOf(plain);
  const rows = all.filter((one) => samples.get(one)!.length > 0).map((one) => {
    const taken = samples.get(one)!;
    const { files, found } = JSON.parse(taken[0]!.output) as { files: number; found: number };
    const own = ownOf(one);
    return [
      one.name, String(taken.length), String(files), String(found), printSeconds(median(taken.map(({ wall }) => wall))), printSeconds(cpuOf(one)),
      one === plain ? '-' : `${((100 * extra(one)) / cpuOf(plain)).toFixed(1)} %`, one === plain ? '-' : printSeconds(own), one === plain ? '-' : printSeconds(onceOf(one)), one === plain ? '-' : `${((1000 * (own - onceOf(one))) / Math.max(1, files - 1)).toFixed(2)} ms`, one === plain ? '-' : `${((100 * own) / cpuOf(plain)).toFixed(1)} %`, one === plain || one === warm ? '-' : `${(own / ownOf(warm)).toFixed(1)} x`,
    ];
  });
  console.log(`${describeMachine()}\n${root} ${values.files.join(' ')}\n`);
  console.log(renderTable(['full lint', 'runs', 'files', 'found', 'wall', 'processor', 'added', 'in its rules', 'once', 'each file', 'of the lint', 'to decant warm'], rows));
  if (pairs > 0) {
    const measured = Array.from({ length: pairs }, (_, i) => {
      const order = i % 2 === 0 ? (['plain', 'decant-untimed'] as const) : (['decant-untimed', 'plain'] as const);
      const taken = Object.fromEntries(order.map((which) => [which, lint(which)])) as Record<(typeof order)[number], Sample>;
      const added = (of: (sample: Sample) => number): number => 100 * (of(taken['decant-untimed']) / of(taken.plain) - 1);
      return { cpu: added(({ cpu, wall }) => cpu ?? wall), wall: added(({ wall }) => wall) };
    });
    console.log(`\n+ decant recommended, warm, in ${pairs} pairs: ${printMean(measured.map(({ cpu }) => cpu))} processor time, ${printMean(measured.map(({ wall }) => wall))} by the clock (means, with two standard errors)`);
  }
  const edits = values.edit.map((file) => {
    const { opened, first, all: whole, own, paused } = JSON.parse(lint('decant', [`edit:${file}`]).output) as Record<'opened' | 'first' | 'all' | 'own' | 'paused', number>;
    return [file, ...[opened, first, whole, own, paused].map((value) => `${value.toFixed(1)} ms`)];
  });
  if (edits.length > 0) console.log(`\n${renderTable(['one file, in processor time', 'opened, in decant', 'the first text, in decant', 'linted again, all of it', 'in decant', 'in decant, after a pause'], edits)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
