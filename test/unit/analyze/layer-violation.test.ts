import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/layer-violation/layer-violation.js';
import { study } from './study.js';

interface LayerSetting {
  readonly name: string;
  readonly files: readonly string[];
  readonly mayImport: readonly string[];
  readonly because?: string;
  readonly siblings?: boolean | 'apart';
}

function run(files: Record<string, string>, layers: readonly LayerSetting[]): readonly string[] {
  return analyzer.run(study(files, { analyzers: { 'layer-violation': { layers } } })).map((finding) => finding.message);
}

const till: LayerSetting = { name: 'till', files: ['till/**'], mayImport: ['stock'] };
const stock: LayerSetting = { name: 'stock', files: ['stock/**'], mayImport: [], because: 'the stock is counted without a till' };

describe('layer-violation', () => {
  it('forbids what is not allowed, type imports too, and gives the reason', () => {
    const input = study(
      {
        'till/sale.ts': `import { take } from '../stock/shelf.js';\nexport interface Sale { id: string }\ntake();\n`,
        'stock/shelf.ts': `\nimport type { Sale } from '../till/sale.js';\nexport const take = (sale?: Sale) => sale;\n`,
        'anywhere.ts': `import './till/sale.js';\nimport './stock/shelf.js';\n`,
      },
      { analyzers: { 'layer-violation': { layers: [till, stock] } } },
    );
    const [finding, ...rest] = analyzer.run(input);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      message: 'stock/shelf.ts imports till/sale.ts, but the layer "stock" may not import "till"',
      at: { line: 2 },
      data: { fromLayer: 'stock', toLayer: 'till', kind: 'type' },
    });
    expect(finding!.notes).toContain('because the stock is counted without a till');
  });

  it('finds a layer without files and a permission that is never used', () => {
    expect(run({ 'till/sale.ts': '', 'stock/shelf.ts': '' }, [till, stock])).toEqual(['the layer "till" may import "stock", but never does']);
    expect(run({ 'till/sale.ts': '' }, [till, stock])).toEqual(['the layer "stock" has no files']);
    expect(run({ 'till/sale.ts': '' }, [])).toEqual([]);
  });

  it('gives a file to the first layer that matches', () => {
    const rest: LayerSetting = { name: 'rest', files: ['**'], mayImport: ['stock'] };
    expect(run({ 'stock/a.ts': '', 'b.ts': `import './stock/a.js';` }, [stock, rest])).toEqual([]);
    expect(run({ 'stock/a.ts': '', 'b.ts': '' }, [rest, stock])).toEqual(['the layer "stock" has no files']);
  });

  it('keeps the units of a layer apart, but not a unit and the shared files of its folder', () => {
    const files = {
      'src/checks/registry.ts': `import './cash/cash.js';\nimport './card/card.js';`,
      'src/checks/cash/cash.ts': `import '../shared.js';\nimport './coins.js';\nimport '../card/card.js';`,
      'src/checks/cash/coins.ts': '',
      'src/checks/card/card.ts': '',
      'src/checks/shared.ts': '',
    };
    const layer: LayerSetting = { name: 'checks', files: ['src/checks/**'], mayImport: [] };
    expect(run(files, [{ ...layer, siblings: 'apart' }])).toEqual([
      'src/checks/cash/cash.ts imports src/checks/card/card.ts, but src/checks/cash and src/checks/card are units of the layer "checks" and may not import each other',
    ]);
    expect(run(files, [layer])).toEqual([]);
    expect(run(files, [{ ...layer, siblings: false }])).toHaveLength(5);
  });
});
