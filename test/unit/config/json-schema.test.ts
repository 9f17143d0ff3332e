import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../src/config/config-schema.js';
import { fillConfig } from '../../../src/config/fill-config.js';

/** Every key that there is. */
const everything = {
  $schema: './node_modules/decant/schema/decant.config.schema.json',
  extends: ['./base.json', '@shop/rules/decant.json'],
  include: ['src/**'],
  exclude: ['**/*.gen.ts'],
  analyzers: {
    'god-file': { severity: 'error', threshold: 400, count: 'physical', overrides: [{ files: ['legacy/**'], threshold: 900, severity: 'info', count: 'code' }] },
    'import-cycle': {
      severity: 'warning',
      danger: { crash: 'error', fragile: 'error', deferred: 'warning', 'type-only': 'off' },
      overrides: [{ files: ['legacy/**'], danger: { crash: 'warning' } }],
    },
    'layer-violation': {
      severity: 'error',
      layers: [
        { name: 'till', files: ['src/till/**'], mayImport: ['stock'], siblings: 'apart', because: 'a reason' },
        { name: 'stock', files: ['src/stock/**'], mayNotImport: ['till'], siblings: false },
      ],
    },
    'unread-file': { severity: 'warning' },
    'unresolved-import': { severity: 'error' },
  },
  ignore: [{ files: ['legacy/**'], ids: ['god-file', 'import-cycle'], because: 'goes with the old shop' }],
  baseline: '.decant-baseline.json',
  tasks: {
    frameworks: [
      {
        framework: 'house', call: 'defineTask', from: './src/registry', kind: 'worker', id: '0.name', queue: '0.queue', priority: '0.priority', retry: '0.retry',
        backoff: '0.backoff', timeout: '0.timeout', concurrency: '0.concurrency', schedule: '0.cron', timeZone: '0.zone', options: 0,
      },
    ],
    lock: 'tasks.lock.json',
    strictness: 'wire',
    waivers: [{ id: 'digest', because: 'renamed in two steps', until: '2027-01-31' }],
  },
  typecheck: 'npm run typecheck',
  test: 'npm test',
};

describe('the JSON schema that editors read', () => {
  const file = JSON.parse(readFileSync(new URL('../../../schema/decant.config.schema.json', import.meta.url), 'utf8')) as object;
  const accepts = new Ajv2020({ strict: true }).compile(file);

  it('is the one of the types', () => {
    expect(file).toEqual(configJsonSchema());
  });

  it('accepts a configuration with every key, as decant does', () => {
    expect(accepts(everything), JSON.stringify(accepts.errors)).toBe(true);
    expect(fillConfig(everything)).toMatchObject({ kind: 'filled', config: everything });
    expect(Object.keys(everything).sort()).toEqual(Object.keys((file as { properties: object }).properties).sort());
  });

  it.each([
    ['a misspelt key', { ...everything, exlude: [] }],
    ['an unknown id of a finding', { ignore: [{ files: [], ids: ['god-fil'], because: 'x' }] }],
    ['an entry of ignore without a reason', { ignore: [{ files: [] }] }],
  ])('refuses %s, as decant does', (_, config) => {
    expect(accepts(config)).toBe(false);
    expect(fillConfig(config).kind).toBe('problem');
  });
});
