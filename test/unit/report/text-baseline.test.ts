import { describe, expect, it } from 'vitest';
import { renderBaseline } from '../../../src/report/text/baseline.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import type { CheckReport } from '../../../src/report/schema.js';

type Baseline = NonNullable<CheckReport['baseline']>;

const draw = (baseline: Partial<Baseline> | null, all = false): string[] => {
  const terminal = createTerminal({ color: false, width: 100, folds: false, readSource: () => undefined, elsewhere: undefined, all });
  const report = { baseline: baseline && { file: '.decant-baseline.json', entries: 3, stale: [], written: false, changes: [], ...baseline } };
  return renderBaseline(report as unknown as CheckReport, terminal);
};

const stock = (ceiling: number) => ({ id: 'god-file', file: 'src/stock.ts', ceiling });
const edge = { id: 'import-cycle', from: 'src/cart.ts', to: 'src/till.ts' };

describe('the baseline in a text report', () => {
  it('is silent when there is none, and when it fits', () => {
    expect(draw(null)).toEqual([]);
    expect(draw({})).toEqual([]);
  });

  it('lists what is stale with the command that mends it', () => {
    expect(draw({ stale: [{ entry: stock(812), becomes: stock(790), reason: 'src/stock.ts is down to 790 from 812' }] })).toEqual([
      '.decant-baseline.json allows more than is there; `decant check --tighten` mends them',
      '  src/stock.ts is down to 790 from 812',
      '',
    ]);
  });

  it('says once of each file that it was renamed, however many imports name it', () => {
    const renamed = (from: string, to: string) => ({ entry: { ...edge, from: 'src/cart.ts', to }, becomes: { ...edge, from, to }, reason: `src/cart.ts is ${from} now` });
    const back = { entry: { ...edge, from: 'src/till.ts', to: 'src/cart.ts' }, becomes: { ...edge, from: 'src/desk.ts', to: 'src/basket.ts' }, reason: 'both' };
    expect(draw({ stale: [renamed('src/basket.ts', 'src/till.ts'), renamed('src/basket.ts', 'src/menu.ts'), back] }).slice(1)).toEqual([
      '  src/cart.ts is src/basket.ts now',
      '  src/till.ts is src/desk.ts now',
      '',
    ]);
  });

  it('says of every change what it was and is', () => {
    const changes: Baseline['changes'] = [
      { kind: 'lowered', was: stock(1812), now: stock(790) },
      { kind: 'removed', was: edge, now: null },
      { kind: 'renamed', was: edge, now: { ...edge, to: 'src/desk.ts' } },
      { kind: 'added', was: null, now: { id: 'god-file', file: 'src/menu.ts', ceiling: 700 } },
    ];
    expect(draw({ written: true, changes })).toEqual([
      '.decant-baseline.json was written',
      '  lowered: god-file src/stock.ts 1,812 to 790',
      '  removed: import-cycle src/cart.ts -> src/till.ts',
      '  renamed: import-cycle src/cart.ts -> src/till.ts to import-cycle src/cart.ts -> src/desk.ts',
      '  added: god-file src/menu.ts 700',
      '',
    ]);
  });

  it('lists some, and all with --all', () => {
    const stale = Array.from({ length: 9 }, (_, index) => ({ entry: edge, becomes: null, reason: `src/shelf-${index}.ts is gone` }));
    expect(draw({ stale })).toHaveLength(8);
    expect(draw({ stale })[6]).toBe('  and 4 more; `--all` lists all');
    expect(draw({ stale }, true)).toHaveLength(11);
  });
});
