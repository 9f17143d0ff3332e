import type { RuleCase } from '../rule-case.js';

const facade = "export { boil } from './tasks/soup.js';\nexport { bake } from './tasks/bread.js';\n";

export const cases: readonly RuleCase[] = [
  {
    name: 'a module that takes a name of its sibling from the facade of both',
    files: { 'src/tasks.ts': facade, 'src/tasks/soup.ts': "import { bake } from '../tasks.js';\nexport const boil = () => bake();\n", 'src/tasks/bread.ts': "export const bake = () => 'bread';\n" },
    file: 'src/tasks/soup.ts',
    found: [{ line: 1, says: 'src/tasks.ts is the facade of this module and loads it' }],
    output: "import { bake } from './bread.js';\nexport const boil = () => bake();\n",
  },
  {
    name: 'a module that takes it from the sibling',
    files: { 'src/tasks.ts': facade, 'src/tasks/soup.ts': "import { bake } from './bread.js';\nexport const boil = () => bake();\n", 'src/tasks/bread.ts': "export const bake = () => 'bread';\n" },
    file: 'src/tasks/soup.ts',
    found: [],
  },
];
