import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackArcs } from '../../../src/graph/feedback-arcs.js';
import { feedbackEdges } from '../../../src/graph/feedback-edges.js';
import { stronglyConnectedComponents } from '../../../src/graph/strongly-connected.js';
import type { WeightedArc } from '../../../src/graph/weighted-arc.js';

function isAcyclic(count: number, arcs: readonly WeightedArc[]): boolean {
  if (arcs.some((arc) => arc.from === arc.to)) return false;
  const nodes = Array.from({ length: count }, (_, i) => i);
  const targets = nodes.map((node) => arcs.filter((arc) => arc.from === node).map((arc) => arc.to));
  return stronglyConnectedComponents(nodes, (node) => targets[node]!).length === count;
}

function without(arcs: readonly WeightedArc[], cut: readonly number[]): WeightedArc[] {
  const gone = new Set(cut);
  return arcs.filter((_, index) => !gone.has(index));
}

/** Least weight over all orders of the nodes. */
function leastWeight(count: number, arcs: readonly WeightedArc[]): number {
  let least = Infinity;
  const position: number[] = [];
  const place = (left: readonly number[]): void => {
    if (left.length === 0) {
      least = Math.min(least, arcs.reduce((total, arc) => total + (position[arc.to]! <= position[arc.from]! ? arc.weight : 0), 0));
    }
    for (const node of left) {
      position[node] = count - left.length;
      place(left.filter((other) => other !== node));
    }
  };
  place(Array.from({ length: count }, (_, i) => i));
  return least;
}

function arbitraryArcs(minNodes: number, maxNodes: number, maxArcs: number): fc.Arbitrary<{ count: number; arcs: WeightedArc[] }> {
  return fc.integer({ min: minNodes, max: maxNodes }).chain((count) =>
    fc
      .array(fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1), weight: fc.integer({ min: 0, max: 6 }) }), { maxLength: maxArcs })
      .map((arcs) => ({ count, arcs })),
  );
}

/** A dense core that no reduction touches: every node points at several others by a fixed rule. */
function tangle(count: number, degree: number): WeightedArc[] {
  return Array.from({ length: count }, (_, from) =>
    Array.from({ length: degree }, (_, i) => ({ from, to: (from * 7 + i * i * 5 + i + 1) % count, weight: ((from * 3 + i * 5) % 4) + 1 })),
  ).flat().filter((arc) => arc.from !== arc.to);
}

describe('feedbackArcs', () => {
  it('finds the least weight of all orders, with parallel, opposite, free and self-arcs', () => {
    fc.assert(
      fc.property(arbitraryArcs(1, 6, 14), ({ count, arcs }) => {
        const found = feedbackArcs(count, arcs);
        expect(isAcyclic(count, without(arcs, found.cut))).toBe(true);
        expect(found).toMatchObject({ weight: leastWeight(count, arcs), exact: true });
        expect(found.lowerBound).toBe(found.weight);
      }),
      { numRuns: 400 },
    );
  });

  it('puts back what can be put back', () => {
    fc.assert(
      fc.property(arbitraryArcs(2, 40, 140), ({ count, arcs }) => {
        const { cut } = feedbackArcs(count, arcs);
        expect(isAcyclic(count, without(arcs, cut))).toBe(true);
        for (const kept of cut) expect(isAcyclic(count, without(arcs, cut.filter((index) => index !== kept)))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('is not below any packing of cycles, and says exact only when it meets a bound', () => {
    for (const [count, degree] of [[14, 3], [18, 4], [24, 3], [40, 3], [60, 4], [150, 5]] as const) {
      const arcs = tangle(count, degree);
      const found = feedbackArcs(count, arcs);
      expect(isAcyclic(count, without(arcs, found.cut))).toBe(true);
      expect(found.lowerBound).toBeLessThanOrEqual(found.weight);
      expect(found.exact).toBe(found.lowerBound === found.weight);
      if (count <= 20) expect(found.exact).toBe(true);
    }
  });

  it('solves a chain of knots that meet in single modules exactly, however long it is', () => {
    // Each link is a tangle of 9; together 1,601 nodes.
    const arcs = Array.from({ length: 200 }, (_, link) =>
      tangle(9, 3).map((arc) => ({ from: arc.from + link * 8, to: arc.to + link * 8, weight: arc.weight })),
    ).flat();
    const one = feedbackArcs(9, tangle(9, 3));
    expect(one.exact).toBe(true);
    expect(feedbackArcs(1601, arcs)).toMatchObject({ exact: true, weight: one.weight * 200 });
  });

  it('costs a ring of 100,000 its cheapest arc', () => {
    const arcs = Array.from({ length: 100_000 }, (_, from) => ({ from, to: (from + 1) % 100_000, weight: from === 71_234 ? 1 : 5 }));
    expect(feedbackArcs(100_000, arcs)).toEqual({ cut: [71_234], weight: 1, lowerBound: 1, exact: true });
  });

  it('cuts half of the complete graph of 1,000', () => {
    const arcs = Array.from({ length: 1000 }, (_, from) => Array.from({ length: 1000 }, (_, to) => ({ from, to, weight: 10 })).filter((arc) => arc.to !== from)).flat();
    const found = feedbackArcs(1000, arcs);
    expect(found).toMatchObject({ weight: 4_995_000, exact: true });
    expect(found.cut).toHaveLength(499_500);
  });

  it('comes to an end on 10,000 nodes that no reduction touches', () => {
    const arcs = tangle(10_000, 3);
    const found = feedbackArcs(10_000, arcs);
    expect(found.lowerBound).toBeGreaterThan(0);
    expect(found.weight).toBeLessThan(arcs.reduce((total, arc) => total + arc.weight, 0) / 2);
  });
});

describe('feedbackEdges', () => {
  it('names the nodes as they were given, in their order', () => {
    const edges: Record<string, string[]> = { soup: ['salad', 'bread'], salad: ['soup'], bread: ['bread', 'soup'] };
    const weights: Record<string, number> = { salad: 1, bread: 2, soup: 5 };
    expect(feedbackEdges(['soup', 'salad', 'bread'], (node) => edges[node]!, (from) => weights[from]!)).toEqual([
      { from: 'salad', to: 'soup', weight: 1 },
      { from: 'bread', to: 'soup', weight: 2 },
      { from: 'bread', to: 'bread', weight: 2 },
    ]);
  });
});
