import type { UnitEdge } from './constraint-graph.js';

/** How near units stand in the reference graph, by random walks over undirected edges. */
export interface WalkViews {
  /** The views of one unit with all others. The next call overwrites them. */
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
  const step = neighbours.map((map, node) => {
    const entries = [...map].sort(([a], [b]) => a - b);
    return { targets: Int32Array.from(entries, ([to]) => to), chances: Float64Array.from(entries, ([, weight]) => weight / degrees[node]!) };
  });
  let [here, there] = [createCrowd(size), createCrowd(size)];
  const advance = (): void => {
    there.clear();
    for (const node of here.nodes()) {
      const mass = here.mass[node]!;
      if (mass < negligible) continue;
      const { targets, chances } = step[node]!;
      for (let k = 0; k < targets.length; k++) there.add(targets[k]!, mass * chances[k]!);
    }
    [here, there] = [there, here];
  };
  const place = (node: number): void => {
    here.clear();
    here.add(node, 1);
  };

  const ranks = neighbours.map((_, start): ReadonlyMap<number, number> => {
    place(start);
    for (let k = 0; k < 4; k++) {
      advance();
      here.scale(0.7);
      here.add(start, 0.3);
    }
    return new Map(nearestOf(here, start).map((node, rank) => [node, 1 / (1 + rank / 3)]));
  });

  const nearness = createCrowd(size);
  const mutualRank = createCrowd(size);
  return {
    rowOf(a) {
      nearness.clear();
      place(a);
      let discount = 1;
      for (let k = 1; k <= 8; k++) {
        advance();
        discount *= 0.85;
        for (const node of here.nodes()) nearness.add(node, discount * here.mass[node]!);
      }
      // Weights are symmetric, so d_i P_ij = d_j P_ji, and one row tells sqrt(P_ij P_ji).
      for (const node of nearness.nodes()) {
        nearness.mass[node] = Math.log(1 + 20 * nearness.mass[node]! * Math.sqrt(degrees[a]! / degrees[node]!));
      }
      mutualRank.clear();
      for (const [node, rank] of ranks[a]!) {
        const back = ranks[node]!.get(a);
        if (back !== undefined) mutualRank.add(node, Math.sqrt(rank * back));
      }
      return { nearness: nearness.mass, mutualRank: mutualRank.mass };
    },
  };
}

interface Crowd {
  /** Zero everywhere but at `nodes()`. */
  readonly mass: Float64Array;
  nodes(): readonly number[];
  add(node: number, mass: number): void;
  scale(factor: number): void;
  clear(): void;
}

/** A vector of which little is not zero, cleared at the cost of what it holds. */
function createCrowd(size: number): Crowd {
  const mass = new Float64Array(size);
  const nodes: number[] = [];
  return {
    mass,
    nodes: () => nodes,
    add(node, more) {
      if (mass[node] === 0) nodes.push(node);
      mass[node]! += more;
    },
    scale(factor) {
      for (const node of nodes) mass[node]! *= factor;
    },
    clear() {
      for (const node of nodes) mass[node] = 0;
      nodes.length = 0;
    },
  };
}

/** The nodes with the most mass, most first, equal ones in source order. */
function nearestOf(crowd: Crowd, start: number): readonly number[] {
  const { mass } = crowd;
  const isBefore = (a: number, b: number): boolean => (mass[a] === mass[b] ? a < b : mass[a]! > mass[b]!);
  const best: number[] = [];
  for (const node of crowd.nodes()) {
    if (node === start || (best.length === nearest && !isBefore(node, best[nearest - 1]!))) continue;
    let at = best.length;
    while (at > 0 && isBefore(node, best[at - 1]!)) at--;
    best.splice(at, 0, node);
    if (best.length > nearest) best.pop();
  }
  return best;
}
