import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderMembers } from '../../../src/report/html/client/order-members.js';
import { squarify } from '../../../src/report/html/client/squarify.js';

const outer = { left: 10, top: 20, width: 400, height: 300 };

describe('squarify', () => {
  it('gives areas in proportion, inside the frame, without overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 }), (values) => {
        const falling = values.sort((a, b) => b - a);
        const boxes = squarify(falling, outer);
        const total = falling.reduce((sum, value) => sum + value, 0);
        boxes.forEach((box, index) => {
          expect((box.width * box.height) / (outer.width * outer.height)).toBeCloseTo(falling[index]! / total, 6);
          expect(box.left).toBeGreaterThanOrEqual(outer.left - 1e-6);
          expect(box.top + box.height).toBeLessThanOrEqual(outer.top + outer.height + 1e-6);
          for (const other of boxes.slice(index + 1)) {
            const wide = Math.min(box.left + box.width, other.left + other.width) - Math.max(box.left, other.left);
            const high = Math.min(box.top + box.height, other.top + other.height) - Math.max(box.top, other.top);
            expect(wide > 1e-6 && high > 1e-6).toBe(false);
          }
        });
      }),
    );
  });

  it('makes a hundred equal files near-square, where one row of slices would be 1:75', () => {
    const worst = Math.max(...squarify(Array.from({ length: 100 }, () => 1), outer).map((box) => Math.max(box.width / box.height, box.height / box.width)));
    expect(worst).toBeLessThan(2);
  });

  it('survives a frame without any room', () => {
    expect(squarify([3, 1], { left: 0, top: 0, width: 0, height: 0 })).toHaveLength(2);
  });
});

describe('orderMembers', () => {
  it('points every import that stays downwards once the cut is made', () => {
    const order = orderMembers(4, [[0, 1, false], [1, 2, false], [2, 0, true], [2, 3, false], [3, 1, true]]);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('holds every member once, whatever the edges, in a ring of many files too', () => {
    const ring = Array.from({ length: 20_000 }, (_, index) => [index, (index + 1) % 20_000, false] as const);
    expect([...orderMembers(20_000, ring)].sort((a, b) => a - b)).toEqual([...ring.keys()]);
  });
});
