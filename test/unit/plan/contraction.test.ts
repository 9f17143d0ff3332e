import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildContraction } from '../../../src/plan/split/contraction.js';

/** Reachability by depth-first search over groups: slow and plain. */
function reaches(successors: readonly (readonly number[])[], groupOf: readonly number[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const stack = [from];
  for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
    for (const [node, targets] of successors.entries()) {
      if (groupOf[node] !== group) continue;
      for (const target of targets.map((t) => groupOf[t]!)) {
        if (target === group || seen.has(target)) continue;
        seen.add(target);
        stack.push(target);
      }
    }
  }
  return seen.has(to);
}

describe('buildContraction', () => {
  it('agrees with a search of the contracted graph after any admissible contractions', () => {
    const graphs = fc
      .integer({ min: 2, max: 18 })
      .chain((size) =>
        fc.tuple(
          fc.tuple(...Array.from({ length: size }, (_, i) => fc.uniqueArray(fc.nat(Math.max(0, i - 1)), { maxLength: i === 0 ? 0 : 3 }))),
          fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 12 }),
        ),
      );
    fc.assert(
      fc.property(graphs, ([successors, merges]) => {
        const contraction = buildContraction(successors);
        const groupOf = successors.map((_, i) => i);
        for (const [one, other] of merges) {
          const [a, b] = [groupOf[one]!, groupOf[other]!].sort((x, y) => x - y) as [number, number];
          if (a === b) continue;
          const between = contraction.between([a, b]);
          const groups = [...new Set(groupOf)];
          const expected = groups.filter(
            (g) =>
              g !== a &&
              g !== b &&
              [a, b].some((x) => reaches(successors, groupOf, x, g)) &&
              [a, b].some((x) => reaches(successors, groupOf, g, x)),
          );
          expect(between).toEqual(expected.sort((x, y) => x - y));
          const members = [a, b, ...between];
          contraction.contract(members);
          groupOf.forEach((g, i) => members.includes(g) && (groupOf[i] = a));
          const left = [...new Set(groupOf)];
          for (const from of left)
            for (const to of left) if (from !== to) expect(contraction.reaches(from, to)).toBe(reaches(successors, groupOf, from, to));
        }
      }),
      { numRuns: 120 },
    );
  });
});
