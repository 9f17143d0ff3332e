import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/layer-violation/layer-violation.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { at, root, study } from './study.js';

interface LayerSetting {
  readonly name: string;
  readonly files: readonly string[];
  readonly mayImport?: readonly string[];
  readonly mayNotImport?: readonly string[];
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

  it('lets a layer import all others but those that mayNotImport names, and does not call that dead', () => {
    const files = { 'till/sale.ts': `import '../stock/shelf.js';\nimport '../card/card.js';`, 'stock/shelf.ts': '', 'card/card.ts': '' };
    const others: LayerSetting[] = [
      { name: 'stock', files: ['stock/**'], mayImport: [] },
      { name: 'card', files: ['card/**'], mayNotImport: ['stock', 'till'] },
    ];
    expect(run(files, [{ name: 'till', files: ['till/**'], mayNotImport: ['card'] }, ...others])).toEqual([
      'till/sale.ts imports card/card.ts, but the layer "till" may not import "card"',
    ]);
    expect(run(files, [{ name: 'till', files: ['till/**'], mayNotImport: [] }, ...others])).toEqual([]);
  });

  it('is one finding for each pair of files, with the dependency as what a baseline remembers', () => {
    const files = { 'till/sale.ts': `import { a } from '../stock/shelf.js';\nimport { type B } from '../stock/shelf.js';\nimport { c } from '../stock/box.js';`, 'stock/shelf.ts': '', 'stock/box.ts': '' };
    const layers = [{ ...till, mayImport: [] }, stock];
    const findings = analyzer.run(study(files, { analyzers: { 'layer-violation': { layers } } }));
    expect(findings.map(({ key, at: place, related }) => [key, place.line, related.map(({ line }) => line)])).toEqual([
      ['till/sale.ts -> stock/shelf.ts', 1, [2]],
      ['till/sale.ts -> stock/box.ts', 3, []],
    ]);
    expect(findings[1]!.ratchet).toEqual({ kind: 'edges', edges: [{ from: at('till/sale.ts'), to: at('stock/box.ts') }] });
  });

  it('points at the dead entry in the file that --config names, and in a file that it extends', () => {
    const fileSystem = createMemoryFileSystem({
      '/shop/ci/gate.json': '{ "extends": "./layers.json" }',
      '/shop/ci/layers.json': `{ "analyzers": { "layer-violation": { "layers": [
  { "name": "till", "files": ["till/**"], "mayImport": [
      "stock"] },
  { "name": "stock", "files": ["stock/**"], "mayImport": [] },
  { "name": "cellar", "files": ["cellar/**"], "mayImport": [] }
] } } }`,
    });
    const config = loadConfig(fileSystem, root, filePath('/shop/ci/gate.json'));
    const input = study({ 'till/sale.ts': '', 'stock/shelf.ts': '' });
    const findings = analyzer.run({ ...input, config: { ...config, test: 'a copy' } });
    expect(findings.map(({ key, at: place }) => [key, place])).toEqual([
      ['unused permission till -> stock', { file: '/shop/ci/layers.json', line: 3, column: 7 }],
      ['empty layer cellar', { file: '/shop/ci/layers.json', line: 5, column: 3 }],
    ]);
  });
});
