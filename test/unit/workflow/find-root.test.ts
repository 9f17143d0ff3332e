import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { findRoot } from '../../../src/workflow/find-root.js';

function rootOf(files: readonly string[], start: string, manifest = '{}'): string {
  return findRoot(createMemoryFileSystem(Object.fromEntries(files.map((file) => [file, file.endsWith('package.json') ? manifest : '']))), filePath(start));
}

describe('findRoot', () => {
  it('takes the repository and not the package: a cycle through two packages must be seen', () => {
    expect(rootOf(['/shop/.git/HEAD', '/shop/packages/cart/package.json', '/shop/packages/cart/src/a.ts'], '/shop/packages/cart/src/a.ts')).toBe('/shop');
  });

  it('prefers a configuration further down to the repository', () => {
    expect(rootOf(['/shop/.git/HEAD', '/shop/cart/decant.config.json', '/shop/cart/src/a.ts'], '/shop/cart/src')).toBe('/shop/cart');
  });

  it('takes a workspace root without a repository', () => {
    expect(rootOf(['/shop/pnpm-workspace.yaml', '/shop/cart/package.json'], '/shop/cart')).toBe('/shop');
    const files = createMemoryFileSystem({ '/shop/package.json': '{"workspaces":["cart"]}', '/shop/cart/package.json': '{}' });
    expect(findRoot(files, filePath('/shop/cart'))).toBe('/shop');
  });

  it('survives a package.json that is no JSON', () => {
    expect(rootOf(['/shop/package.json', '/shop/src/a.ts'], '/shop/src', '{ oops')).toBe('/shop');
  });

  it('starts at the nearest existing folder for a path that does not exist', () => {
    expect(rootOf(['/shop/package.json'], '/shop/scr/misspelt.ts')).toBe('/shop');
  });

  it('is the folder itself when nothing marks a root', () => {
    expect(rootOf(['/shop/src/a.ts'], '/shop/src/a.ts')).toBe('/shop/src');
  });
});
