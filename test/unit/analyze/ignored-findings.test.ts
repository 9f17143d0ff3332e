import { describe, expect, it } from 'vitest';
import { applyIgnored } from '../../../src/analyze/ignored-findings.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { at, root, study } from './study.js';

const knot = diagnostic({
  id: 'import-cycle',
  message: 'a knot of three files',
  at: { file: at('legacy/menu.ts'), line: 1, column: 1 },
  help: 'Cut it',
  ratchet: {
    kind: 'edges',
    edges: [
      { from: at('legacy/dish.ts'), to: at('src/stove.ts') },
      { from: at('legacy/menu.ts'), to: at('legacy/dish.ts') },
      { from: at('src/stove.ts'), to: at('legacy/menu.ts') },
    ],
  },
});

/** Without imports to ratchet, as those that only types close. */
const typeKnot = diagnostic({
  id: 'import-cycle',
  message: "two files need each other's types",
  at: { file: at('legacy/menu.ts'), line: 1, column: 1 },
  help: 'Move the types',
  data: { members: ['legacy/menu.ts', 'src/stove.ts'] },
});

function apply(files: readonly string[], findings = [knot]) {
  const text = JSON.stringify({ ignore: [{ files, because: 'goes with the old kitchen' }] });
  const config = loadConfig(createMemoryFileSystem({ '/shop/decant.config.json': `\n${text}` }), root);
  return applyIgnored({ project: study({}).project, config }, findings);
}

describe('applyIgnored', () => {
  it('leaves out a knot when all its members match, not when the one that it is reported at does', () => {
    expect(apply(['legacy/**']).isIgnored(knot)).toBe(false);
    expect(apply(['legacy/**', 'src/stove.ts']).isIgnored(knot)).toBe(true);
    expect(apply(['legacy/**', 'src/stove.ts']).dead).toEqual([]);
  });

  it('leaves out a knot of types when all its members match, not when the one that it is reported at does', () => {
    expect(apply(['legacy/**'], [typeKnot]).isIgnored(typeKnot)).toBe(false);
    expect(apply(['legacy/**', 'src/stove.ts'], [typeKnot]).isIgnored(typeKnot)).toBe(true);
  });

  it('points at a dead entry where it is written, with its reason', () => {
    const [dead] = apply(['legacy/**']).dead;
    expect(dead).toMatchObject({ id: 'dead-ignore', severity: 'warning', at: { file: at('decant.config.json'), line: 2, column: 12 } });
    expect(dead!.notes).toContain('because goes with the old kitchen');
  });
});
