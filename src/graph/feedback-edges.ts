import { componentIndices, numberNodes } from './strongly-connected.js';

export interface FeedbackEdge<T> {
  readonly from: T;
  readonly to: T;
  readonly weight: number;
}

/** Components up to this size are solved exactly: 2^size * size^2 steps. */
const EXACT_SIZE = 12;

/**
 * A set of edges of small total weight whose removal leaves no cycle. Minimal: no edge of the set can be put back alone.
 * Minimum for components of up to 12 nodes, an approximation above. Self-edges are always in it. Sorted by the order of
 * `nodes`. `weight` is asked once for each edge and must not be negative.
 *
 * Exact: dynamic programming over the sets of nodes that stand first, after Lawler, "A comment on minimum feedback arc sets",
 * IEEE Trans. Circuit Theory 11(2), 1964. Larger: the ordering of Eades, Lin and Smyth, "A fast and effective heuristic for
 * the feedback arc set problem", Inf. Process. Lett. 47(6), 1993, with weights in place of degrees, then sifting each node to
 * its best place until nothing improves, as Matuszewski, Schoenfeld and Molitor do for crossings (Graph Drawing, 1999).
 */
export function feedbackEdges<T>(
  nodes: readonly T[],
  edges: (node: T) => readonly T[],
  weight: (from: T, to: T) => number = () => 1,
): FeedbackEdge<T>[] {
  const { unique, successors } = numberNodes(nodes, edges);
  const removed: FeedbackEdge<T>[] = [];
  for (const members of componentIndices(unique.length, successors)) {
    const local = new Map(members.map((node, i) => [node, i]));
    const outgoing: Arc[][] = members.map(() => []);
    const incoming: Arc[][] = members.map(() => []);
    members.forEach((node, from) => {
      for (const target of successors[node]!) {
        const to = local.get(target);
        if (to === undefined) continue;
        const cost = weight(unique[node]!, unique[target]!);
        if (to === from) removed.push({ from: unique[node]!, to: unique[target]!, weight: cost });
        else {
          outgoing[from]!.push({ node: to, weight: cost });
          incoming[to]!.push({ node: from, weight: cost });
        }
      }
    });
    if (members.length === 1) continue;
    const knot: Knot = { outgoing, incoming };
    const order = members.length <= EXACT_SIZE ? exactOrder(knot) : siftOrder(greedyOrder(knot), knot);
    for (const [from, to, cost] of minimalBackArcs(order, knot)) {
      removed.push({ from: unique[members[from]!]!, to: unique[members[to]!]!, weight: cost });
    }
  }
  const rank = new Map(unique.map((node, i) => [node, i]));
  return removed.sort((a, b) => rank.get(a.from)! - rank.get(b.from)! || rank.get(a.to)! - rank.get(b.to)!);
}

interface Arc {
  readonly node: number;
  readonly weight: number;
}

interface Knot {
  readonly outgoing: readonly (readonly Arc[])[];
  readonly incoming: readonly (readonly Arc[])[];
}

function exactOrder({ outgoing }: Knot): number[] {
  const size = outgoing.length;
  const cost = new Float64Array(1 << size).fill(Infinity);
  const last = new Int8Array(1 << size);
  cost[0] = 0;
  for (let placed = 0; placed < 1 << size; placed++) {
    for (let node = 0; node < size; node++) {
      if (placed & (1 << node)) continue;
      let total = cost[placed]!;
      for (const arc of outgoing[node]!) if (placed & (1 << arc.node)) total += arc.weight;
      const grown = placed | (1 << node);
      if (total < cost[grown]!) [cost[grown], last[grown]] = [total, node];
    }
  }
  const order: number[] = [];
  for (let placed = (1 << size) - 1; placed !== 0; placed &= ~(1 << last[placed]!)) order.push(last[placed]!);
  return order.reverse();
}

