import type { UnitEdge } from './constraint-graph.js';

/** How near units stand in the reference graph, by random walks over undirected edges. */
export interface WalkViews {
  /** `ln(1 + 20 * sqrt(P_ij * P_ji))`, P = sum of .85^k (D^-1 W)^k for k = 1..8. */
  nearness(a: number, b: number): number;
  /** `sqrt(r_i(j) * r_j(i))`, r = 1 / (1 + rank / 3) among the 60 nearest of a four-step walk with restart .7; 0 beyond. */
  mutualRank(a: number, b: number): number;
}

const nearest = 60;

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

export function walkGraph(neighbours: readonly ReadonlyMap<number, number>[]): WalkViews {
  const size = neighbours.length;
  const step = neighbours.map((map) => {
    const total = [...map.values()].reduce((sum, weight) => sum + weight, 0);
    const entries = [...map].sort(([a], [b]) => a - b);
    return { targets: Int32Array.from(entries, ([to]) => to), chances: Float64Array.from(entries, ([, weight]) => weight / total) };
  });
  const advance = (from: Float64Array): Float64Array => {
    const to = new Float64Array(size);
    for (let node = 0; node < size; node++) {
      const mass = from[node]!;
      if (mass < 1e-9) continue;
      const { targets, chances } = step[node]!;
      for (let k = 0; k < targets.length; k++) to[targets[k]!]! += mass * chances[k]!;
    }
    return to;
  };
  const discounted = new Float32Array(size * size);
  const ranks: Map<number, number>[] = [];
  for (let start = 0; start < size; start++) {
    let walk = new Float64Array(size);
    walk[start] = 1;
    let discount = 1;
    for (let k = 1; k <= 8; k++) {
      walk = advance(walk) as Float64Array<ArrayBuffer>;
      discount *= 0.85;
      for (let node = 0; node < size; node++) discounted[start * size + node]! += discount * walk[node]!;
    }
    let restarted = new Float64Array(size);
    restarted[start] = 1;
    for (let k = 0; k < 4; k++) {
      restarted = advance(restarted).map((mass) => mass * 0.7) as Float64Array<ArrayBuffer>;
      restarted[start]! += 0.3;
    }
    const reached: number[] = [];
    for (let node = 0; node < size; node++) if (node !== start && restarted[node]! > 0) reached.push(node);
    reached.sort((a, b) => restarted[b]! - restarted[a]! || a - b);
    ranks.push(new Map(reached.slice(0, nearest).map((node, place) => [node, 1 / (1 + place / 3)])));
  }
  return {
    nearness: (a, b) => Math.log(1 + 20 * Math.sqrt(discounted[a * size + b]! * discounted[b * size + a]!)),
    mutualRank: (a, b) => Math.sqrt((ranks[a]!.get(b) ?? 0) * (ranks[b]!.get(a) ?? 0)),
  };
}
