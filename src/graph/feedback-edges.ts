import { feedbackArcs } from './feedback-arcs.js';
import { numberNodes } from './strongly-connected.js';
import type { WeightedArc } from './weighted-arc.js';

export interface FeedbackEdge<T> {
  readonly from: T;
  readonly to: T;
  readonly weight: number;
}

/** `feedbackArcs` for any nodes: sorted by the order of `nodes`. `weight` is asked once for each edge and must not be negative. */
export function feedbackEdges<T>(
  nodes: readonly T[],
  edges: (node: T) => readonly T[],
  weight: (from: T, to: T) => number = () => 1,
): FeedbackEdge<T>[] {
  const { unique, successors } = numberNodes(nodes, edges);
  const arcs = successors.flatMap((targets, from) => targets.map((to): WeightedArc => ({ from, to, weight: weight(unique[from]!, unique[to]!) })));
  return feedbackArcs(unique.length, arcs).cut.map((index) => {
    const arc = arcs[index]!;
    return { from: unique[arc.from]!, to: unique[arc.to]!, weight: arc.weight };
  });
}
