import type { RuleCase } from '../rule-case.js';

const config = JSON.stringify({
  analyzers: {
    'layer-violation': {
      layers: [
        { name: 'kitchen', files: ['src/kitchen/**'], mayImport: [], because: 'cooks do not serve' },
        { name: 'table', files: ['src/table/**'], mayImport: ['kitchen'], because: 'guests order' },
      ],
    },
  },
});
const table = { 'src/table/guest.ts': "import { stove } from '../kitchen/stove.js';\nexport const guest = stove;\n" };

export const cases: readonly RuleCase[] = [
  {
    name: 'an import against the layers',
    files: { 'decant.config.json': config, 'src/kitchen/stove.ts': "// Hot.\nimport { guest } from '../table/guest.js';\nexport const stove = () => guest;\n", ...table },
    file: 'src/kitchen/stove.ts',
    found: [{ line: 2, says: 'the layer "kitchen" may not import "table"' }],
  },
  { name: 'an import that the layers allow', files: { 'decant.config.json': config, 'src/kitchen/stove.ts': 'export const stove = 1;\n', ...table }, file: 'src/table/guest.ts', found: [] },
];
