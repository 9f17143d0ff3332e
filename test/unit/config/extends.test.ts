import { describe, expect, it } from 'vitest';
import { findConfigPlace } from '../../../src/config/config-place.js';
import { godFileSettingsFor } from '../../../src/config/config.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { ToolError } from '../../../src/diagnostic/tool-error.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';

const root = filePath('/work/shop');
const own = '/work/shop/decant.config.json';

function load(files: Record<string, unknown>) {
  const texts = Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? content : JSON.stringify(content)]);
  return loadConfig(createMemoryFileSystem(Object.fromEntries(texts) as Record<string, string>), root);
}

function failure(files: Record<string, unknown>): ToolError {
  try {
    load(files);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('extends', () => {
  it('merges objects by key, replaces lists, adds up exceptions, and lets the nearest file win', () => {
    const config = load({
      [own]: {
        extends: ['./kitchen.json', '../till.json'],
        exclude: ['own/**'],
        analyzers: { 'god-file': { threshold: 100, overrides: [{ files: ['legacy/**'], threshold: 50 }] } },
        ignore: [{ files: ['own.ts'], because: 'own' }],
      },
      '/work/shop/kitchen.json': {
        include: ['kitchen/**'],
        exclude: ['kitchen/old/**'],
        analyzers: { 'god-file': { threshold: 1, count: 'physical', overrides: [{ files: ['legacy/**'], threshold: 900, severity: 'info' }] } },
        ignore: [{ files: ['kitchen.ts'], because: 'kitchen' }],
      },
      '/work/till.json': { include: ['till/**'], analyzers: { 'god-file': { threshold: 2 } }, ignore: [{ files: ['till.ts'], because: 'till' }] },
    });
    expect(config.include).toEqual(['till/**']);
    expect(config.exclude).toEqual(['own/**']);
    expect(config.ignore.map((entry) => entry.because)).toEqual(['kitchen', 'till', 'own']);
    expect(godFileSettingsFor(config, 'src/a.ts')).toEqual({ threshold: 100, severity: 'error', count: 'physical' });
    expect(godFileSettingsFor(config, 'legacy/a.ts')).toEqual({ threshold: 50, severity: 'info', count: 'physical' });
  });

  it('lets a default of the extending file stay below what the base says', () => {
    const config = load({ [own]: { extends: './base.json', analyzers: {} }, '/work/shop/base.json': { analyzers: { 'god-file': { threshold: 7 } }, test: 'npm test' } });
    expect(config.analyzers['god-file'].threshold).toBe(7);
    expect(config.test).toBe('npm test');
  });

  it('finds a file of a package above the root, and follows the extends of that file from there', () => {
    const config = load({
      [own]: { extends: '@shop/rules/decant.json' },
      '/work/node_modules/@shop/rules/decant.json': { extends: './strict.json', exclude: ['dist/**'] },
      '/work/node_modules/@shop/rules/strict.json': { analyzers: { 'god-file': { threshold: 9 } } },
    });
    expect(config.analyzers['god-file'].threshold).toBe(9);
    expect(config.exclude).toEqual(['dist/**']);
  });

  it('may reach one base twice without a circle', () => {
    const files = { [own]: { extends: ['./a.json', './b.json'] }, '/work/shop/a.json': { extends: './c.json' }, '/work/shop/b.json': { extends: './c.json' }, '/work/shop/c.json': { include: ['x'] } };
    expect(load(files).include).toEqual(['x']);
  });

  it.each([
    ['a circle', { [own]: { extends: './a.json' }, '/work/shop/a.json': { extends: './b.json' }, '/work/shop/b.json': { extends: './a.json' } }, '/work/shop/b.json:1:2: /work/shop/a.json extends /work/shop/b.json extends /work/shop/a.json', 'Remove one'],
    ['a file that extends itself', { [own]: { extends: './decant.config.json' } }, `${own}:1:2: ${own} extends ${own}`, 'Remove'],
    ['a program', { [own]: { extends: ['./base.js'] } }, `${own}:1:13: "./base.js" is a program, and decant never runs configuration code`, 'Write the settings'],
    ['a program of a package', { [own]: { extends: 'rules/decant.cjs' }, '/work/shop/node_modules/rules/decant.cjs': '' }, 'never runs configuration code', 'Write'],
    ['a path without its dot', { [own]: { extends: 'conf/base.json' }, '/work/shop/conf/base.json': {} }, '"conf/base.json" names a package', 'Did you mean "./conf/base.json"?'],
    ['a package without a file', { [own]: { extends: '@shop/rules' } }, 'names a package and no file in it', '"@shop/rules/decant.config.json"'],
    ['a package that is not installed', { [own]: { extends: 'rules/a.json' } }, 'no node_modules from /work/shop upward holds rules/a.json', 'Install'],
    ['a way out of a package', { [own]: { extends: 'rules/../../secret.json' }, '/work/shop/secret.json': {} }, 'is no plain path in a package', 'Name'],
    ['an absolute path', { [own]: { extends: '/etc/base.json' } }, 'is an absolute path', 'relative'],
    ['a missing file', { [own]: { extends: './base.json' } }, 'there is no file /work/shop/base.json', 'Correct the path'],
  ])('refuses %s', (_, files, detail, help) => {
    const error = failure(files);
    expect(error.detail).toContain(detail);
    expect(error.help).toContain(help);
  });

  it('names the place of an error in the file that it stands in', () => {
    expect(failure({ [own]: { extends: './base.json' }, '/work/shop/base.json': '{\n  "exlude": [] }' }).detail).toBe('/work/shop/base.json:2:3: exlude is not a known key');
    expect(failure({ [own]: { extends: './base.json' }, '/work/shop/base.json': '{,}' }).detail).toContain('/work/shop/base.json:1:2: found ","');
    const layers = [{ name: 'till', files: ['till/**'], mayImport: ['stok'] }];
    const error = failure({ [own]: '{\n "extends": "./base.json" }', '/work/shop/base.json': { analyzers: { 'layer-violation': { layers } } } });
    expect(error.detail).toMatch(/^\/work\/shop\/base\.json:1:\d+: the layer "till" may import "stok"/);
  });

  it('refuses a base that is wrong although the extending file overwrites the value', () => {
    expect(failure({ [own]: { extends: './base.json', include: [] }, '/work/shop/base.json': { include: 'src' } }).detail).toContain('base.json:1:2: include: expected array');
  });

  it('knows where every entry stands after the merge, in a copy of the configuration too', () => {
    const config = load({
      [own]: '{ "extends": "./base.json",\n  "ignore": [\n    { "files": ["a.ts"], "because": "own" }],\n "include": ["x"] }',
      '/work/shop/base.json': '{ "ignore": [ { "files": ["b.ts"],\n "because": "base" } ],\n\n "include": ["y", "z"] }',
    });
    const copy = { ...config, test: 'npm test' };
    expect(findConfigPlace(copy.ignore[0]!)).toEqual({ file: '/work/shop/base.json', line: 1, column: 15 });
    expect(findConfigPlace(copy.ignore[1]!)).toEqual({ file: own, line: 3, column: 5 });
    expect(findConfigPlace(copy.include, 0)).toEqual({ file: own, line: 4, column: 14 });
    expect(findConfigPlace(copy.ignore[1]!, 'because')).toEqual({ file: own, line: 3, column: 26 });
  });
});
