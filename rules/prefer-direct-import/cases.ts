import type { RuleCase } from '../rule-case.js';

const split = {
  'src/tasks.ts': "export { boil } from './tasks/soup.js';\nexport { bake } from './tasks/bread.js';\n",
  'src/tasks/soup.ts': "export const boil = () => 'soup';\n",
  'src/tasks/bread.ts': "export const bake = () => 'bread';\n",
};

export const cases: readonly RuleCase[] = [
  {
    name: 'names of two modules through the facade, taken from them in the order in which it loads them',
    files: { ...split, 'src/main.ts': "import { bake, boil } from './tasks.js';\nboil();\nbake();\n" },
    file: 'src/main.ts',
    found: [{ line: 1, says: 'src/tasks.ts only passes these names on' }],
    output: "import { boil } from './tasks/soup.js';\nimport { bake } from './tasks/bread.js';\nboil();\nbake();\n",
  },
  { name: 'the modules themselves', files: { ...split, 'src/main.ts': "import { boil } from './tasks/soup.js';\nboil();\n" }, file: 'src/main.ts', found: [] },
  { name: 'a file that only has the name of a folder beside it', files: { 'src/tasks.ts': "export const boil = 1;\n", 'src/tasks/soup.ts': 'export {};\n', 'src/main.ts': "import { boil } from './tasks.js';\nboil;\n" }, file: 'src/main.ts', found: [] },
  {
    name: 'a shim without a folder of its name',
    files: { 'src/old.ts': "// decant-shim jsdoc, deprecated since 2026-11-22\nexport { boil } from './soup.js';\n", 'src/soup.ts': split['src/tasks/soup.ts'], 'src/main.ts': "import { boil } from './old.js';\nboil();\n" },
    file: 'src/main.ts',
    found: [{ line: 1, says: 'src/old.ts only passes these names on' }],
    output: "import { boil } from './soup.js';\nboil();\n",
  },
];
