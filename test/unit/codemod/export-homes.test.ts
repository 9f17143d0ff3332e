import { describe, expect, it } from 'vitest';
import { findExportHomes } from '../../../src/codemod/export-homes.js';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, relativePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createModuleReader } from '../../../src/load/module-reader.js';

const root = filePath('/kitchen');

function homesOf(files: Record<string, string>, facade: string, isSamePackage?: (one: string, other: string) => boolean) {
  const project = loadProject({ fileSystem: createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([file, text]) => [joinPath(root, file), text]))), root, config: defaultConfig });
  const found = findExportHomes({ project, read: createModuleReader(project), ...(isSamePackage && { isSamePackage }) }, joinPath(root, facade));
  const table = Object.fromEntries([...found.homes.values()].map((home) => [home.exported, `${home.typeOnly ? 'type ' : ''}${relativePath(root, home.file)}#${home.name}${home.because ? ` (${home.because})` : ''}`]));
  return { table, open: found.open };
}

describe('findExportHomes', () => {
  it('follows lists, renames, stars and imports that are exported again, to where the name is declared', () => {
    const { table, open } = homesOf({
      'shop.ts': `import { tax as rate } from './shop/tax';
import * as units from './shop/units';
export { total, sum as amount } from './shop/total';
export * from './shop/cart';
export * as till from './shop/till';
export { rate, units };
export { default } from './shop/total';
export type { Order } from './shop/order';
export { Guest } from './shop/order';
export const open = true;
`,
      'shop/total.ts': `export { total } from './deep';\nexport function sum() { return 1; }\nexport default class Till {}\n`,
      'shop/deep.ts': `export const total = 3;\n`,
      'shop/cart.ts': `export const cart = [];\nexport default 4;\nexport { z } from 'zod';\n`,
      'shop/till.ts': `export const drawer = 1;\n`,
      'shop/tax.ts': `export const tax = 0.2;\n`,
      'shop/units.ts': `export const gram = 1;\n`,
      'shop/order.ts': `export class Order {}\nexport interface Guest { name: string }\n`,
    }, 'shop.ts');
    expect(table).toEqual({
      total: 'shop/deep.ts#total',
      amount: 'shop/total.ts#sum',
      till: 'shop/till.ts#*',
      rate: 'shop/tax.ts#tax',
      units: 'shop/units.ts#*',
      default: 'shop/total.ts#default',
      Order: 'type shop/order.ts#Order',
      Guest: 'type shop/order.ts#Guest',
      open: 'shop.ts#open (is declared there)',
      cart: 'shop/cart.ts#cart',
      z: 'shop/cart.ts#z',
    });
    expect(open).toBeUndefined();
  });

  it('leaves on the facade what two stars give different meanings, and tells of stars of packages', () => {
    const { table, open } = homesOf({
      'shop.ts': `export * from './a';\nexport * from './b';\nexport * from 'zod';\nexport { own } from './b';\n`,
      'a.ts': `export const price = 1;\nexport const own = 1;\n`,
      'b.ts': `export const price = 2;\nexport const own = 2;\n`,
    }, 'shop.ts');
    expect(table).toEqual({ own: 'b.ts#own' });
    expect(open).toBe('it re-exports all of zod');
  });

  it('ends at the border of the package', () => {
    const files = { 'a/shop.ts': `export { total } from '../b/total';\nexport { tax } from './tax';\n`, 'a/tax.ts': `export { tax } from '../b/total';\n`, 'b/total.ts': `export const total = 1;\nexport const tax = 2;\n` };
    const { table } = homesOf(files, 'a/shop.ts', (one, other) => one.split('/')[2] === other.split('/')[2]);
    expect(table).toEqual({ total: 'a/shop.ts#total (comes from another package)', tax: 'a/tax.ts#tax' });
  });

  it('does not go from an ES module into CommonJS, where the default export is the whole', () => {
    const { table } = homesOf({ 'shop.mjs': `export { total } from './total.cjs';\nexport { default } from './total.cjs';\n`, 'total.cjs': `exports.total = 1;\n` }, 'shop.mjs');
    expect(table['total']).toBe('shop.mjs#total (comes from a module of another format)');
  });

  it('follows every form in which a CommonJS facade passes a name on, and leaves copies of what changes', () => {
    const { table, open } = homesOf({
      'shop.js': `const { open, close: shut } = require('./shop/door');
const till = require('./shop/till');
exports.open = open;
exports.close = shut;
exports.till = till;
exports.tax = require('./shop/tax').tax;
exports.units = require('./shop/units');
exports.count = require('./shop/count').count;
exports.twice = require('./shop/tax').tax;
exports.twice = 2;
exports.name = 'shop';
exports.folder = require('node:path').sep;
`,
      'shop/door.js': `function open() {}\nfunction close() {}\nmodule.exports = { open, close };\n`,
      'shop/till.js': `exports.drawer = 1;\n`,
      'shop/tax.js': `exports.tax = 0.2;\n`,
      'shop/units.js': `exports.gram = 1;\n`,
      'shop/count.js': `exports.count = 0;\nexports.raise = function () { exports.count += 1; };\n`,
    }, 'shop.js');
    expect(table).toEqual({
      open: 'shop/door.js#open',
      close: 'shop/door.js#close',
      till: 'shop/till.js#*',
      tax: 'shop/tax.js#tax',
      units: 'shop/units.js#*',
      count: 'shop.js#count (is a copy of what may change later)',
      twice: 'shop.js#twice (is assigned more than once)',
      name: 'shop.js#name (is declared there)',
      folder: 'shop.js#folder (comes from node:path)',
    });
    expect(open).toBeUndefined();
  });
});
