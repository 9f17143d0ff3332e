import type { RuleCase } from '../rule-case.js';

const order = "import type { Kitchen } from './kitchen.js';\nexport interface Order { readonly at: Kitchen }\n";

export const cases: readonly RuleCase[] = [
  {
    name: 'an import that is used for types only closes a circle: it is marked as such',
    files: {
      'src/kitchen.ts': "import { Order } from './order.js';\nexport const kitchen = 'k';\nexport function cook(order: Order) { return order; }\n",
      'src/order.ts': "import { kitchen } from './kitchen.js';\nexport interface Order { readonly at: string }\nexport const first: Order = { at: kitchen };\n",
    },
    file: 'src/kitchen.ts',
    found: [{ line: 1, says: 'This import closes a circle: src/kitchen.ts -> src/order.ts -> src/kitchen.ts' }],
    output: "import type { Order } from './order.js';\nexport const kitchen = 'k';\nexport function cook(order: Order) { return order; }\n",
  },
  {
    name: 'types that go around in type imports, switched off in the configuration',
    files: {
      'decant.config.json': JSON.stringify({ analyzers: { 'import-cycle': { danger: { 'type-only': 'off' } } } }),
      'src/kitchen.ts': "import type { Order } from './order.js';\nexport interface Kitchen { readonly orders: readonly Order[] }\n",
      'src/order.ts': order,
    },
    file: 'src/order.ts',
    found: [],
  },
  {
    name: 'an import for types only with attributes, which a type import may not have: nothing is marked',
    files: {
      'src/kitchen.ts': "import { Order } from './order.js' with { as: 'plan' };\nexport const kitchen = 'k';\nexport function cook(order: Order) { return order; }\n",
      'src/order.ts': "import { kitchen } from './kitchen.js';\nexport interface Order { readonly at: string }\nexport const first: Order = { at: kitchen };\n",
    },
    file: 'src/kitchen.ts',
    found: [{ line: 1, says: 'This import closes a circle: src/kitchen.ts -> src/order.ts -> src/kitchen.ts' }],
  },
  {
    name: 'a crash: an entry reads a class before it is there',
    files: {
      'src/dish.ts': "import { Soup } from './soup.js';\nexport class Dish { static readonly first = new Soup(); }\n",
      'src/soup.ts': "import { Dish } from './dish.js';\nexport class Soup extends Dish {}\n",
    },
    file: 'src/soup.ts',
    found: [{ line: 1, says: '(crash: some entry reads a binding before it is there)' }],
  },
  {
    name: 'an import through a barrel closes a circle: the name is taken from the file that declares it',
    files: {
      'src/index.ts': "export * from './kitchen.js';\nexport { order, table } from './order.js';\n",
      'src/kitchen.ts': "import { order } from './index.js';\nexport const kitchen = () => order();\n",
      'src/order.ts': "export const order = () => 'soup';\nexport const table = () => 1;\n",
    },
    file: 'src/kitchen.ts',
    found: [{ line: 1, says: 'src/kitchen.ts -> src/index.ts -> src/kitchen.ts' }],
    output: "import { order } from './order.js';\nexport const kitchen = () => order();\n",
  },
  {
    name: 'the same where a file behind the barrel does something while it loads: the new import is a suggestion',
    files: {
      'src/index.ts': "export * from './kitchen.js';\nexport * from './order.js';\n",
      'src/kitchen.ts': "import { order } from './index.js';\nexport const kitchen = () => order();\n",
      'src/order.ts': "export const order = () => 'soup';\nconsole.log('open');\n",
    },
    file: 'src/kitchen.ts',
    found: [{
      line: 1, says: 'src/kitchen.ts -> src/index.ts -> src/kitchen.ts',
      suggestions: [{ text: "Import order from './order.js'", output: "import { order } from './order.js';\nexport const kitchen = () => order();\n" }],
    }],
  },
  {
    name: 'a circle that does not go by way of the barrel: nothing is led elsewhere',
    files: {
      'src/index.ts': "export * from './kitchen.js';\nexport * from './order.js';\n",
      'src/kitchen.ts': "import { order } from './index.js';\nexport const kitchen = () => order();\n",
      'src/order.ts': "import { kitchen } from './kitchen.js';\nexport const order = () => kitchen();\n",
    },
    file: 'src/kitchen.ts',
    found: [{ line: 1, says: 'This import closes a circle' }],
  },
  {
    name: 'a file beside a circle',
    files: {
      'src/main.ts': "import { a } from './a.js';\nexport const main = a;\n",
      'src/a.ts': "import { b } from './b.js';\nexport const a = () => b;\n",
      'src/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
    },
    file: 'src/main.ts',
    found: [],
  },
  {
    name: 'of a knot that the baseline knows only the new import is news',
    files: {
      '.decant-baseline.json': '{\n  "version": 1,\n  "entries": [\n    { "id": "import-cycle", "from": "src/a.ts", "to": "src/b.ts" },\n    { "id": "import-cycle", "from": "src/b.ts", "to": "src/a.ts" }\n  ]\n}\n',
      'src/a.ts': "import { b } from './b.js';\nimport { c } from './c.js';\nexport const a = () => [b, c];\n",
      'src/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
      'src/c.ts': "import { a } from './a.js';\nexport const c = () => a;\n",
    },
    file: 'src/a.ts',
    found: [{ line: 2, says: 'src/a.ts -> src/c.ts -> src/a.ts' }],
  },
];
