import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { study } from './study.js';

const kept = new Map<string, string>();
const memo = {
  recall: (key: string): unknown => (kept.has(key) ? JSON.parse(kept.get(key)!) : undefined),
  remember: (key: string, value: unknown): void => void kept.set(key, JSON.stringify(value)),
};

function run(files: Readonly<Record<string, string>>, facts = {}): { found: readonly Diagnostic[]; read: number; fresh: readonly Diagnostic[] } {
  const input = study(files, {}, facts);
  const found = analyzer.run({ ...input, memo });
  return { found, read: input.readFiles.length, fresh: analyzer.run(study(files, {}, facts)) };
}

const shop = {
  'dish.ts': `import { Soup } from './soup.js';\nexport class Dish { static any() { return new Soup(); } }\n`,
  'soup.ts': `import { Dish } from './dish.js';\nimport { tax } from './index.js';\nexport class Soup extends Dish { cost = tax; }\n`,
  'index.ts': `export * from './tax.js';\nexport * from './dish.js';\n`,
  'tax.ts': `export const tax = 1;\n`,
  'main.ts': `import './soup.js';\n`,
};

describe('import-cycle: what is kept from run to run', () => {
  it('is used again while nothing has changed, and gives the same finding', () => {
    kept.clear();
    expect(run(shop).read).toBeGreaterThan(0);
    const again = run(shop);
    expect(again.read).toBe(0);
    expect(again.found).toEqual(again.fresh);
    expect(again.found).toHaveLength(1);
  });

  it.each<[string, Readonly<Record<string, string>>, object]>([
    ['the text of a member', { ...shop, 'dish.ts': `${shop['dish.ts']}export const more = 1;\n` }, {}],
    ['a line number alone', { ...shop, 'soup.ts': `\n${shop['soup.ts']}` }, {}],
    ['a file outside that a name was followed to', { ...shop, 'tax.ts': `export const fee = 1;\nexport { fee as tax };\n` }, {}],
    ['the member that the project enters first', { ...shop, 'main.ts': `import './dish.js';\n` }, {}],
    ['the file that a specifier leads to', { ...shop, 'soup.js': `export class Soup {}\n` }, {}],
    ['the compiler options', shop, { verbatimModuleSyntax: true }],
  ])('is made again after a change of %s', (_what, changed, facts) => {
    kept.clear();
    run(shop);
    const { found, fresh, read } = run(changed, facts);
    expect(found).toEqual(fresh);
    if (found.length > 0) expect(read).toBeGreaterThan(0);
  });

  it('is not touched by a file that has nothing to do with the knot', () => {
    kept.clear();
    run(shop);
    expect(run({ ...shop, 'spoon.ts': `export const spoon = 1;\n` }).read).toBe(0);
  });

  it('does not trust what another version kept', () => {
    kept.clear();
    run(shop);
    for (const [key, value] of kept) kept.set(key, value.replace('"version":', '"version":9'));
    const { found, fresh, read } = run(shop);
    expect(read).toBeGreaterThan(0);
    expect(found).toEqual(fresh);
  });
});
