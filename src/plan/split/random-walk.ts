import type { UnitEdge } from './constraint-graph.js';

/** How near units stand in the reference graph, by random walks over undirected edges. */
export interface WalkViews {
  /** The views of one unit with all later ones; what stands before it in a row means nothing. The next call overwrites them. */
  rowOf(a: number): WalkRow;
}

export interface WalkRow {
  /** `ln(1 + 20 * sqrt(P_ij * P_ji))`, P = sum of .85^k (D^-1 W)^k for k = 1..8. */
  readonly nearness: Float64Array;
  /** `sqrt(r_i(j) * r_j(i))`, r = 1 / (1 + rank / 3) among the 60 nearest of a four-step walk with restart .7; 0 beyond. */
  readonly mutualRank: Float64Array;
}

const nearest = 60;
/**
 * A walk that is here with a smaller chance is not followed further. What is lost changes a score by less than .001, and without the limit
 * every walk through one logger that everybody calls visits the whole file.
 */
const negligible = 1e-4;

/**
 * Weighted neighbours: value edge 1, type edge .6, divided by the square root of the target's in-degree. Without that damping
 * one logger that everybody calls glues all modules together.
 */
export function buildNeighbours(size: number, edges: readonly UnitEdge[]): readonly ReadonlyMap<number, number>[] {
  const users: Set<number>[] = Array.from({ length: size }, () => new Set());
  for (const edge of edges) if (edge.kind !== 'effect') users[edge.to]!.add(edge.from);
  const neighbours: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  for (const edge of edges) {
    if (edge.kind === 'effect') continue;
    const weight = (edge.kind === 'value' ? 1 : 0.6) / Math.sqrt(users[edge.to]!.size);
    for (const [a, b] of [
      [edge.from, edge.to],
      [edge.to, edge.from],
    ] as const)
      neighbours[a]!.set(b, Math.max(weight, neighbours[a]!.get(b) ?? 0));
  }
  return neighbours;
}

/** `neighbours` must be symmetric. */
export function walkGraph(neighbours: readonly ReadonlyMap<number, number>[]): WalkViews {
  const size = neighbours.length;
  const degrees = Float64Array.from(neighbours, (map) => [...map.values()].reduce((sum, weight) => sum + weight, 0));
  const steps = listSteps(neighbours, degrees);
  let [here, there] = [createCrowd(size), createCrowd(size)];
  const advance = (passed: Float64Array, factor: number): void => {
    moveOn(steps, here, there, passed, factor);
    [here, there] = [there, here];
  };
  const nowhere = new Float64Array(size);

  const ranks = neighbours.map((_, start): ReadonlyMap<number, number> => {
    add(here, start, 1);
    for (let k = 0; k < 4; k++) {
      advance(nowhere, 0);
      for (let i = 0; i < here.count; i++) here.mass[here.nodes[i]!]! *= 0.7;
      add(here, start, 0.3);
    }
    const nearest = new Map(nearestOf(here, start).map((node, rank) => [node, 1 / (1 + rank / 3)]));
    leave(here, nowhere, 0);
    return nearest;
  });

  const nearness = new Float64Array(size);
  const mutualRank = createCrowd(size);
  return {
    rowOf(a) {
      nearness.fill(0);
      add(here, a, 1);
      let discount = 0;
      for (let k = 1; k <= 8; k++) {
        advance(nearness, discount);
        discount = k === 1 ? 0.85 : discount * 0.85;
      }
      leave(here, nearness, discount);
      // Weights are symmetric, so d_i P_ij = d_j P_ji, and one row tells sqrt(P_ij P_ji).
      const own = degrees[a]!;
      for (let node = a + 1; node < size; node++) {
        const chance = nearness[node]!;
        if (chance !== 0) nearness[node] = Math.log(1 + 20 * chance * Math.sqrt(own / degrees[node]!));
      }
      leave(mutualRank, nowhere, 0);
      for (const [node, rank] of ranks[a]!) {
        const back = ranks[node]!.get(a);
        if (back !== undefined) add(mutualRank, node, Math.sqrt(rank * back));
      }
      return { nearness, mutualRank: mutualRank.mass };
    },
  };
}

/** Where a walk goes from each node and with which chance: those of node `n` stand from `starts[n]` to `starts[n + 1]`, ascending. */
interface Steps {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly chances: Float64Array;
}

function listSteps(neighbours: readonly ReadonlyMap<number, number>[], degrees: Float64Array): Steps {
  const starts = new Int32Array(neighbours.length + 1);
  neighbours.forEach((map, node) => (starts[node + 1] = starts[node]! + map.size));
  const targets = new Int32Array(starts.at(-1)!);
  const chances = new Float64Array(targets.length);
  neighbours.forEach((map, node) => {
    [...map].sort(([a], [b]) => a - b).forEach(([to, weight], i) => {
      targets[starts[node]! + i] = to;
      chances[starts[node]! + i] = weight / degrees[node]!;
    });
  });
  return { starts, targets, chances };
}

/**
 * A vector of which little is not zero, cleared at the cost of what it holds: `mass` is zero everywhere but at the first `count` of `nodes`.
 * There is room for one node too many.
 */
interface Crowd {
  readonly mass: Float64Array;
  readonly nodes: Int32Array;
  count: number;
}

function createCrowd(size: number): Crowd {
  return { mass: new Float64Array(size), nodes: new Int32Array(size + 1), count: 0 };
}

function add(crowd: Crowd, node: number, more: number): void {
  if (crowd.mass[node] === 0) crowd.nodes[crowd.count++] = node;
  crowd.mass[node]! += more;
}

/** Everybody goes away; `factor` times their mass is added to `passed`. */
function leave(crowd: Crowd, passed: Float64Array, factor: number): void {
  const { mass, nodes, count } = crowd;
  for (let i = 0; i < count; i++) {
    const node = nodes[i]!;
    passed[node]! += factor * mass[node]!;
    mass[node] = 0;
  }
  crowd.count = 0;
}

/**
 * One step of everybody in `here` to `there`, where nobody is. Most of the time of a walk is spent in this loop: whether a node is new cannot be
 * foretold, so that it is counted without a branch.
 */
function moveOn({ starts, targets, chances }: Steps, here: Crowd, there: Crowd, passed: Float64Array, factor: number): void {
  const { mass, nodes } = there;
  const [own, from, all] = [here.mass, here.nodes, here.count];
  let count = 0;
  for (let i = 0; i < all; i++) {
    const node = from[i]!;
    const moving = own[node]!;
    own[node] = 0;
    passed[node]! += factor * moving;
    if (moving < negligible) continue;
    for (let k = starts[node]!, end = starts[node + 1]!; k < end; k++) {
      const to = targets[k]!;
      const before = mass[to]!;
      nodes[count] = to;
      count += Number(before === 0);
      mass[to] = before + moving * chances[k]!;
    }
  }
  here.count = 0;
  there.count = count;
}

/** The nodes with the most mass, most first, equal ones in source order. */
function nearestOf({ mass, nodes, count }: Crowd, start: number): readonly number[] {
  const isBefore = (a: number, b: number): boolean => (mass[a] === mass[b] ? a < b : mass[a]! > mass[b]!);
  const best = new Int32Array(nearest + 1);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const node = nodes[i]!;
    if (node === start || (found === nearest && !isBefore(node, best[nearest - 1]!))) continue;
    let at = found;
    for (; at > 0 && isBefore(node, best[at - 1]!); at--) best[at] = best[at - 1]!;
    best[at] = node;
    if (found < nearest) found++;
  }
  return [...best.subarray(0, found)];
}
