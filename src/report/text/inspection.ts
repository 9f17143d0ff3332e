import { compareText } from '../../diagnostic/sort.js';
import { printCount, printQuantity } from '../../text/wording.js';
import { renderShareBar } from './bar.js';
import { renderBaseline } from './baseline.js';
import { renderDiagnostic, renderHeadline } from './diagnostics.js';
import { fitPath } from './fit-path.js';
import { renderGodFiles, sortGodFiles } from './god-files.js';
import { renderKnots, sortKnots } from './knots.js';
import { inRoot, renderNext } from './next.js';
import { renderRest } from './rest.js';
import { listShown, sortWorst } from './standing.js';
import { joinFacts, renderTable, wrap } from './table.js';
import type { CheckReport, ReportDiagnostic, ScanReport } from '../schema.js';
import type { Limits } from './rest.js';
import type { Terminal } from './terminal.js';

export function renderCheck(report: CheckReport, terminal: Terminal): string[] {
  const rest = `\`${inRoot('decant check --all', terminal)}\` lists all`;
  const limits = terminal.all ? { detailed: Infinity, listed: Infinity, outlooks: 0, rest } : { detailed: 3, listed: 12, outlooks: 0, rest };
  const listed = listShown(report.diagnostics, terminal);
  // With nothing to compare, all is new: saying so on every line would say nothing.
  const shown = report.baseline === null && report.since === null ? listed.map((found) => ({ ...found, standing: undefined })) : listed;
  return [
    ...renderHeader(report, terminal),
    ...renderFindings(shown, limits, terminal),
    ...renderBaseline(report, terminal),
    ...renderEnd(report, shown, report.next, terminal),
  ];
}

/** Knots and god files in rows, with what a split would make; the largest files when none of them is too large. */
export function renderScan(report: ScanReport, terminal: Terminal): string[] {
  const rest = `\`${inRoot('decant scan --all', terminal)}\` lists all`;
  const limits = terminal.all ? { detailed: 0, listed: Infinity, outlooks: Infinity, rest } : { detailed: 0, listed: 10, outlooks: 10, rest };
  const shown = listShown(report.diagnostics, terminal);
  const hasGodFile = shown.some(({ id }) => id === 'god-file');
  return [
    ...renderHeader(report, terminal),
    ...renderFindings(shown, limits, terminal, report.predictions),
    ...(hasGodFile ? [] : renderLargest(report, terminal)),
    ...renderEnd(report, shown, report.next, terminal),
  ];
}

function renderFindings(shown: readonly ReportDiagnostic[], limits: Limits, terminal: Terminal, predictions?: ScanReport['predictions']): string[] {
  const ofKind = (id: string) => shown.filter((found) => found.id === id);
  const others = [...new Set(shown.map(({ id }) => id))].filter((id) => id !== 'import-cycle' && id !== 'god-file').sort(compareText);
  return [
    ...renderKnots(ofKind('import-cycle'), limits, terminal),
    ...renderGodFiles(ofKind('god-file'), limits, terminal, predictions),
    ...others.flatMap((id) => renderKind(id, ofKind(id), limits, terminal)),
  ];
}

/** Findings of any other kind. */
function renderKind(id: string, found: readonly ReportDiagnostic[], limits: Limits, terminal: Terminal): string[] {
  const { colors } = terminal;
  const sorted = sortWorst(found);
  const detailed = sorted.slice(0, limits.detailed);
  const listed = sorted.slice(limits.detailed, limits.detailed + limits.listed);
  const rest = sorted.length - detailed.length - listed.length;
  return [
    `${colors.bold(id)}  ${printQuantity(sorted.length, 'finding')}`,
    '',
    ...detailed.flatMap((one) => [...renderDiagnostic(one, terminal), '']),
    ...listed.flatMap((one) => renderHeadline(one, terminal)),
    ...(rest > 0 ? renderRest(`${printCount(rest)} more`, limits, terminal) : []),
    ...(listed.length > 0 || rest > 0 ? [''] : []),
  ];
}

/** The counts on top of a report: what was read, and what could not be. */
function renderHeader(report: CheckReport | ScanReport, terminal: Terminal): string[] {
  const { command, summary, diagnostics, unresolved, unparsed, skipped, brokenConfigs } = report;
  const { colors } = terminal;
  const alarm = (id: string, text: string) => (diagnostics.some((found) => found.id === id && found.severity === 'error') ? colors.red(text) : text);
  const doubt = (count: number, text: string) => (count > 0 ? colors.yellow(text) : colors.dim(text));
  // Listed below, and not in the count: it is of what a person can split and of what is evaluated.
  const beside = (id: string, what: string, fits: (data: ReportDiagnostic['data']) => boolean): string => {
    const count = diagnostics.filter((found) => found.id === id && fits(found.data)).length;
    return count === 0 ? '' : ` + ${printCount(count)} ${what}`;
  };
  const title = `decant ${command}`;
  const counts = [
    printQuantity(summary.files, 'file'),
    printQuantity(summary.codeLines, 'code line'),
    alarm('god-file', printQuantity(summary.godFiles, 'god file') + beside('god-file', 'generated', (data) => data['generated'] === true)),
    alarm('import-cycle', printQuantity(summary.components, 'import knot') + beside('import-cycle', 'type-only', (data) => data['danger'] === 'type-only')),
  ];
  const doubts = [
    doubt(summary.unresolved, `${printQuantity(summary.unresolved, 'import')} unresolved`),
    doubt(summary.unparsed, `${printQuantity(summary.unparsed, 'file')} unparsed`),
    doubt(summary.skipped, `${printQuantity(summary.skipped, 'file')} skipped`),
    ...(brokenConfigs.length > 0 ? [doubt(brokenConfigs.length, `${printQuantity(brokenConfigs.length, 'configuration file')} not read in full`)] : []),
  ];
  const lines = [
    ...joinFacts(colors.bold(title), counts, terminal.width),
    ...joinFacts(' '.repeat(title.length), doubts, terminal.width),
    ...describeComparison(report).flatMap((text) => wrap(`${' '.repeat(title.length)}  ${text}`, terminal.width, ' '.repeat(title.length + 2))),
    '',
  ];
  const gaps = [
    brokenConfigs.map((file) => `${file.file} was not read in full: ${file.reason}`),
    unparsed.map((file) => `${file.file} was not parsed: ${file.reason}`),
    skipped.map((file) => `${file.file} was skipped: ${file.reason}`),
    unresolved.map((entry) => `${entry.file}:${entry.line} cannot resolve '${entry.specifier}': ${entry.reason}`),
  ].filter((group) => group.length > 0);
  if (gaps.length > 0) lines.push(...listSome(gaps, terminal), '');
  return lines;
}

