import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decant } from './shell.js';
import { compareJudgements, describeJudgement, judgePackage, type Judgement } from './judge.js';
import { copyPackage } from './prepare.js';
import { countKnots, findNewKnots } from './knots.js';
import { describeFindings } from './split-files.js';
import type { DeprecateReport, MigrateReport } from '../../src/report/schema.js';
import type { EcosystemPackage } from './package.js';

export interface MigrateResult {
  readonly facades: readonly string[];
  /** Names that the facades pass on, and modules that declare them. */
  readonly names: number;
  readonly modules: number;
  readonly importers: MigrateReport['importers'];
  readonly places: MigrateReport['places'];
  /** Places that stay on a facade: how many for each reason. */
  readonly left: readonly { readonly because: string; readonly places: number }[];
  /** Calls that replace or watch a module in tests, and name another one now. */
  readonly mocksMoved: number;
  /** Those that name a split file and stay; undefined for results from before this was kept. */
  readonly mocksLeft?: number;
  /** Facades whose names are marked `@deprecated` now, and for the others why not. */
  readonly deprecated: readonly string[];
  readonly notDeprecated: readonly string[];
  /** Test files that were rewritten. */
  readonly testsRewritten: number;
  readonly after: string;
  readonly seconds: number;
  readonly problems: readonly string[];
}

type Say = (line: string) => void;

/**
 * A copy of the split package: its importers take each name from its module, and the old paths become shims. Held to what the package said of itself before the split.
 * As for the split, the type-check stands around each step only when the compiler finds other errors without it.
 */
export function migratePackage(pristine: string, definition: EcosystemPackage, before: Judgement, facades: readonly string[], say: Say): MigrateResult {
  const knots = countKnots(pristine);
  const first = migrateOnce(pristine, definition, before, facades, ['--no-typecheck'], say);
  if (compareJudgements(before, first.judgement).types.length > 0) {
    for (const line of compareJudgements(before, first.judgement).types.slice(0, 10)) say(`    ${line}`);
    say('  other type errors than before: once more, with the type-check around each step');
    return finish(migrateOnce(pristine, definition, before, facades, ['--typecheck', definition.typecheck ?? 'npx tsc --noEmit'], say));
  }
  return finish(first);

  function finish({ work, judgement, result }: Attempt): MigrateResult {
    const { types, behaviour } = compareJudgements(before, judgement);
    const problems = [...result.problems, ...types, ...behaviour, ...findNewKnots(knots, countKnots(work))];
    for (const problem of problems.slice(0, 20)) say(`  WORSE ${problem.slice(0, 400)}`);
    return { ...result, after: describeJudgement(judgement), problems };
  }
}

interface Attempt {
  readonly work: string;
  readonly judgement: Judgement;
  readonly result: Omit<MigrateResult, 'after'>;
}

