import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCycles, listTreeCycles } from '../../../src/analyze/import-cycle/madge-cycles.js';
import { study } from './study.js';

const { default: madge } = (await import('madge' as string)) as { default: (tree: Record<string, string[]>) => Promise<{ circular(): string[][] }> };

const letters = 'abcdefgh';

describe('the cycle list of madge', () => {
  it('is the one that madge itself gives for the same tree', async () => {
    const trees = fc.dictionary(fc.constantFrom(...letters), fc.uniqueArray(fc.constantFrom(...letters), { maxLength: 4 }), { maxKeys: 8 });
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const sorted = Object.fromEntries([...letters].map((id) => [id, tree[id] ?? []]));
        expect(listTreeCycles(sorted)).toEqual({ cycles: (await madge(sorted)).circular(), complete: true });
      }),
    );
  });

  it('keeps ids that are names of object properties or look like numbers, which madge loses or moves', async () => {
    const tree = { constructor: ['b'], b: ['constructor'], '10': ['9'], '9': ['10'] };
    expect((await madge(tree)).circular()).not.toContainEqual(['b', 'constructor']);
    expect(listTreeCycles(tree).cycles).toEqual([['10', '9'], ['b', 'constructor']]);
  });

  it('goes on with the other knots where the recursion overflows', () => {
    const ring = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`m${i}`, [`m${(i + 1) % 100_000}`]]));
    expect(listTreeCycles({ ...ring, a: ['b'], b: ['a'] })).toEqual({ cycles: [['a', 'b']], complete: false });
  });

  it('lists value edges of a project with root-relative ids', () => {
    const { project } = study({
      'src/a.ts': `import '../lib/b.js';\nimport type { C } from './c.js';\nexport type A = C;\n`,
      'src/c.ts': `import type { A } from './a.js';\nexport type C = A;\n`,
      'lib/b.ts': `export * from '../src/a.js';\n`,
    });
    expect(listCycles(project)).toEqual([['lib/b.ts', 'src/a.ts']]);
  });
});
