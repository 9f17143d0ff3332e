import { componentIndices, numberNodes } from './strongly-connected.js';

export interface Reachability {
  /** Whether a path of at least one edge leads from `a` to `b`; for `a === b`, whether it lies on a cycle. */
  readonly reaches: (a: number, b: number) => boolean;
}

/**
 * Transitive closure over the nodes 0..count-1 as bit rows, one a strongly connected component. Costs components * count / 8
 * bytes: 12 MB for 10,000 nodes. Answers in constant time.
 */
export function createReachability(count: number, edges: Iterable<readonly [from: number, to: number]>): Reachability {
  const targets: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of edges) targets[from]!.push(to);
  const { successors } = numberNodes(
    targets.map((_, i) => i),
    (node) => targets[node]!,
  );
  const words = (count + 31) >>> 5;
  const owner = new Int32Array(count);
  const rows: Uint32Array[] = [];
  componentIndices(count, successors).forEach((members, component) => {
    const row = new Uint32Array(words);
    const merged = new Set<number>([component]);
    for (const node of members) owner[node] = component;
    for (const node of members) {
      for (const target of successors[node]!) {
        row[target >>> 5]! |= 1 << (target & 31);
        const other = owner[target]!;
        if (merged.has(other)) continue;
        merged.add(other);
        const reached = rows[other]!;
        for (let w = 0; w < words; w++) row[w]! |= reached[w]!;
      }
    }
    rows.push(row);
  });
  return { reaches: (a, b) => ((rows[owner[a]!]![b >>> 5]! >>> (b & 31)) & 1) === 1 };
}
