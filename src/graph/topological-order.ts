import { componentIndices, numberNodes } from './strongly-connected.js';

export type TopologicalOrder<T> =
  | { readonly order: T[]; readonly remaining: readonly [] }
  /** `remaining`: the nodes that lie on a cycle, in the order of `nodes`. */
  | { readonly order: undefined; readonly remaining: T[] };

/**
 * Every node before the targets of its edges; among those that are free the one with the smallest `rank` first (default: the
 * order of `nodes`, which also breaks ties).
 *
 * Kahn, "Topological sorting of large networks", CACM 5(11), 1962, with a heap for the free nodes.
 */
export function topologicalOrder<T>(
  nodes: readonly T[],
  edges: (node: T) => readonly T[],
  rank: (node: T) => number = () => 0,
): TopologicalOrder<T> {
  const { unique, successors } = numberNodes(nodes, edges);
  const ranks = unique.map((node) => rank(node));
  const before = (a: number, b: number): boolean => ranks[a]! < ranks[b]! || (ranks[a] === ranks[b] && a < b);
  const waiting = new Int32Array(unique.length);
  for (const targets of successors) for (const target of targets) waiting[target]!++;
  const free: number[] = [];
  for (let node = 0; node < unique.length; node++) if (waiting[node] === 0) pushHeap(free, node, before);
  const order: T[] = [];
  for (let node = popHeap(free, before); node !== undefined; node = popHeap(free, before)) {
    order.push(unique[node]!);
    for (const target of successors[node]!) if (--waiting[target]! === 0) pushHeap(free, target, before);
  }
  if (order.length === unique.length) return { order, remaining: [] };
  const onCycle = componentIndices(unique.length, successors)
    .filter((members) => members.length > 1 || successors[members[0]!]!.includes(members[0]!))
    .flat()
    .sort((a, b) => a - b);
  return { order: undefined, remaining: onCycle.map((i) => unique[i]!) };
}

type Before = (a: number, b: number) => boolean;

function pushHeap(heap: number[], value: number, before: Before): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(value, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = value;
}

function popHeap(heap: number[], before: Before): number | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
