import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestCycle } from '../../../src/graph/shortest-cycle.js';
import { topologicalOrder } from '../../../src/graph/topological-order.js';
import { arbitraryGraph, slowReaches } from './arbitrary-graph.js';

/** All elementary cycles, each written from its smallest node. */
function slowCycles(nodes: readonly number[], targets: readonly (readonly number[])[]): number[][] {
  const cycles: number[][] = [];
  const walk = (path: number[]): void => {
    for (const target of new Set(targets[path.at(-1)!])) {
      if (target === path[0]) cycles.push([...path]);
      else if (target > path[0]! && !path.includes(target)) walk([...path, target]);
    }
  };
  for (const node of nodes) walk([node]);
  return cycles;
}

describe('shortestCycle', () => {
  it('finds the shortest and then smallest of all elementary cycles', () => {
    fc.assert(
      fc.property(arbitraryGraph(7, 16), ({ nodes, targets }) => {
        const [expected] = slowCycles(nodes, targets).sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
        expect(shortestCycle(nodes, (node) => targets[node]!)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('is as quick on a ring of 100,000 nodes as the ring is long', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => i);
    expect(shortestCycle(nodes, (i) => [(i + 1) % nodes.length])).toHaveLength(100_000);
  });

  it('leaves out the edges that are not accepted', () => {
    const edges: Record<string, string[]> = { a: ['b'], b: ['a', 'c'], c: ['a'] };
    expect(shortestCycle(['a', 'b', 'c'], (node) => edges[node]!, (from, to) => from !== 'b' || to !== 'a')).toEqual(['a', 'b', 'c']);
  });
});

describe('topologicalOrder', () => {
  it('keeps every edge and always takes the free node of the smallest rank', () => {
    let qualified = 0;
    fc.assert(
      fc.property(arbitraryGraph(9, 14), fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }), ({ nodes, targets }, ranks) => {
        const result = topologicalOrder(nodes, (node) => targets[node]!, (node) => ranks[node]!);
        const onCycle = nodes.filter((node) => slowReaches(targets, node, node));
        expect(result.remaining).toEqual(onCycle);
        expect(result.order === undefined).toBe(onCycle.length > 0);
        if (!result.order) return;
        qualified++;
        const left = new Set(nodes);
        for (const node of result.order) {
          const free = [...left].filter((candidate) => ![...left].some((other) => targets[other]!.includes(candidate)));
          expect(node).toBe(free.sort((a, b) => ranks[a]! - ranks[b]! || a - b)[0]);
          left.delete(node);
        }
      }),
      { numRuns: 300 },
    );
    expect(qualified).toBeGreaterThan(0);
  });
});
