import { buildContraction } from './contraction.js';

/** What planning moves: atoms, or groups of atoms that type references tie together. Numbered in source order. */
export interface NodeGraph {
  readonly size: number;
  /** Units of each node, the weight of an average. */
  readonly counts: readonly number[];
  /** Physical lines of each node's statements. */
  readonly lines: readonly number[];
  /** Sum of the affinities of all unit pairs, `size * size`. */
  readonly sums: Float64Array;
  /** Acyclic. */
  readonly successors: readonly (readonly number[])[];
  /** Physical lines of a group as a file of its own. */
  readonly linesOf: (nodes: readonly number[]) => number;
}

export type Groups = readonly (readonly number[])[];

interface Candidate {
  readonly mean: number;
  readonly a: number;
  readonly b: number;
  readonly versions: number;
}

export interface MergeOptions {
  readonly cap: number;
  readonly floor: number;
  readonly stopAt: number;
  /** Nodes whose group takes part in no merge. */
  readonly frozen?: ReadonlySet<number>;
}

/**
 * Step S3: average-linkage agglomeration of `start` under a line cap, keeping the graph between groups acyclic. Merges the
 * most similar pair with mean affinity of at least `floor` until none is left or `stopAt` groups remain. A pair with others
 * on the paths between its members is merged together with them when the whole fits and is similar enough on average.
 */
export function agglomerate(graph: NodeGraph, start: Groups, options: MergeOptions): number[][] {
  const groups = start.map((group) => [...group]);
  const groupOf = new Int32Array(graph.size);
  groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));
  const size = groups.length;
  const { sums, counts } = sumGroups(graph, groups);
  const contraction = buildContraction(
    groups.map((group, index) =>
      [...new Set(group.flatMap((node) => graph.successors[node]!.map((to) => groupOf[to]!)))].filter((to) => to !== index),
    ),
  );
  const alive = new Uint8Array(size).fill(1);
  const version = new Int32Array(size);
  const isFrozen = groups.map((group) => group.some((node) => options.frozen?.has(node) ?? false));
  let left = size;
  let blocked: Candidate[] = [];

  const candidate = (a: number, b: number): Candidate => ({
    mean: sums[a * size + b]! / (counts[a]! * counts[b]!),
    a,
    b,
    versions: version[a]! + version[b]!,
  });
  const isCurrent = (pair: Candidate): boolean =>
    alive[pair.a] === 1 && alive[pair.b] === 1 && version[pair.a]! + version[pair.b]! === pair.versions;
  const meanAmong = (members: readonly number[]): number => {
    let [sum, pairs] = [0, 0];
    members.forEach((a, i) =>
      members.slice(i + 1).forEach((b) => ([sum, pairs] = [sum + sums[a * size + b]!, pairs + counts[a]! * counts[b]!])),
    );
    return sum / pairs;
  };
  const merge = (members: readonly number[], heap: Heap): void => {
    contraction.contract(members);
    const [kept, ...gone] = members as [number, ...number[]];
    for (const member of gone) {
      alive[member] = 0;
      counts[kept]! += counts[member]!;
      groups[kept] = [...groups[kept]!, ...groups[member]!].sort((a, b) => a - b);
      for (let other = 0; other < size; other++) sums[kept * size + other]! += sums[member * size + other]!;
      for (let other = 0; other < size; other++) sums[other * size + kept] = sums[kept * size + other]!;
    }
    left -= gone.length;
    version[kept]!++;
    for (let other = 0; other < size; other++) {
      if (alive[other] === 0 || other === kept || isFrozen[other]) continue;
      const pair = candidate(Math.min(kept, other), Math.max(kept, other));
      if (pair.mean >= options.floor) heap.push(pair);
    }
  };
  const fits = (members: readonly number[]): boolean => graph.linesOf(members.flatMap((member) => groups[member]!)) <= options.cap;

  const heap = createHeap();
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const pair = candidate(a, b);
      if (pair.mean >= options.floor && !isFrozen[a] && !isFrozen[b]) heap.push(pair);
    }
  }
  for (let progress = true; progress && left > options.stopAt;) {
    progress = false;
    for (let pair = heap.pop(); pair !== undefined && left > options.stopAt; pair = heap.pop()) {
      if (!isCurrent(pair) || !fits([pair.a, pair.b])) continue;
      const between = contraction.between([pair.a, pair.b]);
      const members = [pair.a, pair.b, ...between].sort((a, b) => a - b);
      if (between.length > 0 && (between.some((member) => isFrozen[member]) || !fits(members) || meanAmong(members) < options.floor)) {
        blocked.push(pair);
        continue;
      }
      merge(members, heap);
      progress = true;
    }
    for (const pair of blocked) if (isCurrent(pair)) heap.push(pair);
    blocked = [];
  }
  return groups.filter((_, index) => alive[index] === 1);
}

/** Sums of affinity between groups, and the number of units of each. */
export function sumGroups(graph: NodeGraph, groups: Groups): { sums: Float64Array; counts: Float64Array } {
  const size = groups.length;
  const sums = new Float64Array(size * size);
  const counts = Float64Array.from(groups, (group) => group.reduce((sum, node) => sum + graph.counts[node]!, 0));
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      let sum = 0;
      for (const one of groups[a]!) for (const other of groups[b]!) sum += graph.sums[one * graph.size + other]!;
      sums[a * size + b] = sums[b * size + a] = sum;
    }
  }
  return { sums, counts };
}

interface Heap {
  push(pair: Candidate): void;
  pop(): Candidate | undefined;
}

/** Highest mean first, then the pair that begins earliest in the source: a total order, so equal affinities give equal plans. */
function isBefore(x: Candidate, y: Candidate): boolean {
  if (x.mean !== y.mean) return x.mean > y.mean;
  return x.a !== y.a ? x.a < y.a : x.b !== y.b ? x.b < y.b : x.versions < y.versions;
}

function createHeap(): Heap {
  const items: Candidate[] = [];
  return {
    push(pair) {
      let at = items.push(pair) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isBefore(pair, items[parent]!)) break;
        items[at] = items[parent]!;
        at = parent;
      }
      items[at] = pair;
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (top === undefined || last === undefined || items.length === 0) return top;
      let at = 0;
      items[0] = last;
      for (let child = 1; child < items.length; child = 2 * at + 1) {
        if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++;
        if (!isBefore(items[child]!, last)) break;
        items[at] = items[child]!;
        at = child;
      }
      items[at] = last;
      return top;
    },
  };
}
