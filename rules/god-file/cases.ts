import type { RuleCase } from '../rule-case.js';

const menu = ['// What is cooked today.', ...['soup', 'salad', 'stew', 'tart'].flatMap((dish) => [`export function ${dish}() {`, `  return '${dish}';`, '}', ''])].join('\n');
const limit = (more: object = {}) => JSON.stringify({ analyzers: { 'god-file': { threshold: 8 } }, ...more });

export const cases: readonly RuleCase[] = [
  {
    name: 'a file grows over its limit: the line that crosses it is marked, comments and blank lines aside',
    files: { 'decant.config.json': limit(), 'src/menu.ts': menu },
    file: 'src/menu.ts',
    found: [{ line: 12, says: 'src/menu.ts has 12 code lines, 4 over its limit of 8' }],
  },
  {
    name: 'the same file under a limit that it keeps',
    files: { 'decant.config.json': JSON.stringify({ analyzers: { 'god-file': { threshold: 12 } } }), 'src/menu.ts': menu },
    file: 'src/menu.ts',
    found: [],
  },
  {
    name: 'a file that the baseline knows',
    files: { 'decant.config.json': limit(), '.decant-baseline.json': '{\n  "version": 1,\n  "entries": [\n    { "id": "god-file", "file": "src/menu.ts", "ceiling": 12 }\n  ]\n}\n', 'src/menu.ts': menu },
    file: 'src/menu.ts',
    found: [],
  },
  {
    name: 'a file that has grown over the ceiling of the baseline: the line after the ceiling is marked',
    files: { 'decant.config.json': limit(), '.decant-baseline.json': '{\n  "version": 1,\n  "entries": [\n    { "id": "god-file", "file": "src/menu.ts", "ceiling": 10 }\n  ]\n}\n', 'src/menu.ts': menu },
    file: 'src/menu.ts',
    found: [{ line: 15, says: 'over the 10 that the baseline allows' }],
  },
  {
    name: 'a comment with a reason allows it',
    files: { 'decant.config.json': limit(), 'src/menu.ts': `// decant-allow god-file: one page for the printer\n${menu}` },
    file: 'src/menu.ts',
    found: [],
  },
];