/** Sinks to the back, sources to the front, else the node whose outgoing weight most exceeds its incoming. O(nodes^2 + arcs). */
function greedyOrder({ outgoing, incoming }: Knot): number[] {
  const out = outgoing.map((arcs) => arcs.length);
  const into = incoming.map((arcs) => arcs.length);
  const balance = outgoing.map((arcs, i) => sum(arcs) - sum(incoming[i]!));
  const left = new Set(outgoing.keys());
  const front: number[] = [];
  const back: number[] = [];
  const take = (node: number, place: number[]): void => {
    left.delete(node);
    place.push(node);
    for (const arc of outgoing[node]!) [into[arc.node], balance[arc.node]] = [into[arc.node]! - 1, balance[arc.node]! + arc.weight];
    for (const arc of incoming[node]!) [out[arc.node], balance[arc.node]] = [out[arc.node]! - 1, balance[arc.node]! - arc.weight];
  };
  while (left.size > 0) {
    let best = -1;
    let free = false;
    for (const node of left) {
      if (out[node] === 0) take(node, back);
      else if (into[node] === 0) take(node, front);
      else {
        if (best === -1 || balance[node]! > balance[best]!) best = node;
        continue;
      }
      free = true;
    }
    if (!free && best !== -1) take(best, front);
  }
  return [...front, ...back.reverse()];
}

function sum(arcs: readonly Arc[]): number {
  return arcs.reduce((total, arc) => total + arc.weight, 0);
}

/** Moves one node at a time to the place where the least weight points backwards. Stops after 20 rounds at the latest. */
function siftOrder(start: readonly number[], { outgoing, incoming }: Knot): number[] {
  let order = [...start];
  for (let round = 0, improved = true; improved && round < 20; round++) {
    improved = false;
    for (const node of outgoing.keys()) {
      const position = new Map(order.map((other, i) => [other, i]));
      const here = position.get(node)!;
      const shift = new Map<number, number>();
      for (const arc of outgoing[node]!) shift.set(position.get(arc.node)!, (shift.get(position.get(arc.node)!) ?? 0) + arc.weight);
      for (const arc of incoming[node]!) shift.set(position.get(arc.node)!, (shift.get(position.get(arc.node)!) ?? 0) - arc.weight);
      let [bestGain, bestPlace, gain] = [0, here, 0];
      for (let place = here + 1; place < order.length; place++) {
        gain -= shift.get(place) ?? 0;
        if (gain > bestGain + EPSILON) [bestGain, bestPlace] = [gain, place];
      }
      gain = 0;
      for (let place = here - 1; place >= 0; place--) {
        gain += shift.get(place) ?? 0;
        if (gain > bestGain + EPSILON) [bestGain, bestPlace] = [gain, place];
      }
      if (bestPlace === here) continue;
      improved = true;
      order = order.toSpliced(here, 1).toSpliced(bestPlace, 0, node);
    }
  }
  return order;
}

const EPSILON = 1e-9;

/** The arcs that point backwards, dearest first put back where that closes no cycle. */
function minimalBackArcs(order: readonly number[], { outgoing }: Knot): [from: number, to: number, weight: number][] {
  const position = new Map(order.map((node, i) => [node, i]));
  const kept = outgoing.map((arcs, from) => arcs.filter((arc) => position.get(arc.node)! > position.get(from)!).map((arc) => arc.node));
  const backwards: [number, number, number][] = [];
  outgoing.forEach((arcs, from) => {
    for (const arc of arcs) if (position.get(arc.node)! < position.get(from)!) backwards.push([from, arc.node, arc.weight]);
  });
  backwards.sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
  return backwards.filter(([from, to]) => {
    if (leadsTo(to, from, kept)) return true;
    kept[from]!.push(to);
    return false;
  });
}

function leadsTo(start: number, goal: number, successors: readonly (readonly number[])[]): boolean {
  const seen = new Set([start]);
  const pending = [start];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node === goal) return true;
    for (const target of successors[node]!) {
      if (seen.has(target)) continue;
      seen.add(target);
      pending.push(target);
    }
  }
  return false;
}
