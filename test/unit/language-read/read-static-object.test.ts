import { describe, expect, it } from 'vitest';
import { readStaticObject, type KnownCalls } from '../../../src/language/typescript/read-static-object.js';

const calls: KnownCalls = { defineConfig: (args) => args, 'tools.config': (args) => args };

function read(text: string, extension = '.js') {
  const result = readStaticObject(text, extension, calls);
  if (result.kind !== 'value') throw new Error(`${result.line}: ${result.reason}`);
  return result;
}

const valueOf = (text: string, extension?: string) => read(text, extension).value;

describe('readStaticObject', () => {
  it.each([
    ['CommonJS', 'module.exports = { a: 1 };', '.cjs'],
    ['ES modules', 'export default { a: 1 };', '.mjs'],
    ['TypeScript with types', 'import type { Menu } from "./menu";\nexport default ({ a: 1 } satisfies Menu) as Menu;', '.ts'],
    ['export assignment', 'const menu: object = { a: 1 };\nexport = menu;', '.cts'],
    ['a constant', "/** @type {Menu} */\nconst menu = { a: 1 };\nmodule.exports = menu;", '.js'],
    ['a second name for the export', 'module.exports = { a: 1 };\nmodule.exports.default = module.exports;', '.js'],
    ['JSON with comments, single quotes and a byte order mark', "\uFEFF{ // soup\n 'a': 1, }", '.json'],
    ['a rc file without extension', '{ "a": 1 }', ''],
  ])('reads %s', (_, text, extension) => {
    expect(valueOf(text, extension)).toEqual({ a: 1 });
  });

  it('reads every literal and follows constants, also through spreads', () => {
    const text = `
const soups = ['leek', \`pea\`];
const base = { salt: -1, pepper: null, hot: true };
export default defineConfig({ ...base, hot: false, 'very-salty': 'a' + 'b' + 'c', 7: soups, all: [...soups, ...['rye'], 'end'] }, tools.config(soups));`;
    expect(valueOf(text)).toEqual([{ salt: -1, pepper: null, hot: false, 'very-salty': 'abc', 7: ['leek', 'pea'], all: ['leek', 'pea', 'rye', 'end'] }, [['leek', 'pea']]]);
    expect(read(text).gaps).toEqual([]);
  });

  it('calls nothing and lists what only running would tell, with line and place', () => {
    const { value, gaps } = read(`module.exports = {
  price: Number(process.env.PRICE),
  when: new Date(),
  name: \`\${shop} soup\`,
  pattern: /soup/,
  get cost() { return 1; },
  cook() {},
  list: [1, other, 3, ...more],
  [key]: 1,
  ok: 2,
};`);
    expect(value).toEqual({ price: undefined, when: undefined, name: undefined, pattern: undefined, cost: undefined, cook: undefined, list: [1, undefined, 3, undefined], ok: 2 });
    expect(gaps.map(({ path, line }) => `${line} ${path.join('.')}`)).toEqual(['2 price', '3 when', '4 name', '5 pattern', '6 cost', '7 cook', '8 list.1', '8 list.3', '9 ']);
    expect(gaps[0]!.text).toBe('Number(process.env.PRICE)');
  });

  it('trusts no key before an unknown spread, which may overwrite it', () => {
    const { value, gaps } = read('module.exports = { a: 1, ...unknown, b: 2 };');
    expect(value).toEqual({ b: 2 });
    expect(gaps.map(({ text }) => text)).toEqual(['unknown']);
  });

  it.each([
    ['assigned to', 'menu.soup = 2;'],
    ['assigned to below', 'menu.list[0].price = 2;'],
    ['pushed to', 'menu.list.push(1);'],
    ['given away', 'Object.assign(menu, { soup: 2 });'],
    ['deleted from', 'delete menu.soup;'],
    ['changed in a function', 'function later() { menu.soup++; }\nlater();'],
  ])('does not follow a constant that is %s', (_, statement) => {
    const { value, gaps } = read(`const menu = { soup: 1, list: [] };\n${statement}\nmodule.exports = menu;`);
    expect(value).toBeUndefined();
    expect(gaps).toHaveLength(1);
  });

  it('does not follow a variable, nor a constant in a circle', () => {
    expect(valueOf('let menu = { a: 1 };\nmodule.exports = menu;')).toBeUndefined();
    expect(valueOf('const a = [...b];\nconst b = [a];\nmodule.exports = { a };')).toEqual({ a: [undefined] });
  });

  it('knows the line of every key', () => {
    const { lineOf } = read('module.exports = {\n  a: [\n    1,\n    { b: 2 },\n  ],\n};');
    expect([['a'], ['a', 1], ['a', 1, 'b'], ['a', 1, 'zzz'], ['zzz']].map(lineOf)).toEqual([2, 4, 4, 4, 1]);
    expect(readLine('{\n "a": 1 }')).toBe(2);
    function readLine(text: string): number {
      return read(text, '.json').lineOf(['a']);
    }
  });

  it.each([
    ['a syntax error', 'module.exports = {\n a: };', '.js', 2],
    ['INI', '; madge\nexcludeRegExp[] = soup', '', 1],
    ['an empty file', ' \n', '.json', 1],
    ['no export', 'const a = 1;', '.js', 1],
    ['an export in parts', 'module.exports = {};\nmodule.exports.rules = {};', '.js', 1],
    ['two values', '{}); steal(', '.json', 1],
  ])('says that it cannot read %s', (_, text, extension, line) => {
    expect(readStaticObject(text, extension)).toMatchObject({ kind: 'unreadable', line });
  });

  it('ends for lists that spread each other and for deep nesting', () => {
    const lists = Array.from({ length: 40 }, (_, index) => `const l${index + 1} = [...l${index}, ...l${index}];`);
    expect(read(`const l0 = [1];\n${lists.join('\n')}\nmodule.exports = { l: l40 };`).gaps.length).toBeGreaterThan(0);
    expect(read(`module.exports = ${'['.repeat(300)}${']'.repeat(300)};`).gaps).toHaveLength(1);
  });
});
