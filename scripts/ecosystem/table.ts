import type { PackageResult } from './run-package.js';

const columns = ['package', 'file', 'lines', 'declarations', 'modules', 'largest', 'seconds', 'verdict'];

export function printTable(results: readonly PackageResult[]): string {
  const rows = [columns, ...results.flatMap(rowsOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column >= 2 && column <= 6 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ').trimEnd()).join('\n');
}

function rowsOf(result: PackageResult): readonly (readonly string[])[] {
  const isWorse = result.problems.length > 0;
  return result.files.map((file) => [
    result.spec,
    file.file,
    String(file.lines),
    String(file.declarations),
    file.verdict === 'split' ? String(file.modules) : '',
    file.verdict === 'split' ? String(file.largest) : '',
    String(file.seconds),
    file.verdict === 'split' ? (isWorse ? 'split, WORSE' : 'split') : `${file.verdict}: ${file.reason}`,
  ]);
}

/** A page for docs/. Nothing of the machine is in it. `missing`: packages of the list without a result. */
export function renderMarkdown(results: readonly PackageResult[], missing: readonly string[]): string {
  const files = results.flatMap((result) => result.files);
  const count = (verdict: string) => files.filter((file) => file.verdict === verdict).length;
  const worse = results.filter((result) => result.problems.length > 0);
  return `${[
    '# Real packages',
    '',
    'Written by `npm run ecosystem -- --markdown docs/ecosystem.md`. Each package comes from the npm registry at the version named here. Every file above the cap (600 lines unless another is',
    'named) is split in place, one after the other, with the command line that is shipped. Before and after, the compiler that the package uses and its own tests, unmodified, are run, and the',
    'sets of type errors and of test results are compared; for a package that publishes no tests and is not type-checked, what a small program prints that uses it.',
    '',
    `${results.length} packages, ${files.length} files: ${count('split')} split, ${count('refused')} refused, ${count('rolled back')} taken back because a check failed, ${count('crashed')} crashed. ` +
      (worse.length === 0 ? 'Everything that was applied passed.' : `Worse than before: ${worse.map((result) => result.spec).join(', ')}.`),
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
      return `| ${result.spec} | ${file.file} | ${file.lines} | ${file.declarations} | ${isSplit ? file.modules : ''} | ${isSplit ? file.largest : ''} | ${file.seconds} | ${cell(verdict)} |`;
    })),
    '',
    'A largest module above the cap holds something that cannot be divided by moving statements, and the split says so.',
  ].join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
