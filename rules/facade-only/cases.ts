import type { RuleCase } from '../rule-case.js';

const soup = { 'src/tasks/soup.ts': "export const boil = () => 'soup';\n", 'src/bread.ts': "export const bake = () => 'bread';\n" };

export const cases: readonly RuleCase[] = [
  {
    name: 'a facade that gained a function and an export from elsewhere',
    files: { ...soup, 'src/tasks.ts': "export { boil } from './tasks/soup.js';\nexport { bake } from './bread.js';\nexport function fry() {}\n" },
    file: 'src/tasks.ts',
    found: [{ line: 2, says: "passes on './bread.js', which is none of its modules" }, { line: 3, says: 'declares fry' }],
  },
  { name: 'a facade that is one', files: { ...soup, 'src/tasks.ts': "export { boil } from './tasks/soup.js';\n" }, file: 'src/tasks.ts', found: [] },
  {
    name: 'what had to stay is allowed with a reason',
    files: { ...soup, 'src/tasks.ts': "// decant-allow facade-only: reads import.meta.url\nexport { boil } from './tasks/soup.js';\nexport const here = import.meta.url;\n" },
    file: 'src/tasks.ts',
    found: [],
  },
];
