import type { WeightedArc } from './weighted-arc.js';

/** Above this many nodes the greedy order, n^2 steps, gives way to a depth-first one. */
const GREEDY_SIZE = 4000;

/** Steps that improving one order may take; a local optimum of a thousand nodes needs some ten million. */
const IMPROVE_STEPS = 40_000_000;

const EPSILON = 1e-9;

interface Neighbour {
  readonly node: number;
  /** Positive for an arc out, negative for an arc in. */
  readonly weight: number;
}

/** Orders worth improving: greedy from the front, greedy from the back, and depth-first from the node with most arcs out. */
export function startOrders(count: number, arcs: readonly WeightedArc[]): number[][] {
  const depthFirst = depthFirstOrder(count, arcs);
  if (count > GREEDY_SIZE) return [depthFirst];
  const reversed = arcs.map(({ from, to, weight }) => ({ from: to, to: from, weight }));
  return [greedyOrder(count, arcs), greedyOrder(count, reversed).reverse(), depthFirst];
}

function neighboursOf(count: number, arcs: readonly WeightedArc[]): Neighbour[][] {
  const neighbours: Neighbour[][] = Array.from({ length: count }, () => []);
  for (const { from, to, weight } of arcs) {
    neighbours[from]!.push({ node: to, weight });
    neighbours[to]!.push({ node: from, weight: -weight });
  }
  return neighbours;
}

/**
 * Sinks to the back, sources to the front, else the node whose arcs out outweigh its arcs in most to the front.
 *
 * Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc set problem", Inf. Process. Lett. 47(6), 1993, with
 * weights in place of degrees.
 */
function greedyOrder(count: number, arcs: readonly WeightedArc[]): number[] {
  const neighbours = neighboursOf(count, arcs);
  const out = neighbours.map((list) => list.filter((arc) => arc.weight > 0).length);
  const into = neighbours.map((list, node) => list.length - out[node]!);
  const balance = neighbours.map((list) => list.reduce((total, arc) => total + arc.weight, 0));
  const left = new Set(neighbours.keys());
  const front: number[] = [];
  const back: number[] = [];
  const take = (node: number, place: number[]): void => {
    left.delete(node);
    place.push(node);
    for (const { node: other, weight } of neighbours[node]!) {
      balance[other]! += weight;
      if (weight > 0) into[other]!--;
      else out[other]!--;
    }
  };
  while (left.size > 0) {
    let best = -1;
    let isFree = false;
    for (const node of left) {
      if (out[node] === 0) take(node, back);
      else if (into[node] === 0) take(node, front);
      else {
        if (best === -1 || balance[node]! > balance[best]!) best = node;
        continue;
      }
      isFree = true;
    }
    if (!isFree && best !== -1) take(best, front);
  }
  return [...front, ...back.reverse()];
}

/** Reverse postorder: only arcs to a node whose search is still open lead backwards. */
function depthFirstOrder(count: number, arcs: readonly WeightedArc[]): number[] {
  const targets: WeightedArc[][] = Array.from({ length: count }, () => []);
  for (const arc of arcs) targets[arc.from]!.push(arc);
  for (const list of targets) list.sort((a, b) => a.weight - b.weight || a.to - b.to);
  const roots = Array.from(targets.keys()).sort((a, b) => targets[b]!.length - targets[a]!.length || a - b);
  const next = new Int32Array(count);
  const isSeen = new Uint8Array(count);
  const finished: number[] = [];
  for (const root of roots) {
    if (isSeen[root]) continue;
    isSeen[root] = 1;
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1)!;
      const arc = targets[node]![next[node]!++];
      if (arc === undefined) finished.push(path.pop()!);
      else if (!isSeen[arc.to]) {
        isSeen[arc.to] = 1;
        path.push(arc.to);
      }
    }
  }
  return finished.reverse();
}

export interface DisturbedOrder {
  readonly order: readonly number[];
  /** The nodes that no longer stand as they did. */
  readonly turned: readonly number[];
}

/**
 * The order with a stretch of it turned round. Which one follows from `round` alone (a multiplicative sequence, Knuth, The Art
 * of Computer Programming 2, section 3.3.4), so that the same graph always gives the same answer.
 */
