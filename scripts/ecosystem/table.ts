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
