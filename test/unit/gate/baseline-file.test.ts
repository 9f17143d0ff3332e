import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBaseline, buildEntries, parseBaseline, renderBaseline } from '../../../src/gate/baseline-file.js';
import { diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { ToolError } from '../../../src/diagnostic/tool-error.js';
import { at, bigFile, knot, root } from './finding.js';
import type { BaselineEntry } from '../../../src/gate/baseline-file.js';

const file = at('.decant-baseline.json');
const parse = (text: string) => parseBaseline(text, file);

function failure(text: string): ToolError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const wrap = (...lines: string[]) => `{\n"version": 1,\n"entries": [\n${lines.join(',\n')}\n]}\n`;

describe('a baseline as a file', () => {
  it('has one entry a line, sorted, and a constant last line, whatever the order of the findings', () => {
    const findings = [knot([['src/till.ts', 'src/cart.ts'], ['src/cart.ts', 'src/till.ts']]), bigFile('src/stock.ts', 812), bigFile('src/cart.ts', 700)];
    const text = renderBaseline(buildBaseline(root, findings));
    expect(text).toBe(`{
  "version": 1,
  "entries": [
    {"id":"god-file","file":"src/cart.ts","ceiling":700},
    {"id":"god-file","file":"src/stock.ts","ceiling":812},
    {"id":"import-cycle","from":"src/cart.ts","to":"src/till.ts"},
    {"id":"import-cycle","from":"src/till.ts","to":"src/cart.ts"},
    "end"
  ]
}
`);
    expect(renderBaseline(buildBaseline(root, [...findings].reverse()))).toBe(text);
  });

  it('leaves out what has no ratchet', () => {
    const plain = diagnostic({ id: 'unresolved-import', message: 'no such file', at: { file: at('src/cart.ts'), line: 1, column: 1 }, help: 'Correct it' });
    expect(buildBaseline(root, [plain]).entries).toEqual([]);
  });

  it('is valid and the same after any round trip', () => {
    const word = fc.string({ minLength: 1 });
    const entry: fc.Arbitrary<BaselineEntry> = fc.oneof(
      fc.record({ id: word, file: word, ceiling: fc.nat() }),
      fc.record({ id: word, file: word, ceiling: fc.nat(), count: fc.constant('physical' as const) }),
      fc.record({ id: word, from: word, to: word }),
    );
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const baseline = buildEntries(entries);
        const text = renderBaseline(baseline);
        expect(parse(text)).toEqual(baseline);
        expect(parse(text.replaceAll('\n', '\r\n'))).toEqual(baseline);
        expect(renderBaseline(buildEntries([...entries].reverse()))).toBe(text);
        expect(text.split('\n').length).toBe(baseline.entries.length + 7);
      }),
    );
  });

  it('takes entries in the order and layout in which people and merge tools leave them', () => {
    const text = `{ "entries": [{ "file": "src/till.ts", "ceiling": 7, "id": "god-file" },\n {"id":"god-file","file":"src/cart.ts","ceiling":9}\n], "version": 1 }`;
    expect(parse(text).entries.map((entry) => ('file' in entry ? entry.file : ''))).toEqual(['src/cart.ts', 'src/till.ts']);
  });

  it('keeps the higher of two ceilings that a union merge left, because both branches together may be no smaller', () => {
    const entries = parse(wrap('{"id":"god-file","file":"src/cart.ts","ceiling":790}', '{"id":"god-file","file":"src/cart.ts","ceiling":800}', '"end"')).entries;
    expect(entries).toEqual([{ id: 'god-file', file: 'src/cart.ts', ceiling: 800 }]);
  });
});

describe('a file that is no baseline', () => {
  it.each([
    ['conflict markers', `{\n"version": 1,\n"entries": [\n<<<<<<< HEAD\n"end"\n=======\n`, 'baseline has a merge conflict', ':4:1', /higher number/],
    ['no JSON', '{\n"version": 1,\n"entries": [}', 'baseline is not valid JSON', ':3:13', /git|commit/],
    ['the baseline of another tool', '[{"type":"cycle","from":"src/cart.ts"}]', 'baseline is not valid', ':1:1', /Correct/],
    ['a later version', '{"version": 2, "entries": []}', 'baseline is not valid', ':1:2', /version of decant/],
    ['a misspelt key', wrap('{"id":"god-file","file":"src/cart.ts","celing":9}', '"end"'), 'baseline is not valid', ':4:1', /Correct/],
    ['a ceiling that is no number', wrap('{"id":"god-file","file":"src/cart.ts","ceiling":"9"}'), 'baseline is not valid', ':4:1', /Correct/],
    ['an entry of both kinds', wrap('{"id":"god-file","file":"src/cart.ts","ceiling":9,"from":"src/a.ts","to":"src/b.ts"}'), 'baseline is not valid', ':4:1', /Correct/],
    ['an end in the middle', wrap('"end"', '{"id":"god-file","file":"src/cart.ts","ceiling":9}'), 'baseline is not valid', ':4:1', /Correct/],
    ['a key of nobody', '{"version": 1, "entries": [], "ignore": []}', 'baseline is not valid', ':1:31', /Correct/],
  ])('%s: says where and what to do', (_name, text, title, where, help) => {
    const error = failure(text);
    expect(error.title).toBe(title);
    expect(error.detail).toContain(`${file}${where}`);
    expect(error.help).toMatch(help);
  });
});
