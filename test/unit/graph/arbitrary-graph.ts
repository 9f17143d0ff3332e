import fc from 'fast-check';

export interface SmallGraph {
  readonly nodes: readonly number[];
  readonly targets: readonly (readonly number[])[];
}

/** Small enough for brute force; self-edges and duplicate edges included. */
export function arbitraryGraph(maxNodes: number, maxEdges: number): fc.Arbitrary<SmallGraph> {
  return fc.integer({ min: 1, max: maxNodes }).chain((count) =>
    fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: maxEdges }).map((pairs) => {
      const targets: number[][] = Array.from({ length: count }, () => []);
      for (const [from, to] of pairs) targets[from]!.push(to);
      return { nodes: targets.map((_, i) => i), targets };
    }),
  );
}

/** Path of at least one edge, by plain search. */
export function slowReaches(targets: readonly (readonly number[])[], a: number, b: number): boolean {
  const seen = new Set<number>();
  const pending = [...targets[a]!];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    pending.push(...targets[node]!);
  }
  return seen.has(b);
}
