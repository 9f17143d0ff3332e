import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const facts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};

function effectOf(before: string, expression: string): string {
  const text = `${before}\nconst answer = ${expression};\nexport {};\n`;
  const model = readModule({ path: filePath('/kitchen/shop.ts'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, facts);
  return model.statements.find((statement) => statement.declares.includes('answer'))!.effect;
}

describe('a value that another statement may change', () => {
  it.each([
    ['the keys of an object', 'const prices: any = {}; prices.soup = 1;', 'Object.keys(prices)', 'possible'],
    ['a copy of a list', 'const courses = [1];', 'new Set(courses)', 'possible'],
    ['a text of a list', 'const courses = [1];', '`today: ${courses}`', 'possible'],
    ['a list added to a text', 'const courses = [1];', "'menu: ' + courses", 'possible'],
    ['a member asked for with in', 'const prices = {};', "'soup' in prices", 'none'],
    ['a global that anybody may assign', '', 'courses', 'possible'],
    ['an imported object with a valueOf in arithmetic', "import { day } from './time.js';", 'day * 7', 'possible'],
    ['a member of an object that was handed on', 'const prices = { soup: 1 }; raise(prices);', 'prices.soup', 'possible'],
    ['a member under another name', 'const prices = { soup: 1 }; const same = prices;', 'prices.soup', 'possible'],
    ['a list inside a constant object', 'const menu = { courses: [1] };', 'menu.courses.length', 'possible'],
    ['a getter', 'const door = { get count() { return 1; } };', 'door.count', 'possible'],
    ['an object that is frozen where it stands by now', 'const prices = { soup: 1 };', 'Object.freeze(prices)', 'ordered'],
    ['a callback that runs at once', 'const log = [1];', 'Array.from([1], () => log.push(2))', 'ordered'],
    ['the namespace of a module of the project', "import * as stock from './stock.js';", 'stock.count', 'possible'],
  ])('%s', (_, before, expression, effect) => {
    expect(effectOf(before, expression)).toBe(effect);
  });
});

describe('a value that stays what it is', () => {
  it.each([
    ['arithmetic on constants', 'const day = 24 * 60;', 'day * 7 + 1'],
    ['a text of a constant', "const host = 'shop';", '`https://${host}/x`'],
    ['a member of a constant object', 'const limits = { plates: 10 };', 'limits.plates * 2'],
    ['a member of an object marked as constant', 'const limits = { plates: 10 } as const; use(limits);', 'limits.plates'],
    ['an imported value as it is', "import { day } from './time.js';", 'day'],
    ['a call with numbers', 'const days = (count: number) => count * 24;', 'days(2)'],
    ['the namespace of a package', "import * as path from 'node:path';", 'path.sep'],
    ['a map of literals', '', "new Map([['a', 1]])"],
    ['a list made by counting', '', 'Array.from({ length: 3 }, (_, index: number) => index * 2)'],
  ])('%s', (_, before, expression) => {
    expect(effectOf(before, expression)).toBe('none');
  });
});
