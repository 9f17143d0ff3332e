import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { findingKey, knotKey } from '../../../src/diagnostic/finding-key.js';
import { buildBaseline, emptyBaseline } from '../../../src/gate/baseline-file.js';
import { judge } from '../../../src/gate/judge.js';
import { at, bigFile, knot, root } from './finding.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import type { FormerState } from '../../../src/gate/former-state.js';
import type { Edge } from './finding.js';

const cart: readonly Edge[] = [
  ['src/cart.ts', 'src/price.ts'],
  ['src/price.ts', 'src/cart.ts'],
];
const till: readonly Edge[] = [
  ['src/receipt.ts', 'src/till.ts'],
  ['src/till.ts', 'src/receipt.ts'],
];

const baselineOf = (...found: Diagnostic[]): FormerState => ({ kind: 'baseline', baseline: buildBaseline(root, found) });

/** The state before a change: `imports` were there, in a knot or not. */
const changeFrom = (found: Diagnostic[], imports: readonly Edge[] = []): FormerState => {
  const edges = new Set([...imports, ...cart, ...till].map((edge) => edge.join(' ')));
  return { kind: 'change', baseline: buildBaseline(root, found), others: new Map(), hasImport: (from, to) => edges.has(`${from} ${to}`) };
};

const judgeAll = (found: readonly Diagnostic[], ...states: FormerState[]) =>
  judge({ root, found, states, placeOf: () => ({ line: 12, column: 8 }) });

const [cartKnot, tillKnot] = [knotKey(['src/cart.ts', 'src/price.ts']), knotKey(['src/receipt.ts', 'src/till.ts'])];

const judgeOne = (found: Diagnostic, ...states: FormerState[]) => judgeAll([found], ...states)[0]!;

describe('a ceiling', () => {
  it.each([
    [811, 'known'],
    [812, 'known'],
    [813, 'worse'],
  ] as const)('of 812 meets %i lines: %s', (lines, standing) => {
    expect(judgeOne(bigFile('src/stock.ts', lines), baselineOf(bigFile('src/stock.ts', 812))).standing).toBe(standing);
  });

  it('belongs to one file and one kind of finding', () => {
    const baseline = baselineOf(bigFile('src/stock.ts', 812));
    expect(judgeOne(bigFile('src/stocks.ts', 700), baseline).standing).toBe('new');
    expect(judgeOne(bigFile('src/stock.ts', 700, { id: 'wide-file' }), baseline).standing).toBe('new');
  });

  it('of all lines is none of code lines, however high', () => {
    const physical = bigFile('src/stock.ts', 900, { ratchet: { kind: 'ceiling', value: 900, count: 'physical' } });
    expect(judgeOne(physical, baselineOf(bigFile('src/stock.ts', 1000))).standing).toBe('new');
    expect(judgeOne(bigFile('src/stock.ts', 700), baselineOf(physical)).standing).toBe('new');
    expect(judgeOne(physical, baselineOf(physical)).standing).toBe('known');
  });

  it('that is passed says by how much, first of the notes', () => {
    const found = bigFile('src/stock.ts', 1840, { notes: ['imported by 3 files'] });
    expect(judgeOne(found, baselineOf(bigFile('src/stock.ts', 1812)))).toMatchObject({
      notes: ['src/stock.ts grew from 1,812 to 1,840 since the baseline', 'imported by 3 files'],
      data: { growth: { from: 1812, to: 1840 } },
    });
    expect(judgeOne(found, changeFrom([bigFile('src/stock.ts', 1812)])).notes[0]).toBe('src/stock.ts grew from 1,812 to 1,840 with this change');
  });
});

describe('a knot', () => {
  it('is known when it lost an import, also when that left two knots', () => {
    const whole = knot([...cart, ...till, ['src/price.ts', 'src/till.ts'], ['src/till.ts', 'src/price.ts']]);
    expect(judgeAll([knot(cart), knot(till)], baselineOf(whole)).map((found) => found.standing)).toEqual(['known', 'known']);
  });

  it('is worse with one more import among the same files, and names it with its line', () => {
    const grown = knot([...cart, ['src/cart.ts', 'src/cart.ts']], { notes: ['fragile'] });
    expect(judgeOne(grown, baselineOf(knot(cart)))).toMatchObject({ standing: 'worse', notes: ['not in the baseline: src/cart.ts:12 -> src/cart.ts', 'fragile'] });
  });

  it('is new when the baseline has none of its imports, without a list of what goes without saying', () => {
    expect(judgeOne(knot(till), baselineOf(knot(cart)))).toMatchObject({ standing: 'new', notes: [] });
  });

  it('says which knots a change joined', () => {
    const bridge: readonly Edge[] = [['src/price.ts', 'src/till.ts'], ['src/till.ts', 'src/cart.ts']];
    const found = judgeOne(knot([...cart, ...till, ...bridge]), changeFrom([knot(cart), knot(till)]));
    expect(found.standing).toBe('worse');
    expect(found.notes).toEqual([`this change added src/price.ts:12 -> src/till.ts and src/till.ts:12 -> src/cart.ts and joined ${cartKnot} (2 files) and ${tillKnot} (2 files)`]);
    expect(found.data['growth']).toEqual({
      added: [{ from: 'src/price.ts', to: 'src/till.ts', line: 12 }, { from: 'src/till.ts', to: 'src/cart.ts', line: 12 }],
      joined: [['src/cart.ts', 'src/price.ts'], ['src/receipt.ts', 'src/till.ts']],
    });
  });

  it('does not blame a change for an import that was there and closed no circle', () => {
    const older: Edge = ['src/price.ts', 'src/till.ts'];
    const found = judgeOne(knot([...cart, ...till, older, ['src/till.ts', 'src/cart.ts']]), changeFrom([knot(cart), knot(till)], [older]));
    expect(found.notes).toEqual([
      `this change added src/till.ts:12 -> src/cart.ts and joined ${cartKnot} (2 files) and ${tillKnot} (2 files)`,
      'that drew in 1 older import: src/price.ts:12 -> src/till.ts',
    ]);
  });

  it('says which files a change drew into a knot', () => {
    const found = judgeOne(knot([...cart, ['src/price.ts', 'src/tax.ts'], ['src/tax.ts', 'src/cart.ts']]), changeFrom([knot(cart)]));
    expect(found.notes[0]).toBe(`this change added src/price.ts:12 -> src/tax.ts and src/tax.ts:12 -> src/cart.ts and drew src/tax.ts into ${cartKnot} (2 files)`);
  });

  it('that a change closed names the import that closed it, not the one that was there', () => {
    const found = judgeOne(knot([['src/menu.ts', 'src/oven.ts'], ['src/oven.ts', 'src/menu.ts']]), changeFrom([], [['src/menu.ts', 'src/oven.ts']]));
    expect(found).toMatchObject({ standing: 'new', notes: ['this change added src/oven.ts:12 -> src/menu.ts', 'that drew in 1 older import: src/menu.ts:12 -> src/oven.ts'] });
  });

  it('of imports that are all older, as when `import type` lost its `type`, is not said to be added', () => {
    const edges: readonly Edge[] = [['src/menu.ts', 'src/oven.ts'], ['src/oven.ts', 'src/menu.ts']];
    expect(judgeOne(knot(edges), changeFrom([], edges)).notes).toEqual([
      'this change closed a circle of older imports: src/menu.ts:12 -> src/oven.ts and src/oven.ts:12 -> src/menu.ts',
    ]);
  });
});

