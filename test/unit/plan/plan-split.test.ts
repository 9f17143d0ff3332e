import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import type { ModuleModel } from '../../../src/model/module-model.js';
import { checkPlan } from '../../../src/plan/split/check-plan.js';
import { planSplit } from '../../../src/plan/split/plan-split.js';
import type { SplitOptions } from '../../../src/plan/split/split-options.js';
import type { SplitPlan } from '../../../src/plan/split/split-plan.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import { buildModel, options, root, type StatementSpec } from './model-builder.js';

const facts = {
  emitDecoratorMetadata: false,
  verbatimModuleSyntax: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  allowImportingTsExtensions: false,
  checkJs: false,
};

function read(text: string, path = '/shop/src/orders.ts'): ModuleModel {
  return readModule({ path: filePath(path), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, facts);
}

function plan(model: ModuleModel, changes: Partial<SplitOptions> = {}): SplitPlan {
  const result = planSplit(model, options(changes));
  if (result.kind === 'refused') throw new Error(result.diagnostics.map((one) => `${one.id}: ${one.message}`).join('\n'));
  return result.plan;
}

function refusal(model: ModuleModel): { id: string; message: string } {
  const result = planSplit(model, options());
  if (result.kind === 'planned') throw new Error('planned');
  return result.diagnostics[0]!;
}

/** `count` functions of one domain, each using the one before. */
function domain(noun: string, count: number, lines = 30): StatementSpec[] {
  const verbs = ['open', 'price', 'pack', 'ship', 'close', 'weigh'];
  return Array.from({ length: count }, (_, i) => ({
    declares: [`${verbs[i % verbs.length]!}${noun}`],
    soft: i > 0 ? [`${verbs[(i - 1) % verbs.length]!}${noun}`] : [],
    exported: true,
    lines,
  }));
}

const shop = [...domain('Parcel', 5), ...domain('Invoice', 5), ...domain('Coupon', 5)];
const files = (of: SplitPlan): string[] => of.parts.map((part) => part.file.split('/').at(-1)!).sort();

describe('planSplit', () => {
  it('finds domains that are interleaved in the source, and names them', () => {
    const shuffled = [0, 5, 10, 1, 6, 11, 2, 7, 12, 3, 8, 13, 4, 9, 14].map((i) => shop[i]!);
    const result = plan(buildModel(shuffled), { maxLines: 300 });
    expect(files(result)).toEqual(['coupon.ts', 'invoice.ts', 'parcel.ts']);
    for (const part of result.parts) expect(new Set(part.declarations.map((name) => /[A-Z].*/.exec(name)![0])).size).toBe(1);
    expect(result.parts[0]!.because).toMatch(/^parcel: 5 of 5 names share it; 4 references inside, none to other modules$/);
  });

  it('lists declarations in source order and parts in evaluation order', () => {
    const model = buildModel([
      ...domain('Parcel', 5),
      ...domain('Invoice', 5),
      { declares: ['runShop'], soft: ['shipParcel', 'shipInvoice'], lines: 60, exported: true },
    ]);
    const result = plan(model, { maxLines: 200 });
    expect(result.parts.at(-1)!.declarations).toContain('runShop');
    expect(result.parts[0]!.declarations).toEqual(
      [...result.parts[0]!.declarations].sort((a, b) => model.source.text.indexOf(a) - model.source.text.indexOf(b)),
    );
  });

  it('puts a loose statement beside what it reads, with its id and a reminder of at most 60 characters', () => {
    const model = buildModel([
      ...shop,
      {
        hard: ['shipInvoice'],
        text: `shipInvoice({ number: 1, lines: [], address: 'a street with a very long name' });`,
        lines: 1,
        effect: 'ordered',
      },
    ]);
    const part = plan(model, { maxLines: 300 }).parts.find((one) => one.statements)!;
    expect(part.declarations).toContain('shipInvoice');
    expect(part.statements).toHaveLength(1);
    expect(part.statements![0]).toMatch(/^@1 shipInvoice\(/);
    expect(part.statements![0]!.length).toBeLessThanOrEqual(63);
  });

  it('leaves a loose statement with what it reads, although only the next module comes after it in the order of effects', () => {
    const nouns = ['Parcel', 'Invoice', 'Coupon', 'Courier'];
    const model = buildModel(
      nouns.flatMap((noun) => [
        ...domain(noun, 5),
        { declares: [`start${noun}`], kind: 'variable' as const, hard: [`open${noun}`], effect: 'ordered' as const, exported: true, lines: 10 },
        { hard: [`start${noun}`], text: `start${noun}.on('failed', () => { console.log('the worker failed'); });`, lines: 1, effect: 'ordered' as const },
      ]),
    );
    const found = plan(model, { maxLines: 200 }).parts.map((part) => [part.declarations.filter((name) => name.startsWith('start')), part.statements?.map((line) => /start\w+/.exec(line)![0])]);
    expect(found).toEqual(nouns.map((noun) => [[`start${noun}`], [`start${noun}`]]));
  });

  it('keeps a pinned statement and its readers in the source file, last', () => {
    const result = plan(
      buildModel([...shop, { declares: ['folder'], kind: 'variable', pin: 'import-meta' }, { declares: ['readFolder'], soft: ['folder'] }]),
      { maxLines: 300 },
    );
    expect(result.parts.at(-1)).toMatchObject({
      file: 'src/orders.ts',
      declarations: ['folder', 'readFolder'],
      because: expect.stringContaining('reads import.meta.url'),
    });
  });

  it('keeps a leaf that every module uses apart from the domain it resembles', () => {
    const users = ['Parcel', 'Invoice', 'Coupon', 'Courier', 'Refund'].flatMap((noun) => domain(noun, 5));
    const model = buildModel([
      { declares: ['connection'], kind: 'variable', lines: 45 },
      ...users.map((spec) => ({ ...spec, soft: [...(spec.soft ?? []), 'connection'] })),
    ]);
    const part = plan(model, { maxLines: 300 }).parts.find((one) => one.declarations.includes('connection'))!;
    expect(part.declarations).toEqual(['connection']);
  });

  it('reports an oversize declaration with its size and cause, and still splits the rest', () => {
    const model = buildModel([
      ...shop,
      { declares: ['everything'], lines: 700 },
      { declares: ['ledger'], kind: 'variable', lines: 300 },
      { declares: ['book'], writes: ['ledger'], lines: 400 },
    ]);
    const result = planSplit(model, options());
    if (result.kind === 'refused') throw new Error('refused');
    expect(result.notes.map((note) => [note.id, note.data.cause, note.data.lines])).toEqual([
      ['irreducible-declaration', 'declaration', 700],
      ['irreducible-declaration', 'let', 700],
    ]);
    expect(result.notes[1]!.message).toContain('ledger and book');
    expect(result.plan.parts.find((part) => part.declarations.includes('everything'))!.declarations).toEqual(['everything']);
  });

  it('breaks a type-only knot apart from the values only when it is too big for one file', () => {
    const small = buildModel([
      ...shop,
      { declares: ['Dish'], kind: 'interface', type: ['Menu'] },
      { declares: ['Menu'], kind: 'interface', type: ['Dish'] },
    ]);
    const parts = plan(small, { maxLines: 300 }).parts;
    expect(parts.find((part) => part.declarations.includes('Dish'))!.declarations).toContain('Menu');

    const big = buildModel([
      { declares: ['Context'], kind: 'interface', type: shop.map((spec) => spec.declares![0]!), lines: 20 },
      ...shop.map((spec) => ({ ...spec, type: ['Context'] })),
    ]);
    const result = planSplit(big, options({ maxLines: 300 }));
    if (result.kind === 'refused') throw new Error('refused');
    expect(result.plan.parts.length).toBeGreaterThan(1);
    expect(result.notes).toMatchObject([{ id: 'type-cycle', severity: 'info' }]);
  });
});

describe('names of parts', () => {
  const named = (changes: Partial<SplitOptions>, specs = shop): string[] => files(plan(buildModel(specs), { maxLines: 300, ...changes }));

  it('avoids existing files whatever their case, with the next word and then a number', () => {
    expect(named({ existing: ['Parcel.ts'] })).not.toContain('parcel.ts');
    expect(named({ existing: ['parcel.ts', 'invoice.ts', 'coupon.ts'] })).toHaveLength(3);
  });

  it.each([
    [['cart-page.ts', 'order-list.ts'], 'gift-card.ts'],
    [['cartPage.ts', 'orderList.ts'], 'giftCard.ts'],
    [['cart_page.ts', 'order_list.ts'], 'gift_card.ts'],
    [['CartPage.ts', 'OrderList.ts'], 'GiftCard.ts'],
  ])('follows the style of the files around: %j', (existing, expected) => {
    expect(named({ existing }, [...domain('Parcel', 5), ...domain('GiftCard', 5)])).toContain(expected);
  });

  it('never makes a name that Windows reserves', () => {
    const result = named({}, [...domain('Aux', 5), ...domain('Con', 5)]);
    expect(result).toHaveLength(2);
    for (const file of result) expect(file).toMatch(/^(?:aux|con)-/);
  });

  it('writes paths relative to the root with forward slashes, in the folder that was asked for', () => {
    const result = plan(buildModel(shop), { maxLines: 300, directory: filePath('/shop/lib/deep') });
    for (const part of result.parts) expect(part.file).toMatch(/^lib\/deep\/[a-z-]+\.ts$/);
    expect(plan(buildModel(shop), { maxLines: 300, directory: root }).parts[0]!.file).toMatch(/^[a-z-]+\.ts$/);
  });

  it('keeps the extension of the source', () => {
    const text = shop.map((spec) => `export function ${spec.declares![0]!}() {\n${'  work();\n'.repeat(spec.lines! - 2)}}\n`).join('');
    for (const extension of ['.tsx', '.mts', '.cts']) {
      const result = planSplit(read(text, `/shop/src/orders${extension}`), options({ maxLines: 300 }));
      if (result.kind === 'planned') for (const part of result.plan.parts) expect(part.file.endsWith(extension)).toBe(true);
      else expect(result.diagnostics[0]!.id).toBe('commonjs');
    }
  });
});

describe('planSplit refuses', () => {
  it('to carve crumbs off a giant that stays over the cap without them', () => {
    const body = Array.from({ length: 700 }, (_, i) => `  step${i}() { return ${i}; }`).join('\n');
    const found = refusal(read(`export const limit = 1;\nexport class Player {\n${body}\n}\nexport const name = 'player';\n`));
    expect(found).toMatchObject({ id: 'nothing-to-split', message: 'Player is one declaration of 702 lines, and only 2 lines stand around it' });
  });


  it.each([
    ['an empty file', '', 'nothing-to-split'],
    ['a file of comments', '// closed on Mondays\n', 'nothing-to-split'],
    ['a file with one declaration', 'export const price = 3;\n', 'nothing-to-split'],
    ['a file that only re-exports', "export * from './cart.js';\nexport { a } from './b.js';\n", 'nothing-to-split'],
    ['two functions that call each other', 'export function a() { b(); }\nexport function b() { a(); }\n', 'nothing-to-split'],
    ['a syntax error', 'export function price( {\nexport const x = 1;\n', 'syntax-error'],
    ['direct eval', 'export const a = 1;\nexport function run(code: string) { return eval(code); }\nexport const c = 2;\n', 'eval'],
  ])('%s', (_, text, id) => {
    const found = refusal(read(text));
    expect(found.id).toBe(id);
    expect(found.message.length).toBeGreaterThan(20);
  });

  it('a CommonJS module', () => {
    expect(refusal({ ...buildModel(shop), format: 'commonjs' }).id).toBe('commonjs');
  });

  it.each([
    ['if (process.env.CHEAP) exports.price = 3;', /^Assign the exports/],
    ['if (process.env.CLOSED) return;', /^Turn the condition around/],
    [`if (typeof module !== 'undefined') module.exports = { cook };`, /^Remove the question/],
    ['const module = {};', /^Rename the declaration/],
    [`var __importDefault = (one) => one;\nObject.defineProperty(exports, '__esModule', { value: true });`, /^Split the source/],
  ])('the CommonJS line %j with advice that fits it', (line, help) => {
    const found = planSplit(read(`function cook() {}\nfunction bake() {}\nfunction serve() {}\n${line}\nexports.bake = bake;\n`, '/shop/src/orders.js'), options());
    if (found.kind === 'planned') throw new Error('planned');
    expect(found.diagnostics).toMatchObject([{ id: 'commonjs', help: expect.stringMatching(help) }]);
  });

  it('a file in which everything needs a pinned statement, naming the pin', () => {
    const model = buildModel([
      { declares: ['base'], kind: 'variable', pin: 'import-meta' },
      ...domain('Parcel', 5).map((spec) => ({ ...spec, soft: ['base'] })),
    ]);
    expect(refusal(model)).toMatchObject({ id: 'nothing-to-split', notes: [expect.stringContaining('import.meta.url')] });
  });

  it('a small file whose functions belong together', () => {
    expect(refusal(buildModel(domain('Parcel', 3, 4))).id).toBe('nothing-to-split');
  });
});

describe('planSplit on real text', () => {
  const folder = 'fixtures/programs/background-tasks/src/background-tasks';

  it.each(['journal-wellness-tasks', 'onboarding-tasks-phase2', 'mental-health-intervention-tasks'])(
    'divides %s into a few modules under the cap',
    (name) => {
      const path = `/shop/src/${name}.ts`;
      const model = read(readFileSync(`${folder}/${name}.ts`, 'utf8'), path);
      const settings = options({ directory: filePath(`/shop/src/${name}`) });
      const result = planSplit(model, settings);
      if (result.kind === 'refused') throw new Error('refused');
      expect(checkPlan(model, result.plan, settings)).toEqual([]);
      expect(result.plan.parts.length).toBeGreaterThanOrEqual(4);
      expect(result.plan.parts.length).toBeLessThanOrEqual(7);
      expect(result.notes.filter((note) => note.id !== 'type-cycle')).toEqual([]);
    },
  );

  it('divides 1,000 declarations, every part under the cap', () => {
    const verbs = ['place', 'cancel', 'price', 'pack', 'ship', 'refund', 'print', 'count'];
    const nouns = ['Cart', 'Parcel', 'Invoice', 'Coupon', 'Stock', 'Courier', 'Return', 'Basket', 'Receipt', 'Menu'];
    const name = (i: number): string => `${verbs[(i * 7) % 8]!}${nouns[(i * 13) % 10]!}${i}`;
    const specs = Array.from({ length: 1_000 }, (_, i) => ({
      declares: [name(i)],
      lines: 3 + ((i * 37) % 40),
      soft: [1, 2, 3]
        .map((k) => (i * k * 31) % Math.max(1, i))
        .filter((j) => j < i)
        .map(name),
      exported: i % 3 === 0,
    }));
    const model = buildModel(specs);
    const { parts } = plan(model);
    expect(parts.length).toBeGreaterThan(30);
    expect(parts.flatMap((part) => part.declarations)).toHaveLength(1_000);
  });
});
