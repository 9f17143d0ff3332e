import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/config-schema.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { renderText } from '../../../src/report/text/text.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import { check, isGateOpen } from '../../../src/workflow/check.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import { knot, openShop, root } from './init-shop.js';

const config = 'decant.config.json';
const baseline = '.decant-baseline.json';
const long = Array.from({ length: 700 }, (_, index) => `export const price${index} = ${index};`).join('\n');

describe('init', () => {
  it('writes a configuration that says only what differs, and a baseline with which the gate is open', () => {
    const shop = openShop({ ...knot, 'src/prices.ts': long, 'package.json': '{}' });
    const report = shop.init();
    expect(report).toMatchObject({ from: null, written: [config, baseline], config: {}, open: 0, held: { entries: 3, godFiles: 1, components: 1, layerViolations: 0 }, next: 'decant check' });
    expect(shop.read(config)).toBe('{}\n');
    expect(shop.read(baseline)).toContain('"file":"src/prices.ts","ceiling":700');
    const { fileSystem, machine } = shop.workspace;
    const workspace = openWorkspace({ fileSystem, root, machine });
    expect(isGateOpen(check(workspace, { paths: [] }))).toBe(true);
    fileSystem.writeBytes(filePath('/shop/src/prices.ts'), new TextEncoder().encode(`${long}\nexport const more = 1;\n`));
    expect(isGateOpen(check(workspace, { paths: [] }))).toBe(false);
  });

  it('overwrites neither a configuration nor a baseline unless told so, and then leaves nothing of them', () => {
    const old = '{ "include": ["src/**"] }';
    for (const name of [config, baseline]) {
      const shop = openShop({ ...knot, [name]: old });
      expect(() => shop.init()).toThrow(`${name} exists in /shop`);
      expect(shop.read(name)).toBe(old);
      shop.init({ force: true });
      expect(shop.read(name)).not.toContain('include');
    }
  });

  it('writes nothing when it cannot write both files, or when there is nothing to study', () => {
    const shop = openShop(knot, ['/shop/decant.config.json']);
    expect(() => shop.init()).toThrow('decant.config.json is read-only');
    expect(shop.read(baseline)).toBeUndefined();
    const empty = openShop({ 'notes.txt': 'nothing' });
    expect(() => empty.init()).toThrow();
    expect(empty.read(config)).toBeUndefined();
  });

  const manifest = (scripts: object, more: object = {}) => JSON.stringify({ scripts, ...more });

  it.each([
    ['npm, without a lock file', { 'package.json': manifest({ test: 'vitest', typecheck: 'tsc' }) }, { typecheck: 'npm run typecheck', test: 'npm test' }],
    ['pnpm', { 'package.json': manifest({ test: 'vitest', 'type-check': 'tsc' }), 'pnpm-lock.yaml': '' }, { typecheck: 'pnpm run type-check', test: 'pnpm test' }],
    ['yarn', { 'package.json': manifest({ test: 'jest' }), 'yarn.lock': '' }, { test: 'yarn test' }],
    ['bun, whose own runner would take the word', { 'package.json': manifest({ test: 'jest' }), 'bun.lock': '' }, { test: 'bun run test' }],
    ['the field of package.json over a lock file', { 'package.json': manifest({ test: 'jest' }, { packageManager: 'pnpm@9.1.0' }), 'yarn.lock': '' }, { test: 'pnpm test' }],
    ["npm's placeholder, which is no test", { 'package.json': manifest({ test: 'echo "Error: no test specified" && exit 1' }) }, {}],
    ['a manifest that is no JSON', { 'package.json': '{ scripts' }, {}],
  ])('finds the commands of %s', (_, files, expected) => {
    expect(openShop({ ...knot, ...files }).init().config).toEqual(expected);
  });

  it('names the schema only where the package is installed', () => {
    const installed = { 'node_modules/decant/schema/decant.config.schema.json': '{}' };
    expect(openShop({ ...knot, ...installed }).init().config).toEqual({ $schema: './node_modules/decant/schema/decant.config.schema.json' });
  });

  it('takes the one tool that is configured, and offers when there are several', () => {
    const madge = { '.madgerc': '{ "excludeRegExp": ["shelf"] }' };
    const eslint = { 'eslint.config.js': "export default [{ rules: { 'max-lines': ['error', 2] } }];" };
    expect(openShop({ ...knot, ...madge }).init()).toMatchObject({ from: 'madge', offered: [] });
    const both = openShop({ ...knot, ...madge, ...eslint });
    expect(both.init()).toMatchObject({ from: null, config: {}, offered: [{ from: 'eslint', file: 'eslint.config.js' }, { from: 'madge', file: '.madgerc' }] });
    expect(both.init({ from: 'eslint', force: true })).toMatchObject({ from: 'eslint', offered: [{ from: 'madge' }] });
    expect(() => both.init({ from: 'dependency-cruiser', force: true })).toThrow('no configuration of dependency-cruiser');
  });

  it('says in words what it wrote, what was taken over, what was not and what comes next', () => {
    const shop = openShop({ ...knot, '.madgerc': '{\n "excludeRegExp": ["shelf", "(?=x)"],\n "layout": "dot" }', 'package.json': manifest({ test: 'vitest' }) });
    const text = renderText(shop.init(), createTerminal({ color: false }));
    expect(text).toContain('decant.config.json     exclude, test, with the settings of madge');
    expect(text).toContain('holds 1 import knot as of today (2 entries)');
    expect(text).toContain('excludeRegExp shelf  .madgerc:2\n    exclude **/*shelf*');
    expect(text).toContain('excludeRegExp (?=x)  .madgerc:2\n    no globs say the same');
    expect(text).toContain('layout  .madgerc:3');
    expect(text).toContain('next: decant check');
  });

  it('writes what the schema accepts and the loader reads', () => {
    const shop = openShop({ ...knot, 'eslint.config.js': "export default [{ ignores: ['dist/'] }, { rules: { 'max-lines': 'warn', 'import/no-cycle': 2 } }];" });
    const report = shop.init();
    expect(configSchema.safeParse(report.config).success).toBe(true);
    const loaded = loadConfig(createMemoryFileSystem({ '/shop/decant.config.json': shop.read(config)! }), root);
    expect(loaded.analyzers['god-file']).toMatchObject({ severity: 'warning', threshold: 300, count: 'physical' });
  });
});
