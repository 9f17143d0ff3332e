import { feedbackEdges } from '../../graph/feedback-edges.js';
import type { FilePath } from '../../host/path.js';
import type { ImportEdge } from '../../model/project.js';
import { groupTargets, hasCycle, type Knot } from './components.js';
import type { Names } from './names.js';

/** The cheapest imports to remove so that no circle is left: fewest imported names, erased imports nearly free. */
export function findCut(knot: Knot, isErased: (edge: ImportEdge) => boolean, names: Names | undefined): readonly ImportEdge[] {
  const targets = groupTargets(knot.edges);
  const weights = new Map<string, number>();
  for (const edge of knot.edges) {
    const key = keyOf(edge.from, edge.to);
    weights.set(key, (weights.get(key) ?? 0) + weightOf(edge, isErased, names));
  }
  const removed = feedbackEdges(
    knot.members,
    (file) => targets.get(file) ?? [],
    (from, to) => weights.get(keyOf(from, to))!,
  );
  const keys = new Set(removed.map((edge) => keyOf(edge.from, edge.to)));
  return knot.edges.filter((edge) => keys.has(keyOf(edge.from, edge.to)));
}

function weightOf(edge: ImportEdge, isErased: (edge: ImportEdge) => boolean, names: Names | undefined): number {
  if (isErased(edge)) return 1;
  // `export *` names nothing, but stands for everything that the other module exports.
  const count = edge.record.form === 'export-star' && names ? names.model(edge.to).exports.length : edge.record.names.length;
  return 10 * Math.max(1, count);
}

function keyOf(from: FilePath, to: FilePath): string {
  return `${from}\n${to}`;
}

/** Whether the knot falls apart when every import of a name through a re-exporting module goes to the module that defines it. */
export function isBarrelArtefact(knot: Knot, names: Names): boolean {
  let isRedirected = false;
  const edges = knot.edges.flatMap((edge) => {
    if (edge.record.form !== 'import' || edge.record.names.length === 0) return [edge];
    return edge.record.names.flatMap((name) => {
      const meaning = names.exportMeaning(edge.to, name.imported);
      if (meaning.kind === 'unknown' || (meaning.kind !== 'outside' && meaning.file === edge.to)) return [edge];
      isRedirected = true;
      return meaning.kind === 'outside' || meaning.file === edge.from ? [] : [{ from: edge.from, to: meaning.file }];
    });
  });
  return isRedirected && !hasCycle(knot.members, edges);
}
