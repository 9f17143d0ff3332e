// What a run of ESLint does around its rules: workers, results that it keeps, suppressions, folders in which it is started, the old configuration.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tested } from '../support/eslint-versions.js';
import { installPlugin, writeFiles } from '../support/installed-plugin.js';
import type { ESLint } from 'eslint';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'decant-lint-runs-')));
beforeAll(() => {
  installPlugin(home);
  installPlugin(join(home, 'old'), 'eslint-plugin-decant');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

let root: string;
let count = 0;
beforeEach(() => void (root = join(home, `shop-${count++}`)));

const flat = "import decant from 'decant/eslint';\nexport default [{ ...decant.configs.strict, settings: { decant: { cache: 'kept' } } }];\n";
const order = "import { kitchen } from './kitchen.js';\nexport const order = () => kitchen;\n";
const kitchen = 'export const kitchen = 1;\n';
const closing = "import { order } from './order.js';\nexport const kitchen = () => order;\n";
/** A circle of two for each name. */
const circles = (...names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => [[`src/${name}/order.js`, order], [`src/${name}/kitchen.js`, closing]]));

/** `kitchen.js:1 import-cycle` by the end of the path; sorted, as workers end in any order. */
const found = (results: readonly ESLint.LintResult[]) =>
  results.flatMap(({ filePath, messages }) => messages.map(({ line, ruleId, message }) => `${filePath.slice(root.length + 1)}:${line} ${ruleId?.split('/').at(-1) ?? message}`)).sort();

for (const { title, folder, eslint } of tested) {
  describe.skipIf(!eslint)(title, () => {
    if (!eslint) return;
    const { ESLint } = eslint;
    const command = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
      const run = spawnSync(process.execPath, [fileURLToPath(new URL('bin/eslint.js', folder)), '--format', 'json', ...args], { cwd: root, encoding: 'utf8', env: { ...process.env, ...more } });
      return { code: run.status, found: run.stdout.startsWith('[') ? found(JSON.parse(run.stdout) as ESLint.LintResult[]) : [], errors: run.stderr };
    };

    it('lint workers find what one process finds, and share what is kept on the disk', async () => {
      writeFiles(root, { 'package.json': '{}', 'eslint.config.mjs': flat, ...circles('a', 'b', 'c') });
      const alone = found(await new ESLint({ cwd: root }).lintFiles(['src']));
      expect(alone).toHaveLength(6);
      rmSync(join(root, 'kept'), { recursive: true });
      for (const state of ['cold', 'warm']) {
        const results = await new ESLint({ cwd: root, concurrency: 2 } as ESLint.Options).lintFiles(['src']);
        expect(found(results), state).toEqual(alone);
        expect(readdirSync(join(root, 'kept')).length, state).toBeGreaterThan(0);
      }
    });

    it('a result that ESLint keeps is told again while its file is the same, whatever has become of the others', async () => {
      writeFiles(root, { 'package.json': '{}', 'eslint.config.mjs': flat, 'src/order.js': order, 'src/kitchen.js': kitchen });
      const lint = async (cache: boolean, settings = {}) => found(await new ESLint({ cwd: root, cache, overrideConfig: { settings: { decant: settings } }, cacheStrategy: 'content', cacheLocation: join(root, '.eslintcache') }).lintFiles(['src']));
      expect(await lint(true)).toEqual([]);
      writeFiles(root, { 'src/kitchen.js': closing });
      await new Promise((done) => setTimeout(done, 300));
      expect(await lint(true)).toEqual(['src/kitchen.js:1 import-cycle']);
      const both = ['src/kitchen.js:1 import-cycle', 'src/order.js:1 import-cycle'];
      expect(await lint(true)).toEqual(both.slice(0, 1));
      // Settings count for what is kept.
      expect(await lint(true, { state: 'another commit' })).toEqual(both);
      expect(await lint(false)).toEqual(both);
    });

    it('bulk suppressions hold what there is and let what is new through', () => {
      writeFiles(root, { 'package.json': '{}', 'eslint.config.mjs': flat, ...circles('a'), 'src/main.js': kitchen });
      expect(command(['--suppress-all', 'src'])).toMatchObject({ code: 0, found: [] });
      expect(JSON.parse(readFileSync(join(root, 'eslint-suppressions.json'), 'utf8'))).toEqual({ 'src/a/kitchen.js': { 'decant/import-cycle': { count: 1 } }, 'src/a/order.js': { 'decant/import-cycle': { count: 1 } } });
      writeFiles(root, circles('b'));
      expect(command(['src'])).toMatchObject({ code: 1, found: ['src/b/kitchen.js:1 import-cycle', 'src/b/order.js:1 import-cycle'] });
    });

    it('the folder in which ESLint is started changes nothing, in a repository of several packages and with several roots in one process', async () => {
      const packages = { 'package.json': '{ "workspaces": ["packages/*"] }', 'decant.config.json': '{}', 'packages/till/package.json': '{ "name": "till" }', 'packages/till/order.js': order, 'packages/till/kitchen.js': closing };
      writeFiles(root, { 'one/eslint.config.mjs': flat, 'two/eslint.config.mjs': flat, ...Object.fromEntries(Object.entries(packages).flatMap(([file, text]) => [[`one/${file}`, text], [`two/${file}`, file === 'packages/till/kitchen.js' ? kitchen : text]])) });
      const lint = async (cwd: string) => found(await new ESLint({ cwd: join(root, cwd) }).lintFiles(['.']));
      const circle = ['one/packages/till/kitchen.js:1 import-cycle', 'one/packages/till/order.js:1 import-cycle'];
      expect(await lint('one')).toEqual(circle);
      expect(await lint('one/packages/till')).toEqual(circle);
      expect(await lint('two/packages/till')).toEqual([]);
      expect(await lint('one')).toEqual(circle);
      expect(existsSync(join(root, 'one/kept'))).toBe(true);
    });

    if (title.startsWith('ESLint 9')) it('the configuration of before ESLint 9 has the same rules under a longer name', () => {
      root = join(home, 'old', 'shop');
      writeFiles(root, { 'package.json': '{}', '.eslintrc.json': '{ "root": true, "parserOptions": { "sourceType": "module", "ecmaVersion": 2022 }, "plugins": ["decant/eslint"], "extends": ["plugin:decant/eslint/legacy-strict"] }', ...circles('a') });
      expect(command(['src'], { ESLINT_USE_FLAT_CONFIG: 'false' })).toMatchObject({ code: 1, found: ['src/a/kitchen.js:1 import-cycle', 'src/a/order.js:1 import-cycle'] });
    });
  });
}
