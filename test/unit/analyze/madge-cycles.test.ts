import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMadgeTree, listCycles, listTreeCycles } from '../../../src/analyze/import-cycle/madge-cycles.js';
import { defaultConfig } from '../../../src/config/config.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { study } from './study.js';

interface Madge {
  circular(): string[][];
  obj(): Record<string, string[]>;
}

// Madge has no types of its own.
const { default: madge } = (await import('madge' as string)) as { default: (input: Record<string, string[]> | string, options?: object) => Promise<Madge> };

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

describe('the tree given to madge', () => {
  it.each(['zod/v4', 'commander'])('has the edges and cycles of a scan by madge itself: %s', async (name) => {
    // Madge leaves out every path below a node_modules folder.
    const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'decant-madge-'));
    try {
      cpSync(fileURLToPath(new URL(`../../../node_modules/${name}`, import.meta.url)), folder, { recursive: true });
      const project = loadProject({ fileSystem: createNodeFileSystem(), root: filePath(folder), config: defaultConfig });
      const isScript = (id: string): boolean => id.endsWith('.js');
      const own = Object.entries(buildMadgeTree(project)).filter(([id]) => isScript(id)).map(([id, targets]) => [id, targets.filter(isScript)] as const);
      const scanned = await madge(folder, { fileExtensions: ['js'] });
      const theirs = Object.entries(scanned.obj()).map(([id, targets]) => [id, targets.filter(isScript).sort()] as const);
      expect(own.length).toBeGreaterThan(5);
      expect(Object.fromEntries(own)).toEqual(Object.fromEntries(theirs));
      expect(listCycles(project).filter((cycle) => cycle.every(isScript))).toEqual(listTreeCycles(Object.fromEntries(theirs)).cycles);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
