// `npm run demo [-- --keep]`: splits the three god files of fixtures/programs/background-tasks in a temporary folder, with the built package, and
// exits 1 when anything is not as promised. Uses the library that an installed decant exports.
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { accidentCommands, findMissing, layOutAccident } from './demo/accident.js';
import { heading, paint, printNumber, Promises, quantity, step } from './demo/steps.js';
import { repositoryRoot } from './repository.js';
import type { ScanReport, SplitReport, VerifyReport } from '../src/index.js';

const lineCap = 600;
const testReport = 'tests.json';
const keep = process.argv.includes('--keep');
const library = `${repositoryRoot}/dist/index.js`;
if (!existsSync(library)) {
  console.error('dist/ is missing. Run: npm run build');
  process.exit(2);
}
const decant = (await import(pathToFileURL(library).href)) as typeof import('../src/index.js');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-demo-')));
const before = join(folder, 'before');
const after = join(folder, 'after');
const promises = new Promises();
const started = performance.now();

try {
  await watch();
} finally {
  if (keep) console.log(`\nkept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
if (promises.broken.length > 0) {
  console.error(`\n${paint.red('not as promised:')}\n${promises.broken.map((text) => `  ${text}`).join('\n')}`);
  process.exitCode = 1;
}

async function watch(): Promise<void> {
  heading('decant demo: three god files of background tasks, in a temporary copy');
  await step('copy the program', copyProgram, () => '');
  const scanBefore = await step('decant scan', () => decant.scan({ root: after, paths: ['src'] }), describeScan);
  const tasksBefore = await step('decant tasks', () => decant.tasks({ root: after, paths: ['src'] }), ({ tasks }) => quantity(tasks.length, 'registered task'));

  const splits: SplitReport[] = [];
  for (const found of scanBefore.diagnostics.filter((each) => each.id === 'god-file')) {
    const request = { root: after, input: found.at.file, maxLines: lineCap, write: true, typecheck: false } as const;
    splits.push(await step(`decant split ${basename(found.at.file)}`, () => decant.split(request), describeSplit));
  }

  const scanAfter = await step('decant scan', () => decant.scan({ root: after, paths: ['src'] }), describeScan);
  const tasksAfter = await step('decant tasks', () => decant.tasks({ root: after, paths: ['src'] }), ({ tasks }) => quantity(tasks.length, 'registered task'));
  // The type-check and the tests judge the three splits together, once: a split of one file alone would run both by itself.
  const verified = await step(
    'decant verify, with type-check and tests',
    () =>
      decant.verify({
        root: folder,
        before: 'before',
        after: 'after',
        entries: scanBefore.diagnostics.filter((each) => each.id === 'god-file').map((each) => each.at.file),
        typecheck: 'node node_modules/typescript/bin/tsc --noEmit',
        test: `node node_modules/vitest/vitest.mjs run --reporter=json --outputFile=${testReport}`,
      }),
    ({ proof }) => proof.verdict,
  );
  const testsBefore = readTests(before);
  const testsAfter = readTests(after);

  heading('Modules');
  for (const split of splits) printModules(split);

  heading('Summary');
  const exported = verified.proof.results.find((result) => result.check === 'export-surface');
  const files = splits.flatMap((split) => split.files);
  const tall = files.filter((file) => file.lines > lineCap);
  printRow('god files', scanBefore.summary.godFiles, scanAfter.summary.godFiles);
  printRow(`files over ${lineCap} lines`, splits.filter((split) => (split.before?.lines ?? 0) > lineCap).length, tall.length);
  printRow('import knots', scanBefore.summary.components, scanAfter.summary.components);
  printRow('longest file, lines', Math.max(...splits.map((split) => split.before?.lines ?? 0)), Math.max(...files.map((file) => file.lines)));
  printRow('tasks', tasksBefore.tasks.length, tasksAfter.tasks.length);
  printRow('exports', exported?.counted ?? 0, exported?.status === 'passed' ? exported.counted : Number.NaN);
  printRow('tests passed', testsBefore.passed, testsAfter.passed);
  console.log('');
  for (const { check, status, counted, unit, reason } of verified.proof.results) {
    const mark = status === 'passed' ? paint.green('✓') : status === 'failed' ? paint.red('✗') : status === 'partly passed' ? paint.yellow('◐') : '–';
    const said = status === 'skipped' ? `skipped (${reason})` : `${printNumber(counted)} ${unit}${status === 'partly passed' ? `; not proved: ${reason}` : ''}`;
    console.log(`  ${mark} ${check.padEnd(24)}${said.length > 80 ? `${said.slice(0, 79).replace(/…$/, '')}…` : said}`);
  }
  const { verdict } = verified.proof;
  console.log(`\n  verdict: ${verdict === 'failed' ? paint.red(verdict) : paint.green(verdict)}, in ${((performance.now() - started) / 1000).toFixed(0)} s`);

  promises.keep(scanBefore.summary.godFiles === 3 && scanAfter.summary.godFiles === 0, 'three god files become none');
  promises.keep(tall.length === 0, `no file has more than ${lineCap} lines: ${tall.map((file) => file.file).join(', ')}`);
  promises.keep(scanAfter.summary.components === 0, 'no import knot is left');
  promises.keep(splits.every((split) => split.applied && split.proof?.verdict !== 'failed'), 'every split is applied and holds its proof');
  promises.keep(sameTasks(tasksBefore.tasks, tasksAfter.tasks), 'the same tasks are registered');
  promises.keep(testsAfter.passed === testsBefore.passed && testsAfter.failed === 0 && testsBefore.passed > 0, 'the same tests pass');
  const open = verified.proof.results.filter((result) => result.status !== 'passed' && result.vacuous !== true && result.unasked !== true).map((result) => result.check);
  // Four ids of the program are computed at run time: whoever says that they are the same guesses.
  promises.keep(verdict === 'partly proved' && open.join() === 'task-set', `all is proved but the computed ids of task-set, not ${verdict}: ${open.join(', ')}`);
  await watchAccident();
}

/** The same program for the compiler and the tests, and another one in production. */
async function watchAccident(): Promise<void> {
  heading('A split by hand that everybody lets pass');
  const missing = findMissing();
  if (missing !== undefined) {
    console.log(`  skipped: ${missing}`);
    return;
  }
  const place = join(folder, 'accident');
  layOutAccident(place);
  const statusOf = ({ proof }: VerifyReport, check: string) => proof.results.find((result) => result.check === check)?.status ?? 'missing';
  const report = await step('decant verify, with type-check and tests', () => decant.verify({ root: place, before: 'before', after: 'after', ...accidentCommands }), ({ proof }) => proof.verdict);
  console.log('');
  for (const check of ['type-check', 'test-command', 'statements-conserved', 'export-surface', 'effect-order', 'registration-reachable', 'task-set']) {
    const status = statusOf(report, check);
    console.log(`  ${status === 'passed' ? paint.green('✓') : paint.red('✗')} ${check}`);
  }
  const witnesses = report.proof.results.flatMap((result) => result.diagnostics.flatMap(({ data }) => (typeof data['witness'] === 'string' ? [data['witness']] : [])));
  console.log('');
  for (const witness of witnesses) console.log(`  ${witness}`);
  promises.keep(statusOf(report, 'type-check') === 'passed' && statusOf(report, 'test-command') === 'passed', 'the accident passes its type-check and its tests');
  promises.keep(report.proof.verdict === 'failed' && witnesses.length === 2, 'the proof of the accident fails with a witness for each loss');
}

function copyProgram(): void {
  for (const copy of [before, after]) {
    cpSync(`${repositoryRoot}/fixtures/programs/background-tasks`, copy, { recursive: true });
    symlinkSync(`${repositoryRoot}/node_modules`, join(copy, 'node_modules'), 'junction');
  }
}

interface TestRun {
  readonly passed: number;
  readonly failed: number;
}

/** The tests were run by `decant verify`, with a reporter that leaves numbers behind. */
function readTests(tree: string): TestRun {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(join(tree, testReport), 'utf8')) as { numPassedTests: number; numFailedTests: number };
  return { passed: numPassedTests, failed: numFailedTests };
}

function describeScan({ summary }: ScanReport): string {
  return `${quantity(summary.godFiles, 'god file')}, ${quantity(summary.components, 'import knot')}`;
}

function describeSplit(split: SplitReport): string {
  if (split.refused.length > 0) return paint.red(`refused: ${split.refused[0]!.message}`);
  if (!split.applied) return paint.red('not applied');
  const failed = split.proof?.results.filter((result) => result.status === 'failed').length ?? 0;
  const passed = split.proof?.results.filter((result) => result.status === 'passed').length ?? 0;
  return `${quantity(split.files.length - 1, 'module')} and a facade, ${passed} checks passed${failed > 0 ? `, ${failed} failed` : ''}`;
}

function printModules(split: SplitReport): void {
  console.log(`  ${split.before?.file ?? split.plan?.source ?? ''}  ${printNumber(split.before?.lines ?? 0)} lines before`);
  for (const { file, lines } of split.files) {
    const isFacade = file === split.before?.file;
    console.log(`    ${printNumber(lines).padStart(5)}  ${basename(file)}${isFacade ? paint.dim('  facade: the old path, the same exports') : ''}`);
  }
}

function printRow(label: string, from: number, to: number): void {
  const text = Number.isNaN(to) ? paint.red('differ') : printNumber(to);
  console.log(`  ${label.padEnd(24)}${printNumber(from).padStart(6)} -> ${text}`);
}

function sameTasks(a: readonly { readonly location: unknown }[], b: readonly { readonly location: unknown }[]): boolean {
  const keys = (tasks: typeof a) => tasks.map(({ location: _location, ...task }) => JSON.stringify(task)).sort().join('\n');
  return keys(a) === keys(b);
}
