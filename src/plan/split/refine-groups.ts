import type { Groups, NodeGraph } from './node-graph.js';

/** A node moves only for a gain above this mean affinity, or neighbours would trade places for nothing. */
const margin = 0.05;
const passes = 4;

export interface RefineOptions {
  readonly cap: number;
  readonly tau: number;
}

/** Step S4: moves single nodes to the group that they are more similar to, while the cap and the acyclic order hold. */
export function searchLocally(graph: NodeGraph, start: Groups, options: RefineOptions): number[][] {
  const state = createAssignment(graph, start);
  for (let pass = 0; pass < passes; pass++) {
    let moved = false;
    for (let node = 0; node < graph.size; node++) {
      const own = state.groupOf[node]!;
      if (state.groups[own]!.length < 2) continue;
      const means = state.meansTo(node);
      const better: { mean: number; group: number }[] = [];
      const least = Math.max(means[own]! + margin, options.tau);
      for (let group = 0; group < means.length; group++) {
        if (group !== own && means[group]! > least) better.push({ mean: means[group]!, group });
      }
      better.sort((x, y) => y.mean - x.mean || x.group - y.group);
      moved = better.some(({ group }) => state.tryMove(node, group, options.cap)) || moved;
    }
    if (!moved) break;
  }
  return state.finish();
}

/** A helper that nothing outside the file can see and only one module uses lives in that module (83 % of real helpers do). */
export function followOnlyUser(graph: NodeGraph, start: Groups, isPrivate: (node: number) => boolean, options: RefineOptions): number[][] {
  const state = createAssignment(graph, start);
  const users = graph.successors.map((): number[] => []);
  graph.successors.forEach((targets, from) => targets.forEach((to) => users[to]!.push(from)));
  for (let pass = 0; pass < passes; pass++) {
    let moved = false;
    for (let node = 0; node < graph.size; node++) {
      const modules = new Set(users[node]!.map((user) => state.groupOf[user]!));
      const [only] = modules;
      if (only === undefined || modules.size > 1 || only === state.groupOf[node] || !isPrivate(node)) continue;
      moved = state.tryMove(node, only, options.cap) || moved;
    }
    if (!moved) break;
  }
  return state.finish();
}

export interface SharedLeaf {
  readonly groups: number[][];
  /** Nodes of the shared leaf; empty when there is none. */
  readonly shared: ReadonlySet<number>;
}

/**
 * What at least four groups (or three that are 30 % of all) use and no group resembles becomes one shared leaf. Everything
 * with a natural home stays out of it: of real helpers with four users only a third lived in a generic file.
 */
export function gatherShared(graph: NodeGraph, start: Groups, options: RefineOptions & { least: number }): SharedLeaf {
  const state = createAssignment(graph, start);
  const users = graph.successors.map(() => new Set<number>());
  graph.successors.forEach((targets, from) => targets.forEach((to) => users[to]!.add(state.groupOf[from]!)));
  const living = state.groups.filter((group) => group.length > 0).length;
  const homeless = state.groups.flatMap((group, own) => {
    if (group.length === 0 || bodyLines(graph, group) > options.least * 3) return [];
    const outside = new Set(group.flatMap((node) => [...users[node]!]));
    outside.delete(own);
    const wide = outside.size >= 4 || (outside.size >= 3 && outside.size >= living * 0.3);
    const near = Math.max(
      0,
      ...state.groups.map((other, index) => (index === own || other.length === 0 ? 0 : state.meanBetween(group, other))),
    );
    return wide && near < options.tau ? [own] : [];
  });
  const [first, ...rest] = homeless;
  for (const group of rest) state.tryMerge(group, first!, options.cap);
  return { groups: state.finish(), shared: new Set(first === undefined ? [] : state.groups[first]) };
}

/** Step S5: groups below `least` lines go to the most similar group that can take them, smallest first. */
export function absorbSmall(graph: NodeGraph, start: Groups, options: { cap: number; least: number }): number[][] {
  const state = createAssignment(graph, start);
  for (const done = new Set<number>(); ;) {
    const small = state.groups
      .map((group, index) => ({ index, group, lines: bodyLines(graph, group) }))
      .filter(({ index, group, lines }) => group.length > 0 && lines < options.least && !done.has(index))
      .sort((x, y) => x.lines - y.lines || x.group[0]! - y.group[0]!)[0];
    if (!small) return state.finish();
    done.add(small.index);
    state.groups
      .map((group, index) => ({ index, mean: group.length === 0 || index === small.index ? -1 : state.meanBetween(small.group, group) }))
      .filter(({ mean }) => mean >= 0)
      .sort((x, y) => y.mean - x.mean || x.index - y.index)
      .some(({ index }) => state.tryMerge(small.index, index, options.cap));
  }
}

