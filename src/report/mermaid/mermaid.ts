import { escapeControls } from '../../text/visible.js';
import { printCount, printQuantity } from '../../text/wording.js';
import { buildDrawing, type Arrow, type Drawing } from '../drawing.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';

export const format: ReportFormat = { id: 'mermaid', summary: 'a flowchart for Markdown', commands: ['graph', 'check', 'scan'], render: renderMermaid };

/** What GitHub draws: mermaid's own defaults for `maxEdges` and `maxTextSize`. */
export const edgeLimit = 500;
export const textLimit = 50_000;

/** A flowchart. A graph above the limits is reduced to its knots, largest first, and says so in a node of its own. */
export function renderMermaid(report: Report): string {
  const drawing = buildDrawing(report, 'mermaid');
  if (drawing.files.length === 0) return drawFlowchart(drawing, 'nothing to draw: no knots');
  const whole = drawFlowchart(drawing);
  if (fits(drawing, whole)) return whole;
  const total = printQuantity(drawing.arrows.length, 'import');
  const draw = (knots: Drawing['knots']): string => {
    const left = drawing.knots.length - knots.length;
    const knotsShown = drawing.knots.length === 0 ? 'there are no knots' : left === 0 ? 'only the knots are drawn' : `${printCount(knots.length)} of ${printQuantity(drawing.knots.length, 'knot')} drawn`;
    const note = `${printQuantity(drawing.files.length, 'file')} and ${total} are more than a flowchart can show: ${knotsShown}`;
    return drawFlowchart({ ...drawing, ...keepKnots(drawing, knots) }, note);
  };
  const shown: Drawing['knots'][number][] = [];
  for (const knot of drawing.knots) {
    const next = [...shown, knot];
    if (fits(keepKnots(drawing, next), draw(next))) shown.push(knot);
  }
  return draw(shown);
}

function fits({ arrows }: Pick<Drawing, 'arrows'>, text: string): boolean {
  return arrows.length <= edgeLimit && text.length <= textLimit;
}

/** The imports inside the knots. */
function keepKnots({ files, arrows }: Drawing, knots: Drawing['knots']): Pick<Drawing, 'files' | 'arrows' | 'knots'> {
  const knotOf = new Map(knots.flatMap((knot) => knot.members.map((file) => [file, knot] as const)));
  return {
    files: files.filter((file) => knotOf.has(file)),
    arrows: arrows.filter((arrow) => knotOf.has(arrow.from) && knotOf.get(arrow.from) === knotOf.get(arrow.to)),
    knots,
  };
}

function drawFlowchart({ files, arrows, knots }: Drawing, note?: string): string {
  const ids = new Map(files.map((file, index) => [file, `n${index + 1}`]));
  const inKnot = new Set(knots.flatMap(({ members }) => members));
  const node = (file: string) => `${ids.get(file)!}["${escapeLabel(file)}"]`;
  const cut = arrows.flatMap((arrow, index) => (arrow.cut ? [index] : []));
  const lines = [
    'flowchart LR',
    ...(note === undefined ? [] : [`  note["${escapeLabel(note)}"]`]),
    ...knots.flatMap(({ members }, index) => [
      `  subgraph knot${index + 1}["knot of ${printQuantity(members.length, 'file')}"]`,
      ...members.map((file) => `    ${node(file)}`),
      '  end',
    ]),
    ...files.filter((file) => !inKnot.has(file)).map((file) => `  ${node(file)}`),
    ...arrows.map((arrow) => `  ${ids.get(arrow.from)!} ${arrowOf(arrow)} ${ids.get(arrow.to)!}`),
    ...(cut.length === 0 ? [] : [`  linkStyle ${cut.join(',')} stroke:#e74c3c,stroke-width:3px`]),
  ];
  return `${lines.join('\n')}\n`;
}

function arrowOf({ kind }: Arrow): string {
  return kind === 'value' ? '-->' : `-. ${kind === 'dynamic' ? 'import()' : 'type'} .->`;
}

/**
 * Entity codes as mermaid writes them, so that no quote ends the label and no word of Markdown or HTML is read into it. A file name may hold
 * what moves the cursor of a terminal.
 */
export function escapeLabel(text: string): string {
  return escapeControls(text.replaceAll('\n', ' '), false).replaceAll(/[#"<>&`*\\]/g, (character) => `#${character.charCodeAt(0)};`);
}
