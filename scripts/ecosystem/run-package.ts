import { compareJudgements, countTests, describeJudgement, describeLate, judgePackage, type Judgement } from './judge.js';
import { countKnots, findNewKnots } from './knots.js';
import { migratePackage, type MigrateResult } from './migrate-package.js';
import { copyPackage, preparePackage } from './prepare.js';
import { findGodFiles, splitFile, type FileResult } from './split-files.js';
import type { EcosystemPackage } from './package.js';

export interface PackageResult {
  readonly spec: string;
  readonly licence: string;
  readonly shows: string;
  /** What the package said of itself: type errors, tests. */
  readonly before: string;
  readonly files: readonly FileResult[];
  /** What is worse than before; empty when everything that was applied passes. */
  readonly problems: readonly string[];
  /** Undefined when it was not asked for, or nothing was split. */
  readonly migrated?: MigrateResult;
  /** Commit of decant that split it, and the one that migrated it; undefined for results from before this was kept. */
  readonly build?: { readonly split?: string; readonly migrated?: string };
}

type Say = (line: string) => void;

/**
 * All god files at once, judged at the end. When the compiler then finds another set of errors, everything is done again with decant's own
 * type-check around each split, which takes back what does not compile: that is what a user gets.
 */
export function runPackage(cache: string, definition: EcosystemPackage, isMigrating: boolean, say: Say): PackageResult {
  const pristine = preparePackage(cache, definition);
  let work = copyPackage(pristine, `${pristine}-split`);
  const before = judgePackage(work, definition);
  say(`  before: ${describeJudgement(before)}`);
  const knotsBefore = countKnots(work);
  let files = splitAll(work, definition, ['--no-typecheck'], say);
  let after = judgeAgain(work, definition, before, files);
  if (compareJudgements(before, after).types.length > 0) {
    for (const line of compareJudgements(before, after).types.slice(0, 10)) say(`    ${line}`);
    say('  other type errors than before: once more, with the type-check around each split');
    work = copyPackage(pristine, `${pristine}-split`);
    files = splitAll(work, definition, ['--typecheck', definition.typecheck ?? 'npx tsc --noEmit'], say);
    after = judgeAgain(work, definition, before, files);
  }
  say(`  after:  ${describeJudgement(after)}`);
  const problems = findProblems(before, after, files, findNewKnots(knotsBefore, countKnots(work)), say);
  const { spec, licence, shows } = definition;
  const facades = files.filter(({ verdict }) => verdict === 'split').map(({ file }) => file);
  const migrated = isMigrating && facades.length > 0 && problems.length === 0 ? migratePackage(pristine, definition, before, facades, say) : undefined;
  return { spec, licence, shows, before: describeForPage(before), files, problems, ...(migrated === undefined ? {} : { migrated }) };
}

function findProblems(before: Judgement, after: Judgement, files: readonly FileResult[], newKnots: readonly string[], say: Say): readonly string[] {
  const { types, behaviour } = compareJudgements(before, after);
  const problems = [...files.filter((file) => file.verdict === 'crashed').map((file) => `${file.file}: ${file.reason}`), ...types, ...behaviour, ...newKnots];
  for (const problem of problems.slice(0, 20)) say(`  WORSE ${problem.slice(0, 400)}`);
  return problems;
}

/** The second half once more, on the split that is kept. One that was worse is judged again first: a test that waits for a clock may have failed before the split, on a busy machine. */
export function migrateAgain(cache: string, definition: EcosystemPackage, kept: PackageResult, say: Say): PackageResult {
  const pristine = preparePackage(cache, definition);
  const before = judgePackage(copyPackage(pristine, `${pristine}-before`), definition);
  say(`  before: ${describeJudgement(before)}`);
  const split = `${pristine}-split`;
  const problems = kept.problems.length === 0 ? [] : findProblems(before, judgeAgain(split, definition, before, kept.files), kept.files, findNewKnots(countKnots(pristine), countKnots(split)), say);
  const judged: PackageResult = { ...kept, before: describeForPage(before), problems };
  if (problems.length > 0) return judged;
  const facades = kept.files.filter(({ verdict }) => verdict === 'split').map(({ file }) => file);
  return { ...judged, migrated: migratePackage(pristine, definition, before, facades, say) };
}

function splitAll(work: string, definition: EcosystemPackage, checks: readonly string[], say: Say): readonly FileResult[] {
  return findGodFiles(work, definition).map((file) => {
    const result = splitFile(work, definition, file, checks);
    const shape = result.verdict === 'split' ? ` into ${result.modules}, largest ${result.largest}` : '';
    say(`  ${file}: ${result.lines} lines, ${result.declarations} declarations: ${result.verdict}${shape} (${result.seconds} s)${result.reason === '' ? '' : ` ${result.reason}`}`);
    return result;
  });
}

/** Not at all when nothing was applied; once more when it differs, so that a test that sometimes fails is not taken for one that the split broke. */
function judgeAgain(work: string, definition: EcosystemPackage, before: Judgement, files: readonly FileResult[]): Judgement {
  if (!files.some((file) => file.verdict === 'split')) return before;
  const first = judgePackage(work, definition);
  return compareJudgements(before, first).behaviour.length === 0 ? first : judgePackage(work, definition);
}

function describeForPage({ typeErrors, tests, late, probe }: Judgement): string {
  const counted = tests && [countTests(tests), late.length > 0 && describeLate(late)].filter(Boolean).join(', ');
  return [typeErrors && `${typeErrors.length} type errors`, counted, probe && `${probe.split('\n').length - 2} printed lines`].filter(Boolean).join('; ');
}
