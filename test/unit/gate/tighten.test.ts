import { describe, expect, it } from 'vitest';
import { buildBaseline, buildEntries } from '../../../src/gate/baseline-file.js';
import { followRenames } from '../../../src/gate/renames.js';
import { findStale, growBaseline, tightenBaseline } from '../../../src/gate/tighten.js';
import { bigFile, knot, root } from './finding.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import type { Baseline } from '../../../src/gate/baseline-file.js';
import type { PresentState } from '../../../src/gate/tighten.js';

const none = new Map<string, string>();

const presentOf = (found: readonly Diagnostic[], parts: Partial<PresentState> = {}): PresentState => ({
  baseline: buildBaseline(root, found),
  isInView: () => true,
  hasFile: () => true,
  hasImport: () => true,
  ...parts,
});

const stale = (baseline: Baseline, present: PresentState, renames: ReadonlyMap<string, string> = none) => findStale(followRenames(baseline, renames), present);

const stock = bigFile('src/stock.ts', 812);
const circle = knot([['src/cart.ts', 'src/till.ts'], ['src/till.ts', 'src/cart.ts']]);
const baseline = buildBaseline(root, [stock, circle]);

describe('a stale entry', () => {
  it.each<[string, PresentState, string[]]>([
    ['file that shrank', presentOf([bigFile('src/stock.ts', 790), circle]), ['src/stock.ts is down to 790 from 812']],
    ['file below its limit', presentOf([circle]), ['src/stock.ts is no god-file finding any more']],
    ['file that is gone', presentOf([circle], { hasFile: (file) => file !== 'src/stock.ts' }), ['src/stock.ts is gone']],
    ['import that is gone', presentOf([stock], { hasImport: (from) => from !== 'src/till.ts' }), [
      'src/cart.ts -> src/till.ts is in no import-cycle finding any more',
      'src/till.ts imports src/cart.ts no more',
    ]],
    ['end of an import that is gone', presentOf([stock], { hasFile: (file) => file !== 'src/till.ts' }), ['src/till.ts is gone', 'src/till.ts is gone']],
  ])('%s: says what has become of it', (_name, present, reasons) => {
    expect(stale(baseline, present).map((entry) => entry.reason)).toEqual(reasons);
  });

  it('is none that grew, and none of which the run cannot tell', () => {
    expect(stale(baseline, presentOf([bigFile('src/stock.ts', 900), circle]))).toEqual([]);
    expect(stale(baseline, presentOf([], { isInView: () => false }))).toEqual([]);
  });

  it('is one with an old path, and both ends of an import are renamed at once', () => {
    const renames = new Map([['src/stock.ts', 'src/store.ts'], ['src/cart.ts', 'src/basket.ts'], ['src/till.ts', 'src/desk.ts']]);
    const renamed = knot([['src/basket.ts', 'src/desk.ts'], ['src/desk.ts', 'src/basket.ts']]);
    const found = stale(baseline, presentOf([bigFile('src/store.ts', 800), renamed]), renames);
    expect(found.map((entry) => entry.reason)).toEqual([
      'src/stock.ts is src/store.ts now, and src/store.ts is down to 800 from 812',
      'src/cart.ts is src/basket.ts now and src/till.ts is src/desk.ts now',
      'src/till.ts is src/desk.ts now and src/cart.ts is src/basket.ts now',
    ]);
    const update = tightenBaseline(baseline, found);
    expect(update.baseline).toEqual(buildBaseline(root, [bigFile('src/store.ts', 800), renamed]));
    expect(update.changes.map((change) => change.kind)).toEqual(['renamed', 'renamed', 'renamed']);
  });

  it('does not take the place of the entry that the new path has already', () => {
    const both = buildBaseline(root, [stock, bigFile('src/store.ts', 700)]);
    const found = stale(both, presentOf([bigFile('src/store.ts', 700)], { hasFile: (file) => file === 'src/store.ts' }), new Map([['src/stock.ts', 'src/store.ts']]));
    expect(found).toEqual([{ entry: both.entries[0], becomes: undefined, reason: 'src/stock.ts is gone' }]);
  });
});

describe('an update', () => {
  it('lowers and removes, and leaves growth to fail', () => {
    const present = presentOf([bigFile('src/stock.ts', 900)]);
    const update = tightenBaseline(baseline, stale(baseline, present));
    expect(update.baseline).toEqual(buildBaseline(root, [stock]));
    expect(update.changes.map((change) => change.kind)).toEqual(['removed', 'removed']);
  });

  it('that accepts growth lists each raised and added entry', () => {
    const today = buildBaseline(root, [bigFile('src/stock.ts', 900), bigFile('src/menu.ts', 700)]);
    const update = growBaseline(buildBaseline(root, [stock]), today);
    expect(update.baseline).toEqual(today);
    expect(update.changes.map(({ kind, was, now }) => [kind, was, now])).toEqual([
      ['added', undefined, { id: 'god-file', file: 'src/menu.ts', ceiling: 700 }],
      ['raised', { id: 'god-file', file: 'src/stock.ts', ceiling: 812 }, { id: 'god-file', file: 'src/stock.ts', ceiling: 900 }],
    ]);
  });

  it('never lowers what it accepts', () => {
    expect(growBaseline(baseline, buildEntries([])).changes).toEqual([]);
  });
});
