import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { hashText } from '../../../src/host/hash.js';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import type { ModuleModel } from '../../../src/model/module-model.js';
import { checkPlan } from '../../../src/plan/split/check-plan.js';
import type { SplitPart, SplitPlan } from '../../../src/plan/split/split-plan.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import { buildModel, options, type StatementSpec } from './model-builder.js';

const specs: StatementSpec[] = [
  { declares: ['clamp'] },
  { declares: ['Money'], kind: 'interface', exported: true },
  { declares: ['priceCart'], soft: ['clamp'], type: ['Money'], exported: true },
  { declares: ['openOrders'], kind: 'variable', lines: 1 },
  { declares: ['resetOrders'], writes: ['openOrders'], exported: true },
  { declares: ['ovenOn', 'ovenOff'], kind: 'variable', lines: 2 },
  { declares: ['Receipt'], kind: 'class', exported: true },
  { hard: ['Receipt'], text: "Receipt.title = 'Receipt';", lines: 1, effect: 'ordered' },
  { declares: ['printReceipt'], soft: ['Receipt', 'emailReceipt'], exported: true },
  { declares: ['emailReceipt'], soft: ['printReceipt'], exported: true },
  { hard: ['priceCart'], text: 'priceCart({ items: [] });', lines: 1, effect: 'ordered' },
  { declares: ['assetFolder'], kind: 'variable', pin: 'import-meta', lines: 1 },
];

const valid: SplitPart[] = [
  { file: 'src/orders/pricing.ts', declarations: ['clamp', 'Money', 'priceCart'], because: '' },
  { file: 'src/orders/state.ts', declarations: ['openOrders', 'resetOrders', 'ovenOn', 'ovenOff'], because: '' },
  {
    file: 'src/orders/receipt.ts',
    declarations: ['Receipt', 'printReceipt', 'emailReceipt'],
    statements: ["@1 Receipt.title = 'Receipt';"],
    because: '',
  },
  { file: 'src/orders/start.ts', declarations: [], statements: ['@2'], because: '' },
  { file: 'src/orders.ts', declarations: ['assetFolder'], because: '' },
];

const model = buildModel(specs);

function planOf(parts: readonly SplitPart[], changes: Partial<SplitPlan> = {}, of: ModuleModel = model): SplitPlan {
  return {
    version: 1,
    kind: 'split',
    source: 'src/orders.ts',
    fingerprint: hashText(of.source.text),
    facade: 'keep',
    maxLines: 600,
    parts: [...parts],
    ...changes,
  };
}

function change(index: number, changes: Partial<SplitPart>): SplitPart[] {
  return valid.map((part, i) => (i === index ? { ...part, ...changes } : part));
}

/** Takes a name out of its part and lists it in another. */
function move(name: string, to: number): SplitPart[] {
  return valid.map((part, i) => ({
    ...part,
    declarations: [...part.declarations.filter((other) => other !== name), ...(i === to ? [name] : [])],
  }));
}

function found(parts: readonly SplitPart[], changes: Partial<SplitPlan> = {}): readonly Diagnostic[] {
  return checkPlan(model, planOf(parts, changes), options());
}

const ids = (diagnostics: readonly Diagnostic[]): string[] => [...new Set(diagnostics.map((one) => one.id))];