export function disturbOrder(order: readonly number[], round: number): DisturbedOrder {
  const first = Math.imul(round + 1, 2_654_435_761) >>> 0;
  const second = Math.imul(first ^ 0x9e37_79b9, 1_664_525) >>> 0;
  const length = Math.min(order.length, 3 + (second % 6));
  const start = first % (order.length - length + 1);
  const turned = order.slice(start, start + length).reverse();
  return { order: [...order.slice(0, start), ...turned, ...order.slice(start + length)], turned };
}

/**
 * Moves one node at a time to the place where the least weight points backwards, until nothing improves (Matuszewski,
 * Schoenfeld and Molitor, "Using sifting for k-layer straightline crossing minimization", Graph Drawing 1999).
 * The best place of a node follows from the order of the node and its neighbours among each other, so one that stood at its best place is looked at again only
 * when one of them was moved. `turned`: what alone was moved since `start` was improved; without it every node is looked at.
 */
export function createImprover(count: number, arcs: readonly WeightedArc[]): (start: readonly number[], turned?: readonly number[]) => number[] {
  const neighbours = neighboursOf(count, arcs);
  const position = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const openNeighbours = (node: number): void => {
    for (const other of neighbours[node]!) isOpen[other.node] = 1;
  };
  return (start, turned) => {
    const order = Int32Array.from(start);
    order.forEach((node, place) => (position[node] = place));
    isOpen.fill(turned ? 0 : 1);
    turned?.forEach((node) => {
      isOpen[node] = 1;
      openNeighbours(node);
    });
    let steps = 0;
    for (let node = isOpen.indexOf(1); node !== -1 && steps < IMPROVE_STEPS; node = nextOf(isOpen, node)) {
      isOpen[node] = 0;
      const here = position[node]!;
      const place = bestPlace(neighbours[node]!, here, position);
      steps += neighbours[node]!.length * 4 + Math.abs(place - here);
      if (place === here) continue;
      openNeighbours(node);
      if (place > here) order.copyWithin(here, here + 1, place + 1);
      else order.copyWithin(place + 1, place, here);
      order[place] = node;
      for (let i = Math.min(here, place); i <= Math.max(here, place); i++) position[order[i]!] = i;
    }
    return [...order];
  };
}

/** The first open node behind this one, else from the front; -1 if there is none. */
function nextOf(isOpen: Uint8Array, node: number): number {
  const behind = isOpen.indexOf(1, node + 1);
  return behind === -1 ? isOpen.indexOf(1) : behind;
}

/** Only passing a neighbour changes the weight, so only the places beside neighbours are looked at. Leaves the neighbours in the order of their positions. */
function bestPlace(neighbours: Neighbour[], here: number, position: Int32Array): number {
  sortByPosition(neighbours, position);
  const split = neighbours.findIndex((other) => position[other.node]! > here);
  const middle = split === -1 ? neighbours.length : split;
  let [bestGain, best, gain] = [0, here, 0];
  for (let i = middle; i < neighbours.length; i++) {
    gain -= neighbours[i]!.weight;
    if (gain > bestGain + EPSILON) [bestGain, best] = [gain, position[neighbours[i]!.node]!];
  }
  gain = 0;
  for (let i = middle - 1; i >= 0; i--) {
    gain += neighbours[i]!.weight;
    if (gain > bestGain + EPSILON) [bestGain, best] = [gain, position[neighbours[i]!.node]!];
  }
  return best;
}

/** More are sorted faster by comparing: a node of a complete graph of 1,000 has 1,998, and the first time none of them is in its place. */
const INSERTION_SIZE = 64;

/** By insertion: since the last time a few of them have moved, and mostly not far. */
function sortByPosition(neighbours: Neighbour[], position: Int32Array): void {
  if (neighbours.length > INSERTION_SIZE) {
    neighbours.sort((a, b) => position[a.node]! - position[b.node]!);
    return;
  }
  for (let i = 1; i < neighbours.length; i++) {
    const moved = neighbours[i]!;
    const place = position[moved.node]!;
    let j = i - 1;
    for (; j >= 0 && position[neighbours[j]!.node]! > place; j--) neighbours[j + 1] = neighbours[j]!;
    neighbours[j + 1] = moved;
  }
}
