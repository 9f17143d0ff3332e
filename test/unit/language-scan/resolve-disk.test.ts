import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { createResolver } from '../../../src/language/typescript/resolve.js';
import { code, show } from './resolver-fixture.js';

describe('on the disk', () => {
  let folder: FilePath;
  beforeEach(() => (folder = filePath(realpathSync(mkdtempSync(join(tmpdir(), 'decant-resolve-'))))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function diskResolver(files: Record<string, string>, root = folder) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const projectFiles = new Set(
      Object.keys(files)
        .filter((name) => code.test(name) && !/node_modules|dist\//.test(name))
        .map((name) => joinPath(root, name)),
    );
    const resolver = createResolver({ fileSystem: createNodeFileSystem(), root, projectFiles });
    return { resolver, resolve: (from: string, specifier: string) => show(root, resolver.resolve(joinPath(root, from), specifier)) };
  }

  it('reads sideEffects of the package itself, not of a stub package.json in its dist folder', () => {
    const { resolve } = diskResolver({
      'main.ts': '',
      'node_modules/spoon/package.json': '{"name":"spoon","sideEffects":false,"exports":{"import":"./dist/esm/index.js"}}',
      'node_modules/spoon/dist/esm/package.json': '{"type":"module"}',
      'node_modules/spoon/dist/esm/index.js': '',
      'node_modules/@kitchen/oven/package.json': '{"name":"@kitchen/oven","main":"index.js"}',
      'node_modules/@kitchen/oven/index.js': '',
    });
    expect(resolve('main.ts', 'spoon')).toBe('external spoon free');
    expect(resolve('main.ts', '@kitchen/oven')).toBe('external @kitchen/oven');
  });

  it('knows an installed package that holds only types, listed nowhere', () => {
    const { resolve } = diskResolver({ 'main.ts': '', 'node_modules/@types/fork/package.json': '{"name":"@types/fork","types":"index.d.ts"}' });
    expect(resolve('main.ts', 'fork')).toBe('external fork');
  });

  it('follows the link of a workspace package to its real file, without any workspaces field', () => {
    const { resolve } = diskResolver({
      'apps/web/main.ts': '',
      'packages/cart/package.json': '{"name":"cart","main":"lib/entry.ts"}',
      'packages/cart/lib/entry.ts': '',
      'node_modules/.keep': '',
    });
    symlinkSync(join(folder, 'packages/cart'), join(folder, 'node_modules/cart'));
    expect(resolve('apps/web/main.ts', 'cart')).toBe('packages/cart/lib/entry.ts');
  });

  it('brings real paths back below a root that is itself a link', () => {
    diskResolver({
      'real/main.ts': '',
      'real/packages/cart/package.json': '{"name":"cart","main":"entry.ts"}',
      'real/packages/cart/entry.ts': '',
      'real/node_modules/.keep': '',
    });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    symlinkSync(join(folder, 'real/packages/cart'), join(folder, 'real/node_modules/cart'));
    const root = joinPath(folder, 'link');
    const projectFiles = new Set([joinPath(root, 'main.ts'), joinPath(root, 'packages/cart/entry.ts')]);
    const resolver = createResolver({ fileSystem: createNodeFileSystem(), root, projectFiles });
    expect(resolver.resolve(joinPath(root, 'main.ts'), 'cart')).toEqual({ kind: 'file', path: joinPath(root, 'packages/cart/entry.ts') });
  });

  it('follows extends, and keeps the options of a tsconfig whose base is not installed', () => {
    const { resolver, resolve } = diskResolver({
      'tsconfig.base.json': '{"compilerOptions":{"isolatedModules":true,"jsx":"react-jsx"}}',
      'a/tsconfig.json': '{"extends":"../tsconfig.base.json","compilerOptions":{"checkJs":true}}',
      'a/main.ts': '',
      'b/tsconfig.json': '{"extends":"@kitchen/tsconfig","compilerOptions":{"paths":{"@/*":["./*"]},"verbatimModuleSyntax":true}}',
      'b/main.ts': '',
      'b/menu.ts': '',
    });
    expect(resolver.compilerFacts(joinPath(folder, 'a/main.ts'))).toMatchObject({ isolatedModules: true, jsx: 'react-jsx', checkJs: true });
    expect(resolver.compilerFacts(joinPath(folder, 'b/main.ts')).verbatimModuleSyntax).toBe(true);
    expect(resolve('b/main.ts', '@/menu')).toBe('b/menu.ts');
  });

  it('honours customConditions of the tsconfig', () => {
    const { resolve } = diskResolver({
      'tsconfig.json': '{"compilerOptions":{"customConditions":["source"]}}',
      'main.ts': '',
      'vendor/spoon/package.json': '{"name":"spoon","exports":{"source":"./spoon.ts","default":"./none.js"}}',
      'vendor/spoon/spoon.ts': '',
      'node_modules/.keep': '',
    });
    symlinkSync(join(folder, 'vendor/spoon'), join(folder, 'node_modules/spoon'));
    expect(resolve('main.ts', 'spoon')).toBe('vendor/spoon/spoon.ts');
  });
});
