import { describe, expect, it } from 'vitest';
import { listPublicSpecifiers } from '../../../src/codemod/migration-transform/public-specifiers.js';

const list = (manifest: object, file: string, files: readonly string[] = []) => listPublicSpecifiers({ name: '@shop/core', ...manifest }, file, (path) => files.includes(path));

describe('listPublicSpecifiers', () => {
  it('finds the subpath whose targets are all built from the file', () => {
    const exports = { '.': './dist/index.js', './cart': { types: './dist/types/shop/cart.d.ts', import: './dist/esm/shop/cart.js', require: './dist/cjs/shop/cart.cjs' } };
    expect(list({ exports }, 'src/index.ts')).toEqual(['@shop/core']);
    expect(list({ exports }, 'src/shop/cart.ts')).toEqual(['@shop/core/cart']);
    expect(list({ exports }, 'src/cart.ts')).toEqual([]);
  });

  it('leaves a subpath out that is another module under some condition', () => {
    expect(list({ exports: { './cart': { browser: './dist/cart-browser.js', default: './dist/cart.js' } } }, 'src/cart.ts')).toEqual([]);
  });

  it('fills the star of a pattern, unless null takes the path away', () => {
    const exports = { './*': './dist/*.js', './shop/*.js': './dist/shop/*.js', './private/*': null, './till': null };
    expect(list({ exports }, 'src/shop/cart.ts')).toEqual(['@shop/core/shop/cart', '@shop/core/shop/cart.js']);
    expect(list({ exports }, 'src/private/safe.ts')).toEqual([]);
    expect(list({ exports }, 'src/till.ts')).toEqual([]);
  });

  it('takes the one entry of `exports` without keys for the package itself', () => {
    expect(list({ exports: './lib/index.js' }, 'src/index.ts')).toEqual(['@shop/core']);
    expect(list({ exports: { import: './lib/index.mjs', require: './lib/index.cjs' } }, 'src/index.ts')).toEqual(['@shop/core']);
    expect(list({ exports: './lib/index.js' }, 'src/shop.ts')).toEqual([]);
  });

  it('names files by their place in the build where there are no `exports`', () => {
    expect(list({ main: './dist/index.js' }, 'src/index.ts')).toEqual(['@shop/core', '@shop/core/dist', '@shop/core/dist/index', '@shop/core/dist/index.js']);
    expect(list({ main: 'lib/index.js' }, 'lib/shop/cart.js')).toEqual(['@shop/core/lib/shop/cart', '@shop/core/lib/shop/cart.js']);
    expect(list({}, 'cart.js')).toEqual(['@shop/core/cart', '@shop/core/cart.js']);
  });

  it('does not take a source file for the build of another one', () => {
    expect(list({ exports: { './cart': './cart.js' } }, 'src/cart.ts', ['cart.js'])).toEqual([]);
    expect(list({ exports: { './cart': './cart.js' } }, 'src/cart.ts')).toEqual(['@shop/core/cart']);
  });

  it('takes a declaration file beside its module for what was made of it, and no other module', () => {
    const exports = { './encoding': { types: './encoding.d.ts', import: './encoding.js', require: './dist/encoding.cjs' }, './encoding/*': { types: './encoding/*.d.ts', import: './encoding/*.js', require: './dist/encoding/*.cjs' } };
    expect(list({ exports }, 'encoding.js', ['encoding.js', 'encoding.d.ts'])).toEqual(['@shop/core/encoding']);
    expect(list({ exports }, 'encoding/bytes.js', ['encoding/bytes.js', 'encoding.d.ts'])).toEqual(['@shop/core/encoding/bytes']);
    expect(list({ exports: { './encoding': { types: './decoding.d.ts', import: './encoding.js' } } }, 'encoding.js', ['encoding.js', 'decoding.d.ts'])).toEqual([]);
  });

  it('takes a folder of sources for no build of what lies beside it', () => {
    const exports = { './src/*': './src/*', './extras/*': './extras/*' };
    expect(list({ exports }, 'extras/cart.js')).toEqual(['@shop/core/extras/cart', '@shop/core/extras/cart.js']);
    expect(list({ exports: { './src/*': './src/*' } }, 'extras/cart.js')).toEqual([]);
    expect(list({ exports: { './*': './src/*' } }, 'src/cart.ts')).toEqual(['@shop/core/cart', '@shop/core/cart.js', '@shop/core/cart.ts']);
    expect(list({ exports: { './*': './dist/src/*.js' } }, 'src/cart.ts')).toEqual(['@shop/core/cart']);
  });

  it('does not take the entry of a folder for the entry of the package', () => {
    expect(list({ exports: { '.': './lib/index.js', './node': './lib/node/index.js', './esm': './lib/esm/index.js' } }, 'src/index.ts', ['src/esm/index.ts'])).toEqual(['@shop/core']);
  });

  it('finds none for a package without a name', () => {
    expect(listPublicSpecifiers({ exports: './index.js' }, 'index.js', () => false)).toEqual([]);
  });
});