function bodyLines(graph: NodeGraph, group: readonly number[]): number {
  return group.reduce((sum, node) => sum + graph.lines[node]!, 0);
}

/** Mutable partition with moves that undo themselves when they break the cap or the acyclic order. Local to one step. */
function createAssignment(graph: NodeGraph, start: Groups) {
  const groups = start.map((group) => [...group]);
  const groupOf = new Int32Array(graph.size);
  groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));

  const counts = groups.map((group) => group.reduce((sum, node) => sum + graph.counts[node]!, 0));
  const means = new Float64Array(groups.length);
  const sumsOf = createNodeSums(graph, groupOf, groups.length);
  const leadsBack = createCycleSearch(graph, groups, groupOf);

  const move = (nodes: readonly number[], to: number): void => {
    for (const node of nodes) {
      const from = groupOf[node]!;
      groups[from] = groups[from]!.filter((other) => other !== node);
      counts[from]! -= graph.counts[node]!;
      counts[to]! += graph.counts[node]!;
      groups[to]!.push(node);
      groupOf[node] = to;
      sumsOf.move(node, from, to);
    }
    groups[to]!.sort((a, b) => a - b);
  };
  const attempt = (nodes: readonly number[], to: number, cap: number): boolean => {
    const from = groupOf[nodes[0]!]!;
    const all = [...groups[to]!, ...nodes];
    if (bodyLines(graph, all) > cap || graph.linesOf(all) > cap) return false;
    move(nodes, to);
    if (!leadsBack(to)) return true;
    move(nodes, from);
    return false;
  };
  return {
    groups,
    groupOf,
    /** Mean affinity of a node to each group without itself, 0 for an empty one. The next call overwrites it. */
    meansTo(node: number): Float64Array {
      const sums = sumsOf.row(node);
      const [own, units] = [groupOf[node]!, graph.counts[node]!];
      for (let group = 0; group < means.length; group++) {
        const count = counts[group]! - (group === own ? units : 0);
        means[group] = count === 0 ? 0 : sums[group]! / (count * units);
      }
      return means;
    },
    meanBetween(one: readonly number[], other: readonly number[]): number {
      let sum = 0;
      for (const a of one) for (const b of other) sum += graph.sums[a * graph.size + b]!;
      const units = (group: readonly number[]): number => group.reduce((total, node) => total + graph.counts[node]!, 0);
      return sum / (units(one) * units(other));
    },
    tryMove: (node: number, to: number, cap: number): boolean => attempt([node], to, cap),
    tryMerge: (from: number, to: number, cap: number): boolean => attempt([...groups[from]!], to, cap),
    finish: (): number[][] => groups.filter((group) => group.length > 0).sort((a, b) => a[0]! - b[0]!),
  };
}

/**
 * Sums of affinity between each node and each group. A row is added up when it is first asked for and later told only of the moves since then:
 * the same numbers, because affinities are single and sums double precision, so that no addition rounds.
 */
function createNodeSums(graph: NodeGraph, groupOf: Int32Array, groupCount: number) {
  const rows: (Float64Array | undefined)[] = [];
  const seen = new Int32Array(graph.size);
  const moves: { readonly node: number; readonly from: number; readonly to: number }[] = [];
  return {
    move: (node: number, from: number, to: number): void => void moves.push({ node, from, to }),
    row(node: number): Float64Array {
      const at = node * graph.size;
      let row = rows[node];
      if (row === undefined) {
        row = rows[node] = new Float64Array(groupCount);
        for (let other = 0; other < graph.size; other++) if (other !== node) row[groupOf[other]!]! += graph.sums[at + other]!;
      } else {
        for (let index = seen[node]!; index < moves.length; index++) {
          const move = moves[index]!;
          if (move.node === node) continue;
          row[move.from]! -= graph.sums[at + move.node]!;
          row[move.to]! += graph.sums[at + move.node]!;
        }
      }
      seen[node] = moves.length;
      return row;
    },
  };
}

/**
 * Whether a path leads from a group back to itself. Between groups that were acyclic before nodes came into one of them, every new cycle
 * leads through that one.
 */
function createCycleSearch(graph: NodeGraph, groups: Groups, groupOf: Int32Array): (group: number) => boolean {
  const seen = new Int32Array(groups.length);
  let search = 0;
  return (start) => {
    search++;
    const stack = [start];
    for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
      for (const node of groups[group]!) {
        for (const target of graph.successors[node]!) {
          const next = groupOf[target]!;
          if (next === group || seen[next] === search) continue;
          if (next === start) return true;
          seen[next] = search;
          stack.push(next);
        }
      }
    }
    return false;
  };
}
