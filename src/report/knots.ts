import { compareText } from '../diagnostic/sort.js';
import type { ReportDiagnostic } from './schema.js';

/** A knot as its finding describes it. */
export interface ReportKnot {
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

/** The knots among findings, the most dangerous first, then the largest. */
export function listKnots(findings: readonly ReportDiagnostic[]): ReportKnot[] {
  return findings
    .filter((found) => found.id === 'import-cycle')
    .map(readKnot)
    .sort((a, b) => dangers.indexOf(a.danger) - dangers.indexOf(b.danger) || b.members.length - a.members.length || compareText(a.key, b.key));
}

/** `data` is open by design, so everything in it is checked before it is drawn. */
function readKnot(found: ReportDiagnostic): ReportKnot {
  const members = listOf(found.data['members']).map(String);
  const edges = listOf(found.data['edges']).flatMap((edge): ReportKnot['edges'] => {
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
