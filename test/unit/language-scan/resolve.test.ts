import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { fileResolver, memoryResolver } from './resolver-fixture.js';

describe('relative specifiers', () => {
  it.each([
    ['an extensionless specifier', ['a.ts', 'main.ts'], './a', 'a.ts'],
    ['.ts before .js when both lack in the specifier', ['a.js', 'a.ts', 'main.ts'], './a', 'a.ts'],
    ['.js that means .ts', ['a.ts', 'main.ts'], './a.js', 'a.ts'],
    ['.js that means .tsx', ['a.tsx', 'main.ts'], './a.js', 'a.tsx'],
    ['.js that has only a declaration', ['a.d.ts', 'main.ts'], './a.js', 'a.d.ts'],
    ['.jsx that means .tsx', ['a.tsx', 'main.ts'], './a.jsx', 'a.tsx'],
    ['.mjs that means .mts', ['a.mts', 'main.ts'], './a.mjs', 'a.mts'],
    ['.cjs that means .cts', ['a.cts', 'main.ts'], './a.cjs', 'a.cts'],
    ['.ts as written', ['a.ts', 'main.ts'], './a.ts', 'a.ts'],
    ['a dotted name', ['cart.service.ts', 'main.ts'], './cart.service', 'cart.service.ts'],
    ['a name that ends in .js', ['chart.js.ts', 'main.ts'], './chart.js', 'chart.js.ts'],
    ['a file before a folder of the same name', ['a.ts', 'a/index.ts', 'main.ts'], './a', 'a.ts'],
    ['a trailing slash, which means the folder', ['a.ts', 'a/index.ts', 'main.ts'], './a/', 'a/index.ts'],
    ['a folder', ['a/index.tsx', 'main.ts'], './a', 'a/index.tsx'],
    ['the own folder', ['index.ts', 'main.ts'], '.', 'index.ts'],
    ['the own folder with a slash', ['index.ts', 'main.ts'], './', 'index.ts'],
    ['a query', ['a.ts', 'main.ts'], './a?worker', 'a.ts'],
    ['source before a built file beside it', ['a.js', 'a.ts', 'main.ts'], './a.js', 'a.ts'],
    ['code before a declaration beside it', ['a.js', 'a.d.ts', 'main.ts'], './a.js', 'a.js'],
  ])('resolves %s', (_, files, specifier, expected) => {
    expect(fileResolver(files).resolve('main.ts', specifier)).toBe(expected);
  });

  it('takes .js literally from JavaScript, where nobody compiles', () => {
    const { resolve } = fileResolver(['a.js', 'a.ts', 'main.js', 'main.ts']);
    expect(resolve('main.js', './a.js')).toBe('a.js');
    expect(resolve('main.ts', './a.js')).toBe('a.ts');
  });

  it('takes the declaration from a declaration, which evaluates nothing, and the code from code beside it', () => {
    const { resolve } = fileResolver(['a.js', 'a.d.ts', 'b.mjs', 'b.d.mts', 'c/index.js', 'c/index.d.ts', 'd.js', 'main.d.ts', 'main.ts']);
    expect(['./a.js', './a', './b.mjs', './c', './c/', './d.js'].map((specifier) => resolve('main.d.ts', specifier))).toEqual(['a.d.ts', 'a.d.ts', 'b.d.mts', 'c/index.d.ts', 'c/index.d.ts', 'd.js']);
    expect(['./a.js', './a', './b.mjs', './c', './c/'].map((specifier) => resolve('main.ts', specifier))).toEqual(['a.js', 'a.js', 'b.mjs', 'c/index.js', 'c/index.js']);
  });

  it('resolves the parent folder to its index, not to a file called like it', () => {
    expect(fileResolver(['cart.ts', 'cart/index.ts', 'cart/inner/main.ts']).resolve('cart/inner/main.ts', '..')).toBe('cart/index.ts');
  });

  it('tells assets, with and without query or extension, and misses', () => {
    const { resolve } = fileResolver(['main.ts'], { 'cart.css': '', 'menu.json': '{}', 'logo.svg': '' });
    expect(resolve('main.ts', './cart.css?inline')).toBe('asset cart.css');
    expect(resolve('main.ts', './menu.json')).toBe('asset menu.json');
    expect(resolve('main.ts', './menu')).toBe('asset menu.json');
    expect(resolve('main.ts', './logo.svg')).toBe('asset logo.svg');
    expect(resolve('main.ts', './missing.css')).toBe('unresolved');
    expect(resolve('main.ts', './missing')).toBe('unresolved');
    expect(resolve('main.ts', '../../outside')).toBe('unresolved');
  });

  it('finds a file that exists but is no part of the project', () => {
    expect(memoryResolver({ 'main.ts': '', 'dist/built.js': '' }).resolve('main.ts', './dist/built.js')).toBe('dist/built.js');
  });

  it('treats rootDirs as one folder', () => {
    const { resolve } = fileResolver(['src/main.ts', 'generated/menu.ts'], { 'tsconfig.json': '{"compilerOptions":{"rootDirs":["src","generated"]}}' });
    expect(resolve('src/main.ts', './menu')).toBe('generated/menu.ts');
  });
});

