import { describe, expect, it } from 'vitest';
import { readIgnoreRules } from '../../../src/text/ignore-rules.js';

/** `path/` is a folder. */
function says(text: string, path: string): string {
  const plain = path.replace(/\/$/, '');
  return readIgnoreRules(text)(plain, plain.slice(plain.lastIndexOf('/') + 1), plain !== path) ?? 'nothing';
}

describe('readIgnoreRules', () => {
  it.each([
    ['a name at any depth', 'cart.ts', 'web/deep/cart.ts', 'ignored'],
    ['a leading slash, which ties it to the folder', '/cart.ts', 'web/cart.ts', 'nothing'],
    ['a slash in the middle, which ties it too', 'web/cart.ts', 'deep/web/cart.ts', 'nothing'],
    ['a trailing slash, which is for folders', 'out/', 'out', 'nothing'],
    ['a folder of that name at any depth', 'out/', 'web/out/', 'ignored'],
    ['a star, which stops at a slash', 'web/*.ts', 'web/deep/cart.ts', 'nothing'],
    ['two stars in front', '**/cart.ts', 'cart.ts', 'ignored'],
    ['two stars between, for no folder', 'web/**/cart.ts', 'web/cart.ts', 'ignored'],
    ['two stars between, for two folders', 'web/**/cart.ts', 'web/a/b/cart.ts', 'ignored'],
    ['two stars at the end, not the folder itself', 'web/**', 'web/', 'nothing'],
    ['two stars at the end, what lies in it', 'web/**', 'web/a', 'ignored'],
    ['two stars at the end, and no folder whose name goes on', 'web/**', 'webshop/a', 'nothing'],
    ['two stars in front of a name, at any depth', '**/out/', 'web/deep/out/', 'ignored'],
    ['two stars in front of a name, which stars go on', '**/*.tmp.ts', 'web/cart.tmp.ts', 'ignored'],
    ['two stars in front of an exclamation mark, which is no exception there', '**/!cart.ts', 'web/!cart.ts', 'ignored'],
    ['a plain start before a star', 'web/a*/cart.ts', 'web/b/cart.ts', 'nothing'],
    ['a plain start before a star, further down', 'web/a*/cart.ts', 'deep/web/ab/cart.ts', 'nothing'],
    ['a class', '[a-c]art.ts', 'cart.ts', 'ignored'],
    ['a class turned round', '[!a-c]art.ts', 'cart.ts', 'nothing'],
    ['a class that is never closed, which matches nothing', '[cart', '[cart', 'nothing'],
    ['an escaped exclamation mark', '\\!cart.ts', '!cart.ts', 'ignored'],
    ['an escaped number sign', '\\#cart.ts', '#cart.ts', 'ignored'],
    ['a comment', '#cart.ts', '#cart.ts', 'nothing'],
    ['spaces at the end', 'cart.ts  ', 'cart.ts', 'ignored'],
    ['an escaped space at the end', 'cart\\ ', 'cart ', 'ignored'],
    ['a dot, which is no wildcard', 'cart.ts', 'cartxts', 'nothing'],
    ['letters of another case', 'Cart.ts', 'cart.ts', 'nothing'],
    ['the last rule that matches', '*.ts\n!cart.ts\n/web/cart.ts', 'web/cart.ts', 'ignored'],
    ['an exception', '*.ts\r\n!cart.ts\r\n', 'web/cart.ts', 'kept'],
    ['an exception before the rule, which is none', '!cart.ts\n*.ts', 'cart.ts', 'ignored'],
  ])('understands %s', (_, rules, path, expected) => {
    expect(says(rules, path)).toBe(expected);
  });
});
