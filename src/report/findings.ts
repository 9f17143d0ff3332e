import { printCount, printQuantity } from '../text/wording.js';
import { listKnots } from './knots.js';
import type { CheckReport, Report, ReportDiagnostic, ScanReport } from './schema.js';

/** Reports that consist of findings. */
export type FindingsReport = CheckReport | ScanReport;

export const findingsCommands = ['check', 'scan'] as const;

/** Throws for a report of another command; `ReportFormat.commands` keeps those away. */
export function requireFindings(report: Report): FindingsReport {
  if (report.command === 'check' || report.command === 'scan') return report;
  throw new Error(`a report of ${report.command} has no findings`);
}

/** What a reader has to act on: everything that the baseline does not know. Worst first, as in the report. */
export function listOpenFindings(report: FindingsReport): readonly ReportDiagnostic[] {
  return report.diagnostics.filter((found) => found.standing !== 'known');
}

export function countKnown(report: FindingsReport): number {
  return report.diagnostics.length - listOpenFindings(report).length;
}

/** Whether findings were held against something: without a baseline or a ref every finding is `new`, which says nothing. */
export function isCompared(report: FindingsReport): boolean {
  return report.command === 'check' && (report.baseline !== null || report.since !== null);
}

/** Worst first: by severity, then knots by danger and size, god files by rank, and the rest in the order of the report. */
export function sortFindings(findings: readonly ReportDiagnostic[]): ReportDiagnostic[] {
  const knots = new Map(listKnots(findings).map((knot, index) => [knot.key, index]));
  const severities = ['error', 'warning', 'info'];
  const placeOf = (found: ReportDiagnostic): number => knots.get(found.key) ?? (typeof found.data['rank'] === 'number' ? 1e6 + found.data['rank'] : 1e9);
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || placeOf(a) - placeOf(b));
}

/** `1,104 files, 3 imports unresolved, ...`: what the findings rest on. Never left out, because a graph with holes has no cycles either. */
export function printCoverage({ summary, brokenConfigs }: FindingsReport): string {
  const gaps = [
    summary.unresolved > 0 ? `${printQuantity(summary.unresolved, 'import')} unresolved` : '',
    summary.unparsed > 0 ? `${printQuantity(summary.unparsed, 'file')} unparsed` : '',
    summary.skipped > 0 ? `${printQuantity(summary.skipped, 'file')} skipped` : '',
    brokenConfigs.length > 0 ? `${printQuantity(brokenConfigs.length, 'configuration file')} not read` : '',
  ].filter((gap) => gap !== '');
  return [`${printQuantity(summary.files, 'file')}`, `${printQuantity(summary.codeLines, 'code line')}`, ...(gaps.length > 0 ? gaps : ['nothing unresolved, unparsed or skipped'])].join(', ');
}

/** `2 errors, 1 warning`, or `nothing found`. */
export function printTally(findings: readonly ReportDiagnostic[]): string {
  const count = (severity: ReportDiagnostic['severity']): number => findings.filter((found) => found.severity === severity).length;
  const parts = [
    count('error') > 0 ? printQuantity(count('error'), 'error') : '',
    count('warning') > 0 ? printQuantity(count('warning'), 'warning') : '',
    count('info') > 0 ? `${printCount(count('info'))} info` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

/** A path of the report as the working folder names it, for services that look from there. `prefix` is the root, seen from it. */
export function fromWorkingFolder(file: string, prefix: string): string {
  if (prefix === '' || prefix === '.') return file;
  return file === '.' ? prefix : `${prefix}/${file}`;
}