describe('bare specifiers without a disk', () => {
  it('knows runtime modules with and without prefix, below a folder and only with prefix', () => {
    const { resolve } = fileResolver(['main.ts']);
    for (const name of ['fs', 'node:fs', 'fs/promises', 'node:test']) expect(resolve('main.ts', name)).toBe(`external ${name} free`);
  });

  it('takes other schemes as external', () => {
    const { resolve } = fileResolver(['main.ts']);
    expect(resolve('main.ts', 'https://shop.example/a.js')).toBe('external https://shop.example/a.js');
    expect(resolve('main.ts', 'virtual:menu')).toBe('external virtual:menu');
  });

  it('takes a listed package as external when nothing is installed, its types and its subpaths too', () => {
    const { resolve } = fileResolver(['src/main.ts'], {
      'package.json': '{"dependencies":{"@kitchen/oven":"1"},"devDependencies":{"@types/spoon":"1","@types/kitchen__pan":"1"}}',
    });
    expect(resolve('src/main.ts', '@kitchen/oven/door')).toBe('external @kitchen/oven');
    expect(resolve('src/main.ts', 'spoon')).toBe('external spoon');
    expect(resolve('src/main.ts', '@kitchen/pan')).toBe('external @kitchen/pan');
    expect(resolve('src/main.ts', 'unlisted')).toBe('unresolved');
    expect(resolve('src/main.ts', '@/cart')).toBe('unresolved');
    expect(resolve('src/main.ts', '~/cart')).toBe('unresolved');
  });

  it('follows tsconfig paths with comments, trailing commas and a .js that means .ts', () => {
    const { resolve } = fileResolver(['src/main.ts', 'src/cart.ts', 'src/menu/index.ts'], {
      'tsconfig.json': '{ // shop\n "compilerOptions": { "paths": { "@/*": ["./src/*"], "menu": ["./src/menu"] }, }, }',
    });
    expect(resolve('src/main.ts', '@/cart')).toBe('src/cart.ts');
    expect(resolve('src/main.ts', '@/cart.js')).toBe('src/cart.ts');
    expect(resolve('src/main.ts', 'menu')).toBe('src/menu/index.ts');
    expect(resolve('src/main.ts', '@/missing')).toBe('unresolved');
  });

  it('lets baseUrl win over a runtime module of the same name, and not touch others', () => {
    const { resolve } = fileResolver(['src/main.ts', 'src/events.ts'], { 'tsconfig.json': '{"compilerOptions":{"baseUrl":"src"}}' });
    expect(resolve('src/main.ts', 'events')).toBe('src/events.ts');
    expect(resolve('src/main.ts', 'path')).toBe('external path free');
  });

  it('uses the tsconfig nearest to each file', () => {
    const { resolve } = fileResolver(['a/main.ts', 'a/src/x.ts', 'b/main.ts', 'b/lib/x.ts'], {
      'a/tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'b/tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./lib/*"]}}}',
    });
    expect([resolve('a/main.ts', '@/x'), resolve('b/main.ts', '@/x')]).toEqual(['a/src/x.ts', 'b/lib/x.ts']);
  });

  it('uses the referenced tsconfig that includes the file, for two files of one folder', () => {
    const { resolve, resolver } = fileResolver(['src/main.ts', 'src/main.test.ts', 'src/x.ts', 'mock/x.ts'], {
      'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./tsconfig.test.json"}]}',
      'tsconfig.app.json': '{"include":["src"],"exclude":["**/*.test.ts"],"compilerOptions":{"verbatimModuleSyntax":true,"paths":{"@/*":["./src/*"]}}}',
      'tsconfig.test.json': '{"include":["src/**/*.test.ts"],"compilerOptions":{"paths":{"@/*":["./mock/*"]}}}',
    });
    expect(resolve('src/main.ts', '@/x')).toBe('src/x.ts');
    expect(resolve('src/main.test.ts', '@/x')).toBe('mock/x.ts');
    expect(resolver.compilerFacts(filePath('/shop/src/main.ts')).verbatimModuleSyntax).toBe(true);
    expect(resolver.compilerFacts(filePath('/shop/src/main.test.ts')).verbatimModuleSyntax).toBe(false);
  });

  it('falls back to the defaults on a broken tsconfig', () => {
    const { resolver, resolve } = fileResolver(['main.ts', 'a.ts'], { 'tsconfig.json': '{"compilerOptions": oops' });
    expect(resolver.compilerFacts(filePath('/shop/main.ts'))).toMatchObject({ tsconfig: '/shop/tsconfig.json', verbatimModuleSyntax: false });
    expect(resolve('main.ts', './a')).toBe('a.ts');
  });

  it('maps a workspace package to its source through exports that name files not built yet', () => {
    const { resolve } = fileResolver(['apps/web/main.ts', 'packages/cart/src/index.ts', 'packages/cart/src/total.ts', 'packages/cart/src/deep/sum.ts'], {
      'package.json': '{"workspaces":["packages/*","apps/*"]}',
      'packages/cart/package.json':
        '{"name":"@shop/cart","exports":{".":{"types":"./dist/index.d.ts","import":"./dist/index.js"},"./total":"./dist/total.js","./deep/*":{"default":"./dist/esm/deep/*.mjs"}}}',
    });
    expect(resolve('apps/web/main.ts', '@shop/cart')).toBe('packages/cart/src/index.ts');
    expect(resolve('apps/web/main.ts', '@shop/cart/total')).toBe('packages/cart/src/total.ts');
    expect(resolve('apps/web/main.ts', '@shop/cart/deep/sum')).toBe('packages/cart/src/deep/sum.ts');
  });

  it('reads pnpm workspaces, with a package that has no exports and one that is left out', () => {
    const { resolve } = fileResolver(['packages/a/main.ts', 'packages/cart/index.ts', 'packages/cart/src/total.ts', 'packages/old/index.ts'], {
      'pnpm-workspace.yaml': "# shop\npackages:\n  - 'packages/*' # all\n  - '!packages/old'\ncatalog:\n  - x\n",
      'packages/cart/package.json': '{"name":"cart","main":"dist/index.js"}',
      'packages/old/package.json': '{"name":"old"}',
    });
    expect(resolve('packages/a/main.ts', 'cart')).toBe('packages/cart/index.ts');
    expect(resolve('packages/a/main.ts', 'cart/total')).toBe('packages/cart/src/total.ts');
    expect(resolve('packages/a/main.ts', 'old')).toBe('unresolved');
  });

  it('keeps a workspace inside a workspace apart: the site of a project has packages of its own', () => {
    const { resolve, resolver } = fileResolver(['packages/ui/index.ts', 'packages/cart/index.ts', 'www/apps/book/main.ts', 'www/packages/ui/index.ts'], {
      'package.json': '{"name":"shop","workspaces":["packages/*"]}',
      'packages/ui/package.json': '{"name":"ui"}',
      'packages/cart/package.json': '{"name":"cart","dependencies":{"ui":"*"}}',
      'www/package.json': '{"workspaces":{"packages":["apps/*","packages/*"]}}',
      'www/packages/ui/package.json': '{"name":"ui"}',
      'www/packages/settings/package.json': '{"name":"settings"}',
      'www/packages/settings/strict.json': '{"compilerOptions":{"verbatimModuleSyntax":true}}',
      'www/apps/book/tsconfig.json': '{"extends":"settings/strict.json"}',
    });
    expect([resolve('www/apps/book/main.ts', 'ui'), resolve('packages/cart/index.ts', 'ui')]).toEqual(['www/packages/ui/index.ts', 'packages/ui/index.ts']);
    expect(resolve('www/apps/book/main.ts', 'cart')).toBe('packages/cart/index.ts');
    expect(resolver.compilerFacts(filePath('/shop/www/apps/book/main.ts')).verbatimModuleSyntax).toBe(true);
    expect(resolver.brokenConfigs()).toEqual([]);
  });

  it('resolves a package that imports itself by name, and its #imports', () => {
    const { resolve } = fileResolver(['src/index.ts', 'src/cart.ts', 'src/main.ts'], {
      'package.json':
        '{"name":"shop","exports":{".":"./dist/index.js","./cart":"./dist/cart.js"},"imports":{"#cart":"./src/cart.js","#lib/*":{"default":"./src/*.ts"},"#oven":"oven"},"dependencies":{"oven":"1"}}',
    });
    expect(resolve('src/main.ts', 'shop')).toBe('src/index.ts');
    expect(resolve('src/main.ts', 'shop/cart')).toBe('src/cart.ts');
    expect(resolve('src/main.ts', '#cart')).toBe('src/cart.ts');
    expect(resolve('src/main.ts', '#lib/cart')).toBe('src/cart.ts');
    expect(resolve('src/main.ts', '#oven')).toBe('external oven');
    expect(resolve('src/main.ts', '#nothing')).toBe('unresolved');
  });

  it('takes no target that only a special runtime or build is given, wherever it is written, unless the compiler is told to', () => {
    const files = ['src/main.ts', 'src/page.ts', 'src/page.server.ts', 'src/log.ts', 'src/log.quiet.ts'];
    const json = '{"name":"shop","exports":{"./page":{"react-server":"./src/page.server.ts","default":"./src/page.ts"}},"imports":{"#log":{"production":{"import":"./src/log.quiet.ts"},"default":"./src/log.ts"}}}';
    const { resolve } = fileResolver(files, { 'package.json': json });
    expect([resolve('src/main.ts', 'shop/page'), resolve('src/main.ts', '#log')]).toEqual(['src/page.ts', 'src/log.ts']);
    const told = fileResolver(files, { 'package.json': json, 'tsconfig.json': '{"compilerOptions":{"module":"nodenext","customConditions":["react-server"]}}' });
    expect([told.resolve('src/main.ts', 'shop/page'), told.resolve('src/main.ts', '#log')]).toEqual(['src/page.server.ts', 'src/log.ts']);
    const only = fileResolver(['src/main.ts', 'src/page.ts'], { 'package.json': '{"name":"shop","exports":{"./page":{"@shop/source":"./src/page.ts","default":"./gone/away.js"}}}' });
    expect(only.resolve('src/main.ts', 'shop/page')).toBe('src/page.ts');
  });

  it('finds no file behind a subpath that exports do not give, unless the compiler looks past them', () => {
    const files = ['apps/web/main.ts', 'packages/cart/src/index.ts', 'packages/cart/src/secret.ts', 'packages/cart/src/inner/sum.ts'];
    const manifests = {
      'package.json': '{"workspaces":["packages/*","apps/*"]}',
      'packages/cart/package.json': '{"name":"cart","exports":{".":"./src/index.ts","./inner/*":null,"./*.js":"./src/*.ts"}}',
    };
    const { resolve } = fileResolver(files, manifests);
    expect(['cart', 'cart/secret.js', 'cart/secret', 'cart/src/secret', 'cart/inner/sum'].map((name) => resolve('apps/web/main.ts', name)))
      .toEqual(['packages/cart/src/index.ts', 'packages/cart/src/secret.ts', 'unresolved', 'unresolved', 'unresolved']);
    const old = fileResolver(files, { ...manifests, 'tsconfig.json': '{"compilerOptions":{"module":"commonjs","moduleResolution":"node"}}' });
    expect(old.resolve('apps/web/main.ts', 'cart/src/secret')).toBe('packages/cart/src/secret.ts');
  });

  it('follows a dependency that is a folder of the project and no member of a workspace', () => {
    const { resolve } = fileResolver(['app/src/main.ts', 'stock/index.ts', 'kit/lib/index.js', 'away.ts'], {
      'app/package.json': '{"dependencies":{"stock":"file:../stock","kit":"link:../kit","packed":"file:../packed.tgz","outside":"file:../../outside"}}',
      'stock/package.json': '{"name":"stock"}',
      'kit/package.json': '{"name":"renamed","main":"lib/index.js"}',
    });
    expect(['stock', 'kit', 'packed', 'outside'].map((name) => resolve('app/src/main.ts', name))).toEqual(['stock/index.ts', 'kit/lib/index.js', 'external packed', 'external outside']);
    expect(resolve('away.ts', 'stock')).toBe('unresolved');
  });

  it('prefers code to a hand-written declaration among the targets of a workspace package', () => {
    const { resolve } = fileResolver(['main.ts', 'packages/cart/types.d.ts', 'packages/cart/cart.js'], {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/cart/package.json': '{"name":"cart","exports":{"types":"./types.d.ts","default":"./cart.js"}}',
    });
    expect(resolve('main.ts', 'cart')).toBe('packages/cart/cart.js');
  });

  it('survives a package.json that is broken or whose fields have the wrong type', () => {
    const { resolve } = fileResolver(['main.ts', 'inner/main.ts'], { 'package.json': '{', 'inner/package.json': '{"dependencies":null,"exports":7,"workspaces":"x"}' });
    expect(resolve('main.ts', 'spoon')).toBe('unresolved');
    expect(resolve('inner/main.ts', 'spoon')).toBe('unresolved');
  });
});