function migrateOnce(pristine: string, definition: EcosystemPackage, before: Judgement, facades: readonly string[], checks: readonly string[], say: Say): Attempt {
  const split = `${pristine}-split`;
  const work = copyPackage(split, `${pristine}-migrated`);
  const problems: string[] = [];
  const started = performance.now();
  const { report, failure, closed } = migrateOpen(work, facades, checks);
  for (const whole of closed) say(`  no importer can move: ${whole}`);
  if (report === undefined && failure !== '') problems.push(`migrate: ${failure}`);
  else if (report !== undefined && report.refused.length > 0) problems.push(`migrate refused: ${describeFindings(report.refused)}`);
  else if (report !== undefined && !report.applied && report.changes.length > 0) problems.push(`migrate taken back: ${describeFailure(report)}`);
  const deprecated: string[] = [];
  const notDeprecated: string[] = [];
  for (const facade of facades) {
    const shim = decant<DeprecateReport>(work, ['deprecate', facade, '--stage', 'jsdoc', '--write', ...checks]);
    if (shim.report === undefined) problems.push(`deprecate ${facade}: ${shim.failure}`);
    else if (shim.report.applied) deprecated.push(facade);
    else if (shim.report.refused.length > 0) notDeprecated.push(`${facade}: ${describeFindings(shim.report.refused)}`);
    else problems.push(`deprecate ${facade} taken back: ${describeFailure(shim.report)}`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const changed = (report?.applied === true ? report.changes : []).map(({ file }) => file);
  const result = {
    facades,
    names: sum(report?.facades.map(({ names }) => names) ?? []),
    modules: sum(report?.facades.map(({ modules }) => modules) ?? []),
    importers: report?.importers ?? { found: 0, rewritten: 0, partly: 0, left: 0, leftOut: 0 },
    places: report?.places ?? { found: 0, rewritten: 0 },
    left: [...countReasons(report?.left ?? []), ...closed.map((whole) => ({ because: `no name can be taken from elsewhere: ${whole}`, places: 0 }))],
    mocksMoved: sum(changed.map((file) => countMovedMocks(readFileSync(join(split, file), 'utf8'), readFileSync(join(work, file), 'utf8')))),
    mocksLeft: (report?.left ?? []).filter(({ form }) => form === 'mock').length,
    testsRewritten: changed.filter((file) => /(?:^|\/)(?:__tests__|tests?|spec)\/|[.-](?:test|spec)\.|(?:^|\/)test\.[cm]?[jt]s$/.test(file)).length,
    deprecated, notDeprecated, seconds, problems,
  };
  say(`  migrate: ${result.importers.found} importers, ${result.importers.rewritten} rewritten, ${result.importers.partly} partly, ${result.importers.left} left; ${result.mocksMoved} mocks moved, ${result.mocksLeft} left; ${deprecated.length} of ${facades.length} facades deprecated (${seconds} s)`);
  for (const { because, places } of result.left) say(`    left ${places}: ${because}`);
  for (const line of notDeprecated) say(`    not deprecated: ${line}`);
  const judged = judgePackage(work, definition);
  const judgement = compareJudgements(before, judged).behaviour.length === 0 ? judged : judgePackage(work, definition);
  say(`  after:  ${describeJudgement(judgement)}`);
  return { work, judgement, result };
}

/** A split file that exports one value as a whole is no facade, and decant says so of the first; the others are migrated without it. */
function migrateOpen(work: string, facades: readonly string[], checks: readonly string[]): { readonly report: MigrateReport | undefined; readonly failure: string; readonly closed: readonly string[] } {
  const closed: string[] = [];
  for (let open = facades; open.length > 0;) {
    const { report, failure } = decant<MigrateReport>(work, ['migrate', ...open, '--write', ...checks]);
    const whole = /^exit code 2: error: no name can be taken from elsewhere\n(.*)/.exec(failure)?.[1]?.trim();
    const next = open.filter((facade) => whole?.startsWith(`${facade}: `) !== true);
    if (whole === undefined || next.length === open.length) return { report, failure, closed };
    closed.push(whole);
    open = next;
  }
  return { report: undefined, failure: '', closed };
}

function describeFailure({ proof }: Pick<MigrateReport, 'proof'>): string {
  return describeFindings((proof?.results ?? []).filter(({ status }) => status === 'failed').flatMap(({ diagnostics }) => diagnostics));
}

function countReasons(left: MigrateReport['left']): MigrateResult['left'] {
  const counts = new Map<string, number>();
  for (const { because } of left) counts.set(because, (counts.get(because) ?? 0) + 1);
  return [...counts].map(([because, places]) => ({ because, places })).sort((a, b) => b.places - a.places || (a.because < b.because ? -1 : 1));
}

const mockCall = /\b(?:(?:jest|vi)\s*\.\s*(?:un|do|dont|doUn)?mock|requireActual|importActual|requireMock|importMock|spyOn|mock\.module|proxyquire|td\.replace(?:Esm)?|rewire|esmock)\s*(?:<[^>()]*>)?\(.*/gi;

/** Told from the texts and not from what decant says: calls that stand in the new text and not in the old one. */
export function countMovedMocks(before: string, after: string): number {
  const old = new Map<string, number>();
  for (const [call] of before.matchAll(mockCall)) old.set(call, (old.get(call) ?? 0) + 1);
  return [...after.matchAll(mockCall)].filter(([call]) => {
    const known = old.get(call) ?? 0;
    old.set(call, known - 1);
    return known <= 0;
  }).length;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
