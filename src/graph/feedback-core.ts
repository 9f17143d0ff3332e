import { createImprover, disturbOrder, startOrders } from './feedback-order.js';
import { packCycles, searchCuts } from './feedback-search.js';
import type { WeightedArc } from './weighted-arc.js';

export interface CoreSolution {
  readonly order: readonly number[];
  readonly lowerBound: number;
  readonly exact: boolean;
}

/** Cores up to this size are always solved exactly: 2^size * size steps, a quarter of a second for the largest. */
export const EXACT_SIZE = 20;

/** Larger cores are not searched: no bound closes the gap within a budget that a person would wait for. */
const SEARCH_ARCS = 1000;

/** A local optimum is disturbed and improved again: a hundred times for a core of 300 arcs, not at all above 30,000. */
const MOST_ROUNDS = 100;
const ROUND_ARCS = 30_000;

const EPSILON = 1e-9;

/**
 * The order of the nodes with the least weight of backward arcs, or a good one. Up to `EXACT_SIZE` nodes it is the best. Above,
 * a local search gives an order and a packing of cycles that share no weight a bound; where they do not meet, a branch and
 * bound closes the gap if it can within its budget of steps.
 */
export function solveCore(count: number, arcs: readonly WeightedArc[]): CoreSolution {
  if (count <= 12) return solveBySets(count, arcs);
  const improve = createImprover(count, arcs);
  let best: readonly number[] = [];
  let cost = Infinity;
  for (const start of startOrders(count, arcs)) {
    const order = improve(start);
    const found = costOf(order, arcs);
    if (found < cost - EPSILON) [best, cost] = [order, found];
  }
  let bound = packCycles(count, arcs, best);
  for (let round = 0; bound < cost - EPSILON && round < Math.min(MOST_ROUNDS, ROUND_ARCS / arcs.length); round++) {
    const disturbed = disturbOrder(best, round);
    const order = improve(disturbed.order, disturbed.turned);
    const found = costOf(order, arcs);
    if (found > cost + EPSILON) continue;
    [best, cost] = [order, found];
  }
  bound = Math.max(bound, packCycles(count, arcs, best));
  if (bound >= cost - EPSILON) return { order: best, lowerBound: cost, exact: true };
  if (count <= EXACT_SIZE) return solveBySets(count, arcs);
  if (arcs.length > SEARCH_ARCS) return { order: best, lowerBound: bound, exact: false };
  const search = searchCuts(count, arcs, best, cost);
  return { order: search.order ?? best, lowerBound: Math.max(bound, search.lowerBound), exact: search.finished };
}

export function costOf(order: readonly number[], arcs: readonly WeightedArc[]): number {
  const position = new Int32Array(order.length);
  order.forEach((node, place) => (position[node] = place));
  return arcs.reduce((total, arc) => (position[arc.to]! < position[arc.from]! ? total + arc.weight : total), 0);
}

/**
 * Dynamic programming over the sets of nodes that stand first, after Lawler, "A comment on minimum feedback arc sets", IEEE
 * Trans. Circuit Theory 11(2), 1964. The weight from a node into a set is looked up in two halves.
 */
function solveBySets(count: number, arcs: readonly WeightedArc[]): CoreSolution {
  const half = count >> 1;
  const low = (1 << half) - 1;
  const tables = Array.from({ length: count }, (_, node) => {
    const weights = new Float64Array(count);
    for (const arc of arcs) if (arc.from === node) weights[arc.to]! += arc.weight;
    return [sumsOfSets(weights.subarray(0, half)), sumsOfSets(weights.subarray(half))] as const;
  });
  const cost = new Float64Array(2 ** count).fill(Infinity);
  const last = new Int8Array(2 ** count);
  cost[0] = 0;
  for (let placed = 0; placed < 2 ** count; placed++) {
    for (let node = 0; node < count; node++) {
      if (placed & (1 << node)) continue;
      const [first, second] = tables[node]!;
      const total = cost[placed]! + first[placed & low]! + second[placed >> half]!;
      const set = placed | (1 << node);
      if (total < cost[set]!) [cost[set], last[set]] = [total, node];
    }
  }
  const order: number[] = [];
  for (let placed = 2 ** count - 1; placed > 0; placed ^= 1 << last[placed]!) order.push(last[placed]!);
  return { order: order.reverse(), lowerBound: cost[2 ** count - 1]!, exact: true };
}

function sumsOfSets(weights: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** weights.length);
  for (let set = 1; set < sums.length; set++) {
    const bit = 31 - Math.clz32(set);
    sums[set] = sums[set ^ (1 << bit)]! + weights[bit]!;
  }
  return sums;
}
