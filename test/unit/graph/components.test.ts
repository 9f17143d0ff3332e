import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stronglyConnectedComponents } from '../../../src/graph/strongly-connected.js';
import { arbitraryGraph, slowReaches } from './arbitrary-graph.js';

describe('stronglyConnectedComponents', () => {
  it('puts two nodes into one component exactly when each reaches the other', () => {
    fc.assert(
      fc.property(arbitraryGraph(9, 22), ({ nodes, targets }) => {
        const components = stronglyConnectedComponents(nodes, (node) => targets[node]!);
        expect(components.flat().sort((a, b) => a - b)).toEqual(nodes);
        const owner = new Map(components.flatMap((members, i) => members.map((node) => [node, i] as const)));
        for (const a of nodes) {
          for (const b of nodes) {
            const together = a === b || (slowReaches(targets, a, b) && slowReaches(targets, b, a));
            expect(owner.get(a) === owner.get(b)).toBe(together);
            if (!together && slowReaches(targets, a, b)) expect(owner.get(b)!).toBeLessThan(owner.get(a)!);
          }
        }
        for (const members of components) expect(members).toEqual([...members].sort((a, b) => a - b));
      }),
    );
  });

  it('survives a ring of 100,000 nodes, on which a recursive form overflows', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => i);
    const components = stronglyConnectedComponents(nodes, (i) => [(i + 1) % nodes.length]);
    expect(components.map((members) => members.length)).toEqual([100_000]);
  });

  it('keeps the order of the nodes and ignores edges that leave them', () => {
    const edges: Record<string, string[]> = { soup: ['salad', 'kitchen'], salad: ['soup'] };
    expect(stronglyConnectedComponents(['soup', 'salad'], (node) => edges[node]!)).toEqual([['soup', 'salad']]);
  });
});