describe('checkPlan', () => {
  it('accepts the plan that the sabotage starts from', () => {
    expect(found(valid)).toEqual([]);
  });

  it('says once that a CommonJS counter and what counts it up share a file, although the counter is read there too', () => {
    const text = 'let orders = 0;\nfunction cook() {}\nfunction addOrder() { return ++orders; }\nexports.cook = cook;\nexports.addOrder = addOrder;\n';
    const counter = readModule(
      { path: filePath('/shop/src/orders.js'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) },
      { emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false },
    );
    const parts = [
      { file: 'src/orders/state.js', declarations: ['orders', 'cook'], because: '' },
      { file: 'src/orders/add.js', declarations: ['addOrder'], because: '' },
      { file: 'src/orders.js', declarations: [], statements: ['@1', '@2'], because: '' },
    ];
    const torn = checkPlan(counter, planOf(parts, { source: 'src/orders.js' }, counter), options()).filter(({ id }) => id === 'plan-splits-atom');
    expect(torn.map(({ message }) => message)).toEqual([expect.stringContaining('`let orders` and its writer `addOrder` must share a file')]);
  });

  it('refuses a plan for another version of the file, and one for another file', () => {
    expect(ids(found(valid, { fingerprint: 'sha256:old' }))).toEqual(['plan-outdated']);
    expect(found(valid, { source: 'src/carts.ts' })[0]).toMatchObject({
      id: 'plan-outdated',
      message: expect.stringContaining('src/carts.ts'),
    });
  });

  it('names the nearest declaration for an unknown one', () => {
    const [unknown, missing] = found(change(0, { declarations: ['clamp', 'Money', 'pricecart'] }));
    expect(unknown).toMatchObject({ id: 'plan-unknown-name', help: expect.stringContaining('priceCart') });
    expect(missing).toMatchObject({ id: 'plan-missing-name', at: { line: 7 } });
  });

  it('finds a name in two parts, and a name twice in one part', () => {
    expect(ids(found(change(3, { declarations: ['clamp'] })))).toEqual(['plan-duplicate-name']);
    expect(ids(found(change(0, { declarations: ['clamp', 'clamp', 'Money', 'priceCart'] })))).toEqual(['plan-duplicate-name']);
  });

  it('finds missing, unknown and doubled statements by the id before the first space', () => {
    expect(ids(found(change(3, { declarations: [], statements: [] })))).toEqual(['plan-empty-part', 'plan-missing-statement']);
    expect(ids(found(change(3, { statements: ['@2', '@9 what is this'] })))).toEqual(['plan-unknown-statement']);
    expect(ids(found(change(3, { statements: ['@2', '@2 again'] })))).toEqual(['plan-duplicate-statement']);
  });

  it('finds two files that differ only in case or composition', () => {
    expect(ids(found(change(1, { file: 'src/orders/Pricing.ts' })))).toEqual(['plan-duplicate-file']);
    expect(ids(found(change(1, { file: 'src/Orders.ts' })))).toEqual(['plan-duplicate-file']);
    const composed = [
      { ...valid[0]!, file: 'src/orders/caf\u00e9.ts' },
      { ...valid[1]!, file: 'src/orders/cafe\u0301.ts' },
      ...valid.slice(2),
    ];
    expect(ids(found(composed))).toEqual(['plan-duplicate-file']);
  });

  it.each([
    '../pricing.ts',
    '/etc/pricing.ts',
    'C:/pricing.ts',
    'src\\pricing.ts',
    'src/pri\0cing.ts',
    'src/../../pricing.ts',
    'src/a/../pricing.ts',
  ])('refuses the path %j, which leaves the project or hides where it leads', (file) => {
    expect(ids(found(change(0, { file })))).toEqual(['plan-file-outside']);
  });

  it('refuses another extension, a reserved name and an empty segment', () => {
    expect(ids(found(change(0, { file: 'src/orders/pricing.tsx' })))).toEqual(['plan-file-extension']);
    expect(ids(found(change(0, { file: 'src/orders/pricing.d.ts' })))).toEqual(['plan-file-extension']);
    expect(ids(found(change(0, { file: 'src/orders/aux.ts' })))).toEqual(['plan-file-name']);
    expect(ids(found(change(0, { file: 'src/orders//pricing.ts' })))).toEqual(['plan-file-name']);
  });

  it('refuses a file that exists in the target folder whatever its case', () => {
    const diagnostics = checkPlan(model, planOf(valid), options({ existing: ['PRICING.ts'] }));
    expect(ids(diagnostics)).toEqual(['plan-file-exists']);
  });

  it('keeps a let and its writer together', () => {
    const [torn] = found(move('resetOrders', 3));
    expect(torn).toMatchObject({ id: 'plan-splits-atom', data: { cause: 'let', names: ['openOrders', 'resetOrders'] } });
    expect(torn!.message).toContain('`let openOrders` and its writer `resetOrders` must share a file');
  });

  it('keeps the names of one statement together', () => {
    expect(found(move('ovenOff', 3))[0]).toMatchObject({
      id: 'plan-splits-atom',
      data: { cause: 'declaration', names: ['ovenOn', 'ovenOff'] },
    });
  });

  it('keeps an assignment to a member beside its declaration', () => {
    const parts = change(2, { statements: [] }).map((part, i) => (i === 3 ? { ...part, statements: ['@1', '@2'] } : part));
    expect(found(parts)[0]).toMatchObject({ id: 'plan-splits-atom', data: { cause: 'members' } });
  });

  it('keeps functions that call each other together and says so, rather than naming a cycle of files', () => {
    const [torn] = found(move('emailReceipt', 0));
    expect(torn).toMatchObject({ id: 'plan-splits-atom', data: { cause: 'cycle', names: ['printReceipt', 'emailReceipt'] } });
    expect(torn!.notes[0]).toContain('uses emailReceipt');
  });

  it('names the names on both sides of a cycle of files that no atom forces', () => {
    const parts = valid.map((part, i) =>
      i === 0
        ? { ...part, declarations: ['Money', 'priceCart', 'Receipt'] }
        : i === 2
          ? { ...part, declarations: ['clamp', 'printReceipt', 'emailReceipt'], statements: [] }
          : i === 3
            ? part
            : part,
    );
    const moved = parts.map((part, i) => (i === 0 ? { ...part, statements: ['@1'] } : part));
    const [cycle] = found(moved);
    expect(cycle!.id).toBe('plan-cycle');
    expect(cycle!.message).toContain('src/orders/pricing.ts needs src/orders/receipt.ts (priceCart uses clamp)');
    expect(cycle!.message).toContain('src/orders/receipt.ts needs src/orders/pricing.ts (printReceipt uses Receipt)');
  });

  it('refuses an order of files that would run a later effect first', () => {
    const effects = buildModel([
      { declares: ['stove'], kind: 'variable', effect: 'ordered', lines: 1 },
      { declares: ['kettle'], kind: 'variable', effect: 'ordered', lines: 1 },
      { declares: ['oven'], kind: 'variable', effect: 'ordered', lines: 1 },
    ]);
    const parts = [
      { file: 'src/orders/a.ts', declarations: ['stove', 'oven'], because: '' },
      { file: 'src/orders/b.ts', declarations: ['kettle'], because: '' },
    ];
    const [cycle] = checkPlan(effects, planOf(parts, {}, effects), options());
    expect(cycle).toMatchObject({ id: 'plan-cycle', message: expect.stringContaining('runs after') });
  });

  it('keeps a pinned statement in the source file', () => {
    const parts = [...move('assetFolder', 1).slice(0, 4)];
    expect(ids(found(parts))).toEqual(['plan-moves-pinned']);
  });

  it('lets no part use what stays in the facade, not even as a type', () => {
    const value = move('clamp', 4);
    expect(found(value)[0]).toMatchObject({ id: 'plan-needs-source', data: { from: 'priceCart', to: 'clamp', kind: 'value' } });
    const type = move('Money', 4);
    expect(found(type)[0]).toMatchObject({ id: 'plan-needs-source', data: { kind: 'type' } });
  });

  it('refuses a part above the cap, but not a single atom that cannot be smaller', () => {
    expect(ids(found(valid, { maxLines: 8 }))).toContain('plan-over-cap');
    const big = buildModel([{ declares: ['menu'], lines: 50 }, { declares: ['dish'] }]);
    const parts = [
      { file: 'src/orders/menu.ts', declarations: ['menu'], because: '' },
      { file: 'src/orders/dish.ts', declarations: ['dish'], because: '' },
    ];
    expect(checkPlan(big, planOf(parts, { maxLines: 20 }, big), options())).toEqual([]);
  });

  it('points into the source and gives help that starts with a verb', () => {
    for (const diagnostic of [...found(move('resetOrders', 3)), ...found(move('clamp', 4)), ...found(change(0, { file: '../x.ts' }))]) {
      expect(diagnostic.at.file).toBe('/shop/src/orders.ts');
      expect(diagnostic.help).toMatch(/^[A-Z][a-z]+ /);
    }
  });
});
