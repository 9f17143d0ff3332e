import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { decodeString } from '../../../src/language/typescript/scan-literal.js';
import { findAllowances } from '../../../src/language/typescript/scan-header.js';
import { lexText } from '../../../src/language/typescript/scan-lex.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import type { ImportRecord } from '../../../src/model/import-record.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

function imports(text: string, name = 'cart.ts'): readonly ImportRecord[] {
  const result = scanModule({ path: filePath(`/shop/${name}`), text, lineStarts: buildLineStarts(text) });
  if (result.kind !== 'scanned') throw new Error(result.reason);
  return result.module.imports;
}

describe('what would be read again and again', () => {
  // Hours, where each of them looked at the rest of the text.
  it('seeks the end of a regular expression once where a line holds none', () => {
    expect(lexText('(/['.repeat(1_000_000)).lost).toBe(true);
  });

  it('seeks the newline after the comments of one line once', () => {
    const { lines } = lexText(`${'/* soup */ '.repeat(500_000)}let a;\n/* b */\n`);
    expect(lines).toEqual({ physical: 2, code: 1, comment: 1, blank: 0 });
  });

  it('reads no further than a few screens for the end of a call', () => {
    const [outer, inner] = imports(`require("./a", ${' '.repeat(5000)}require("./b", 1));`, 'cart.js');
    expect([outer!.specifier, outer!.span.end, inner!.specifier]).toEqual(['./a', 13, './b']);
  });

  it('takes no reason of a thousand characters for an allowance', () => {
    expect(findAllowances(`// decant-allow god-file: a${' '.repeat(2000)}b`)).toEqual([]);
    expect(findAllowances('// decant-allow god-file: one table')).toHaveLength(1);
  });
});

it('begins `export import x = require()` at its export where the parser reads it, too', () => {
  const text = `function pay() {}\n/till/.test(a);\nexport import b = require('./b');\n`;
  expect(imports(text).map(({ form, span }) => [form, text.slice(span.start, span.end)])).toEqual([['import-equals', `export import b = require('./b');`]]);
});

it.each([
  ['let e = typeof import("./e")', 'dynamic'],
  ['type E = typeof import("./e")', 'type'],
  ['let e: typeof import("./e")', 'type'],
])('%s takes the module as %s', (text, kind) => {
  expect(imports(text)).toMatchObject([{ kind, specifier: './e' }]);
});

it.each([[String.raw`a\tb\n\0`, 'a\tb\n\0'], [String.raw`\b\v\f\r\'\q`, "\b\v\f\r'q"], ['so\\\r\nup\\\n', 'soup'], [String.raw`\x41\u0042\u{43}`, 'ABC']])(
  'decodes %j', (raw, value) => {
    expect(decodeString(raw)).toBe(value);
  });
