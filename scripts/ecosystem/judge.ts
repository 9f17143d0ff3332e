import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { shell } from './shell.js';
import { testResultsFile, type EcosystemPackage } from './package.js';

/** What a package says of itself. Undefined: it has nothing of the kind. */
export interface Judgement {
  /** Code and message of each error, sorted; where it stands is left out, because statements move. */
  readonly typeErrors: readonly string[] | undefined;
  /** `status name` of each test, sorted. */
  readonly tests: readonly string[] | undefined;
  /** Tests that failed beside all others and passed when their files ran once more by themselves: they wait for a clock that a busy machine does not keep. */
  readonly late: readonly string[];
  readonly probe: string | undefined;
}

export function judgePackage(folder: string, definition: EcosystemPackage): Judgement {
  const typecheck = definition.typecheck ?? (definition.tsconfig ? 'npx tsc --noEmit' : undefined);
  const typeErrors = typecheck === undefined ? undefined : findTypeErrors(folder, typecheck);
  const tests = definition.test && runTests(folder, definition.test);
  const again = tests && definition.test ? runAgain(folder, definition.test, tests) : { tests, late: [] };
  return {
    typeErrors,
    ...again,
    probe: definition.probe === undefined ? undefined : runProbe(folder, definition.probe),
  };
}

function findTypeErrors(folder: string, command: string): readonly string[] {
  const run = shell(command, folder);
  const errors = [...run.output.matchAll(/error (TS\d+: .*)/g)].map((match) => withoutPlaces(match[1]!, folder));
  if (errors.length === 0 && run.exitCode !== 0) return [`${command} ended with exit code ${run.exitCode}: ${(run.output + run.errors).slice(-500)}`];
  return errors.sort();
}

function withoutPlaces(message: string, folder: string): string {
  return message.replaceAll(folder, '').replaceAll(/import\("[^"]*"\)\./g, '');
}

/** A file with a failure runs once more by itself, before a change as well as after, and what it says then counts. Only runners that are told files by their paths can do it. */
function runAgain(folder: string, { command, format }: TestRun, tests: readonly string[]): { readonly tests: readonly string[]; readonly late: readonly string[] } {
  const files = [...new Set(tests.flatMap((test) => (test.startsWith('failed ') ? fileOf(test) : [])))];
  if (format !== 'vitest' || files.length === 0 || files.some((file) => !existsSync(join(folder, file)))) return { tests, late: [] };
  const alone = files.flatMap((file) => runTests(folder, { command: `${command} '${file}'`, format }).filter((test) => fileOf(test) === file));
  const passed = new Set(tests.filter((test) => test.startsWith('passed ')));
  return {
    tests: [...tests.filter((test) => !files.includes(fileOf(test))), ...alone].sort(),
    late: alone.filter((test) => test.startsWith('passed ') && !passed.has(test)).sort(),
  };
}

function fileOf(test: string): string {
  return test.split(' ', 2)[1]!.replace(/:$/, '');
}

type TestRun = NonNullable<EcosystemPackage['test']>;

function runTests(folder: string, { command, format }: TestRun): readonly string[] {
  const file = join(folder, testResultsFile);
  rmSync(file, { force: true });
  const run = shell(command, folder);
  if (format === 'tap') return readTap(run.output, folder);
  if (!existsSync(file)) return [`failed ${command} ended with exit code ${run.exitCode} and no result: ${(run.output + run.errors).slice(-500)}`];
  const results: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (format === 'mocha' ? readMocha(results as MochaResults) : readVitest(results as VitestResults, folder)).sort();
}

interface VitestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A file that could not be loaded has no tests, and is one failure itself. */
function readVitest({ testResults }: VitestResults, folder: string): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name);
    const broken = assertionResults.length === 0 && status === 'failed' ? [`failed ${file}: ${message?.split('\n', 1)[0] ?? ''}`] : [];
    return [...broken, ...assertionResults.map((test) => `${test.status} ${file} ${test.fullName}`)];
  });
}

interface MochaResults {
  readonly passes: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string }[];
  readonly pending: readonly { readonly fullTitle: string }[];
}

function readMocha({ passes, failures, pending }: MochaResults): string[] {
  const named = (status: string, tests: readonly { readonly fullTitle: string }[]) => tests.map((test) => `${status} ${test.fullTitle}`);
  return [...named('passed', passes), ...named('failed', failures), ...named('skipped', pending)];
}

/** Numbers and durations differ from run to run; the names of the tests do not. */
function readTap(output: string, folder: string): readonly string[] {
  const points = [...output.matchAll(/^ *(not ok|ok)\b *\d* *-? *(.*?) *$/gm)];
  const tests = points.map(([, status, title]) => {
    const name = title!.replaceAll(folder, '').replace(/# time=.*$/, '').replace(/\{$/, '').trim();
    return `${/# (?:SKIP|TODO)/i.test(name) ? 'skipped' : status === 'ok' ? 'passed' : 'failed'} ${name}`;
  });
  return tests.length > 0 ? tests.sort() : [`failed no test result: ${output.slice(-500)}`];
}

function runProbe(folder: string, probe: string): string {
  const file = join(folder, 'probe.mjs');
  writeFileSync(file, probe);
  const run = shell('node probe.mjs', folder);
  rmSync(file);
  return `exit code ${run.exitCode}\n${run.output}${run.exitCode === 0 ? '' : run.errors}`;
}

export function describeJudgement({ typeErrors, tests, late, probe }: Judgement): string {
  return [
    typeErrors && `${typeErrors.length} type errors`,
    tests && countTests(tests),
    late.length > 0 && describeLate(late),
    probe !== undefined && `probe printed ${probe.split('\n').length} lines`,
  ].filter(Boolean).join(', ');
}

export function countTests(tests: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const test of tests) {
    const status = test.slice(0, test.indexOf(' '));
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return `tests: ${[...counts].sort((a, b) => b[1] - a[1]).map(([status, count]) => `${count} ${status}`).join(', ')}`;
}

export function describeLate(late: readonly string[]): string {
  return `${late.length} of them only when ${late.length === 1 ? 'its file' : 'their files'} ran again alone`;
}

/** What one judgement has and the other has not, each line with `+` or `-`; empty when they agree. */
export function compareJudgements(before: Judgement, after: Judgement): { readonly types: readonly string[]; readonly behaviour: readonly string[] } {
  return {
    types: compareLists(before.typeErrors ?? [], after.typeErrors ?? []),
    behaviour: [...compareLists(before.tests ?? [], after.tests ?? []), ...compareLists(before.probe?.split('\n') ?? [], after.probe?.split('\n') ?? [])],
  };
}

function compareLists(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of after) left.set(line, (left.get(line) ?? 0) - 1);
  return [...left].filter(([, count]) => count !== 0).map(([line, count]) => `${count > 0 ? '-' : '+'} ${line}`).sort();
}
