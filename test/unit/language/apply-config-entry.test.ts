import { describe, expect, it } from 'vitest';
import { applyConfigEntry } from '../../../src/language/typescript/apply-config-entry.js';

const entry = { specifier: 'decant/eslint', names: ['decant', 'decantPlugin'], member: '.configs.recommended' };
const add = (text: string, extension = '.js') => applyConfigEntry(text, extension, entry);
/** With the plugin; `.` for what is not there. */
const added = (text: string, extension?: string): string => {
  const result = add(text, extension);
  if (result.kind !== 'added') return `${result.kind}${result.kind === 'unsure' ? `: ${result.reason}` : ''}`;
  expect(applyConfigEntry(result.text, extension ?? '.js', entry)).toEqual({ kind: 'present' });
  return result.text;
};

describe('applyConfigEntry', () => {
  it.each([
    ['a list on one line', "import js from '@eslint/js';\nexport default [js.configs.recommended];\n", "import js from '@eslint/js';\nimport decant from 'decant/eslint';\nexport default [js.configs.recommended, decant.configs.recommended];\n"],
    ['a list with a comma at its end', "import js from '@eslint/js';\n\nexport default [\n  js.configs.recommended,\n  { rules: {} },\n];\n", "import js from '@eslint/js';\nimport decant from 'decant/eslint';\n\nexport default [\n  js.configs.recommended,\n  { rules: {} },\n  decant.configs.recommended,\n];\n"],
    ['a list without one, and a comment of its last item', "export default [\n  { rules: {} } // ours\n];\n", "import decant from 'decant/eslint';\nexport default [\n  { rules: {} }, // ours\n  decant.configs.recommended\n];\n"],
    ['a comma and a comment behind it', "export default [\n\t...base,\n\t{}, // ours, too\n\t// that is all\n];\n", "import decant from 'decant/eslint';\nexport default [\n\t...base,\n\t{}, // ours, too\n\tdecant.configs.recommended,\n\t// that is all\n];\n"],
    ['an empty list', 'export default [];\n', "import decant from 'decant/eslint';\nexport default [decant.configs.recommended];\n"],
    ['CommonJS', "'use strict';\nconst js = require('@eslint/js');\n\nmodule.exports = [js.configs.recommended];\n", "'use strict';\nconst js = require('@eslint/js');\nconst decant = require('decant/eslint');\n\nmodule.exports = [js.configs.recommended, decant.configs.recommended];\n"],
    ['CommonJS with nothing but its directive', "'use strict';\nmodule.exports = [{}];\n", "'use strict';\nconst decant = require('decant/eslint');\nmodule.exports = [{}, decant.configs.recommended];\n"],
    ['a type above the list, and what must come first', "// @ts-check\n\n/** @type {import('eslint').Linter.Config[]} */\nexport default [{}];\n", "// @ts-check\nimport decant from 'decant/eslint';\n\n/** @type {import('eslint').Linter.Config[]} */\nexport default [{}, decant.configs.recommended];\n"],
    ['defineConfig of a list', "import { defineConfig } from 'eslint/config';\nexport default defineConfig([\n  { rules: {} },\n]);\n", "import { defineConfig } from 'eslint/config';\nimport decant from 'decant/eslint';\nexport default defineConfig([\n  { rules: {} },\n  decant.configs.recommended,\n]);\n"],
    ['defineConfig of items, under another name', "import { defineConfig as define } from 'eslint/config';\nexport default define({}, [{}]);\n", "import { defineConfig as define } from 'eslint/config';\nimport decant from 'decant/eslint';\nexport default define({}, [{}], decant.configs.recommended);\n"],
    ['typescript-eslint', "import tseslint from 'typescript-eslint';\nexport default tseslint.config(\n  ...tseslint.configs.recommended,\n  {\n    rules: {},\n  },\n);\n", "import tseslint from 'typescript-eslint';\nimport decant from 'decant/eslint';\nexport default tseslint.config(\n  ...tseslint.configs.recommended,\n  {\n    rules: {},\n  },\n  decant.configs.recommended,\n);\n"],
    ['a constant', "import js from '@eslint/js';\nconst config = [js.configs.recommended];\nexport default config;\n", "import js from '@eslint/js';\nimport decant from 'decant/eslint';\nconst config = [js.configs.recommended, decant.configs.recommended];\nexport default config;\n"],
    ['a name that is taken', "import decant from './kitchen.js';\nexport default [decant];\n", "import decant from './kitchen.js';\nimport decantPlugin from 'decant/eslint';\nexport default [decant, decantPlugin.configs.recommended];\n"],
    ['Windows line ends and a mark', "\uFEFFexport default [\r\n  {},\r\n];\r\n", "\uFEFFimport decant from 'decant/eslint';\r\nexport default [\r\n  {},\r\n  decant.configs.recommended,\r\n];\r\n"],
  ])('adds to %s', (_, text, expected) => expect(added(text)).toBe(expected));

  it('adds to a configuration in TypeScript', () => {
    expect(added("import type { Linter } from 'eslint';\nexport default [{}] satisfies Linter.Config[];\n", '.ts')).toBe("import type { Linter } from 'eslint';\nimport decant from 'decant/eslint';\nexport default [{}, decant.configs.recommended] satisfies Linter.Config[];\n");
  });

  it.each([
    ['a function that nobody knows', "import antfu from '@antfu/eslint-config';\nexport default antfu({ vue: true });\n"],
    ['a defineConfig of the project itself', "const defineConfig = (list) => list.slice(1);\nexport default defineConfig([{}]);\n"],
    ['a list that is changed later', 'const config = [{}];\nconfig.push({});\nexport default config;\n'],
    ['a promise', 'export default (async () => [{}])();\n'],
    ['one object', 'export default { rules: {} };\n'],
    ['a choice', 'export default process.env.CI ? [{}] : [];\n'],
    ['two exports', 'module.exports = [];\nmodule.exports = [{}];\n'],
    ['nothing', ''],
    ['no JavaScript', 'export default [\n'],
    ['a list that goes on in another variable', 'let config = [{}];\nconfig = config.concat({});\nexport default config;\n'],
  ])('leaves %s alone', (_, text) => expect(add(text)).toMatchObject({ kind: 'unsure', reason: expect.stringMatching(/\w/) as string }));
});
