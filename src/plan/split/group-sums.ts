import { findNearPairs, roundOff, type NearPairs } from './near-pairs.js';
import type { Groups, NodeGraph } from './node-graph.js';

/** Sums of affinity between groups that merge. */
export interface GroupSums {
  /** Units of each group. */
  readonly counts: Float64Array;
  /** The groups of the start that are near to each other. */
  readonly pairs: NearPairs;
  /** Sum of the affinities of all pairs of units of two groups that are alive. */
  between(a: number, b: number): number;
  /** Merges groups into the first of them, and tells of every other group whose mean affinity with it is at least the floor. */
  merge(members: readonly number[], found: (other: number, sum: number) => void): void;
  /** Sums of their own that begin where these are. */
  copy(): GroupSums;
}

interface State {
  readonly counts: Float64Array;
  readonly pairs: NearPairs;
  /** Sums of all pairs of groups of the start, `size * size`. */
  readonly start: Float32Array | Float64Array;
  readonly floor: number;
  /** What each living group is made of. */
  readonly parts: (readonly number[])[];
  /** The living group that each one has become a part of. */
  readonly now: Int32Array;
  /** Every group that may be near to this one, by what it was called when this one merged last. */
  readonly near: ArrayLike<number>[];
  /** What a group that has merged knows of others; NaN where it was not asked. Of two groups the one that merged last knows it. */
  readonly rows: (Float64Array | undefined)[];
  readonly mergedAt: Int32Array;
  readonly merges: number;
}

/**
 * Every node stands in exactly one group. The mean of a merged group with another is an average of the means of its members, so only what was near
 * one of them can be near it, and nobody looks at the other pairs again. Affinities are single and sums double precision, so that no addition rounds
 * and the order of additions is free.
 */
export function sumGroups(graph: NodeGraph, groups: Groups, floor: number): GroupSums {
  const size = groups.length;
  const counts = Float64Array.from(groups, (group) => group.reduce((sum, node) => sum + graph.counts[node]!, 0));
  const isPlain = size === graph.size && groups.every((group, index) => group[0] === index);
  const start = isPlain ? graph.sums : addUp(graph, groups);
  const pairs = findNearPairs({ size, counts: isPlain ? graph.counts : [...counts], sums: start }, floor);
  return createSums({
    counts,
    pairs,
    start,
    floor,
    parts: groups.map((_, index) => [index]),
    now: Int32Array.from(groups, (_, index) => index),
    near: groups.map((_, group) => pairs.others.subarray(pairs.starts[group]!, pairs.starts[group + 1]!)),
    rows: groups.map(() => undefined),
    mergedAt: new Int32Array(size),
    merges: 0,
  });
}

function createSums(state: State): GroupSums {
  const { counts, pairs, start, floor, parts, now, near, rows, mergedAt } = state;
  const size = counts.length;
  const listedAt = new Int32Array(size);
  let { merges } = state;
  /** Rows that nobody reads any more. One that a copy may read is not among them. */
  const left: Float64Array[] = [];
  const shared = new Set(rows);

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
  const listNeighbours = (members: readonly number[]): number[] => {
    for (const member of members) listedAt[member] = merges;
    const others: number[] = [];
    for (const member of members) {
      const list = near[member]!;
      for (let i = 0; i < list.length; i++) {
        const other = now[list[i]!]!;
        if (listedAt[other] === merges) continue;
        listedAt[other] = merges;
        others.push(other);
      }
    }
    return others;
  };
  return {
    counts,
    pairs,
    between,
    copy() {
      for (const row of rows) shared.add(row);
      return createSums({ ...state, counts: counts.slice(), parts: [...parts], now: now.slice(), near: [...near], rows: [...rows], mergedAt: mergedAt.slice(), merges });
    },
    merge(members, found) {
      merges++;
      const [kept, ...gone] = members as [number, ...number[]];
      const others = listNeighbours(members);
      const row = (left.pop() ?? new Float64Array(size)).fill(NaN);
      for (const other of others) {
        let sum = 0;
        for (const member of members) sum += between(member, other);
        row[other] = sum;
      }
      for (const member of gone) {
        counts[kept]! += counts[member]!;
        for (const part of parts[member]!) now[part] = kept;
      }
      parts[kept] = members.flatMap((member) => parts[member]!);
      for (const member of members) {
        if (rows[member] && !shared.has(rows[member])) left.push(rows[member]);
        rows[member] = undefined;
        near[member] = [];
      }
      rows[kept] = row;
      mergedAt[kept] = merges;
      const nearKept: number[] = [];
      for (const other of others) {
        const mean = row[other]! / (counts[other]! * counts[kept]!);
        if (mean >= floor - roundOff) nearKept.push(other);
        if (mean >= floor) found(other, row[other]!);
      }
      near[kept] = nearKept;
    },
  };
}

/** The sums of all pairs of groups. Those of a node that holds several units round on the way, and not the same in both directions. */
function addUp(graph: NodeGraph, groups: Groups): Float64Array {
  const size = groups.length;
  const members = Int32Array.from(groups.flat());
  const ends = new Int32Array(size);
  groups.forEach((group, index) => (ends[index] = group.length + (ends[index - 1] ?? 0)));
  const sums = new Float64Array(size * size);
  for (let group = 0; group < size; group++) {
    for (const node of groups[group]!) {
      const row = graph.sums.subarray(node * graph.size, (node + 1) * graph.size);
      for (let other = 0, i = 0; other < size; other++) {
        let sum = 0;
        for (const end = ends[other]!; i < end; i++) sum += row[members[i]!]!;
        sums[group * size + other]! += sum;
      }
    }
  }
  return sums;
}
