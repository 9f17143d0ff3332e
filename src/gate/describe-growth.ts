import { knotKey } from '../diagnostic/finding-key.js';
import { printCount, printList, printQuantity } from '../text/wording.js';
import type { FormerKnot } from './former-knots.js';
import type { FormerState } from './former-state.js';

/** How the edges of a finding differ from a former state. Paths are root-relative. */
export interface EdgeGrowth {
  /** Imports that were not there, or of which that is not known. */
  readonly added: readonly { readonly from: string; readonly to: string; readonly line: number | undefined }[];
  /** Imports that were there and closed no circle. */
  readonly older: EdgeGrowth['added'];
  /** Former knots that have a file in the present one. */
  readonly joined: readonly FormerKnot[];
  /** Files that were in no knot. */
  readonly entered: readonly string[];
}

export function describeCeilingGrowth(kind: FormerState['kind'], file: string, from: number, to: number): string {
  return `${file} grew from ${printCount(from)} to ${printCount(to)} ${kind === 'change' ? 'with this change' : 'since the baseline'}`;
}

/** Notes that say what was added, what that did to former knots, and what it drew in. */
export function describeEdgeGrowth(kind: FormerState['kind'], growth: EdgeGrowth): readonly string[] {
  const { added, older, joined, entered } = growth;
  const known = (knot: FormerKnot): string => `${knotKey(knot)} (${printQuantity(knot.length, 'file')})`;
  const [only] = joined;
  const effect =
    joined.length > 1
      ? `joined ${printList(joined.map(known))}`
      : only !== undefined && entered.length > 0
        ? `drew ${printList(entered)} into ${known(only)}`
        : undefined;
  const aside = effect === undefined ? '' : `; that ${effect}`;
  if (kind === 'baseline') return [`not in the baseline: ${printEdges(added)}${aside}`];
  if (added.length === 0) return [`this change closed a circle of older imports: ${printEdges(older)}${aside}`];
  const first = `this change added ${printEdges(added)}${effect === undefined ? '' : ` and ${effect}`}`;
  if (older.length === 0) return [first];
  return [first, `that drew in ${printQuantity(older.length, 'older import')}: ${printEdges(older)}`];
}

const classes: readonly unknown[] = ['type-only', 'deferred', 'fragile', 'crash'];

/** A note when a knot is more dangerous than each of those it was; undefined when it is not, or when that is not known. */
export function describeRise(kind: FormerState['kind'], danger: unknown, before: readonly string[]): string | undefined {
  const highest = classes[Math.max(-1, ...before.map((each) => classes.indexOf(each)))];
  if (highest === undefined || classes.indexOf(danger) <= classes.indexOf(highest)) return undefined;
  return kind === 'change' ? `this change made it ${String(danger)}: it was ${String(highest)}` : `it is ${String(danger)} and was ${String(highest)}`;
}

/** What was added comes first: that is what the author of a change can do without knowing the old circles. */
export function adviseTakingBack(added: EdgeGrowth['added'], otherwise: string): string {
  const old = otherwise.charAt(0).toLowerCase() + otherwise.slice(1);
  return `Take back ${printEdges(added)}, or ${old}`;
}

function printEdges(edges: EdgeGrowth['added']): string {
  return printList(edges.map(({ from, to, line }) => `${from}${line === undefined ? '' : `:${line}`} -> ${to}`));
}
