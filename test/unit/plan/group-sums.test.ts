import { describe, expect, it } from 'vitest';
import type { NodeGraph } from '../../../src/plan/split/node-graph.js';
import { sumGroups } from '../../../src/plan/split/group-sums.js';

/** Park and Miller 1988 with a fixed seed. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Dishes of which few are like each other, as in a real file. */
function writeGraph(size: number, chance: () => number): NodeGraph {
  const counts = Array.from({ length: size }, () => 1 + Math.floor(chance() * 3));
  const sums = new Float32Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) sums[a * size + b] = sums[b * size + a] = Math.fround(chance() < 0.15 ? chance() * 6 : chance() * 0.2);
  }
  return { size, counts, lines: counts, sums, successors: counts.map(() => []), linesOf: () => 0 };
}

/** What every pair of groups sums up to, added up anew. */
function addUp({ size, sums }: NodeGraph, one: readonly number[], other: readonly number[]): number {
  return one.reduce((total, a) => total + other.reduce((sum, b) => sum + sums[a * size + b]!, 0), 0);
}

describe('sumGroups', () => {
  for (const [title, start, floor] of [
    ['single dishes', (size: number) => Array.from({ length: size }, (_, node) => [node]), 0.25],
    ['menus of three dishes', (size: number) => Array.from({ length: Math.ceil(size / 3) }, (_, group) => [3 * group, 3 * group + 1, 3 * group + 2].filter((node) => node < size)), 0.08],
    ['everything near to everything', (size: number) => Array.from({ length: size }, (_, node) => [node]), 0],
  ] as const) {
    it(`tells of exactly the groups that are near, after any merges: ${title}`, () => {
      for (let seed = 1; seed <= 4; seed++) {
        const chance = createChance(seed * 7919);
        const graph = writeGraph(24, chance);
        const groups = new Map(start(graph.size).map((group, index) => [index, group] as const));
        const sums = sumGroups(graph, [...groups.values()], floor);
        const units = (group: readonly number[]): number => group.reduce((total, node) => total + graph.counts[node]!, 0);
        const isNear = (a: number, b: number): boolean => addUp(graph, groups.get(a)!, groups.get(b)!) / (units(groups.get(a)!) * units(groups.get(b)!)) >= floor;

        const { means, firsts, seconds } = sums.pairs;
        const pairs = [...means].map((mean, i) => ({ mean, a: firsts[i]!, b: seconds[i]! }));
        for (const { mean, a, b } of pairs) expect(mean).toBe(addUp(graph, groups.get(a)!, groups.get(b)!) / (units(groups.get(a)!) * units(groups.get(b)!)));
        const near = [...groups.keys()].flatMap((a) => [...groups.keys()].flatMap((b) => (a < b && isNear(a, b) ? [`${a} ${b}`] : [])));
        expect(pairs.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(near.sort());
        expect(pairs, 'most similar first, then in source order').toEqual([...pairs].sort((x, y) => y.mean - x.mean || x.a - y.a || x.b - y.b));

        while (groups.size > 2) {
          const living = [...groups.keys()];
          const members = [...new Set([0, 1, 2].map(() => living[Math.floor(chance() * living.length)]!))].sort((a, b) => a - b);
          const [kept = 0, ...gone] = members;
          groups.set(kept, members.flatMap((member) => groups.get(member)!));
          for (const member of gone) groups.delete(member);
          const found: number[] = [];
          sums.merge(members, (other, sum) => {
            expect(sum).toBe(addUp(graph, groups.get(kept)!, groups.get(other)!));
            found.push(other);
          });
          expect(sums.counts[kept]).toBe(units(groups.get(kept)!));
          expect(found.sort((a, b) => a - b)).toEqual([...groups.keys()].filter((other) => other !== kept && isNear(kept, other)).sort((a, b) => a - b));
          for (const a of groups.keys()) for (const b of groups.keys()) if (a !== b) expect(sums.between(a, b)).toBe(addUp(graph, groups.get(a)!, groups.get(b)!));
        }
      }
    });
  }
});