/** What the findings were compared with, and what the history was. */
function describeComparison(report: CheckReport | ScanReport): string[] {
  const { baseline, since } = report.command === 'check' ? report : { baseline: null, since: null };
  const written = baseline?.written === true ? `; written with ${printQuantity(baseline.changes.length, 'change')}` : '';
  return [
    ...(baseline === null ? [] : [`baseline ${baseline.file}: ${printQuantity(baseline.entries, 'entry', 'entries')}, ${printCount(baseline.stale.length)} stale${written}`]),
    ...(since === null ? [] : [`since ${since.ref} (${since.commit.slice(0, 9)}): ${printQuantity(since.changed, 'file')} changed, ${printQuantity(since.better, 'finding')} gone or smaller`]),
    ...(report.churn === undefined ? [] : [describeHistory(report.churn)]),
  ];
}

function describeHistory({ commits, months, shallow, unavailable }: NonNullable<ScanReport['churn']>): string {
  if (unavailable !== null) return `commits not counted: ${unavailable}`;
  return `${printQuantity(commits, 'commit')} in the last ${months} months${shallow ? '; the clone is shallow, so older ones are missing' : ''}`;
}

const gapLimit = 4;

/** Some of each kind, so that a hundred of one do not hide the others. */
function listSome(gaps: readonly (readonly string[])[], { colors, width, all }: Terminal): string[] {
  const limit = all ? Infinity : Math.ceil(gapLimit / gaps.length);
  const shown = gaps.flatMap((group) => group.slice(0, limit));
  const rest = gaps.flat().length - shown.length;
  const lines = [...shown.flatMap((gap) => wrap(`  ${gap}`, width, '    ')), ...(rest > 0 ? [`  and ${printCount(rest)} more; \`--all\` lists all`] : [])];
  return lines.map((line) => colors.dim(line));
}

function renderLargest(report: ScanReport, { colors, width }: Terminal): string[] {
  const largest = Math.max(1, ...report.largest.map((file) => file.codeLines));
  const pathRoom = Math.max(20, width - 50);
  const rows = report.largest.map((file) => [
    fitPath(file.file, pathRoom),
    printCount(file.codeLines),
    printCount(file.physicalLines),
    printCount(file.fanIn),
    printCount(file.fanOut),
    (file.codeLines > file.threshold ? colors.red : colors.dim)(renderShareBar(file.codeLines, largest, 14)),
  ]);
  const columns = [
    { title: 'largest files' },
    { title: 'code', align: 'right' },
    { title: 'lines', align: 'right' },
    { title: 'fan-in', align: 'right' },
    { title: 'fan-out', align: 'right' },
    { title: '' },
  ] as const;
  return [...renderTable(columns, rows, colors.bold), ''];
}

function renderEnd(report: CheckReport | ScanReport, shown: readonly ReportDiagnostic[], next: string | null, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const open = shown.filter(({ standing }) => standing !== 'known');
  const count = (severity: string) => open.filter((found) => found.severity === severity).length;
  const parts = [
    count('error') > 0 ? colors.red(printQuantity(count('error'), 'error')) : '',
    count('warning') > 0 ? colors.yellow(printQuantity(count('warning'), 'warning')) : '',
    count('info') > 0 ? colors.blue(`${printCount(count('info'))} info`) : '',
  ].filter((part) => part !== '');
  const verdict = count('error') > 0 ? colors.red('✗') : colors.green('✓');
  const { known } = report.summary;
  const aside = known > 0 ? colors.dim(` · ${printCount(known)} known${terminal.all ? '' : ', not shown'}`) : '';
  // Where no command helps, the advice of the worst finding does.
  const errors = open.filter(({ severity }) => severity === 'error');
  const ofKind = (id: string) => errors.filter((found) => found.id === id);
  const [worst] = next === null ? [...sortKnots(ofKind('import-cycle')), ...sortGodFiles(ofKind('god-file')), ...errors] : [];
  const advice = worst === undefined ? [] : wrap(`next: ${worst.help}`, width, '      ').map((line, index) => (index === 0 ? colors.bold('next:') + line.slice(5) : line));
  return [`${verdict} ${parts.length === 0 ? 'nothing found' : parts.join(', ')}${aside}`, ...renderNext(next, terminal), ...advice];
}
