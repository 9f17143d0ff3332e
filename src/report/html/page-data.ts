import { countKnown, isCompared, listOpenFindings, printCoverage, printTally, requireFindings, sortFindings } from '../findings.js';
import { listKnots, type ReportKnot } from '../knots.js';
import type { Report } from '../schema.js';

/** What the page draws. Short keys and tuples, because a tree of ten thousand files is written into it. */
export interface PageData {
  readonly title: string;
  readonly tally: string;
  readonly coverage: string;
  readonly known: number;
  readonly next: string | null;
  readonly gaps: readonly string[];
  readonly findings: readonly PageFinding[];
  /** Path, code lines, physical lines, limit, fan-in, fan-out. */
  readonly files: readonly (readonly [file: string, code: number, physical: number, limit: number, fanIn: number, fanOut: number])[];
  readonly knots: readonly ReportKnot[];
}

export interface PageFinding {
  readonly id: string;
  readonly key: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly standing: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly notes: readonly string[];
  readonly help: string;
}

export function buildPageData(report: Report): PageData {
  const found = requireFindings(report);
  const open = listOpenFindings(found);
  return {
    title: `decant ${found.command}`,
    tally: printTally(open),
    coverage: printCoverage(found),
    known: countKnown(found),
    next: found.next,
    gaps: [
      ...found.unresolved.map((entry) => `${entry.file}:${entry.line} cannot resolve '${entry.specifier}': ${entry.reason}`),
      ...[...found.unparsed, ...found.skipped, ...found.brokenConfigs].map((entry) => `${entry.file}: ${entry.reason}`),
    ],
    findings: sortFindings(found.diagnostics).map((each) => ({
      id: each.id,
      key: each.key,
      severity: each.severity,
      standing: isCompared(found) ? (each.standing ?? '') : '',
      message: each.message,
      file: each.at.file,
      line: each.at.line,
      notes: each.notes.filter((note) => note !== ''),
      help: each.help,
    })),
    files: (found.files ?? []).map((file) => [file.file, file.codeLines, file.physicalLines, file.threshold, file.fanIn, file.fanOut]),
    knots: listKnots(found.diagnostics),
  };
}
