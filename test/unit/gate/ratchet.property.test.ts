import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBaseline, entryName, isCeiling, parseBaseline, renderBaseline } from '../../../src/gate/baseline-file.js';
import { judge } from '../../../src/gate/judge.js';
import { followRenames } from '../../../src/gate/renames.js';
import { findStale, tightenBaseline } from '../../../src/gate/tighten.js';
import { stronglyConnectedComponents } from '../../../src/graph/strongly-connected.js';
import { at, bigFile, knot, root } from './finding.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import type { Baseline } from '../../../src/gate/baseline-file.js';
import type { Edge } from './finding.js';

interface Shop {
  readonly sizes: readonly number[];
  /** Pairs of file numbers, each once. */
  readonly imports: readonly (readonly [number, number])[];
}

const fileCount = 9;
const limit = 600;
const nameOf = (index: number): string => `src/aisle-${index}.ts`;

const shops: fc.Arbitrary<Shop> = fc.record({
  sizes: fc.array(fc.integer({ min: 500, max: 900 }), { minLength: fileCount, maxLength: fileCount }),
  imports: fc.uniqueArray(fc.tuple(fc.nat(fileCount - 1), fc.nat(fileCount - 1)), { maxLength: 24, selector: (edge) => edge.join() }),
});

/** What analyzers would find: files over the limit and components with their edges. */
function study({ sizes, imports }: Shop): Diagnostic[] {
  const files = sizes.map((_, index) => index);
  const targets = (file: number): number[] => imports.filter(([from]) => from === file).map(([, to]) => to);
  const knots = stronglyConnectedComponents(files, targets).flatMap((members) => {
    const edges = imports.filter(([from, to]) => members.includes(from) && members.includes(to)).map(([from, to]): Edge => [nameOf(from), nameOf(to)]);
    return edges.length === 0 ? [] : [knot(edges.sort())];
  });
  return [...files.filter((file) => sizes[file]! > limit).map((file) => bigFile(nameOf(file), sizes[file]!)), ...knots];
}

const baselineOf = (shop: Shop): Baseline => buildBaseline(root, study(shop));

const judgeShop = (shop: Shop, baseline: Baseline): readonly Diagnostic[] =>
  judge({ root, found: study(shop), states: [{ kind: 'baseline', baseline }], placeOf: () => ({ line: 1, column: 1 }) });

const tighten = (baseline: Baseline, shop: Shop) =>
  tightenBaseline(baseline, findStale(followRenames(baseline, new Map()), { baseline: baselineOf(shop), isInView: () => true, hasFile: () => true, hasImport: () => true }));

describe('the ratchet, for any graph and any sizes', () => {
  it('knows the whole of the state that it was made from', () => {
    fc.assert(
      fc.property(shops, (shop) => {
        expect(judgeShop(shop, baselineOf(shop)).filter((found) => found.standing !== 'known')).toEqual([]);
      }),
    );
  });

  it('does not know a file that grew, and knows all else', () => {
    fc.assert(
      fc.property(shops, fc.nat(fileCount - 1), fc.integer({ min: 1, max: 300 }), (shop, file, lines) => {
        const sizes = shop.sizes.map((size, index) => (index === file ? size + lines : size));
        const unknown = judgeShop({ ...shop, sizes }, baselineOf(shop)).filter((found) => found.standing !== 'known');
        const expected = sizes[file]! <= limit ? [] : [[at(nameOf(file)), shop.sizes[file]! > limit ? 'worse' : 'new']];
        expect(unknown.map((found) => [found.at.file, found.standing])).toEqual(expected);
      }),
    );
  });

  it('does not know a knot that got an import, and knows it where the import closed no circle', () => {
    fc.assert(
      fc.property(shops, fc.nat(fileCount - 1), fc.nat(fileCount - 1), (shop, from, to) => {
        fc.pre(!shop.imports.some((edge) => edge[0] === from && edge[1] === to));
        const after: Shop = { ...shop, imports: [...shop.imports, [from, to]] };
        const isInside = study(after).some((found) => found.ratchet?.kind === 'edges' && found.ratchet.edges.some((edge) => edge.from === at(nameOf(from)) && edge.to === at(nameOf(to))));
        const unknown = judgeShop(after, baselineOf(shop)).filter((found) => found.standing !== 'known');
        expect(unknown.length).toBe(isInside ? 1 : 0);
      }),
    );
  });

  it('knows whatever is left when imports go and files shrink', () => {
    fc.assert(
      fc.property(shops, fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), fc.nat(200), (shop, keeps, less) => {
        const after: Shop = { sizes: shop.sizes.map((size) => size - less), imports: shop.imports.filter((_, index) => keeps[index]) };
        expect(judgeShop(after, baselineOf(shop)).every((found) => found.standing === 'known')).toBe(true);
      }),
    );
  });

  it('when tightened never raises, forgets nothing that is still there and well, and is done after once', () => {
    fc.assert(
      fc.property(shops, shops, (before, after) => {
        const old = baselineOf(before);
        const { baseline, changes } = tighten(old, after);
        const was = new Map(old.entries.map((entry) => [entryName(entry), entry]));
        for (const entry of baseline.entries) {
          const former = was.get(entryName(entry));
          expect(former).toBeDefined();
          if (isCeiling(entry)) expect(entry.ceiling).toBeLessThanOrEqual((former as typeof entry).ceiling);
        }
        const standings = (state: Baseline) => judgeShop(after, state).map((found) => found.standing);
        expect(standings(baseline)).toEqual(standings(old));
        expect(changes.length === 0).toBe(renderBaseline(baseline) === renderBaseline(old));
        expect(tighten(baseline, after)).toEqual({ baseline, changes: [] });
      }),
    );
  });

  it('is the same file in whatever order the findings come, and the same baseline when read back', () => {
    fc.assert(
      fc.property(shops, fc.infiniteStream(fc.nat()), (shop, dice) => {
        const found = study(shop);
        const shuffled = found.map((each) => [dice.next().value as number, each] as const).sort((a, b) => a[0] - b[0]).map(([, each]) => each);
        const text = renderBaseline(buildBaseline(root, found));
        expect(renderBaseline(buildBaseline(root, shuffled))).toBe(text);
        expect(renderBaseline(parseBaseline(text, at('.decant-baseline.json')))).toBe(text);
      }),
    );
  });
});
