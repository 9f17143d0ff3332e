import { blocksOf } from './blocks.js';
import { componentIndices } from './strongly-connected.js';
import type { WeightedArc } from './weighted-arc.js';

/** A part of the graph that no reduction makes smaller. Strongly connected, at most one arc between two nodes. */
export interface Core {
  /** Numbers in the whole graph. */
  readonly nodes: readonly number[];
  /** Between indices into `nodes`. */
  readonly arcs: readonly WeightedArc[];
}

export interface Reduction {
  readonly cores: readonly Core[];
  /** Weight of arcs that every cut has to pay. */
  readonly fixedWeight: number;
  /**
   * All nodes in a line, given an order for each core (in numbers of the whole graph), so that the weight of the arcs that
   * lead backwards is `fixedWeight` and what leads backwards in the cores.
   */
  readonly restore: (orders: readonly (readonly number[])[]) => number[];
}

interface Placement {
  readonly node: number;
  readonly anchor: number;
  readonly before: boolean;
}

/** Below this a weight is a rounding error. */
const EPSILON = 1e-9;

/**
 * What can be decided about the cheapest order of the nodes without a search:
 * - Of two arcs `a -> b` and `b -> a` one leads backwards in every order: the smaller weight is paid, the difference stays.
 * - Arcs between strongly connected components are on no cycle.
 * - A node whose only way out costs at least as much as all its ways in together stands right before its target (and the
 *   mirror image); this contracts chains.
 * - Blocks that share a single node are independent, as each cycle lies within one.
 */
export function reduceArcs(count: number, arcs: readonly WeightedArc[]): Reduction {
  const out: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  const into: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  let fixedWeight = addNetArcs(count, arcs, out, into);
  const placements: Placement[] = [];
  const settled: [from: number, to: number][] = [];
  const mergedInto = Int32Array.from({ length: count }, (_, node) => node);
  const pending = Array.from({ length: count }, (_, node) => node);

  const removeArc = (from: number, to: number): void => {
    out[from]!.delete(to);
    into[to]!.delete(from);
    pending.push(from, to);
  };
  const settle = (from: number, to: number): void => {
    settled.push([from, to]);
    removeArc(from, to);
  };
  const addArc = (from: number, to: number, weight: number): void => {
    const opposite = out[to]!.get(from) ?? 0;
    fixedWeight += Math.min(opposite, weight);
    const rest = weight - opposite;
    if (opposite > 0) removeArc(to, from);
    const [source, target, amount] = rest > 0 ? [from, to, rest] : [to, from, -rest];
    if (amount > EPSILON) {
      const total = (out[source]!.get(target) ?? 0) + amount;
      out[source]!.set(target, total);
      into[target]!.set(source, total);
    }
    pending.push(from, to);
  };
  const reduceNode = (node: number): void => {
    const targets = out[node]!;
    const sources = into[node]!;
    if (targets.size === 0 || sources.size === 0) {
      for (const target of [...targets.keys()]) settle(node, target);
      for (const source of [...sources.keys()]) settle(source, node);
    } else if (targets.size === 1 || sources.size === 1) {
      const [target, weightOut] = targets.entries().next().value!;
      const [source, weightIn] = sources.entries().next().value!;
      if (targets.size === 1 && weightOut >= sum(sources) - EPSILON) {
        placements.push({ node, anchor: target, before: true });
        mergedInto[node] = target;
        removeArc(node, target);
        for (const [other, weight] of [...sources]) {
          removeArc(other, node);
          addArc(other, target, weight);
        }
      } else if (sources.size === 1 && weightIn >= sum(targets) - EPSILON) {
        placements.push({ node, anchor: source, before: false });
        mergedInto[node] = source;
        removeArc(source, node);
        for (const [other, weight] of [...targets]) {
          removeArc(node, other);
          addArc(source, other, weight);
        }
      }
    }
  };

  let components: number[][];
  for (let changed = true; changed; ) {
    changed = false;
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) reduceNode(node);
    components = componentIndices(count, out.map((targets) => [...targets.keys()])).filter((members) => members.length > 1);
    const owner = new Int32Array(count).fill(-1);
    components.forEach((members, component) => members.forEach((node) => (owner[node] = component)));
    for (let node = 0; node < count; node++) {
      for (const target of [...out[node]!.keys()]) {
        if (owner[node] !== -1 && owner[node] === owner[target]) continue;
        settle(node, target);
        changed = true;
      }
    }
  }
  const cores = components!.flatMap((members) => splitBlocks(members, out));
  return { cores, fixedWeight, restore: (orders) => restoreOrder(count, orders, settled, placements, mergedInto) };
}

