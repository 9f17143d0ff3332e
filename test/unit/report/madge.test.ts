import { describe, expect, it } from 'vitest';
import { renderMadge } from '../../../src/report/madge/madge.js';
import { buildGraphReport } from './graph-reports.js';

const tree = (...input: Parameters<typeof buildGraphReport>) => JSON.parse(renderMadge(buildGraphReport(...input))) as Record<string, string[]>;

describe('madge', () => {
  it('lists every file, sorted, each import once, whatever its kind', () => {
    const text = renderMadge(buildGraphReport([['b.ts', 'c.ts', 'type'], ['b.ts', 'a.ts'], ['b.ts', 'a.ts', 'dynamic']]));
    expect(text).toBe('{\n  "a.ts": [],\n  "b.ts": [\n    "a.ts",\n    "c.ts"\n  ],\n  "c.ts": []\n}\n');
  });

  it('keeps assets and files outside of the project as leaves, and files that do not parse', () => {
    expect(tree([['a.ts', 'b.ts']], { assets: [['a.ts', 'menu.json']], outside: [['a.ts', '../lib.ts'], ['b.ts', 'broken.ts']], unparsed: ['broken.ts'] })).toEqual({
      '../lib.ts': [], 'a.ts': ['../lib.ts', 'b.ts', 'menu.json'], 'b.ts': ['broken.ts'], 'broken.ts': [], 'menu.json': [],
    });
  });

  it('keeps a file whose name is a property of every object', () => {
    expect(Object.keys(tree([['__proto__', 'constructor']]))).toEqual(['__proto__', 'constructor']);
  });

  it('refuses what is no tree', () => {
    expect(() => renderMadge({ ...buildGraphReport([]), map: null })).toThrow('madge prints whole trees');
  });
});
