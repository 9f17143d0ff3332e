import { findNearPairs } from './near-pairs.js';
import type { Groups, NodeGraph } from './node-graph.js';

/** A node moves only for a gain above this mean affinity, or neighbours would trade places for nothing. */
const margin = 0.05;
const passes = 4;

export interface RefineOptions {
  readonly cap: number;
  readonly tau: number;
}

interface Better {
  readonly mean: number;
  readonly group: number;
}

/** Step S4: moves single nodes to the group that they are more similar to, while the cap and the acyclic order hold. */
export function searchLocally(graph: NodeGraph, start: Groups, options: RefineOptions): number[][] {
  const state = createAssignment(graph, start);
  const findBetter = (node: number, own: number): readonly Better[] => {
    const least = Math.max(state.meanTo(node, own) + margin, options.tau);
    const better: Better[] = [];
    for (const group of state.groupsNear(node, options.tau)) {
      const mean = group === own ? 0 : state.meanTo(node, group);
      if (mean > least) better.push({ mean, group });
    }
    return better.sort((x, y) => y.mean - x.mean || x.group - y.group);
  };
  /** What was better for a node after so many moves: still so until one of the groups near it changes. */
  const judged: ({ readonly moves: number; readonly better: readonly Better[] } | undefined)[] = [];
  for (let pass = 0; pass < passes; pass++) {
    let moved = false;
    for (let node = 0; node < graph.size; node++) {
      const own = state.groupOf[node]!;
      if (state.groups[own]!.length < 2) continue;
      const known = judged[node];
      const better = known && !state.hasChangedNear(node, options.tau, known.moves) ? known.better : findBetter(node, own);
      judged[node] = { moves: state.moves(), better };
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
  const isNear = (group: readonly number[], own: number): boolean =>
    [...new Set(group.flatMap((node) => state.groupsNear(node, options.tau)))].some((other) => other !== own && state.meanBetween(group, state.groups[other]!) >= options.tau);
  const homeless = state.groups.flatMap((group, own) => {
    if (group.length === 0 || state.lines[own]! > options.least * 3) return [];
    const outside = new Set(group.flatMap((node) => [...users[node]!]));
    outside.delete(own);
    const wide = outside.size >= 4 || (outside.size >= 3 && outside.size >= living * 0.3);
    return wide && !isNear(group, own) ? [own] : [];
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
      .map((group, index) => ({ index, group, lines: state.lines[index]! }))
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

/** Mutable partition with moves that undo themselves when they break the cap or the acyclic order. Local to one step. */
function createAssignment(graph: NodeGraph, start: Groups) {
  const groups = start.map((group) => [...group]);
  const groupOf = new Int32Array(graph.size);
  groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));

  const total = (of: readonly number[], group: readonly number[]): number => group.reduce((sum, node) => sum + of[node]!, 0);
  const counts = groups.map((group) => total(graph.counts, group));
  const lines = groups.map((group) => total(graph.lines, group));
  const leadsBack = createCycleSearch(graph, groups, groupOf);

  const found = new Int32Array(groups.length).fill(-1);
  const changedAt = new Int32Array(groups.length);
  let moves = 0;

  const move = (nodes: readonly number[], to: number): void => {
    moves++;
    changedAt[groupOf[nodes[0]!]!] = changedAt[to] = moves;
    for (const node of nodes) {
      const from = groupOf[node]!;
      groups[from] = groups[from]!.filter((other) => other !== node);
      counts[from]! -= graph.counts[node]!;
      counts[to]! += graph.counts[node]!;
      lines[from]! -= graph.lines[node]!;
      lines[to]! += graph.lines[node]!;
      groups[to]!.push(node);
      groupOf[node] = to;
    }
    groups[to]!.sort((a, b) => a - b);
  };
  const attempt = (nodes: readonly number[], to: number, cap: number): boolean => {
    const from = groupOf[nodes[0]!]!;
    if (lines[to]! + total(graph.lines, nodes) > cap || graph.linesOf([...groups[to]!, ...nodes]) > cap) return false;
    move(nodes, to);
    if (!leadsBack(to)) return true;
    move(nodes, from);
    return false;
  };
  return {
    groups,
    groupOf,
    lines,
    moves: (): number => moves,
    /** Whether the group of the node or one that is near to it lost or got a node after so many moves. */
    hasChangedNear(node: number, floor: number, since: number): boolean {
      const { starts, others } = findNearPairs(graph, floor);
      if (changedAt[groupOf[node]!]! > since) return true;
      for (let i = starts[node]!; i < starts[node + 1]!; i++) if (changedAt[groupOf[others[i]!]!]! > since) return true;
      return false;
    },
    /** Groups of which one node at least has this mean affinity with the node: a mean over a group is not above that of its nearest. */
    groupsNear(node: number, floor: number): number[] {
      const { starts, others } = findNearPairs(graph, floor);
      const near: number[] = [];
      for (let i = starts[node]!; i < starts[node + 1]!; i++) {
        const group = groupOf[others[i]!]!;
        if (found[group] === node) continue;
        found[group] = node;
        near.push(group);
      }
      for (const group of near) found[group] = -1;
      return near;
    },
    /** Mean affinity of a node to a group without itself, 0 for an empty one. */
    meanTo(node: number, group: number): number {
      const units = graph.counts[node]!;
      const count = counts[group]! - (group === groupOf[node] ? units : 0);
      let sum = 0;
      for (const other of groups[group]!) if (other !== node) sum += graph.sums[node * graph.size + other]!;
      return count === 0 ? 0 : sum / (count * units);
    },
    meanBetween(one: readonly number[], other: readonly number[]): number {
      let sum = 0;
      for (const a of one) for (const b of other) sum += graph.sums[a * graph.size + b]!;
      return sum / (total(graph.counts, one) * total(graph.counts, other));
    },
    tryMove: (node: number, to: number, cap: number): boolean => attempt([node], to, cap),
    tryMerge: (from: number, to: number, cap: number): boolean => attempt([...groups[from]!], to, cap),
    finish: (): number[][] => groups.filter((group) => group.length > 0).sort((a, b) => a[0]! - b[0]!),
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
