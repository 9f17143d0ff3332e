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
  const advance = (): void => {
    moveOn(steps, here, there);
    [here, there] = [there, here];
  };
  const place = (node: number): void => {
    empty(here);
    add(here, node, 1);
  };

  const ranks = neighbours.map((_, start): ReadonlyMap<number, number> => {
    place(start);
    for (let k = 0; k < 4; k++) {
      advance();
      for (let i = 0; i < here.count; i++) here.mass[here.nodes[i]!]! *= 0.7;
      add(here, start, 0.3);
    }
    return new Map(nearestOf(here, start).map((node, rank) => [node, 1 / (1 + rank / 3)]));
  });

  const nearness = createCrowd(size);
  const mutualRank = createCrowd(size);
  return {
    rowOf(a) {
      empty(nearness);
      place(a);
      let discount = 1;
      for (let k = 1; k <= 8; k++) {
        advance();
        discount *= 0.85;
        addTimes(nearness, here, discount);
      }
      // Weights are symmetric, so d_i P_ij = d_j P_ji, and one row tells sqrt(P_ij P_ji).
      const { mass, nodes, count } = nearness;
      for (let i = 0; i < count; i++) {
        const node = nodes[i]!;
        if (node > a) mass[node] = Math.log(1 + 20 * mass[node]! * Math.sqrt(degrees[a]! / degrees[node]!));
      }
      empty(mutualRank);
      for (const [node, rank] of ranks[a]!) {
        const back = ranks[node]!.get(a);
        if (back !== undefined) add(mutualRank, node, Math.sqrt(rank * back));
      }
      return { nearness: mass, mutualRank: mutualRank.mass };
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

/** A vector of which little is not zero, cleared at the cost of what it holds: `mass` is zero everywhere but at the first `count` of `nodes`. */
interface Crowd {
  readonly mass: Float64Array;
  readonly nodes: Int32Array;
  count: number;
}

function createCrowd(size: number): Crowd {
  return { mass: new Float64Array(size), nodes: new Int32Array(size), count: 0 };
}

function add(crowd: Crowd, node: number, more: number): void {
  if (crowd.mass[node] === 0) crowd.nodes[crowd.count++] = node;
  crowd.mass[node]! += more;
}

function empty(crowd: Crowd): void {
  for (let i = 0; i < crowd.count; i++) crowd.mass[crowd.nodes[i]!] = 0;
  crowd.count = 0;
}

function addTimes(crowd: Crowd, from: Crowd, factor: number): void {
  const { mass, nodes } = crowd;
  let { count } = crowd;
  for (let i = 0; i < from.count; i++) {
    const node = from.nodes[i]!;
    if (mass[node] === 0) nodes[count++] = node;
    mass[node]! += factor * from.mass[node]!;
  }
  crowd.count = count;
}

/** One step of everybody in `here`, who then stand in `there`. Most of the time of all views is spent in this loop. */
function moveOn({ starts, targets, chances }: Steps, here: Crowd, there: Crowd): void {
  empty(there);
  const { mass, nodes } = there;
  let count = 0;
  for (let i = 0; i < here.count; i++) {
    const node = here.nodes[i]!;
    const moving = here.mass[node]!;
    if (moving < negligible) continue;
    for (let k = starts[node]!, end = starts[node + 1]!; k < end; k++) {
      const to = targets[k]!;
      const before = mass[to]!;
      if (before === 0) nodes[count++] = to;
      mass[to] = before + moving * chances[k]!;
    }
  }
  there.count = count;
}

/** The nodes with the most mass, most first, equal ones in source order. */
function nearestOf({ mass, nodes, count }: Crowd, start: number): readonly number[] {
  const isBefore = (a: number, b: number): boolean => (mass[a] === mass[b] ? a < b : mass[a]! > mass[b]!);
  const best: number[] = [];
  for (let i = 0; i < count; i++) {
    const node = nodes[i]!;
    if (node === start || (best.length === nearest && !isBefore(node, best[nearest - 1]!))) continue;
    let at = best.length;
    while (at > 0 && isBefore(node, best[at - 1]!)) at--;
    best.splice(at, 0, node);
    if (best.length > nearest) best.pop();
  }
  return best;
}
