import { packages } from './packages.js';
import { capOf, defaultCap } from './split-files.js';
import type { MigrateResult } from './migrate-package.js';
import type { PackageResult } from './run-package.js';
import type { FileResult, TypesVerdict } from './split-files.js';

/** A page for docs/. Nothing of the machine is in it. `missing`: packages of the list without a result. */
export function renderMarkdown(results: readonly PackageResult[], missing: readonly string[]): string {
  return `${[...renderSplits(results, missing), '', ...renderTypes(results), '', ...renderMigrations(results)].join('\n')}\n`;
}

function renderSplits(results: readonly PackageResult[], missing: readonly string[]): readonly string[] {
  const files = results.flatMap((result) => result.files);
  const count = (verdict: string): number => files.filter((file) => file.verdict === verdict).length;
  const worse = results.filter((result) => result.problems.length > 0);
  return [
    '# Real packages',
    '',
    'Written by `npm run ecosystem -- --migrate --markdown docs/ecosystem.md`. Each package comes from the npm registry at the version named here. Every file above the cap (600 lines unless',
    'another is named) is split in place, one after the other, with the command line that is shipped. Before and after, the compiler that the package uses and its own tests, unmodified, are',
    'run, and the sets of type errors and of test results are compared; for a package that publishes no tests and is not type-checked, what a small program prints that uses it. A test file with a',
    'failure runs once more by itself, before a change as well as after it, and what it says then counts; where that made a difference, the row says so. Tests that fail without any change, for want of',
    'what the repository of a package has around it, are counted in the row and have to fail in the same way afterwards.',
    '',
    `${results.length} packages, ${files.length} files: ${count('split')} split, ${count('refused')} refused, ${count('rolled back')} taken back because a check failed, ${count('crashed')} crashed. ` +
      (worse.length === 0 ? 'Everything that was applied passed.' : `Worse than before: ${worse.map((result) => result.spec).join(', ')}.`),
    ...renderBuilds('Split', results.map(({ spec, build }) => [spec, build?.split])),
    ...(missing.length > 0 ? ['', `In the list, and not run for this page: ${missing.join(', ')}.`] : []),
    '',
    '| package | licence | what it shows | before and after |',
    '|---|---|---|---|',
    ...results.map((result) => `| ${result.spec} | ${result.licence} | ${cell(result.shows)} | ${cell(result.before)}${result.problems.length > 0 ? ` — WORSE: ${cell(result.problems[0]!)}` : ''} |`),
    '',
    '| package | file | lines | declarations | modules | largest module | seconds | verdict |',
    '|---|---|--:|--:|--:|--:|--:|---|',
    ...results.flatMap((result) => result.files.map((file) => {
      const isSplit = file.verdict === 'split';
      const verdict = isSplit ? (result.problems.length > 0 ? 'split, WORSE' : 'split') : `${file.verdict}: ${file.reason}`;
      return `| ${result.spec} | ${file.file}${printCap(result.spec, file.file)} | ${file.lines} | ${file.declarations} | ${isSplit ? file.modules : ''} | ${isSplit ? file.largest : ''} | ${file.seconds} | ${cell(verdict)} |`;
    })),
    '',
    'A largest module above the cap holds something that cannot be divided by moving statements, and the split says so.',
  ];
}

function renderTypes(results: readonly PackageResult[]): readonly string[] {
  const rows = results.flatMap(({ spec, files }) => files.flatMap((file): readonly (readonly [string, FileResult, TypesVerdict])[] => (file.types === undefined ? [] : [[spec, file, file.types]])));
  const differing = rows.filter(([, , { breaking, additive }]) => breaking.length + additive.length > 0);
  const compared = rows.filter(([, , types]) => types.compared > 0 && types.reason === '');
  return [
    '## The types of what these files export',
    '',
    'The proof of each split compares them with `api-fingerprint` ([how](types.md)). A split moves statements, and the package\'s own compiler finds the same errors before and after, so that every',
    'breaking or additive difference would have to be explained.',
    '',
    `${rows.length} splits: ${compared.length} compared in full, with ${compared.reduce((sum, [, , types]) => sum + types.compared, 0)} exports; ${rows.length - compared.length} not, or in part; ${differing.length} with a breaking or additive difference.`,
    '',
    '| package | file | exports compared | breaking | additive | internal | verdict |',
    '|---|---|--:|--:|--:|--:|---|',
    ...rows.map(([spec, { file }, types]) =>
      `| ${spec} | ${file} | ${types.compared} | ${types.breaking.length} | ${types.additive.length} | ${types.internal.length} | ${cell([...types.breaking, ...types.additive][0] ?? (types.reason === '' ? types.status : `${types.status}: ${types.reason}`))} |`),
  ];
}