function sum(weights: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const weight of weights.values()) total += weight;
  return total;
}

/** Fills `out` and `into` with what opposite arcs leave of each other; answers the weight that they cancel. */
function addNetArcs(count: number, arcs: readonly WeightedArc[], out: Map<number, number>[], into: Map<number, number>[]): number {
  const leaving: number[][] = Array.from({ length: count }, () => []);
  const entering: number[][] = Array.from({ length: count }, () => []);
  arcs.forEach(({ from, to }, index) => {
    if (from === to) return;
    leaving[from]!.push(index);
    entering[to]!.push(index);
  });
  const forth = new Float64Array(count);
  const back = new Float64Array(count);
  let cancelled = 0;
  for (let node = 0; node < count; node++) {
    const others = new Set(leaving[node]!.map((index) => arcs[index]!.to));
    for (const index of leaving[node]!) forth[arcs[index]!.to]! += arcs[index]!.weight;
    for (const index of entering[node]!) back[arcs[index]!.from]! += arcs[index]!.weight;
    for (const other of others) {
      const net = forth[other]! - back[other]!;
      if (node < other) cancelled += Math.min(forth[other]!, back[other]!);
      if (net <= EPSILON) continue;
      out[node]!.set(other, net);
      into[other]!.set(node, net);
    }
    for (const index of leaving[node]!) forth[arcs[index]!.to] = 0;
    for (const index of entering[node]!) back[arcs[index]!.from] = 0;
  }
  return cancelled;
}

function splitBlocks(members: readonly number[], out: readonly ReadonlyMap<number, number>[]): Core[] {
  const local = new Map(members.map((node, i) => [node, i]));
  const arcs = members.flatMap((node, from) => [...out[node]!].map(([target, weight]) => ({ from, to: local.get(target)!, weight })));
  return blocksOf(members.length, arcs).map((block) => {
    const nodes = [...new Set(block.flatMap((arc) => [arcs[arc]!.from, arcs[arc]!.to]))].sort((a, b) => a - b);
    const place = new Map(nodes.map((node, i) => [node, i]));
    return {
      nodes: nodes.map((node) => members[node]!),
      arcs: block.map((index) => ({ from: place.get(arcs[index]!.from)!, to: place.get(arcs[index]!.to)!, weight: arcs[index]!.weight })),
    };
  });
}

function restoreOrder(
  count: number,
  orders: readonly (readonly number[])[],
  settled: readonly (readonly [from: number, to: number])[],
  placements: readonly Placement[],
  mergedInto: Int32Array,
): number[] {
  const alive = (node: number): number => {
    let at = node;
    while (mergedInto[at] !== at) at = mergedInto[at] = mergedInto[mergedInto[at]!]!;
    return at;
  };
  const after: number[][] = Array.from({ length: count }, () => []);
  const waiting = new Int32Array(count);
  const link = (from: number, to: number): void => {
    after[from]!.push(to);
    waiting[to]!++;
  };
  for (const [from, to] of settled) link(alive(from), alive(to));
  for (const order of orders) for (let i = 1; i < order.length; i++) link(order[i - 1]!, order[i]!);
  const next = new Int32Array(count).fill(-1);
  const previous = new Int32Array(count).fill(-1);
  const line: number[] = [];
  for (let node = 0; node < count; node++) if (waiting[node] === 0 && alive(node) === node) line.push(node);
  for (let i = 0; i < line.length; i++) for (const target of after[line[i]!]!) if (--waiting[target]! === 0) line.push(target);
  for (let i = 1; i < line.length; i++) [next[line[i - 1]!], previous[line[i]!]] = [line[i]!, line[i - 1]!];
  let first = line[0] ?? -1;
  for (const { node, anchor, before } of [...placements].reverse()) {
    const left = before ? previous[anchor]! : anchor;
    const right = before ? anchor : next[anchor]!;
    [previous[node], next[node]] = [left, right];
    if (left === -1) first = node;
    else next[left] = node;
    if (right !== -1) previous[right] = node;
  }
  const result: number[] = [];
  for (let node = first; node !== -1; node = next[node]!) result.push(node);
  return result;
}
