import { compareText } from '../../diagnostic/sort.js';
import { countKnown, listOpenFindings, printCoverage, printTally, requireFindings } from '../findings.js';
import type { Report, ReportDiagnostic } from '../schema.js';

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
  readonly knots: readonly PageKnot[];
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

export interface PageKnot {
  readonly key: string;
  readonly name: string;
  readonly danger: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly help: string;
  readonly members: readonly string[];
  /** Folder that all members lie in, with a slash at the end; empty at the root. */
  readonly folder: string;
  readonly edges: readonly (readonly [from: number, to: number, kind: string, names: number, cut: boolean])[];
  readonly cuts: readonly { readonly from: string; readonly to: string; readonly line: number; readonly names: string; readonly how: string; readonly detail: string }[];
}

const dangers: readonly string[] = ['crash', 'fragile', 'deferred', 'type-only'];

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
    findings: found.diagnostics.map((each) => ({
      id: each.id,
      key: each.key,
      severity: each.severity,
      standing: each.standing ?? '',
      message: each.message,
      file: each.at.file,
      line: each.at.line,
      notes: each.notes.filter((note) => note !== ''),
      help: each.help,
    })),
    files: (found.files ?? []).map((file) => [file.file, file.codeLines, file.physicalLines, file.threshold, file.fanIn, file.fanOut]),
    knots: found.diagnostics
      .filter((each) => each.id === 'import-cycle')
      .map(readKnot)
      .sort((a, b) => dangers.indexOf(a.danger) - dangers.indexOf(b.danger) || b.members.length - a.members.length || compareText(a.key, b.key)),
  };
}

/** `data` is open by design, so everything in it is checked before it is drawn. */
function readKnot(found: ReportDiagnostic): PageKnot {
  const members = listOf(found.data['members']).map(String);
  const edges = listOf(found.data['edges']).flatMap((edge): PageKnot['edges'] => {
    const { from, to, kind, names, cut } = recordOf(edge);
    const fits = typeof from === 'number' && typeof to === 'number' && from < members.length && to < members.length;
    return fits ? [[from, to, String(kind), typeof names === 'number' ? names : 0, cut === true]] : [];
  });
  return {
    key: found.key,
    name: String(found.data['knot'] ?? found.key),
    danger: String(found.data['danger'] ?? ''),
    severity: found.severity,
    message: found.message,
    help: found.help,
    members,
    folder: findFolder(members),
    edges,
    cuts: listOf(found.data['cut']).map((cut) => {
      const { from, to, line, names, how, detail } = recordOf(cut);
      return {
        from: String(from),
        to: String(to),
        line: typeof line === 'number' ? line : 1,
        names: listOf(names).join(', '),
        how: typeof how === 'string' ? how : '',
        detail: typeof detail === 'string' ? detail : '',
      };
    }),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function findFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files;
  let end = first.lastIndexOf('/');
  while (end !== -1 && !rest.every((file) => file.startsWith(first.slice(0, end + 1)))) end = first.lastIndexOf('/', end - 1);
  return first.slice(0, end + 1);
}
