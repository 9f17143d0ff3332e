import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackEdges } from '../../../src/graph/feedback-edges.js';
import { arbitraryGraph, slowReaches } from './arbitrary-graph.js';

type Pair = readonly [number, number];

function without(targets: readonly (readonly number[])[], removed: readonly Pair[]): number[][] {
  return targets.map((list, from) => list.filter((to) => !removed.some(([a, b]) => a === from && b === to)));
}

function isAcyclic(targets: readonly (readonly number[])[]): boolean {
  return targets.every((_, node) => !slowReaches(targets, node, node));
}

const weightOf = (from: number, to: number): number => ((from * 7 + to * 3) % 5) + 1;

describe('feedbackEdges', () => {
  it('is of least weight among all edge sets that break every cycle', () => {
    fc.assert(
      fc.property(arbitraryGraph(6, 11), ({ nodes, targets }) => {
        const pairs = targets.flatMap((list, from) => [...new Set(list)].map((to): Pair => [from, to]));
        let least = Infinity;
        for (let mask = 0; mask < 1 << pairs.length; mask++) {
          const chosen = pairs.filter((_, i) => mask & (1 << i));
          const cost = chosen.reduce((total, [from, to]) => total + weightOf(from, to), 0);
          if (cost < least && isAcyclic(without(targets, chosen))) least = cost;
        }
        const found = feedbackEdges(nodes, (node) => targets[node]!, weightOf);
        expect(found.reduce((total, edge) => total + edge.weight, 0)).toBe(least);
        expect(isAcyclic(without(targets, found.map((edge): Pair => [edge.from, edge.to])))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('breaks every cycle of larger knots with a set from which no edge can be put back', () => {
    fc.assert(
      fc.property(arbitraryGraph(40, 140), ({ nodes, targets }) => {
        const pairs = feedbackEdges(nodes, (node) => targets[node]!, weightOf).map((edge): Pair => [edge.from, edge.to]);
        expect(isAcyclic(without(targets, pairs))).toBe(true);
        for (const kept of pairs) expect(isAcyclic(without(targets, pairs.filter((pair) => pair !== kept)))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('stays near the optimum above the exact size: a ring of 40 with one cheap edge costs that edge', () => {
    const nodes = Array.from({ length: 40 }, (_, i) => i);
    const found = feedbackEdges(nodes, (i) => [(i + 1) % 40], (from) => (from === 17 ? 1 : 5));
    expect(found).toEqual([{ from: 17, to: 18, weight: 1 }]);
  });
});
