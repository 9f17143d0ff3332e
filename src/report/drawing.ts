import { ToolError } from '../diagnostic/tool-error.js';
import { compareText } from '../diagnostic/sort.js';
import { listOpenFindings, type FindingsReport } from './findings.js';
import { listKnots } from './knots.js';
import type { GraphReport, Report } from './schema.js';

/** What a picture of the graph shows: one arrow for all imports of one file by another. */
export interface Drawing {
  readonly title: string;
  /** Sorted. */
  readonly files: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly knots: readonly { readonly members: readonly string[] }[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The strongest of the imports that it stands for. */
  readonly kind: GraphReport['kinds'][number];
  /** Its removal helps to open a knot. */
  readonly cut: boolean;
  readonly imports: number;
}

const strength: readonly Arrow['kind'][] = ['type', 'dynamic', 'value'];

/** Throws ToolError for a report that is no picture. */
export function buildDrawing(report: Report, format: string): Drawing {
  if (report.command === 'check' || report.command === 'scan') return drawKnots(report);
  if (report.command !== 'graph' || (report.map === null && report.path === null)) {
    throw new ToolError('format does not fit', `${format} cannot draw what was asked for`, 'Use --format text or json.');
  }
  const { map, path } = report;
  if (map === null) {
    const { from, to, hops } = path!;
    const files = [...new Set(hops.flatMap((hop) => [hop.from, hop.to]))];
    return { title: `${from} to ${to}`, files: files.length > 0 ? files : [from, to], arrows: mergeEdges(hops, new Set()), knots: [] };
  }
  const cut = new Set(map.knots.flatMap((knot) => (knot.cut ?? []).map(keyOf)));
  const files = map.files.map(({ file }) => file);
  const shown = new Set(files);
  const knots = map.knots.map(({ members }) => ({ members: members.filter((file) => shown.has(file)) })).filter(({ members }) => members.length > 1);
  return { title: report.paths.join(', ') || 'import graph', files, arrows: mergeEdges(map.edges, cut), knots };
}

/** The knots of a gate and nothing else: what the findings speak of. */
function drawKnots(report: FindingsReport): Drawing {
  const knots = listKnots(listOpenFindings(report));
  const edges = knots.flatMap(({ members, edges: inner }) => inner.map(([from, to, kind, , cut]) => ({ from: members[from]!, to: members[to]!, kind, cut })));
  return {
    title: `knots, decant ${report.command}`,
    files: [...new Set(knots.flatMap(({ members }) => members))].sort(compareText),
    arrows: mergeEdges(edges, new Set(edges.filter(({ cut }) => cut).map(keyOf))),
    knots,
  };
}

function keyOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from}\n${to}`;
}

function mergeEdges(edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[], cut: ReadonlySet<string>): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const edge of edges) {
    const key = keyOf(edge);
    const kind = edge.kind === 'type' || edge.kind === 'dynamic' ? edge.kind : 'value';
    const known = arrows.get(key);
    const strongest = known && strength.indexOf(known.kind) > strength.indexOf(kind) ? known.kind : kind;
    arrows.set(key, { from: edge.from, to: edge.to, kind: strongest, cut: cut.has(key), imports: (known?.imports ?? 0) + 1 });
  }
  return [...arrows.values()];
}
