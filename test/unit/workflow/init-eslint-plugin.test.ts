import { expect, it } from 'vitest';
import { renderText } from '../../../src/report/text/text.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import { knot, openShop } from './init-shop.js';
import type { InitReport } from '../../../src/report/schema.js';

const flat = "import js from '@eslint/js';\nexport default [js.configs.recommended];\n";
const both = ["import decant from 'decant/eslint';", 'decant.configs.recommended'];
const print = (report: InitReport): string => renderText(report, createTerminal({ color: false }));

it('adds the plugin beside a first configuration, and once', () => {
  const shop = openShop({ ...knot, 'eslint.config.js': flat });
  const report = shop.init({ eslint: true });
  expect(report).toMatchObject({ written: ['decant.config.json', '.decant-baseline.json', 'eslint.config.js'], eslint: { file: 'eslint.config.js', state: 'added', reason: null, lines: both } });
  expect(shop.read('eslint.config.js')).toBe("import js from '@eslint/js';\nimport decant from 'decant/eslint';\nexport default [js.configs.recommended, decant.configs.recommended];\n");
  expect(print(report)).toContain("✓ eslint.config.js has the ESLint plugin now\n  import decant from 'decant/eslint';\n  decant.configs.recommended\n");
  const config = shop.read('decant.config.json');
  const again = shop.init({ eslint: true });
  expect(again).toMatchObject({ written: [], eslint: { state: 'present' } });
  expect(print(again)).toContain('✓ eslint.config.js has the plugin already');
  expect(shop.read('decant.config.json')).toBe(config);
});

it('leaves a configuration of decant that is there as it is, and the one of ESLint where nobody asked for the plugin', () => {
  const files = { ...knot, 'decant.config.json': '{ "exclude": ["old/**"] }', 'eslint.config.mjs': flat };
  const shop = openShop(files);
  expect(shop.init({ eslint: true })).toMatchObject({ written: ['eslint.config.mjs'], config: {}, eslint: { state: 'added' } });
  expect(shop.read('decant.config.json')).toBe(files['decant.config.json']);
  const { 'decant.config.json': _, ...others } = files;
  const plain = openShop(others);
  expect(plain.init()).toMatchObject({ eslint: null });
  expect(plain.read('eslint.config.mjs')).toBe(flat);
});

it.each([
  ['a list that only running it would tell', { 'eslint.config.js': "import make from './make.js';\nexport default make();\n" }, 'eslint.config.js', both],
  ['the same in CommonJS', { 'eslint.config.cjs': "module.exports = require('./make')();\n" }, 'eslint.config.cjs', ["const decant = require('decant/eslint');", both[1]]],
  ['a configuration of before ESLint 9', { '.eslintrc.json': '{}' }, '.eslintrc.json', ['"plugins": ["decant/eslint"]', '"extends": ["plugin:decant/eslint/legacy-recommended"]']],
  ['no configuration at all', {}, null, both],
] as const)('says which lines to add to %s, and writes none', (_, files, file, lines) => {
  const shop = openShop({ ...knot, ...files, 'decant.config.json': '{}' });
  const report = shop.init({ eslint: true });
  expect(report).toMatchObject({ written: [], eslint: { file, state: 'by hand', lines } });
  for (const [name, text] of Object.entries(files)) expect(shop.read(name)).toBe(text);
  expect(print(report)).toContain(`\n  ${lines[0]}\n  ${lines[1]!}`);
});

it('leaves a file that is read-only alone', () => {
  const shop = openShop({ ...knot, 'eslint.config.js': flat, 'decant.config.json': '{}' }, ['/shop/eslint.config.js']);
  expect(shop.init({ eslint: true })).toMatchObject({ written: [], eslint: { state: 'by hand', reason: 'it is read-only', lines: both } });
});
