import { buildContraction, type Contraction } from './contraction.js';
import { sumGroups, type GroupSums } from './group-sums.js';
import type { Groups, NodeGraph } from './node-graph.js';
import { createPairHeap, type Candidate, type PairHeap } from './pair-heap.js';

export interface MergeOptions {
  readonly cap: number;
  readonly floor: number;
  readonly stopAt: number;
  /** Nodes whose group takes part in no merge. */
  readonly frozen?: ReadonlySet<number>;
  /** Where a run on the same nodes under another cap has left its milestone, and where this one leaves its own. */
  readonly route?: Route;
}

/**
 * A smaller cap merges the same groups in the same order up to the first one that it does not allow, and of a file of 5,000 declarations that is far behind
 * the middle. So a run leaves its state in front of the first group above 95 % of its cap, and the next one goes on from there.
 */
export interface Route {
  milestone?: Milestone;
}

interface Milestone {
  readonly sums: Float32Array;
  readonly successors: NodeGraph['successors'];
  /** No group so far has more lines, its imports included. */
  readonly longest: number;
  readonly state: State;
  /** The pair that is next. */
  readonly pair: Candidate;
}

interface State {
  readonly groups: number[][];
  readonly affinity: GroupSums;
  readonly contraction: Contraction;
  readonly alive: Uint8Array;
  readonly version: Int32Array;
  readonly bodyLines: number[];
  readonly heap: PairHeap;
  blocked: Candidate[];
  /** Groups that are alive. */
  left: number;
  /** Pairs of the start whose turn has been. */
  read: number;
  /** Whether anything was merged since the blocked pairs had their turn. */
  hasMerged: boolean;
}

const milestoneAt = 0.95;

/**
 * Step S3: average-linkage agglomeration of `start` under a line cap, keeping the graph between groups acyclic. Merges the
 * most similar pair with mean affinity of at least `floor` until none is left or `stopAt` groups remain. A pair with others
 * on the paths between its members is merged together with them when the whole fits and is similar enough on average.
 */
export function agglomerate(graph: NodeGraph, start: Groups, options: MergeOptions): number[][] {
  if (start.length <= options.stopAt) return start.map((group) => [...group]);
  const { route, cap } = options;
  const passed = route?.milestone !== undefined && isOnRoute(route.milestone, graph, cap) ? route.milestone : undefined;
  const state = passed === undefined ? createState(graph, start, options.floor) : copyState(passed.state);
  const { groups, affinity, contraction, alive, version, bodyLines, heap } = state;
  const { counts, pairs } = affinity;
  const isFrozen = groups.map((group) => group.some((node) => options.frozen?.has(node) ?? false));
  const longest = passed === undefined && route ? Math.floor(cap * milestoneAt) : cap;
  let isBehindMilestone = longest === cap;

  // What is too long together stays so until one of the two changes.
  const offer = (a: number, b: number, sum: number): void => {
    if (isFrozen[a] || isFrozen[b] || bodyLines[a]! + bodyLines[b]! > cap) return;
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
    state.left -= gone.length;
    version[kept]!++;
    affinity.merge(members, (other, sum) => offer(Math.min(kept, other), Math.max(kept, other), sum));
  };
  // The statements alone are counted first: with the imports it is a walk over all references of the group.
  const fits = (members: readonly number[], pair: Candidate): boolean => {
    if (members.reduce((sum, member) => sum + bodyLines[member]!, 0) > cap) return false;
    const lines = graph.linesOf(members.flatMap((member) => groups[member]!));
    if (lines > cap) return false;
    if (lines > longest && !isBehindMilestone) {
      isBehindMilestone = true;
      route!.milestone = { sums: graph.sums, successors: graph.successors, longest, state: copyState(state), pair };
    }
    return true;
  };

  // The pairs of the start are sorted already, and most are out of date when their turn comes; only what merges bring needs a heap.
  const next = (): Candidate | undefined => {
    for (; state.read < pairs.means.length; state.read++) {
      const [a, b] = [pairs.firsts[state.read]!, pairs.seconds[state.read]!];
      if (version[a] === 0 && version[b] === 0 && alive[a] === 1 && alive[b] === 1 && !isFrozen[a] && !isFrozen[b] && bodyLines[a]! + bodyLines[b]! <= cap) break;
    }
    const { read } = state;
    if (read === pairs.means.length || heap.isAhead(pairs.means[read]!, pairs.firsts[read]!, pairs.seconds[read]!)) return heap.pop();
    state.read++;
    return { mean: pairs.means[read]!, a: pairs.firsts[read]!, b: pairs.seconds[read]!, versions: 0 };
  };
  for (let pair = passed?.pair ?? next(); ; ) {
    for (; pair !== undefined && state.left > options.stopAt; pair = next()) {
      if (!isCurrent(pair) || !fits([pair.a, pair.b], pair)) continue;
      const between = contraction.between([pair.a, pair.b]);
      const members = [pair.a, pair.b, ...between].sort((a, b) => a - b);
      if (between.length > 0 && (between.some((member) => isFrozen[member]) || !fits(members, pair) || meanAmong(members) < options.floor)) {
        state.blocked.push(pair);
        continue;
      }
      merge(members);
      state.hasMerged = true;
    }
    if (!state.hasMerged || state.left <= options.stopAt) break;
    for (const waiting of state.blocked) if (isCurrent(waiting)) heap.push(waiting.mean, waiting.a, waiting.b, waiting.versions);
    state.blocked = [];
    state.hasMerged = false;
    pair = next();
  }
  return groups.filter((_, index) => alive[index] === 1);
}

function createState(graph: NodeGraph, start: Groups, floor: number): State {
  const groups = start.map((group) => [...group]);
  const groupOf = new Int32Array(graph.size);
  groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));
  return {
    groups,
    affinity: sumGroups(graph, groups, floor),
    contraction: buildContraction(
      groups.map((group, index) =>
        [...new Set(group.flatMap((node) => graph.successors[node]!.map((to) => groupOf[to]!)))].filter((to) => to !== index),
      ),
    ),
    alive: new Uint8Array(groups.length).fill(1),
    version: new Int32Array(groups.length),
    bodyLines: groups.map((group) => group.reduce((sum, node) => sum + graph.lines[node]!, 0)),
    heap: createPairHeap(),
    blocked: [],
    left: groups.length,
    read: 0,
    hasMerged: false,
  };
}

/** Groups are replaced and never changed, so the lists of two states may hold the same. */
function copyState(state: State): State {
  const { groups, affinity, contraction, alive, version, bodyLines, heap, blocked } = state;
  return {
    ...state,
    groups: [...groups],
    affinity: affinity.copy(),
    contraction: contraction.copy(),
    alive: alive.slice(),
    version: version.slice(),
    bodyLines: [...bodyLines],
    heap: heap.copy(),
    blocked: [...blocked],
  };
}

/** Whether a run under this cap comes by: it is made of the same nodes, and allows every group that there is by then. */
function isOnRoute({ sums, successors, longest }: Milestone, graph: NodeGraph, cap: number): boolean {
  return sums === graph.sums && cap >= longest && successors.length === graph.successors.length &&
    successors.every((list, node) => list.length === graph.successors[node]!.length && list.every((to, i) => to === graph.successors[node]![i]));
}
