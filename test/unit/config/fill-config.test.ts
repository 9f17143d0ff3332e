import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/config-schema.js';
import { defaultConfig } from '../../../src/config/config.js';
import { fillConfig } from '../../../src/config/fill-config.js';

const word = fc.constantFrom('src/**', 'error', 'off', 'code', 'apart', 'god-file', 'crash', '');
const leaf = fc.oneof(word, fc.constantFrom(true, false, null, 0, 1, 2.5, -3, 600));
const list = fc.array(word, { maxLength: 3 });
/** A setting of the right shape, with something else in it now and then. */
const mostly = <T>(good: fc.Arbitrary<T>) => fc.oneof({ weight: 12, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: fc.oneof(leaf, list, fc.constant({}), fc.constant({ zzz: 1 })) });
const part = (shape: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) => mostly(fc.record(shape, { requiredKeys }));
const severity = mostly(fc.constantFrom('error', 'warning', 'info', 'off'));
const globs = mostly(fc.array(fc.constantFrom('src/**', '**/*.ts'), { maxLength: 2 }));
const lines = mostly(fc.integer({ min: 1, max: 900 }));
const text = mostly(fc.constantFrom('npm test', 'a'));
const count = mostly(fc.constantFrom('code', 'physical'));
const danger = part({ crash: severity, fragile: severity, deferred: severity, 'type-only': severity });
const layer = part({ name: text, files: globs, mayImport: list, mayNotImport: list, siblings: mostly(fc.constantFrom(true, false, 'apart')), because: text }, ['name', 'files']);
const config = part({
  $schema: text,
  extends: mostly(fc.oneof(fc.constant('./base.json'), fc.constant(['./a.json', './b.json']))),
  include: globs,
  exclude: globs,
  analyzers: part({
    'god-file': part({ severity, threshold: lines, count, overrides: mostly(fc.array(part({ files: globs, threshold: lines, severity, count }, ['files']), { maxLength: 2 })) }),
    'import-cycle': part({ severity, danger, overrides: mostly(fc.array(part({ files: globs, danger }, ['files', 'danger']), { maxLength: 2 })) }),
    'layer-violation': part({ severity, layers: mostly(fc.array(layer, { maxLength: 2 })) }),
    'unread-file': part({ severity }),
  }),
  ignore: mostly(fc.array(part({ files: globs, ids: mostly(fc.array(fc.constantFrom('god-file', 'import-cycle'), { maxLength: 2 })), because: text }, ['files', 'because']), { maxLength: 2 })),
  baseline: text,
  test: text,
});

describe('fillConfig', () => {
  it('accepts what the schema of the types accepts, with the same defaults, and nothing else', () => {
    let accepted = 0;
    fc.assert(
      fc.property(config, (value) => {
        const expected = configSchema.safeParse(value);
        const actual = fillConfig(value);
        expect(actual.kind === 'filled', JSON.stringify(actual)).toBe(expected.success);
        if (actual.kind !== 'filled') return;
        accepted++;
        expect(actual.config).toEqual(expected.data);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('gives the same defaults as the schema of the types, frozen to the last list', () => {
    expect(defaultConfig).toEqual(configSchema.parse({}));
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(visit);
    };
    visit(defaultConfig);
  });

  it.each([
    ['an id of findings that is misspelt', { ignore: [{ files: ['a'], ids: ['import-cycel'], because: 'old' }] }, 'ignore[0].ids[0] is not one of', 'Did you mean "import-cycle"?'],
    ['an entry of ignore without a reason', { ignore: [{ files: ['a'] }] }, 'ignore[0].because is missing', 'Add "because"'],
    ['a reason that is empty', { ignore: [{ files: ['a'], because: '' }] }, 'ignore[0].because: expected a text, received an empty one', 'Correct'],
    ['a misspelt choice where a boolean would do as well', { analyzers: { 'layer-violation': { layers: [{ name: 'a', files: [], siblings: 'appart' }] } } }, 'siblings is not one of apart', 'Did you mean "apart"?'],
    ['a type that no alternative has', { extends: 1 }, 'extends: expected string or array, received number', 'Correct extends'],
    ['a danger class that does not exist', { analyzers: { 'import-cycle': { danger: { crashes: 'error' } } } }, 'danger.crashes is not a known key', 'Did you mean "crash"?'],
    ['a key of Object.prototype', { constructor: {} }, 'constructor is not a known key', 'Use one of'],
  ])('refuses %s and says what to do', (_, value, fact, help) => {
    const filled = fillConfig(value);
    expect(filled).toMatchObject({ kind: 'problem', fact: expect.stringContaining(fact), help: expect.stringContaining(help) });
  });
});
