import { printCount, printQuantity } from '../../text/wording.js';
import { renderDiagnostics, renderHeadline } from './diagnostics.js';
import { inRoot, renderNext } from './next.js';
import { renderTable, wrap } from './table.js';
import type { CheckReport, ScanReport } from '../schema.js';
import type { Terminal } from './terminal.js';

/** The counts on top of a report: what was read, and what could not be. */
function renderHeader({ command, summary, diagnostics, unresolved, unparsed, skipped }: CheckReport | ScanReport, terminal: Terminal): string[] {
  const { colors } = terminal;
  const alarm = (id: string, text: string) => (diagnostics.some((found) => found.id === id && found.severity === 'error') ? colors.red(text) : text);
  const doubt = (count: number, text: string) => (count > 0 ? colors.yellow(text) : colors.dim(text));
  const lines = [
    `${colors.bold(`decant ${command}`)}  ${[
      printQuantity(summary.files, 'file'),
      printQuantity(summary.codeLines, 'code line'),
      alarm('god-file', printQuantity(summary.godFiles, 'god file')),
      alarm('import-cycle', printQuantity(summary.components, 'import knot')),
    ].join(' · ')}`,
    `${' '.repeat(`decant ${command}`.length)}  ${[
      doubt(summary.unresolved, `${printQuantity(summary.unresolved, 'import')} unresolved`),
      doubt(summary.unparsed, `${printQuantity(summary.unparsed, 'file')} unparsed`),
      doubt(summary.skipped, `${printQuantity(summary.skipped, 'file')} skipped`),
    ].join(' · ')}`,
    '',
  ];
  const gaps = [
    ...unresolved.map((entry) => `${entry.file}:${entry.line} cannot resolve '${entry.specifier}': ${entry.reason}`),
    ...unparsed.map((file) => `${file.file} was not parsed: ${file.reason}`),
    ...skipped.map((file) => `${file.file} was skipped: ${file.reason}`),
  ];
  if (gaps.length > 0) lines.push(...listSome(gaps, terminal), '');
  return lines;
}

const gapLimit = 8;

function listSome(gaps: readonly string[], { colors, width }: Terminal): string[] {
  const shown = gaps.slice(0, gapLimit).flatMap((gap) => wrap(`  ${gap}`, width, '    '));
  const rest = gaps.length - gapLimit;
  return [...shown, ...(rest > 0 ? [`  and ${printCount(rest)} more; \`--format json\` lists all`] : [])].map((line) => colors.dim(line));
}

export function renderCheck(report: CheckReport, terminal: Terminal): string[] {
  return [...renderHeader(report, terminal), ...renderDiagnostics(report.diagnostics, terminal), ...renderEnd(report, terminal)];
}

const headlineLimit = 30;

/** Findings in one line each, then the largest files. */
export function renderScan(report: ScanReport, terminal: Terminal): string[] {
  const { colors } = terminal;
  const lines = renderHeader(report, terminal);
  const headlines = report.diagnostics.slice(0, headlineLimit).flatMap((found) => renderHeadline(found, terminal));
  const rest = report.diagnostics.length - headlineLimit;
  lines.push(...headlines, ...(rest > 0 ? [colors.dim(`  and ${printCount(rest)} more; \`${inRoot('decant check', terminal)}\` lists all`)] : []));
  if (report.diagnostics.length > 0) lines.push('');
  const largest = Math.max(1, ...report.largest.map((file) => file.codeLines));
  const rows = report.largest.map((file) => {
    const over = file.codeLines > file.threshold;
    const bar = '█'.repeat(Math.max(1, Math.round((file.codeLines / largest) * 16)));
    return [file.file, printCount(file.codeLines), printCount(file.physicalLines), printCount(file.fanIn), printCount(file.fanOut), over ? colors.red(bar) : colors.dim(bar)];
  });
  const columns = [
    { title: 'largest files' },
    { title: 'code', align: 'right' },
    { title: 'lines', align: 'right' },
    { title: 'fan-in', align: 'right' },
    { title: 'fan-out', align: 'right' },
    { title: '' },
  ] as const;
  lines.push(...renderTable(columns, rows, colors.bold), '');
  return [...lines, ...renderEnd(report, terminal)];
}

function renderEnd({ diagnostics, next }: CheckReport | ScanReport, terminal: Terminal): string[] {
  const { colors } = terminal;
  const count = (severity: string) => diagnostics.filter((found) => found.severity === severity).length;
  const parts = [
    count('error') > 0 ? colors.red(printQuantity(count('error'), 'error')) : '',
    count('warning') > 0 ? colors.yellow(printQuantity(count('warning'), 'warning')) : '',
    count('info') > 0 ? colors.blue(`${printCount(count('info'))} info`) : '',
  ].filter((part) => part !== '');
  const verdict = count('error') > 0 ? colors.red('✗') : colors.green('✓');
  return [`${verdict} ${parts.length === 0 ? 'nothing found' : parts.join(', ')}`, ...renderNext(next, terminal)];
}
