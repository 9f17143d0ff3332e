import type { WeightedArc } from './weighted-arc.js';

/** Steps of one branch and bound: about a fifth of a second. */
const SEARCH_STEPS = 4_000_000;

/** Steps of a packing on its own; a search of each of ten thousand backward arcs over a large graph would take minutes. */
const PACK_STEPS = 2_000_000;

const EPSILON = 1e-9;

export interface SearchResult {
  /** A better order than the given one, if there is one. */
  readonly order?: readonly number[];
  /** Proven whether or not the search was finished. */
  readonly lowerBound: number;
  /** Whether the given order, or the better one, is the best. */
  readonly finished: boolean;
}

const FREE = 0;
const CUT = 1;
const KEPT = 2;

/** Cycles over arcs with weight left, found by way of the backward arcs of one order: every cycle has one. */
interface CycleFinder {
  readonly backward: readonly number[];
  /** A shortest path from the target of an arc back to its source over arcs with weight left; arc indices, the arc itself last. */
  readonly closeCycle: (arc: number, left: Float64Array) => number[] | undefined;
  readonly steps: () => number;
}

function createCycleFinder(count: number, arcs: readonly WeightedArc[], order: readonly number[]): CycleFinder {
  const position = new Int32Array(count);
  order.forEach((node, place) => (position[node] = place));
  const leaving: number[][] = Array.from({ length: count }, () => []);
  arcs.forEach((arc, index) => leaving[arc.from]!.push(index));
  const backward = [...arcs.keys()].filter((index) => position[arcs[index]!.to]! < position[arcs[index]!.from]!);
  // A short way back first: its cycle takes weight from few arcs.
  backward.sort((a, b) => position[arcs[a]!.from]! - position[arcs[a]!.to]! - (position[arcs[b]!.from]! - position[arcs[b]!.to]!) || a - b);
  const arrival = new Int32Array(count);
  const seen = new Int32Array(count);
  let mark = 0;
  let steps = 0;
  const closeCycle = (arc: number, left: Float64Array): number[] | undefined => {
    const { from: goal, to: start } = arcs[arc]!;
    const queue = [start];
    seen[start] = ++mark;
    for (const node of queue) {
      for (const index of leaving[node]!) {
        steps++;
        const { to } = arcs[index]!;
        if (left[index]! <= EPSILON || seen[to] === mark) continue;
        seen[to] = mark;
        arrival[to] = index;
        if (to !== goal) {
          queue.push(to);
          continue;
        }
        const cycle = [arc];
        for (let at = goal; at !== start; at = arcs[arrival[at]!]!.from) cycle.push(arrival[at]!);
        return cycle.reverse();
      }
    }
    return undefined;
  };
  return { backward, closeCycle, steps: () => steps };
}

/** A lower bound: each cycle costs at least its lightest arc, and cycles that share no weight add up. */
export function packCycles(count: number, arcs: readonly WeightedArc[], order: readonly number[]): number {
  const finder = createCycleFinder(count, arcs, order);
  const left = Float64Array.from(arcs, (arc) => arc.weight);
  let bound = 0;
  for (const arc of finder.backward) {
    while (left[arc]! > EPSILON && finder.steps() < PACK_STEPS) {
      const cycle = finder.closeCycle(arc, left);
      if (!cycle) break;
      const least = Math.min(...cycle.map((index) => left[index]!));
      for (const index of cycle) left[index]! -= least;
      bound += least;
    }
  }
  return bound;
}

/**
 * Branch and bound over the arcs of cycles: of a cycle with the fewest undecided arcs the first is cut, or the second and the
 * first kept, and so on. The bound is a packing of cycles at every step. `cost` is the weight of the backward arcs of `order`.
 */
export function searchCuts(count: number, arcs: readonly WeightedArc[], order: readonly number[], cost: number): SearchResult {
  const finder = createCycleFinder(count, arcs, order);
  const state = new Uint8Array(arcs.length);
  let best = cost;
  let cutOfBest: Uint8Array | undefined;
  let isStopped = false;
  let rootBound = 0;

  const visit = (spent: number, depth: number): void => {
    if (finder.steps() > SEARCH_STEPS) isStopped = true;
    if (isStopped) return;
    const left = Float64Array.from(arcs, (arc, index) => (state[index] === CUT ? 0 : state[index] === KEPT ? Infinity : arc.weight));
    let bound = spent;
    let branch: number[] | undefined;
    for (const arc of finder.backward) {
      while (left[arc]! > EPSILON) {
        const cycle = finder.closeCycle(arc, left);
        if (!cycle) break;
        const free = cycle.filter((index) => state[index] === FREE);
        if (free.length === 0) return;
        if (branch === undefined || free.length < branch.length) branch = free;
        const least = Math.min(...cycle.map((index) => left[index]!));
        for (const index of cycle) left[index]! -= least;
        bound += least;
        if (bound >= best - EPSILON) return;
      }
    }
    if (depth === 0) rootBound = bound;
    if (!branch) {
      best = spent;
      cutOfBest = Uint8Array.from(state);
      return;
    }
    for (const index of branch) {
      state[index] = CUT;
      visit(spent + arcs[index]!.weight, depth + 1);
      state[index] = KEPT;
    }
    for (const index of branch) state[index] = FREE;
  };
  visit(0, 0);
  return {
    ...(cutOfBest ? { order: orderWithout(count, arcs, cutOfBest) } : {}),
    lowerBound: isStopped ? rootBound : best,
    finished: !isStopped,
  };
}

function orderWithout(count: number, arcs: readonly WeightedArc[], state: Uint8Array): number[] {
  const targets: number[][] = Array.from({ length: count }, () => []);
  const waiting = new Int32Array(count);
  arcs.forEach((arc, index) => {
    if (state[index] === CUT) return;
    targets[arc.from]!.push(arc.to);
    waiting[arc.to]!++;
  });
  const order = [...waiting.keys()].filter((node) => waiting[node] === 0);
  for (const node of order) for (const target of targets[node]!) if (--waiting[target]! === 0) order.push(target);
  return order;
}
