import { escapeControls } from '../../text/visible.js';
import { printQuantity } from '../../text/wording.js';
import { buildDrawing, type Arrow } from '../drawing.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';

export const format: ReportFormat = { id: 'dot', summary: 'for Graphviz; knots as clusters, imports to cut in red', commands: ['graph', 'check', 'scan'], render: renderDot };

/** The DOT language, https://graphviz.org/doc/info/lang.html */
export function renderDot(report: Report): string {
  const { title, files, arrows, knots } = buildDrawing(report, 'dot');
  const inKnot = new Set(knots.flatMap(({ members }) => members));
  const lines = [
    'digraph decant {',
    `  label=${quote(title)};`,
    '  rankdir=LR;',
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=10];',
    '  edge [color="#606060", arrowsize=0.7];',
    ...knots.flatMap(({ members }, index) => [
      `  subgraph cluster_${index + 1} {`,
      `    label=${quote(`knot of ${printQuantity(members.length, 'file')}`)};`,
      '    color="#c0392b"; style=rounded; fontname="Helvetica"; fontsize=10;',
      ...members.map((file) => `    ${quote(file)};`),
      '  }',
    ]),
    ...files.filter((file) => !inKnot.has(file)).map((file) => `  ${quote(file)};`),
    ...arrows.map((arrow) => `  ${quote(arrow.from)} -> ${quote(arrow.to)}${style(arrow)};`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function style({ kind, cut }: Arrow): string {
  const parts = [
    ...(kind === 'type' ? ['style=dotted'] : kind === 'dynamic' ? ['style=dashed'] : []),
    ...(cut ? ['color="#e74c3c"', 'penwidth=2.5'] : []),
  ];
  return parts.length === 0 ? '' : ` [${parts.join(', ')}]`;
}

/**
 * In a quoted string only `\"` is an escape, but an odd backslash before the closing quote would take it away, and labels
 * read `\N` as the name of the node.
 */
function quote(text: string): string {
  return `"${escapeControls(text, true).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
