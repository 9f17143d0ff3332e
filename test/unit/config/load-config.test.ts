import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../src/config/config-schema.js';
import { defaultConfig, thresholdFor } from '../../../src/config/config.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { ToolError } from '../../../src/diagnostic/tool-error.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';

const root = filePath('/shop');
const load = (text: string | Uint8Array) => loadConfig(createMemoryFileSystem({ '/shop/decant.config.json': text }), root);

function failure(text: string | Uint8Array): ToolError {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('loadConfig', () => {
  it('gives the defaults when there is no file, and a file of {} means the same', () => {
    expect(loadConfig(createMemoryFileSystem({ '/shop/a.ts': '' }), root)).toEqual(defaultConfig);
    expect(load('{}')).toEqual(defaultConfig);
    expect(defaultConfig.analyzers['god-file']).toEqual({ severity: 'error', threshold: 600, count: 'code', overrides: [] });
  });

  it('refuses an explicit path that does not exist, where a missing default file is fine', () => {
    expect(() => loadConfig(createMemoryFileSystem({}), root, filePath('/shop/other.json'))).toThrow(/\/shop\/other.json does not exist/);
    expect(() => loadConfig(createMemoryFileSystem({ '/shop/conf/x': '' }), root, filePath('/shop/conf'))).toThrow(/not a file/);
  });

  it('reads a file that begins with a byte order mark', () => {
    expect(load('\uFEFF{"test":"npm test"}').test).toBe('npm test');
  });

  it('fills the defaults of an analyzer that is configured in part', () => {
    expect(load('{"analyzers":{"god-file":{"threshold":300}}}').analyzers).toEqual({
      ...defaultConfig.analyzers,
      'god-file': { severity: 'error', threshold: 300, count: 'code', overrides: [] },
    });
  });

  it.each([
    ['a value that JSON.parse reports without a position', '{\n  "test": x }', '/shop/decant.config.json:2:11: found "x"'],
    ['a comment', '{ // note\n}', ':1:3: JSON has no comments'],
    ['a trailing comma', '{"include": ["a",]}', ':1:18: found "]"'],
    ['a key given twice', '{"test":"a","test":"b"}', ':1:13: the key "test" stands twice'],
    ['an empty file', '', ':1:1: the file ends'],
    ['text after the end', '{} {}', ':1:4: found "{"'],
    ['an unclosed string', '{"test: 1}', ':1:2: a string is not closed'],
  ])('names line and column of %s', (_, text, expected) => {
    const error = failure(text);
    expect(error.title).toBe('configuration is not valid JSON');
    expect(error.detail).toContain(expected);
  });

  it.each([
    ['a misspelt key', '{"exlude":[]}', ':1:2: exlude is not a known key', 'Did you mean "exclude"?'],
    ['a misspelt analyzer', '{"analyzers":{"god-files":{}}}', 'analyzers["god-files"] is not a known key', 'Did you mean "god-file"?'],
    ['a misspelt key inside an array', '{"analyzers":{"god-file":{"overrides":[{"file":[],"threshold":1}]}}}', 'overrides[0].file is not', 'Did you mean "files"?'],
    ['a misspelt severity', '{"analyzers":{"import-cycle":{"severity":"warnin"}}}', ':1:31: analyzers["import-cycle"].severity', 'Did you mean "warning"?'],
    ['a key that resembles none', '{"zzz":1}', 'zzz is not a known key', 'Use one of: $schema, extends, include'],
    ['a threshold of 0', '{"analyzers":{"god-file":{"threshold":0}}}', 'analyzers["god-file"].threshold', 'Correct'],
    ['a string where a list belongs', '{"include":"src"}', 'include: expected array', 'Correct include'],
    ['an array at the top', '[]', ':1:1: the configuration: expected object', 'Correct'],
    ['a layer that may import a misspelt layer', '{"analyzers":{"layer-violation":{"layers":[{"name":"kitchen","files":["k"],"mayImport":["kitchn"]}]}}}', 'which is no layer', 'Did you mean "kitchen"?'],
    ['a layer described twice', '{"analyzers":{"layer-violation":{"layers":[{"name":"a","files":["k"],"mayImport":[]},{"name":"a","files":["l"],"mayImport":[]}]}}}', 'described twice', 'Give'],
  ])('refuses %s and says what to do', (_, text, detail, help) => {
    const error = failure(text);
    expect(error.detail).toContain(detail);
    expect(error.help).toContain(help);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(failure(Uint8Array.of(0x7b, 0xff, 0x7d)).title).toBe('configuration is not text');
  });

  it('gives frozen data', () => {
    expect(Object.isFrozen(load('{"include":["src/**"]}').include)).toBe(true);
  });
});

describe('thresholdFor', () => {
  const config = load(
    '{"analyzers":{"god-file":{"threshold":500,"overrides":[{"files":["**/*.ts"],"threshold":400},{"files":["legacy/**"],"threshold":900},{"files":["legacy/new/**"],"threshold":100}]}}}',
  );

  it('lets the last matching override win, not the first and not the most generous', () => {
    expect(thresholdFor(config, 'src/cart.ts')).toBe(400);
    expect(thresholdFor(config, 'legacy/cart.ts')).toBe(900);
    expect(thresholdFor(config, 'legacy/new/cart.ts')).toBe(100);
    expect(thresholdFor(config, 'cart.js')).toBe(500);
  });

  it('matches files in dot folders', () => {
    expect(thresholdFor(config, '.storybook/main.ts')).toBe(400);
  });
});

describe('configJsonSchema', () => {
  it('requires nothing at the top, forbids unknown keys and describes every key', () => {
    const schema = configJsonSchema() as { required?: string[]; additionalProperties: boolean; properties: Record<string, { description?: string }> };
    expect(schema.required ?? []).toEqual([]);
    expect(schema.additionalProperties).toBe(false);
    expect(Object.values(schema.properties).every((property) => property.description)).toBe(true);
  });
});
