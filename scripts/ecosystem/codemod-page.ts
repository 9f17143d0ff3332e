import type { OwnResult } from './codemod-own.js';
import type { DownstreamResult, LibraryResult } from './codemod-run.js';
import { jscodeshiftSpec } from './jscodeshift.js';

const heading = '## The codemod for others';

/** A page with the section of another one, or with a new section, at its end. */
export function replaceCodemods(page: string, other: string): string {
  const [start, from] = [page.indexOf(`\n${heading}\n`), other.indexOf(`${heading}\n`)];
  const rest = start === -1 ? page : page.slice(0, start + 1);
  return from === -1 ? rest : `${rest.trimEnd()}${rest.trim() === '' ? '' : '\n\n'}${other.slice(from)}`;
}

/** The section of the page on transforms: packages that import a split library, and packages whose own importers are rewritten. */
export function renderCodemods(libraries: readonly LibraryResult[], own: readonly OwnResult[]): string {
  const downstream = libraries.flatMap((library) => library.downstream.map((one): readonly [LibraryResult, DownstreamResult] => [library, one]));
  const passed = downstream.filter(([, { problems }]) => problems.length === 0);
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const worse = [...libraries, ...own, ...downstream.map(([, one]) => one)].filter(({ problems }) => problems.length > 0).map(({ spec, problems }) => `${spec}: ${problems[0]}`);
  return [
    heading,
    '',
    `Written by \`npm run ecosystem -- --codemod --markdown docs/ecosystem.md\`. The transforms that \`decant migrate <module> --codemod\` writes ([what they are](migration-codemod.md)) are run with the plain`,
    `${jscodeshiftSpec} of the registry, from the folder where a library would ship them: \`jscodeshift -t node_modules/<library>/migrations/<module>.cjs --parser=<parser> --extensions=ts,tsx,mts,cts,js,jsx,mjs,cjs <sources>\`.`,
    '',
    '### Packages that import a split library',
    '',
    'Of every package the type errors, where types are checked, and the output of a program that uses it (bundled by esbuild where it is written for a bundler; one talks over a WebSocket, one uses a database) are',
    'the same with the library as published and, after the transform, with the split one; errors that are there before are counted in the row. Files that do not name a split module have the same bytes. The files that',
    'changed differ, byte for byte, in import statements, in `old.name` that became `name`, and in types of comments alone, which is told from the texts and by nothing of decant. A second run changes nothing.',
    '',
    `${libraries.length} libraries, ${downstream.length} packages: ${sum(downstream.map(([, { found }]) => found))} files name a split module, ${sum(downstream.map(([, { rewritten }]) => rewritten))} were rewritten, ${sum(downstream.map(([, { left }]) => left))} still name one. ` +
      (passed.length === downstream.length ? 'All are as before.' : `Worse: ${downstream.filter(([, { problems }]) => problems.length > 0).map(([, { spec }]) => spec).join(', ')}.`),
    ...renderBuild([...libraries, ...own]),
    '',
    '| library | licence | split | modules | names | named by others as | tests that came with the transforms | `exports` |',
    '|---|---|---|--:|--:|---|---|---|',
    ...libraries.flatMap((library) => library.modules.map(({ file, modules, names, specifiers, unoffered }, index) => [
      '', library.spec, library.licence, file, modules, names, specifiers.map((one) => `\`${one}\``).join(', '), index === 0 ? library.ownTests : '',
      library.offers.length === 0 ? 'names the new modules as it is' : `names ${modules - unoffered} of the new modules as it is: nothing moves; its author adds ${library.offers.filter((offer) => offer.includes(`/${stemOf(file)}/`)).map((offer) => `\`${offer}\``).join(', ')}`, '',
    ].join(' | ').trim())),
    '',
    '| library | package | licence | what it shows | parser | files | name a split module | rewritten | still name one | changed by a second run | changed while `exports` offers nothing | before and after |',
    '|---|---|---|---|---|--:|--:|--:|--:|--:|--:|---|',
    ...downstream.map(([library, one]) => [
      '', library.spec, one.spec, one.licence, cell(one.shows), one.parser, one.files, one.found, one.rewritten, one.left, one.secondRun, one.changedUnoffered ?? '', `${cell(one.before)}${one.before === one.after ? '' : `; after: ${cell(one.after)}`}`, '',
    ].join(' | ').trim()),
    ...renderReasons(downstream.map(([, { spec, reasons }]) => ({ spec, reasons }))),
    '',
    '### Importers of the same package',
    '',
    `${own.length} packages of the first table: after the split, transforms of all split files rewrite its importers in place of \`migrate\`, with \`--root\` and the path aliases of the package, and the`,
    'compiler and the tests run again. Beside it what `migrate` writes into a copy. It asks the programs of the package: it moves what a transform, which sees one file, has to leave with a reason, and leaves what',
    'would run at another point in one of them, which a transform moves if nothing is lost. Otherwise: other names of one file left, or names and statements in another order.',
    '',
    '| package | split files | without a transform | parser | files | rewritten | as by `migrate` | otherwise | by `migrate` alone | by the transform alone | changed by a second run | before the split and after all |',
    '|---|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|---|',
    ...own.map(({ spec, facades, closed, parser, files, rewritten, beside, secondRun, before, after }) => [
      '', spec, facades, closed.length, parser, files, rewritten,
      ...(typeof beside === 'string' ? [cell(beside), '', '', ''] : [beside.same, beside.different.length, beside.migrateOnly.length, beside.transformOnly.length]), secondRun, `${cell(before)}${before === after ? '' : `; after: ${cell(after)}`}`, '',
    ].join(' | ').trim()),
    ...renderReasons(own.map(({ spec, reasons, closed }) => ({ spec, reasons: [...reasons, ...closed.map((line) => ({ because: `no transform: ${line}`, places: 0 }))] }))),
    ...(worse.length === 0 ? [] : ['', ...worse.map((line) => `Worse: ${cell(line)}`)]),
    '',
  ].join('\n');
}

function renderReasons(rows: readonly { readonly spec: string; readonly reasons: readonly { readonly because: string; readonly places: number }[] }[]): readonly string[] {
  const lines = rows.flatMap(({ spec, reasons }) => reasons.map(({ because, places }) => `| ${spec} | ${cell(because)} | ${places} |`));
  return lines.length === 0 ? [] : ['', '| package | what stays, and why | places |', '|---|---|--:|', ...lines];
}

function renderBuild(results: readonly { readonly spec: string; readonly build?: string }[]): readonly string[] {
  const commits = [...new Set(results.map(({ build }) => build))];
  const told = commits.flatMap((commit) => (commit === undefined ? [] : [`by commit ${commit}: ${results.filter(({ build }) => build === commit).map(({ spec }) => spec).join(', ')}`]));
  const earlier = results.filter(({ build }) => build === undefined).map(({ spec }) => spec);
  return told.length === 0 ? [] : ['', `Made ${[...told, ...(earlier.length === 0 ? [] : [`by an earlier commit: ${earlier.join(', ')}`])].join('; ')}.`];
}

function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
