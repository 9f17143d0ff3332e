import { describe, expect, it } from 'vitest';
import { findOtherChange } from '../../../scripts/ecosystem/codemod-check.js';

const isConcerned = (specifier: string): boolean => specifier.startsWith('shop');
const compare = (before: string, after: string) => findOtherChange('main.js', before, after, isConcerned);
const head = "// Licence.\nimport * as shop from 'shop'\nimport { rest } from 'rest'\n";

describe('what a transform changes besides imports, told from two texts', () => {
  it('is nothing where members and types of comments are named without the whole', () => {
    const before = `${head}\n/** @param {shop.Order} order @returns {shop.Cart} */\nexport const f = (order) => shop.total(order) + shop.tax(rest)\n`;
    const after = "// Licence.\nimport { total, Cart } from 'shop/cart'\nimport { tax as shopTax } from 'shop/tax'\nimport { rest } from 'rest'\n\n/** @param {import('shop/orders').Order} order @returns {Cart} */\nexport const f = (order) => total(order) + shopTax(rest)\n";
    expect(compare(before, after)).toBeUndefined();
  });

  it('is nothing where the specifier of a call is another one, or a whole is taken of two modules', () => {
    expect(compare("const a = () => import('shop').then(({ total }) => total)\n", "const a = () => import('shop/cart').then(({ total }) => total)\n")).toBeUndefined();
    expect(compare("const shop = require('shop')\nshop.total(shop.tax)\n", "const cart = require('shop/cart')\nconst tax = require('shop/tax')\ncart.total(tax.tax)\n")).toBeUndefined();
  });

  it('is told where a member became another one', () => {
    expect(compare(`${head}shop.total()\n`, "// Licence.\nimport { tax } from 'shop/cart'\nimport { rest } from 'rest'\ntax()\n")).toContain('shop.total()');
    expect(compare(`${head}/** @type {shop.Order} */\n`, "// Licence.\nimport { rest } from 'rest'\n/** @type {import('shop/orders').Other} */\n")).toContain('shop.Order');
  });

  it('is told where a byte beside the imports is lost', () => {
    expect(compare(`${head}rest( )\n`, "// Licence.\nimport { total } from 'shop/cart'\nimport { rest } from 'rest'\nrest()\n")).toBeDefined();
    expect(compare(head, "import { total } from 'shop/cart'\nimport { rest } from 'rest'\n")).toContain('Licence');
    expect(compare(`${head}rest()\n`, "// Licence.\nimport { total } from 'shop/cart'\nimport { rest } from 'rest'\nrest()\r\n")).toBeDefined();
  });

  it('is told where an import of another module is touched, or its string', () => {
    expect(compare(`${head}rest()\n`, "// Licence.\nimport { total } from 'shop/cart'\nimport { other as rest } from 'rest'\nrest()\n")).toContain("from 'rest'");
    expect(compare("const a = () => import('rest')\n", "const a = () => import('other')\n")).toBeDefined();
  });

  it('is told where a name is used that nothing imports', () => {
    expect(compare(`${head}shop.total()\n`, "// Licence.\nimport { rest } from 'rest'\ntotal()\n")).toBeDefined();
  });
});
