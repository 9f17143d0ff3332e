import { compareText } from '../diagnostic/sort.js';
import { stronglyConnectedComponents } from '../graph/strongly-connected.js';
import { isCeiling } from './baseline-file.js';
import type { Baseline, EdgeEntry } from './baseline-file.js';

/** Members of a knot as it was: root-relative, sorted. */
export type FormerKnot = readonly string[];

/** The knots that the edges of a baseline make, for one id of findings and one kind of imports, by each of their members. */
export function findFormerKnots(baseline: Baseline, id: string, imports: EdgeEntry['imports']): ReadonlyMap<string, FormerKnot> {
  const targets = new Map<string, string[]>();
  for (const entry of baseline.entries) {
    if (isCeiling(entry) || entry.id !== id || entry.imports !== imports) continue;
    targets.set(entry.from, [...(targets.get(entry.from) ?? []), entry.to]);
  }
  const knots = stronglyConnectedComponents([...targets.keys()].sort(compareText), (file) => targets.get(file) ?? []).filter(
    (members) => members.length > 1 || targets.get(members[0]!)?.includes(members[0]!),
  );
  return new Map(knots.flatMap((members) => members.map((file) => [file, members] as const)));
}
