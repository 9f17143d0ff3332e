import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { isSpaceCode } from '../../../src/language/typescript/scan-characters.js';
import { lexBytes, lexText } from '../../../src/language/typescript/scan-lex.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import { createRecordWriter, readImports, writeLexed } from '../../../src/load/cache-records.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import type { ImportRecord } from '../../../src/model/import-record.js';

function imports(text: string, name = 'till.ts'): readonly ImportRecord[] {
  const result = scanModule({ path: filePath(`/shop/${name}`), text, lineStarts: buildLineStarts(text) });
  if (result.kind !== 'scanned') throw new Error(result.reason);
  return result.module.imports;
}

/** `kind form specifier`, then the names as `imported:local`, with a mark where one is a type. */
function told(text: string, name?: string): readonly string[] {
  return imports(text, name).map(({ kind, form, specifier, names }) =>
    [kind, form, specifier, ...names.map(({ imported, local, typeOnly }) => `${imported}:${local}${typeOnly ? ' (type)' : ''}`)].join(' '),
  );
}

describe('a word of a statement that is a name', () => {
  it.each([
    [`export * as import from './menu';`, 'reexport export-from ./menu *:import'],
    [`export/**/* as\nimport // soup\nfrom './menu';`, 'reexport export-from ./menu *:import'],
    [`export type * as import from './menu';`, 'type export-from ./menu *:import (type)'],
    [`export { import as export, export as import } from './menu';`, 'reexport export-from ./menu import:export export:import'],
    [`export { default as require } from './menu';`, 'reexport export-from ./menu default:require'],
  ])('begins no other statement: %s', (text, expected) => expect(told(text)).toEqual([expected]));

  it('leaves what follows on the same line to itself', () => {
    expect(told(`export * as import from './menu'import './till'`)).toEqual(['reexport export-from ./menu *:import', 'side-effect import ./till']);
  });
});

describe('a name with an escape', () => {
  it.each([
    [`import { \\u0061 } from './menu';`, 'value import ./menu a:a'],
    [`import { so\\u{75}p as \\u{00062}, type \\u0063\\u0064 } from './menu';`, 'value import ./menu soup:b cd:cd (type)'],
    [`import \\u{61}b from './menu';`, 'value import ./menu default:ab'],
    [`import type\\u0061 from './menu';`, 'value import ./menu default:typea'],
    [`import a, * as m\\u0065nu from './menu';`, 'value import ./menu default:a *:menu'],
    [`export * as m\\u0065nu from './menu';`, 'reexport export-from ./menu *:menu'],
    [`export { 'a \\u0062' as 'c\\'d' } from './menu';`, `reexport export-from ./menu a b:c'd`],
    [`import m\\u0065nu = require('./menu');`, 'require import-equals ./menu *:menu'],
  ])('is what it stands for: %s', (text, expected) => {
    expect(told(text)).toEqual([expected]);
    // Numbers alone do not tell it.
    expect(lexBytes(Buffer.from(text), false, false)).toMatchObject({ isComplete: false });
  });

  it('is no escape without its u, and gives up the statement alone', () => {
    expect(told(`import { a\\b } from './menu';\nimport './till';`)).toEqual(['side-effect import ./till']);
  });
});

describe('the room for statements', () => {
  // Nine characters and eleven numbers: more of them than of any other statement.
  it.each([['import a=', 200_000], [`import''`, 200_000], [`import a from''`, 100_000], ['import{a,', 1], ['export*as a', 100_000]])('holds as many %s as a text can have', (text, times) => {
    const { lost, lines } = lexText(text.repeat(times));
    expect({ lost, lines }).toEqual({ lost: text.includes('{'), lines: { physical: 1, code: 1, comment: 0, blank: 0 } });
  });

  it('ends before the tokens', () => {
    const { tokens } = lexText('import a='.repeat(50_000), { tokens: true });
    expect(tokens).toHaveLength(50_000 * 3 * 3);
    for (let token = 0; token < 50_000 * 3; token += 3) expect(Array.from(tokens.subarray(token * 3, token * 3 + 9))).toEqual([0, token * 3, token * 3 + 6, 0, token * 3 + 7, token * 3 + 8, 1, token * 3 + 8, token * 3 + 9]);
  });

  it('grows with the names of one statement, and is small again', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `type a${i} as b${i}`);
    expect(imports(`import { ${names.join(', ')} } from './menu';`)[0]!.names).toHaveLength(10_000);
    expect(told(`import { a } from './till';`)).toEqual(['value import ./till a:a']);
  });
});

it('knows the same white space in the lexer as in what reads calls', () => {
  const different: number[] = [];
  for (let unit = 1; unit < 0x10000; unit++) {
    const { statements } = lexText(`import${String.fromCharCode(unit)}{ a } from 'x'`);
    if (statements.end > statements.start !== isSpaceCode(unit)) different.push(unit);
  }
  expect(different).toEqual([]);
});

describe('numbers of the lexer in place of records', () => {
  const texts = [
    `import a, { b as c, type D, type E as F, type as as, type as } from './menu'; import './till'\nimport * as g from "g" ;`,
    `import type from './menu'; import type, { a } from './a'; import type A from './b'; import type from from './c'; import defer * as d from './d';`,
    `export * from './menu'; export * as h from './h'; export type * from './i'; export type { j } from './j'; export { type k } from './k'; export {} from './l';`,
    `import /* a */ data /* b */ from /* c */ './data.json' /* d */ with /* e */ { type: 'json' } ;`,
    `import { 'soup of the day' as soup } from '😀';\nexport { été as 'déjà vu' } from "中";`,
  ];

  it.each(texts)('mean the same: %s', (text) => {
    const lexed = lexBytes(Buffer.from(text), false, false)!;
    expect(lexed.isComplete).toBe(true);
    const writer = createRecordWriter(1);
    writeLexed(writer, { lexed, text }, false);
    const { imports: read } = readImports({ table: { numbers: writer.numbers(), strings: writer.strings }, at: 0 }, filePath('/shop/till.ts'), []);
    expect(read).toEqual(imports(text));
  });
});

it('reads a `require` behind each of ten thousand `import x =` once', () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `import a${i} = require('./a${i}');`).join('\n');
  expect(imports(text)).toHaveLength(10_000);
});
