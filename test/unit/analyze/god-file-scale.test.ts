import { expect, it } from 'vitest';
import { findClusters } from '../../../src/analyze/god-file/find-clusters.js';

it('a table of 400,000 constants, all of which stand alone, is not looked through once for each of them', () => {
  const declarations = Array.from({ length: 400_000 }, (_, i) => ({
    names: [`k${i}`], kind: 'variable' as const, span: { start: i * 20, end: i * 20 + 19 }, lines: 1, exported: true, uses: [],
  }));
  const { found, alone } = findClusters({ declarations, looseLines: 0 });
  expect(found).toEqual([]);
  expect(alone).toEqual({ declarations: 400_000, lines: 400_000 });
}, 30_000);
