/** An undirected graph over 0..count-1. A pair given several times weighs the sum; a node paired with itself is ignored. */
export interface WeightedGraph {
  readonly count: number;
  readonly edges: readonly { readonly a: number; readonly b: number; readonly weight: number }[];
}

export interface Communities {
  /** Each node in exactly one; members ascending, communities by their first member. */
  readonly groups: readonly (readonly number[])[];
  /**
   * Share of the weight that lies inside the groups, less what would lie there if edges fell at random: 0 for no more than
   * chance. Above some 0.3 the groups are real (Clauset, Newman, Moore, Phys. Rev. E 70, 2004).
   */
  readonly modularity: number;
}

interface Level {
  readonly neighbours: readonly ReadonlyMap<number, number>[];
  /** Twice the weight inside each node plus the weight of its edges. */
  readonly degree: readonly number[];
}

/** Passes over one level; each pass only moves nodes that gain, so it settles long before. */
const passLimit = 50;
/** Sums of weights in another order differ in the last bits; a gain below this is none. */
const epsilon = 1e-9;

/**
 * Groups of nodes that hang together more than chance would have it: local moving and merging after Blondel, Guillaume,
 * Lambiotte, Lefebvre, "Fast unfolding of communities in large networks", J. Stat. Mech. 2008. Nodes are visited in their
 * order, and of equal gains the lowest group wins, so the same graph always gives the same groups. A `resolution` below 1
 * gives fewer and larger groups. Nodes without edges are groups of their own. Near linear in the edges.
 */
export function findCommunities(graph: WeightedGraph, resolution = 1): Communities {
  let level = buildLevel(graph);
  const total = level.degree.reduce((sum, degree) => sum + degree, 0);
  let groupOf = Array.from({ length: graph.count }, (_, node) => node);
  for (;;) {
    const moved = moveNodes(level, total, resolution);
    if (moved === undefined) break;
    groupOf = groupOf.map((node) => moved[node]!);
    level = mergeNodes(level, moved);
  }
  return { groups: listGroups(groupOf), modularity: measureModularity(level, total) };
}

function buildLevel({ count, edges }: WeightedGraph): Level {
  const neighbours = Array.from({ length: count }, () => new Map<number, number>());
  for (const { a, b, weight } of edges) {
    if (a === b) continue;
    add(neighbours[a]!, b, weight);
    add(neighbours[b]!, a, weight);
  }
  return { neighbours, degree: neighbours.map(sumOf) };
}

/** The number of each node's group, by first appearance; undefined when no node gains by moving. */
function moveNodes({ neighbours, degree }: Level, total: number, resolution: number): number[] | undefined {
  const group = degree.map((_, node) => node);
  const weightOf = [...degree];
  let changed = false;
  for (let pass = 0; pass < passLimit; pass++) {
    let moved = false;
    for (let node = 0; node < group.length; node++) {
      const own = group[node]!;
      const links = new Map<number, number>([[own, 0]]);
      for (const [other, weight] of neighbours[node]!) add(links, group[other]!, weight);
      weightOf[own]! -= degree[node]!;
      const gainOf = (candidate: number) => links.get(candidate)! - (resolution * weightOf[candidate]! * degree[node]!) / total;
      let best = own;
      let bestGain = gainOf(own);
      for (const candidate of [...links.keys()].sort((a, b) => a - b)) {
        const gain = gainOf(candidate);
        if (gain > bestGain + epsilon) [best, bestGain] = [candidate, gain];
      }
      weightOf[best]! += degree[node]!;
      if (best !== own) {
        group[node] = best;
        moved = changed = true;
      }
    }
    if (!moved) break;
  }
  if (!changed) return undefined;
  const numbers = new Map<number, number>();
  for (const name of group) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return group.map((name) => numbers.get(name)!);
}

function mergeNodes({ neighbours, degree }: Level, group: readonly number[]): Level {
  const count = Math.max(-1, ...group) + 1;
  const merged = Array.from({ length: count }, () => new Map<number, number>());
  const mergedDegree = new Array<number>(count).fill(0);
  group.forEach((own, node) => {
    mergedDegree[own]! += degree[node]!;
    for (const [other, weight] of neighbours[node]!) if (group[other] !== own) add(merged[own]!, group[other]!, weight);
  });
  return { neighbours: merged, degree: mergedDegree };
}

function measureModularity({ neighbours, degree }: Level, total: number): number {
  if (total === 0) return 0;
  return degree.reduce((sum, own, node) => sum + (own - sumOf(neighbours[node]!)) / total - (own / total) ** 2, 0);
}

function listGroups(groupOf: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  groupOf.forEach((group, node) => {
    const members = groups.get(group);
    if (members) members.push(node);
    else groups.set(group, [node]);
  });
  return [...groups.values()];
}

function add(weights: Map<number, number>, key: number, weight: number): void {
  weights.set(key, (weights.get(key) ?? 0) + weight);
}

function sumOf(weights: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return sum;
}
