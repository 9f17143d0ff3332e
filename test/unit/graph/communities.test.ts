import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCommunities } from '../../../src/graph/communities.js';

function edges(...pairs: readonly (readonly [number, number, number?])[]) {
  return pairs.map(([a, b, weight = 1]) => ({ a, b, weight }));
}

const triangle = (first: number) => edges([first, first + 1], [first + 1, first + 2], [first, first + 2]);

describe('findCommunities', () => {
  it('finds two triangles although one edge joins them', () => {
    const found = findCommunities({ count: 6, edges: [...triangle(0), ...triangle(3), ...edges([2, 3])] });
    expect(found.groups).toEqual([[0, 1, 2], [3, 4, 5]]);
    // 6 of 7 edges inside, each group with half of the ends: 6/7 - 2 * 0.5^2.
    expect(found.modularity).toBeCloseTo(6 / 7 - 0.5, 10);
  });

  it('sees no groups in a ring of equals small enough to be one', () => {
    expect(findCommunities({ count: 3, edges: triangle(0) })).toEqual({ groups: [[0, 1, 2]], modularity: 0 });
  });

  it('leaves a node without edges alone, and an empty graph empty', () => {
    expect(findCommunities({ count: 3, edges: edges([0, 2]) }).groups).toEqual([[0, 2], [1]]);
    expect(findCommunities({ count: 2, edges: edges([1, 1]) })).toEqual({ groups: [[0], [1]], modularity: 0 });
    expect(findCommunities({ count: 0, edges: [] })).toEqual({ groups: [], modularity: 0 });
  });

  it('follows heavy edges against light ones', () => {
    const chain = (weights: readonly number[]) => ({ count: 4, edges: weights.map((weight, a) => ({ a, b: a + 1, weight })) });
    expect(findCommunities(chain([9, 1, 9])).groups).toEqual([[0, 1], [2, 3]]);
    const middle = findCommunities(chain([1, 9, 1])).groups.find((group) => group.includes(1));
    expect(middle).toContain(2);
  });

  it('gives fewer groups at a lower resolution', () => {
    const ring = Array.from({ length: 24 }, (_, a) => ({ a, b: (a + 1) % 24, weight: 1 }));
    const fine = findCommunities({ count: 24, edges: ring }, 1).groups.length;
    const coarse = findCommunities({ count: 24, edges: ring }, 0.3).groups.length;
    expect(coarse).toBeLessThan(fine);
  });

  it('covers every node once, never joins what no path joins, and does not see the direction of an edge: any graph', () => {
    const graphs = fc.integer({ min: 1, max: 25 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        edges: fc.array(fc.record({ a: fc.nat(count - 1), b: fc.nat(count - 1), weight: fc.integer({ min: 1, max: 5 }) }), { maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(graphs, (graph) => {
        const { groups, modularity } = findCommunities(graph);
        expect(groups.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: graph.count }, (_, node) => node));
        expect(modularity).toBeLessThan(1);
        expect(modularity).toBeGreaterThan(-1e-9);
        const root = Array.from({ length: graph.count }, (_, node) => node);
        const find = (node: number): number => (root[node] === node ? node : find(root[node]!));
        for (const { a, b } of graph.edges) root[find(a)] = find(b);
        for (const group of groups) expect(new Set(group.map(find)).size).toBe(1);
        const swapped = { ...graph, edges: graph.edges.map(({ a, b, weight }) => ({ a: b, b: a, weight })) };
        expect(findCommunities(swapped).groups).toEqual(groups);
      }),
    );
  });
});
