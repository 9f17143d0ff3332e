import { buildContraction } from './contraction.js';
import { sumGroups } from './group-sums.js';
import type { Groups, NodeGraph } from './node-graph.js';

interface Candidate {
  readonly mean: number;
  readonly a: number;
  readonly b: number;
  /** Sum of the versions of both groups: another one means that the pair is out of date. */
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
  if (groups.length <= options.stopAt) return groups;
  const groupOf = new Int32Array(graph.size);
  groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));
  const size = groups.length;
  const affinity = sumGroups(graph, groups, options.floor);
  const { counts, pairs } = affinity;
  const contraction = buildContraction(
    groups.map((group, index) =>
      [...new Set(group.flatMap((node) => graph.successors[node]!.map((to) => groupOf[to]!)))].filter((to) => to !== index),
    ),
  );
  const alive = new Uint8Array(size).fill(1);
  const version = new Int32Array(size);
  const isFrozen = groups.map((group) => group.some((node) => options.frozen?.has(node) ?? false));
  const heap = createHeap();
  let left = size;
  let blocked: Candidate[] = [];
  const bodyLines = groups.map((group) => group.reduce((sum, node) => sum + graph.lines[node]!, 0));

  // What is too long together stays so until one of the two changes.
  const offer = (a: number, b: number, sum: number): void => {
    if (isFrozen[a] || isFrozen[b] || bodyLines[a]! + bodyLines[b]! > options.cap) return;
    heap.push(sum / (counts[a]! * counts[b]!), a, b, version[a]! + version[b]!);
  };
  const isCurrent = (pair: Candidate): boolean =>
    alive[pair.a] === 1 && alive[pair.b] === 1 && version[pair.a]! + version[pair.b]! === pair.versions;
  const meanAmong = (members: readonly number[]): number => {
    let [sum, pairs] = [0, 0];
    members.forEach((a, i) =>
      members.slice(i + 1).forEach((b) => ([sum, pairs] = [sum + affinity.between(a, b), pairs + counts[a]! * counts[b]!])),
    );
    return sum / pairs;
  };
  const merge = (members: readonly number[]): void => {
    contraction.contract(members);
    const [kept, ...gone] = members as [number, ...number[]];
    for (const member of gone) {
      alive[member] = 0;
      bodyLines[kept]! += bodyLines[member]!;
      groups[kept] = [...groups[kept]!, ...groups[member]!].sort((a, b) => a - b);
    }
    left -= gone.length;
    version[kept]!++;
    affinity.merge(members, (other, sum) => offer(Math.min(kept, other), Math.max(kept, other), sum));
  };
  // The statements alone are counted first: with the imports it is a walk over all references of the group.
  const fits = (members: readonly number[]): boolean =>
    members.reduce((sum, member) => sum + bodyLines[member]!, 0) <= options.cap &&
    graph.linesOf(members.flatMap((member) => groups[member]!)) <= options.cap;

  // The pairs of the start are sorted already, and most are out of date when their turn comes; only what merges bring needs a heap.
  let read = 0;
  const next = (): Candidate | undefined => {
    for (; read < pairs.means.length; read++) {
      const [a, b] = [pairs.firsts[read]!, pairs.seconds[read]!];
      if (version[a] === 0 && version[b] === 0 && alive[a] === 1 && alive[b] === 1 && !isFrozen[a] && !isFrozen[b] && bodyLines[a]! + bodyLines[b]! <= options.cap) break;
    }
    if (read === pairs.means.length || heap.isAhead(pairs.means[read]!, pairs.firsts[read]!, pairs.seconds[read]!)) return heap.pop();
    const pair = { mean: pairs.means[read]!, a: pairs.firsts[read]!, b: pairs.seconds[read]!, versions: 0 };
    read++;
    return pair;
  };
  for (let progress = true; progress && left > options.stopAt;) {
    progress = false;
    for (let pair = next(); pair !== undefined && left > options.stopAt; pair = next()) {
      if (!isCurrent(pair) || !fits([pair.a, pair.b])) continue;
      const between = contraction.between([pair.a, pair.b]);
      const members = [pair.a, pair.b, ...between].sort((a, b) => a - b);
      if (between.length > 0 && (between.some((member) => isFrozen[member]) || !fits(members) || meanAmong(members) < options.floor)) {
        blocked.push(pair);
        continue;
      }
      merge(members);
      progress = true;
    }
    for (const pair of blocked) if (isCurrent(pair)) heap.push(pair.mean, pair.a, pair.b, pair.versions);
    blocked = [];
  }
  return groups.filter((_, index) => alive[index] === 1);
}

interface Heap {
  push(mean: number, a: number, b: number, versions: number): void;
  pop(): Candidate | undefined;
  /** Whether the pair on top comes before this one. */
  isAhead(mean: number, a: number, b: number): boolean;
}

/**
 * Highest mean first, then the pair that begins earliest in the source: a total order, so equal affinities give equal plans. A file of 5,000
 * declarations offers millions of pairs, so they are numbers in columns and no objects.
 */
function createHeap(): Heap {
  let capacity = 1024;
  let size = 0;
  let means = new Float64Array(capacity);
  let firsts = new Int32Array(capacity);
  let seconds = new Int32Array(capacity);
  let versions = new Int32Array(capacity);
  const grow = (): void => {
    capacity *= 2;
    const copy = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    means = copy(means, new Float64Array(capacity));
    firsts = copy(firsts, new Int32Array(capacity));
    seconds = copy(seconds, new Int32Array(capacity));
    versions = copy(versions, new Int32Array(capacity));
  };
  const isBefore = (i: number, mean: number, a: number, b: number, age: number): boolean => {
    if (means[i] !== mean) return means[i]! > mean;
    if (firsts[i] !== a) return firsts[i]! < a;
    return seconds[i] === b ? versions[i]! < age : seconds[i]! < b;
  };
  const put = (i: number, mean: number, a: number, b: number, age: number): void => {
    means[i] = mean;
    firsts[i] = a;
    seconds[i] = b;
    versions[i] = age;
  };
  const move = (from: number, to: number): void => put(to, means[from]!, firsts[from]!, seconds[from]!, versions[from]!);
  return {
    isAhead: (mean, a, b) => size > 0 && isBefore(0, mean, a, b, 0),
    push(mean, a, b, age) {
      if (size === capacity) grow();
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (isBefore(parent, mean, a, b, age)) break;
        move(parent, at);
        at = parent;
      }
      put(at, mean, a, b, age);
    },
    pop() {
      if (size === 0) return undefined;
      const top: Candidate = { mean: means[0]!, a: firsts[0]!, b: seconds[0]!, versions: versions[0]! };
      size--;
      const [mean, a, b, age] = [means[size]!, firsts[size]!, seconds[size]!, versions[size]!];
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && isBefore(child + 1, means[child]!, firsts[child]!, seconds[child]!, versions[child]!)) child++;
        if (!isBefore(child, mean, a, b, age)) break;
        move(child, at);
        at = child;
      }
      put(at, mean, a, b, age);
      return top;
    },
  };
}
