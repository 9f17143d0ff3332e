import { printCount, printList, printQuantity } from '../../text/wording.js';
import { commonFolder, fitPath } from './fit-path.js';
import { membersOf, sizeOfCut, witnessOf } from './knot-data.js';
import { renderKnot } from './knot-detail.js';
import { renderRest } from './rest.js';
import { printStanding, sortWorst } from './standing.js';
import { joinFacts, pad, visibleWidth } from './table.js';
import type { ReportDiagnostic } from '../schema.js';
import type { Limits } from './rest.js';
import type { Terminal } from './terminal.js';

/** Most dangerous first; what stands here is what a reader who never heard of the class must know. */
const dangers: readonly (readonly [danger: string, meaning: string])[] = [
  ['crash', 'a name is read too early, for an entry of this project or for every one'],
  ['fragile', 'a name is or may be read too early for some first module, or not measured'],
  ['deferred', 'members use each other later, inside of functions'],
  ['type-only', 'nothing of it is left at run time'],
];

/** Knots by danger class, the largest of each first: the worst in full, the next in a line each, the rest as a number. */
export function renderKnots(found: readonly ReportDiagnostic[], limits: Limits, terminal: Terminal): string[] {
  if (found.length === 0) return [];
  const { colors } = terminal;
  const sorted = sortKnots(found);
  const files = new Set(sorted.flatMap(membersOf)).size;
  const tally = countByDanger(sorted).map(([danger, count]) => paintDanger(danger, terminal)(`${printCount(count)} ${danger}`));
  const head = joinFacts(colors.bold('import knots'), [printQuantity(sorted.length, 'knot'), printQuantity(files, 'file'), ...tally], terminal.width);
  const detailed = sorted.slice(0, limits.detailed);
  const listed = sorted.slice(limits.detailed, limits.detailed + limits.listed);
  const rest = sorted.slice(limits.detailed + limits.listed);
  const restTally = printList(countByDanger(rest).map(([danger, count]) => `${printCount(count)} ${danger}`));
  const more = rest.length === 0 ? [] : renderRest(`${printCount(rest.length)} more (${restTally})`, limits, terminal);
  return [...head, '', ...detailed.flatMap((knot) => [...renderKnot(knot, terminal), '']), ...renderRows(listed, terminal), ...more, ...(listed.length + more.length > 0 ? [''] : [])];
}

export function sortKnots(found: readonly ReportDiagnostic[]): ReportDiagnostic[] {
  return sortWorst(found, dangerRank, (knot) => -membersOf(knot).length);
}

function dangerRank({ data }: ReportDiagnostic): number {
  const index = dangers.findIndex(([danger]) => danger === data['danger']);
  return index === -1 ? dangers.length : index;
}

function dangerOf({ data }: ReportDiagnostic): string {
  return typeof data['danger'] === 'string' ? data['danger'] : 'not classified';
}

function countByDanger(sorted: readonly ReportDiagnostic[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const knot of sorted) counts.set(dangerOf(knot), (counts.get(dangerOf(knot)) ?? 0) + 1);
  const known = dangers.flatMap(([danger]) => (counts.has(danger) ? [[danger, counts.get(danger)!] as const] : []));
  return [...known, ...[...counts].filter(([danger]) => !dangers.some(([name]) => name === danger))];
}

function paintDanger(danger: string, { colors }: Terminal): (text: string) => string {
  return danger === 'crash' ? colors.red : danger === 'fragile' ? colors.yellow : danger === 'type-only' ? colors.dim : (text) => text;
}

function renderRows(knots: readonly ReportDiagnostic[], terminal: Terminal): string[] {
  const { colors } = terminal;
  const rows = knots.map((knot) => ({
    knot,
    size: printQuantity(membersOf(knot).length, 'file'),
    cut: sizeOfCut(knot) === 0 ? '' : `cut ${printCount(sizeOfCut(knot))}`,
  }));
  const sizeWidth = Math.max(...rows.map(({ size }) => size.length));
  const cutWidth = Math.max(...rows.map(({ cut }) => cut.length));
  const lines: string[] = [];
  let last: string | undefined;
  for (const { knot, size, cut } of rows) {
    const danger = dangerOf(knot);
    if (danger !== last) {
      const meaning = dangers.find(([name]) => name === danger)?.[1];
      const fits = meaning !== undefined && danger.length + meaning.length + 4 <= terminal.width;
      lines.push(`  ${paintDanger(danger, terminal)(colors.bold(danger))}${fits ? colors.dim(`  ${meaning}`) : ''}`);
    }
    last = danger;
    const standing = printStanding(knot, terminal);
    const lead = `  ${pad(size, sizeWidth + 2, 'right')}  ${colors.dim(pad(cut, cutWidth))}  ${standing === '' ? '' : `${standing} `}`;
    lines.push(lead + renderMembers(knot, terminal.width - visibleWidth(lead), terminal));
  }
  return lines;
}

/** `folder/a.ts → b.ts → …`: the folder in half of the room at most and as much of the circle below it as fits; else its first file. */
function renderMembers(knot: ReportDiagnostic, room: number, { colors }: Terminal): string {
  const hops = witnessOf(knot).map((hop) => hop.from);
  const steps = hops.length === 0 ? [knot.at.file] : hops;
  const folder = commonFolder(steps);
  const names = steps.map((file) => file.slice(folder.length));
  const whole = names.join(names.length === 2 ? ' ⇄ ' : ' → ');
  const lead = folder === '' ? '' : fitPath(folder, Math.max(Math.floor(room / 2), room - whole.length));
  const left = room - lead.length;
  if (whole.length <= left) return colors.dim(lead) + whole;
  for (let count = names.length - 1; count >= 2; count--) {
    const some = `${names.slice(0, count).join(' → ')} → …`;
    if (some.length <= left) return colors.dim(lead) + some;
  }
  return fitPath(steps[0]!, room);
}
