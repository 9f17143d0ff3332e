import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { countReasons, runOwnTests } from './codemod-run.js';
import { compareJudgements, describeJudgement, judgePackage } from './judge.js';
import { prepareJscodeshift, readSources, runJscodeshift } from './jscodeshift.js';
import { countKnots, findNewKnots } from './knots.js';
import { copyPackage, preparePackage } from './prepare.js';
import { decant } from './shell.js';
import type { CodemodReport, MigrateReport } from '../../src/report/schema.js';
import type { EcosystemPackage } from './package.js';
import type { PackageResult } from './run-package.js';

export interface OwnResult {
  readonly spec: string;
  readonly facades: number;
  /** Facades for which no transform can be made, and why. */
  readonly closed: readonly string[];
  readonly ownTests: string;
  readonly parser: string;
  readonly files: number;
  readonly rewritten: number;
  readonly reasons: readonly { readonly because: string; readonly places: number }[];
  readonly secondRun: number;
  readonly before: string;
  readonly after: string;
  /** Beside what `migrate` writes into a copy; undefined where its proof took the change back, with the reason. */
  readonly beside: { readonly same: number; readonly different: readonly string[]; readonly migrateOnly: readonly string[]; readonly transformOnly: readonly string[] } | string;
  readonly problems: readonly string[];
  readonly build?: string;
}

type Say = (line: string) => void;

/** The package's own importers are rewritten by the transforms, in place of `migrate`, in a copy of the split that is kept. */
export function runOwnImporters(cache: string, definition: EcosystemPackage, kept: PackageResult, say: Say): OwnResult {
  const jscodeshift = prepareJscodeshift(cache);
  const pristine = preparePackage(cache, definition);
  const split = `${pristine}-split`;
  if (!existsSync(split)) throw new Error(`${definition.spec} is not split yet: run it without --codemod first`);
  const facades = kept.files.filter(({ verdict }) => verdict === 'split').map(({ file }) => file);
  const before = judgePackage(copyPackage(pristine, `${pristine}-before`), definition);
  say(`  before: ${describeJudgement(before)}`);
  const work = copyPackage(split, `${pristine}-codemod`);
  const problems: string[] = [];
  const closed: string[] = [];
  const transforms: string[] = [];
  for (const [index, facade] of facades.entries()) {
    const output = `migrations/${index + 1}-${basename(facade, extname(facade))}.cjs`;
    const { report, failure } = decant<CodemodReport>(work, ['migrate', facade, '--codemod', output]);
    if (report !== undefined && report.written.length > 0) transforms.push(output);
    else if (failure.startsWith('exit code 2: error:')) closed.push(failure.split('\n').slice(0, 2).join(' ').replace('exit code 2: error: ', '').replace(/\s+/g, ' '));
    else problems.push(`no transform for ${facade}: ${failure || report?.refused[0]?.message}`);
  }
  const ownTests = runOwnTests(jscodeshift, work, transforms);
  if (!ownTests.isPassed) problems.push(`the test of a transform fails: ${ownTests.text}`);
  say(`  ${transforms.length} transforms for ${facades.length} facades: ${ownTests.text}`);
  for (const line of closed) say(`    none: ${line}`);
  // Beside the package and not in it, where its own test runner would find their tests.
  const aside = `${work}-transforms`;
  rmSync(aside, { recursive: true, force: true });
  renameSync(join(work, 'migrations'), aside);
  const old = readSources(work, definition.sources);
  const parser = [...old.keys()].some((file) => /\.tsx?$/.test(file)) ? 'tsx' : 'babel';
  const options = [`--root='${work}'`, ...aliasOf(definition)].join(' ');
  const shift = () => transforms.map((output) => runJscodeshift(jscodeshift, work, join(aside, basename(output)), parser, definition.sources, options));
  const runs = shift();
  const now = readSources(work, definition.sources);
  const changed = changedFiles(old, now);
  for (const { errors, lines } of runs) if (errors > 0) problems.push(`${errors} errors of jscodeshift: ${lines.join('; ').slice(0, 300)}`);
  shift();
  const again = changedFiles(now, readSources(work, definition.sources));
  if (again.length > 0) problems.push(`a second run changes ${again.join(', ')}`);
  const judged = judgePackage(work, definition);
  const judgement = compareJudgements(before, judged).behaviour.length === 0 ? judged : judgePackage(work, definition);
  say(`  after:  ${describeJudgement(judgement)}`);
  const { types, behaviour } = compareJudgements(before, judgement);
  problems.push(...types, ...behaviour, ...findNewKnots(countKnots(pristine), countKnots(work)));
  const beside = compareWithMigrate(split, pristine, definition, facades, old, now);
  const reasons = countReasons(runs.flatMap(({ lines }) => lines));
  say(`  ${old.size} files, ${changed.length} rewritten, second run ${again.length}; ${typeof beside === 'string' ? `migrate: ${beside}` : `as by migrate ${beside.same}, otherwise ${beside.different.length}, by migrate alone ${beside.migrateOnly.length}, by the transform alone ${beside.transformOnly.length}`}`);
  for (const { because, places } of reasons) say(`    left ${places}: ${because}`);
  for (const problem of problems.slice(0, 20)) say(`  WORSE ${problem.slice(0, 400)}`);
  return { spec: definition.spec, facades: facades.length, closed, ownTests: ownTests.text, parser, files: old.size, rewritten: changed.length, reasons, secondRun: again.length, before: describeJudgement(before), after: describeJudgement(judgement), beside, problems };
}

type Sources = ReturnType<typeof readSources>;

function changedFiles(old: Sources, now: Sources): readonly string[] {
  return [...now].filter(([file, bytes]) => old.get(file)?.equals(bytes) !== true).map(([file]) => file);
}

/** Path aliases of the compiler are told to the transform by hand. */
function aliasOf({ tsconfig }: EcosystemPackage): readonly string[] {
  const paths = (tsconfig?.compilerOptions['paths'] ?? {}) as Readonly<Record<string, readonly string[]>>;
  const list = Object.entries(paths).map(([pattern, [target = '']]) => `${pattern}=${target.replace(/^\.\//, '')}`);
  return list.length === 0 ? [] : [`--alias='${list.join(',')}'`];
}

function compareWithMigrate(split: string, pristine: string, definition: EcosystemPackage, facades: readonly string[], old: Sources, now: Sources): OwnResult['beside'] {
  const work = copyPackage(split, `${pristine}-by-migrate`);
  let open = facades;
  for (;;) {
    const { report, failure } = decant<MigrateReport>(work, ['migrate', ...open, '--write', '--no-typecheck']);
    const whole = /^exit code 2: error: no name can be taken from elsewhere\n(.*)/.exec(failure)?.[1]?.trim();
    const next = open.filter((facade) => whole?.startsWith(`${facade}: `) !== true);
    if (whole !== undefined && next.length < open.length && next.length > 0) {
      open = next;
      continue;
    }
    if (report === undefined) return failure.split('\n', 2).join(' ');
    if (!report.applied && report.changes.length > 0) return 'its proof took it back';
    break;
  }
  const migrated = readSources(work, definition.sources);
  const [ours, theirs] = [new Set(changedFiles(old, now)), new Set(changedFiles(old, migrated))];
  const both = [...ours].filter((file) => theirs.has(file));
  return {
    same: both.filter((file) => now.get(file)!.equals(migrated.get(file)!)).length,
    different: both.filter((file) => !now.get(file)!.equals(migrated.get(file)!)),
    migrateOnly: [...theirs].filter((file) => !ours.has(file)),
    transformOnly: [...ours].filter((file) => !theirs.has(file)),
  };
}
