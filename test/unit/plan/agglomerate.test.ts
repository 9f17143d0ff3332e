import { describe, expect, it } from 'vitest';
import { agglomerate, type Route } from '../../../src/plan/split/agglomerate.js';
import type { NodeGraph } from '../../../src/plan/split/node-graph.js';

/** Park and Miller 1988 with a fixed seed. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Dishes that use earlier ones; the dishes of a menu are like each other. */
function writeGraph(size: number, chance: () => number): NodeGraph {
  const menus = Math.ceil(size / 9);
  const lines = Array.from({ length: size }, () => 4 + Math.floor(chance() * 12));
  const sums = new Float32Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) sums[a * size + b] = sums[b * size + a] = Math.fround(chance() * (a % menus === b % menus ? 1 : 0.4));
  }
  const successors = lines.map((_, node) => Array.from({ length: node }, (__, earlier) => earlier).filter(() => chance() < 0.06));
  return { size, counts: lines.map(() => 1), lines, sums, successors, linesOf: (nodes) => nodes.reduce((sum, node) => sum + lines[node]!, 8 + (nodes.length >> 1)) };
}

describe('agglomerate', () => {
  it('gives under a smaller cap what it gives without the milestone of a larger one', () => {
    let passed = 0;
    for (let seed = 1; seed <= 16; seed++) {
      const graph = writeGraph(60, createChance(seed * 7919));
      const start = graph.lines.map((_, node) => [node]);
      const route: Route = {};
      for (const cap of [100, 98, 96, 97, 90, 88, 70]) {
        const before = route.milestone;
        const options = { cap, floor: 0.25, stopAt: 1 };
        expect(agglomerate(graph, start, { ...options, route }), `seed ${seed}, cap ${cap}`).toEqual(agglomerate(graph, start, options));
        if (before !== undefined && route.milestone === before && cap >= before.longest) passed++;
      }
    }
    expect(passed).toBeGreaterThan(40);
  });

  it('begins anew where the nodes are others', () => {
    const [graph, other] = [writeGraph(40, createChance(7)), writeGraph(40, createChance(11))];
    const start = graph.lines.map((_, node) => [node]);
    const route: Route = {};
    agglomerate(graph, start, { cap: 90, floor: 0.25, stopAt: 1, route });
    expect(route.milestone).toBeDefined();
    const options = { cap: 89, floor: 0.25, stopAt: 1 };
    expect(agglomerate(other, start, { ...options, route })).toEqual(agglomerate(other, start, options));
    // Without what they use, groups may merge that a path forbade.
    const free = { ...graph, successors: graph.successors.map(() => []) };
    expect(agglomerate(free, start, { ...options, route })).toEqual(agglomerate(free, start, options));
  });
});
