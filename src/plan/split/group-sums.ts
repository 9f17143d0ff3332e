import type { Groups, NodeGraph } from './node-graph.js';

/** Sums of affinity between groups that merge. */
export interface GroupSums {
  /** Units of each group. */
  readonly counts: Float64Array;
  /** Sum of the affinities of all pairs of units of two groups that are alive. */
  between(a: number, b: number): number;
  /** Tells of every pair of the start, `a < b`, whose mean affinity is at least the floor. */
  findPairs(found: (a: number, b: number, sum: number) => void): void;
  /** Merges groups into the first of them, and tells of every other group whose mean affinity with it is at least the floor. */
  merge(members: readonly number[], found: (other: number, sum: number) => void): void;
}

/** Far below what a difference of affinities can be, far above what a division rounds. */
const roundOff = 1e-9;

/**
 * Every node stands in exactly one group. The mean of a merged group with another is an average of the means of its members, so only what was near
 * one of them can be near it: of 5,000 declarations one is near to some fifty, and nobody looks at the other pairs again. Affinities are single and sums
 * double precision, so that no addition rounds and the order of additions is free.
 */
export function sumGroups(graph: NodeGraph, groups: Groups, floor: number): GroupSums {
  const size = groups.length;
  const counts = Float64Array.from(groups, (group) => group.reduce((sum, node) => sum + graph.counts[node]!, 0));
  const isPlain = size === graph.size && groups.every((group, index) => group[0] === index);
  const start = isPlain ? graph.sums : addUp(graph, groups);
  /** What each living group is made of. */
  const parts: (readonly number[])[] = groups.map((_, index) => [index]);
  /** The living group that each one has become a part of. */
  const now = Int32Array.from(groups, (_, index) => index);
  /** Every group that may be near to this one, by what it was called when this one merged last. */
  const near: number[][] = groups.map(() => []);
  /** What a group that has merged knows of others; NaN where it was not asked. Of two groups the one that merged last knows it. */
  const rows: (Float64Array | undefined)[] = groups.map(() => undefined);
  const mergedAt = new Int32Array(size);
  let merges = 0;
  const left: Float64Array[] = [];

  const addParts = (a: number, b: number): number => {
    let sum = 0;
    for (const one of parts[a]!) for (const other of parts[b]!) sum += start[one * size + other]!;
    return sum;
  };
  const between = (a: number, b: number): number => {
    if (mergedAt[a] === 0 && mergedAt[b] === 0) return start[a * size + b]!;
    const known = mergedAt[a]! > mergedAt[b]! ? rows[a]![b]! : rows[b]![a]!;
    return Number.isNaN(known) ? addParts(a, b) : known;
  };
  return {
    counts,
    between,
    findPairs(found) {
      for (let a = 0; a < size; a++) {
        for (let b = a + 1; b < size; b++) {
          const mean = start[a * size + b]! / (counts[a]! * counts[b]!);
          if (mean < floor - roundOff) continue;
          near[a]!.push(b);
          near[b]!.push(a);
          if (mean >= floor) found(a, b, start[a * size + b]!);
        }
      }
    },
    merge(members, found) {
      const [kept, ...gone] = members as [number, ...number[]];
      const others = new Set(members.flatMap((member) => near[member]!.map((other) => now[other]!)));
      for (const member of members) others.delete(member);
      const row = (left.pop() ?? new Float64Array(size)).fill(NaN);
      for (const other of others) row[other] = members.reduce((sum, member) => sum + between(member, other), 0);
      for (const member of gone) {
        counts[kept]! += counts[member]!;
        for (const part of parts[member]!) now[part] = kept;
      }
      parts[kept] = members.flatMap((member) => parts[member]!);
      for (const member of members) {
        if (rows[member]) left.push(rows[member]);
        rows[member] = undefined;
        near[member] = [];
      }
      rows[kept] = row;
      mergedAt[kept] = ++merges;
      for (const other of others) {
        const mean = row[other]! / (counts[other]! * counts[kept]!);
        if (mean >= floor - roundOff) near[kept]!.push(other);
        if (mean >= floor) found(other, row[other]!);
      }
    },
  };
}

function addUp(graph: NodeGraph, groups: Groups): Float64Array {
  const size = groups.length;
  const groupOf = new Int32Array(graph.size);
  groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));
  const sums = new Float64Array(size * size);
  const row = new Float64Array(size);
  for (let group = 0; group < size; group++) {
    row.fill(0);
    for (const node of groups[group]!) {
      for (let at = node * graph.size, other = 0; other < graph.size; other++) row[groupOf[other]!]! += graph.sums[at + other]!;
    }
    sums.set(row, group * size);
  }
  return sums;
}