function renderMigrations(results: readonly PackageResult[]): readonly string[] {
  const rows = results.flatMap(({ spec, before, migrated }): readonly (readonly [string, string, MigrateResult])[] => (migrated === undefined ? [] : [[spec, before, migrated]]));
  const passed = rows.filter(([, , { problems }]) => problems.length === 0);
  return [
    '## Migrated and deprecated',
    '',
    'After the split, `decant migrate <every split file> --write` lets each importer take each name from the module that declares it, and `decant deprecate <file> --stage jsdoc --write` makes each old',
    'path a shim. Then the compiler and the tests run again and are compared with what they said before the split. Tests that import a split file are importers too: they are as published but for what',
    '`migrate` wrote. A mock counts as moved when its call names another module than before, told from the texts of the files, and as left when the report of `migrate` lists it with its reason. Rows',
    'are kept until their package is run again; seconds are those of `migrate` and `deprecate` together, on a machine that had other work at the same time.',
    '',
    `${rows.length} packages, in ${rows.filter(([, , { importers }]) => importers.rewritten + importers.partly > 0).length} of them importers that moved: ${passed.length} with the same type errors, test results and output as before the split` + (passed.length === rows.length ? '.' : `; worse: ${rows.filter(([, , { problems }]) => problems.length > 0).map(([spec]) => spec).join(', ')}.`),
    ...renderBuilds('Migrated', results.flatMap(({ spec, build, migrated }): readonly (readonly [string, string | undefined])[] => (migrated === undefined ? [] : [[spec, build?.migrated]]))),
    '',
    '| package | facades | names | modules | importers found | rewritten | partly | left | of them tests rewritten | places | places left | mocks moved | mocks left | deprecated | seconds | before the split and after all |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|',
    ...rows.map(([spec, before, one]) => {
      const { importers, places } = one;
      const numbers = [one.facades.length, one.names, one.modules, importers.found, importers.rewritten, importers.partly, importers.left, one.testsRewritten, places.found, places.found - places.rewritten, one.mocksMoved, one.mocksLeft ?? '', one.deprecated.length, one.seconds];
      return `| ${spec} | ${numbers.join(' | ')} | ${cell(one.problems.length > 0 ? `WORSE: ${one.problems[0]!}` : before)} |`;
    }),
    '',
    '| package | what stays on a facade, and why | places |',
    '|---|---|--:|',
    ...rows.flatMap(([spec, , { left, notDeprecated }]) => [
      ...left.map(({ because, places }) => `| ${spec} | ${cell(because)} | ${places} |`),
      ...notDeprecated.map((line) => `| ${spec} | not deprecated: ${cell(line)} | |`),
    ]),
  ];
}

/** Which commit made which rows. They are kept from run to run. */
function renderBuilds(what: string, rows: readonly (readonly [string, string | undefined])[]): readonly string[] {
  const groups = new Map<string | undefined, string[]>();
  for (const [spec, commit] of rows) groups.set(commit, [...(groups.get(commit) ?? []), spec]);
  const known = [...groups].flatMap(([commit, specs]) => (commit === undefined ? [] : [`by commit ${commit}: ${specs.join(', ')}`]));
  return known.length === 0 ? [] : ['', `${what} ${[...known, ...(groups.has(undefined) ? ['by earlier commits: the others'] : [])].join('; ')}.`];
}

function printCap(spec: string, file: string): string {
  const definition = Object.values(packages).find((one) => one.spec === spec);
  const cap = definition === undefined ? defaultCap : capOf(definition, file);
  return cap === defaultCap ? '' : ` (cap ${cap})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