describe('a knot that has grown', () => {
  const related = [{ file: at('src/price.ts'), line: 2, column: 1 }];
  const grown = knot([...cart, ['src/price.ts', 'src/price.ts']], { help: 'Remove 1 import', related });

  it.each([['a change', changeFrom([knot(cart)])], ['a baseline', baselineOf(knot(cart))]])('since %s points at the added import, not at its old circle, and says first what to take back', (_name, state) => {
    expect(judgeOne(grown, state)).toMatchObject({
      at: { file: at('src/price.ts'), line: 12, column: 8, label: 'imports src/price.ts' },
      related: [...related, { file: at('src/cart.ts'), line: 3, column: 1 }],
      help: 'Take back src/price.ts:12 -> src/price.ts, or remove 1 import',
    });
  });

  it('only by older imports stays where it was', () => {
    const older: Edge = ['src/price.ts', 'src/price.ts'];
    expect(judgeOne(grown, changeFrom([knot(cart)], [older]))).toMatchObject({ standing: 'worse', at: grown.at, help: grown.help });
  });
});

describe('a knot over the same imports', () => {
  const dangerous = (danger: string): Diagnostic => knot(cart, { data: { danger } });
  const was = (...dangers: string[]): FormerState => ({
    ...changeFrom([knot(cart)]),
    dangers: [
      ...dangers.map((danger) => ({ id: 'import-cycle', files: ['src/cart.ts', 'src/price.ts'], danger })),
      { id: 'import-cycle', files: ['src/receipt.ts'], danger: 'crash' },
    ],
  });

  it.each([
    ['crash', ['type-only'], 'worse', ['this change made it crash: it was type-only']],
    ['fragile', ['deferred'], 'worse', ['this change made it fragile: it was deferred']],
    ['crash', ['crash'], 'known', []],
    ['deferred', ['crash'], 'known', []],
    ['crash', ['deferred', 'crash'], 'known', []],
    ['crash', [], 'known', []],
  ])('that is %s and was %j is %s', (danger, before, standing, notes) => {
    expect(judgeOne(dangerous(danger), was(...before))).toMatchObject({ standing, notes });
  });
});

describe('a finding without a ratchet', () => {
  const lost = (line: number): Diagnostic =>
    diagnostic({ id: 'unresolved-import', message: './gone leads nowhere', at: { file: at('src/menu.ts'), line, column: 1 }, help: 'Correct it' });

  it('is new for a baseline, which cannot know it', () => {
    expect(judgeOne(lost(1), baselineOf(lost(1))).standing).toBe('new');
  });

  it('is known to a former state as often as it stood there, on whatever line', () => {
    const before: FormerState = { kind: 'change', baseline: emptyBaseline, others: new Map([[findingKey(root, lost(1)), 1]]) };
    expect(judgeAll([lost(4), lost(9)], before).map((found) => found.standing)).toEqual(['known', 'new']);
  });
});

describe('a baseline and a change together', () => {
  it('know what either knows', () => {
    const baseline = baselineOf(bigFile('src/stock.ts', 900));
    const change = changeFrom([bigFile('src/stock.ts', 800), bigFile('src/cart.ts', 700)]);
    const found = judgeAll([bigFile('src/stock.ts', 850), bigFile('src/cart.ts', 700), bigFile('src/till.ts', 650)], baseline, change);
    expect(found.map((each) => each.standing)).toEqual(['known', 'known', 'new']);
  });

  it('speak of the change where neither knows', () => {
    const found = judgeOne(bigFile('src/stock.ts', 950), baselineOf(bigFile('src/stock.ts', 900)), changeFrom([bigFile('src/stock.ts', 800)]));
    expect(found.notes).toEqual(['src/stock.ts grew from 800 to 950 with this change']);
  });
});

it('without any state everything is new', () => {
  expect(judgeAll([bigFile('src/stock.ts', 900), knot(cart)]).map((found) => found.standing)).toEqual(['new', 'new']);
});
