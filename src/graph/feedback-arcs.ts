import { reduceArcs } from './feedback-reduction.js';
import { solveCore } from './feedback-core.js';
import type { WeightedArc } from './weighted-arc.js';

export interface FeedbackArcs {
  /** Indices into the given arcs, ascending. */
  readonly cut: readonly number[];
  /** Total weight of the cut. */
  readonly weight: number;
  /** No set of arcs that breaks every cycle weighs less than this. */
  readonly lowerBound: number;
  /** Whether `weight` is known to be the least possible. */
  readonly exact: boolean;
}

/** Total of steps for putting arcs back; a million arcs would take hours. Above it the set breaks every cycle, but may hold an arc too many. */
const PUT_BACK_STEPS = 5_000_000;

/**
 * A set of arcs of small total weight whose removal leaves no cycle. Self-arcs are always in it. Least for everything that
 * reduces to cores of at most 20 nodes and for most cores of up to a hundred (see `solveCore`); `exact` tells.
 */
export function feedbackArcs(count: number, arcs: readonly WeightedArc[]): FeedbackArcs {
  const { position, lowerBound, exact } = orderNodes(count, arcs);
  const isBackward = (arc: WeightedArc): boolean => position[arc.to]! <= position[arc.from]!;
  const backward: number[] = [];
  arcs.forEach((arc, index) => {
    if (isBackward(arc)) backward.push(index);
  });
  const cut = putBack(count, arcs, backward, position);
  const weight = cut.reduce((total, index) => total + arcs[index]!.weight, 0);
  return { cut, weight, lowerBound: exact ? weight : Math.min(weight, lowerBound), exact };
}

interface NodeOrder {
  readonly position: Int32Array;
  readonly lowerBound: number;
  readonly exact: boolean;
}

function orderNodes(count: number, arcs: readonly WeightedArc[]): NodeOrder {
  const { cores, fixedWeight, restore } = reduceArcs(count, arcs);
  let lowerBound = fixedWeight;
  let exact = true;
  const orders = cores.map((core) => {
    const solution = solveCore(core.nodes.length, core.arcs);
    lowerBound += solution.lowerBound;
    exact &&= solution.exact;
    return solution.order.map((node) => core.nodes[node]!);
  });
  const position = new Int32Array(count);
  restore(orders).forEach((node, place) => (position[node] = place));
  for (const arc of arcs) if (arc.from === arc.to) lowerBound += arc.weight;
  return { position, lowerBound, exact };
}

/** Leaves out of the cut, dearest first, what closes no cycle with the arcs that are kept. */
function putBack(count: number, arcs: readonly WeightedArc[], backward: readonly number[], position: Int32Array): number[] {
  const kept: number[][] = Array.from({ length: count }, () => []);
  for (const arc of arcs) {
    if (position[arc.to]! > position[arc.from]!) kept[arc.from]!.push(arc.to);
  }
  const direct = new Int32Array(count).fill(-1);
  const seen = new Int32Array(count).fill(-1);
  // Arcs that were put back lead backwards, so a search must not stop at the place of its goal once there is one.
  let isOrdered = true;
  let steps = 0;
  const leadsTo = (start: number, goal: number, mark: number): boolean => {
    const pending = [start];
    seen[start] = mark;
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      for (const target of kept[node]!) {
        steps++;
        if (target === goal) return true;
        if (seen[target] === mark || (isOrdered && position[target]! > position[goal]!)) continue;
        seen[target] = mark;
        pending.push(target);
      }
    }
    return false;
  };
  const dearestFirst = [...backward].sort((a, b) => arcs[b]!.weight - arcs[a]!.weight || a - b);
  const cut: number[] = [];
  // Most arcs of a dense graph have an arc the other way, which one look finds.
  kept.forEach((targets, node) => targets.forEach((target) => (direct[target] = node)));
  for (const [mark, index] of dearestFirst.entries()) {
    const { from, to } = arcs[index]!;
    if (from === to || direct[from] === to || steps > PUT_BACK_STEPS || leadsTo(to, from, mark)) {
      cut.push(index);
      continue;
    }
    kept[from]!.push(to);
    isOrdered = false;
  }
  return cut.sort((a, b) => a - b);
}
