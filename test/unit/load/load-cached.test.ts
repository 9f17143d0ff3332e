import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import type { FileSystem } from '../../../src/host/file-system.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { openAnalysisMemo } from '../../../src/load/analysis-memo.js';
import type { CacheFolder } from '../../../src/load/cache-folder.js';
import { loadCached } from '../../../src/load/load-cached.js';
import { loadProject } from '../../../src/load/load-project.js';
import type { Project } from '../../../src/model/project.js';
import { describeProject } from '../../support/describe-project.js';

/** A file system that tells which texts were read. */
function watch<T extends FileSystem>(fileSystem: T): { readonly fileSystem: T; readonly read: string[] } {
  const read: string[] = [];
  const readText = (file: FilePath): string | undefined => {
    read.push(file.slice(file.lastIndexOf('/') + 1));
    return fileSystem.readText(file);
  };
  return { fileSystem: { ...fileSystem, readText }, read };
}

describe('in memory', () => {
  const root = filePath('/shop');
  const cacheAt = (fileSystem: ReturnType<typeof createMemoryFileSystem>, identity = 'test'): CacheFolder => ({ fileSystem, directory: filePath('/cache'), identity, name: 'shop' });
  const load = (fileSystem: ReturnType<typeof createMemoryFileSystem>, identity?: string): Project => loadCached({ fileSystem, root, config: defaultConfig }, cacheAt(fileSystem, identity));
  const fresh = (fileSystem: FileSystem): Project => loadProject({ fileSystem, root, config: defaultConfig });
  const put = (fileSystem: ReturnType<typeof createMemoryFileSystem>, file: string, text: string): void => fileSystem.writeBytes(joinPath(root, file), new TextEncoder().encode(text));
  /** Time stands still unless it is moved: what is written at one time cannot be told apart by its times. */
  const withClock = (files: Record<string, string>) => {
    const clock = { time: 1_000_000 };
    const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [`/shop/${name}`, text])), { clock: () => clock.time });
    return { clock, fileSystem };
  };

  const shop = {
    'main.ts': `import { total } from './cart';\nimport '@shop/core';\nimport './missing';\nimport 'unlisted';\n`,
    'cart.ts': '\uFEFF// decant-allow god-file: it is a shop\nexport const total = 1;\r\n',
    'broken.ts': 'function (( {{{',
    'video.ts': 'a\0b',
    'packages/core/src/index.ts': `export * from './price.js';`,
    'packages/core/src/price.ts': 'export const price = 1;',
    'packages/core/package.json': '{"name":"@shop/core","main":"dist/index.js"}',
    'package.json': '{"workspaces":["packages/*"]}',
    'tsconfig.json': '{"extends":"./base.json","compilerOptions":{"paths":{"@/*":["./*"]}}}',
  };

  it('gives what a fresh load gives, the first time and the second, and reads no unchanged text', () => {
    const { clock, fileSystem } = withClock(shop);
    clock.time += 60_000;
    const expected = describeProject(fresh(fileSystem));
    expect(describeProject(load(fileSystem))).toEqual(expected);
    const watched = watch(fileSystem);
    const second = load(watched.fileSystem);
    expect(watched.read).toEqual([]);
    expect(second.graph.edgesFrom.get(joinPath(root, 'main.ts'))).toHaveLength(2);
    expect(second.contentHash(joinPath(root, 'cart.ts'))).toBe(fresh(fileSystem).contentHash(joinPath(root, 'cart.ts')));
    expect(watched.read).toEqual([]);
    expect(describeProject(second)).toEqual(expected);
  });

  it('reads a changed file alone', () => {
    const { clock, fileSystem } = withClock(shop);
    clock.time += 60_000;
    load(fileSystem);
    clock.time += 60_000;
    put(fileSystem, 'cart.ts', `import './packages/core/src/price';`);
    const watched = watch(fileSystem);
    const project = load(watched.fileSystem);
    expect(watched.read).toEqual(['cart.ts']);
    expect(describeProject(project)).toEqual(describeProject(fresh(fileSystem)));
  });

  it('sees an edit of the same size within the tick of the clock in which the file was read', () => {
    const { fileSystem } = withClock({ 'main.ts': `import './a';`, 'a.ts': '', 'b.ts': '' });
    load(fileSystem);
    put(fileSystem, 'main.ts', `import './b';`);
    expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
  });

  it('sees a tsconfig that was edited within the tick in which it was read', () => {
    const { fileSystem } = withClock({ 'main.ts': `import '@/x';`, 'a/x.ts': '', 'b/x.ts': '', 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./a/*"]}}}' });
    load(fileSystem);
    put(fileSystem, 'tsconfig.json', '{"compilerOptions":{"paths":{"@/*":["./b/*"]}}}');
    expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
  });

  it.each([
    ['an asset appears that was looked for', { 'web/main.ts': `import './menu.css';` }, ['web/menu.css', 'p {}']],
    ['an asset goes', { 'web/main.ts': `import './menu.css';`, 'web/menu.css': '' }, ['web/menu.css', undefined]],
    ['a .gitignore in the root says something else', { '.gitignore': 'a.ts', 'a.ts': '', 'b.ts': '' }, ['.gitignore', 'b.ts']],
    ['a .gitignore above the root says something else', { '../.gitignore': 'a.ts', '../.git/HEAD': '', 'a.ts': '', 'b.ts': '' }, ['../.gitignore', 'b.ts']],
    ['a tsconfig above the root appears', { 'main.ts': `import 'a';`, 'a.ts': '' }, ['../tsconfig.json', '{"compilerOptions":{"baseUrl":"shop"}}']],
    ['a base of a tsconfig lies in an ignored folder', { 'main.ts': `import 'a';`, 'a.ts': '', 'tsconfig.json': '{"extends":"./build/base.json"}', 'build/base.json': '{}' }, ['build/base.json', '{"compilerOptions":{"baseUrl":".."}}']],
    ['a package is installed', { 'main.ts': `import 'cart';`, 'node_modules/x/package.json': '{}' }, ['node_modules/cart/package.json', '{"name":"cart"}']],
    ['a package of a scope is installed', { 'main.ts': `import '@kitchen/oven';`, 'node_modules/@kitchen/pan/package.json': '{}' }, ['node_modules/@kitchen/oven/package.json', '{}']],
    ['a package.json appears', { 'main.ts': `import 'core';`, 'packages/core/index.ts': '', 'package.json': '{"workspaces":["packages/*"]}' }, ['packages/core/package.json', '{"name":"core"}']],
    ['a file ceases to parse', { 'main.ts': `import './a';`, 'a.ts': '' }, ['a.ts', 'function (( {{{']],
    ['a file becomes binary', { 'main.ts': `import './a';`, 'a.ts': '' }, ['a.ts', '\0']],
  ] as [string, Record<string, string>, [string, string | undefined]][])('sees that %s', (_, files, [file, text]) => {
    const { clock, fileSystem } = withClock(files);
    clock.time += 60_000;
    load(fileSystem);
    clock.time += 60_000;
    expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
    if (text === undefined) fileSystem.remove(joinPath(root, file));
    else put(fileSystem, file, text);
    clock.time += 60_000;
    const before = describeProject(load(fileSystem));
    expect(before).toEqual(describeProject(fresh(fileSystem)));
    expect(describeProject(load(fileSystem))).toEqual(before);
  });

  it('throws when a text is asked for that has changed since it was looked at', () => {
    const { clock, fileSystem } = withClock(shop);
    clock.time += 60_000;
    load(fileSystem);
    const project = load(fileSystem);
    put(fileSystem, 'cart.ts', 'export const total = 2;');
    expect(() => project.files.get(joinPath(root, 'cart.ts'))!.text).toThrow(/cart\.ts is not what it was/);
    expect(project.files.get(joinPath(root, 'main.ts'))!.text).toBe(shop['main.ts']);
  });

  it('keeps nothing of another version, and nothing of a cache that is cut, changed or foreign', () => {
    const { clock, fileSystem } = withClock(shop);
    clock.time += 60_000;
    const expected = describeProject(fresh(fileSystem));
    load(fileSystem);
    const file = filePath('/cache/shop.project');
    const whole = fileSystem.readBytes(file)!;
    const readsAll = (identity?: string): boolean => {
      const watched = watch(fileSystem);
      const project = load(watched.fileSystem, identity);
      expect(describeProject(project)).toEqual(expected);
      return watched.read.length >= 6;
    };
    expect(readsAll('next')).toBe(true);
    for (const change of [
      whole.slice(0, whole.length - 8), whole.slice(0, 40), new Uint8Array(), new TextEncoder().encode('{}\n'), whole.map((byte, i) => (i === whole.length - 20 ? byte ^ 1 : byte)),
    ]) {
      fileSystem.writeBytes(file, change);
      expect(readsAll()).toBe(true);
    }
    fileSystem.writeBytes(file, whole);
    expect(readsAll()).toBe(false);
  });

  it('works in a folder that cannot be written', () => {
    const fileSystem = createMemoryFileSystem({ '/shop/main.ts': `import './a';`, '/shop/a.ts': '' }, { readOnly: ['/cache'] });
    expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
    expect(fileSystem.entryKind(filePath('/cache/shop.project'))).toBeUndefined();
  });

  // Names that capture each other's specifiers, and configuration that decides about them.
  const files = ['cart.ts', 'cart/index.ts', 'cart.tsx', 'main.ts', 'web/main.ts', 'web/cart.d.ts', 'packages/core/src/index.ts', 'packages/core/index.js', 'lib/cart.ts', 'web/menu.css', 'web/menu.css.ts'];
  const lines = [`import './cart';`, `import '../cart.js';`, `import '@/cart';`, `import 'cart';`, `import '@shop/core';`, `import './menu.css';`, `import type { T } from '.';`, `export * from '..';`, `import '#core';`, `const c = require('./cart/');`, 'function (( {{{'];
  const configs: Record<string, readonly string[]> = {
    'tsconfig.json': ['{"compilerOptions":{"paths":{"@/*":["./*"]}}}', '{"compilerOptions":{"paths":{"@/*":["./lib/*"]}}}', '{"compilerOptions":{"baseUrl":"."}}', '{"extends":"./base"}', '{'],
    'base.json': ['{"compilerOptions":{"baseUrl":"lib","verbatimModuleSyntax":true}}', '{"compilerOptions":{"rootDirs":["web","lib"]}}'],
    'web/tsconfig.json': ['{"extends":"../tsconfig.json"}', '{}'],
    'package.json': ['{"workspaces":["packages/*"],"dependencies":{"cart":"1"}}', '{"imports":{"#core":"./packages/core/src/index.ts"}}'],
    'packages/core/package.json': ['{"name":"@shop/core","exports":"./index.js"}', '{"name":"@shop/core","exports":{".":"./dist/index.js"}}', '{"name":"other"}'],
    '.gitignore': ['lib/', 'cart.ts\n!web'],
    'node_modules/cart/package.json': ['{"name":"cart"}'],
  };
  const edit = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...files), fc.uniqueArray(fc.constantFrom(...lines), { maxLength: 3 }).map((texts) => texts.join('\n'))) },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...files, ...Object.keys(configs)), fc.constant(undefined)) },
    { weight: 3, arbitrary: fc.constantFrom(...Object.entries(configs).flatMap(([file, texts]) => texts.map((text) => [file, text] as const))) },
  );

  it('equals a fresh load after any sequence of edits, whether the clock moves between them or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 1, 60_000)), { minLength: 1, maxLength: 6 }), (rounds) => {
        const { clock, fileSystem } = withClock({ 'main.ts': `import './cart';\nimport '@/cart';`, 'cart/index.ts': '', 'lib/cart.ts': '' });
        for (const [edits, pause] of [[[], 60_000], ...rounds] as const) {
          for (const [file, text] of edits) {
            if (text === undefined) fileSystem.remove(joinPath(root, file));
            else put(fileSystem, file, text);
          }
          clock.time += pause;
          expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
        }
      }),
      { numRuns: 80 },
    );
  });

  it('keeps what was recalled or remembered, drops the rest, and forgets all under another version', () => {
    const { fileSystem } = withClock({ 'main.ts': '' });
    const open = (identity?: string) => openAnalysisMemo(cacheAt(fileSystem, identity), 'full');
    const first = open();
    for (const key of ['soup', 'bread', 'salt']) first.remember(key, { key });
    expect(first.recall('soup')).toEqual({ key: 'soup' });
    first.save();
    open().save();
    const second = open();
    expect(second.recall('soup')).toEqual({ key: 'soup' });
    expect(second.recall('wine')).toBeUndefined();
    second.remember('salt', [1]);
    second.save();
    const third = open();
    expect([third.recall('soup'), third.recall('salt'), third.recall('bread')]).toEqual([{ key: 'soup' }, [1], undefined]);
    expect(open('next').recall('soup')).toBeUndefined();
    expect(openAnalysisMemo(undefined, 'full').recall('soup')).toBeUndefined();
  });
});

describe('on the disk', () => {
  let root: FilePath;
  let cache: FilePath;
  beforeEach(() => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-cache-')));
    root = filePath('shop', folder);
    cache = filePath('cache', folder);
    mkdirSync(root);
  });
  afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

  const fileSystem = createNodeFileSystem();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const load = (from: FileSystem = fileSystem): Project =>
    loadCached({ fileSystem: from, root, config: defaultConfig }, { fileSystem, directory: cache, identity: 'test', name: 'shop' });
  const same = (): void => expect(describeProject(load())).toEqual(describeProject(loadProject({ fileSystem, root, config: defaultConfig })));

  it('sees an edit of the same size whose old time was put back', () => {
    write('main.ts', `import './a';`);
    write('a.ts', '');
    write('b.ts', '');
    const past = new Date(1_600_000_000_000);
    utimesSync(join(root, 'main.ts'), past, past);
    same();
    write('main.ts', `import './b';`);
    utimesSync(join(root, 'main.ts'), past, past);
    expect(statSync(join(root, 'main.ts')).mtimeMs).toBe(past.getTime());
    same();
  });

  it('follows a renamed file, a new file that captures a specifier, and a linked package that changes its target', () => {
    write('main.ts', `import './cart';\nimport 'core';`);
    write('cart/index.ts', '');
    write('one/core.ts', '');
    write('one/package.json', '{"name":"core","main":"core.ts"}');
    write('two/core.ts', '');
    write('two/package.json', '{"name":"core","main":"core.ts"}');
    write('node_modules/.package-lock.json', '1');
    symlinkSync(join(root, 'one'), join(root, 'node_modules/core'));
    same();
    renameSync(join(root, 'cart/index.ts'), join(root, 'cart/total.ts'));
    same();
    write('cart.ts', '');
    same();
    rmSync(join(root, 'node_modules/core'));
    symlinkSync(join(root, 'two'), join(root, 'node_modules/core'));
    same();
    expect(load().graph.edgesFrom.get(joinPath(root, 'main.ts'))!.map(({ to }) => to)).toEqual([joinPath(root, 'cart.ts'), joinPath(root, 'two/core.ts')]);
  });

  it('lists no folder whose times are what they were, and sees that a link in one leads nowhere any more', () => {
    write('main.ts', `import './missing';\nimport './logo.svg';\nimport './pages/map.svg';`);
    write('pages/home.ts', `import './nowhere';`);
    writeFileSync(join(dirname(root), 'map.svg'), '');
    symlinkSync(join(dirname(root), 'map.svg'), join(root, 'pages/map.svg'));
    write('logo.svg', '');
    const listed: string[] = [];
    // Of files that were made just now nobody could be certain.
    const aged: FileSystem = {
      ...fileSystem,
      stat: (path) => {
        const stat = fileSystem.stat(path);
        return stat && { ...stat, modified: stat.modified - 60_000, changed: stat.changed - 60_000 };
      },
      listDirectory: (path) => {
        listed.push(path.slice(root.length));
        return fileSystem.listDirectory(path);
      },
    };
    const missing = (): readonly string[] => load(aged).graph.unresolved.map(({ record }) => record.specifier);
    expect(missing()).toEqual(['./missing', './nowhere']);
    listed.length = 0;
    expect(missing()).toEqual(['./missing', './nowhere']);
    expect(listed).toEqual(['/pages']);
    rmSync(join(dirname(root), 'map.svg'));
    expect(missing()).toEqual(['./missing', './pages/map.svg', './nowhere']);
    rmSync(join(root, 'logo.svg'));
    expect(missing()).toEqual(['./missing', './logo.svg', './pages/map.svg', './nowhere']);
  });

  it('does not write through a link that stands in the place of the cache, nor believe what lies behind it', () => {
    write('main.ts', `import './a';`);
    write('a.ts', '');
    load();
    const [own] = readdirSync(cache);
    const victim = join(dirname(root), 'victim');
    renameSync(join(cache, own!), victim);
    const bytes = readFileSync(victim);
    symlinkSync(victim, join(cache, own!));
    write('b.ts', '');
    same();
    expect(readFileSync(victim).equals(bytes)).toBe(true);
  });

  it('tells a checkout from its copy, so that a cache that came with a copy can be told from its own', () => {
    const copy = filePath('copy', dirname(root));
    mkdirSync(copy);
    expect(fileSystem.identity!(root)).toBe(fileSystem.identity!(root));
    expect(fileSystem.identity!(copy)).not.toBe(fileSystem.identity!(root));
  });

  it('leaves no half-written file behind when many write at once, and none that cannot be read', () => {
    write('main.ts', `import './a';`);
    write('a.ts', '');
    // A writer that is interrupted between its file and the rename by another whole run.
    let nested = false;
    const interrupting: FileSystem = {
      ...fileSystem,
      readText: (file) => {
        if (!nested) {
          nested = true;
          load();
        }
        return fileSystem.readText(file);
      },
    };
    load(interrupting);
    expect(readdirSync(cache)).toEqual(['shop.project']);
    same();
  });

  it.skipIf(process.getuid?.() === 0)('says nothing about a cache that it may not read', () => {
    write('main.ts', '');
    load();
    chmodSync(join(cache, 'shop.project'), 0);
    same();
  });

  it('survives any change of any byte of its file', () => {
    write('main.ts', `import './a';\nimport './nowhere';`);
    write('a.ts', '');
    load();
    const file = join(cache, 'shop.project');
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(whole);
        changed[place] = changed[place]! ^ change;
        writeFileSync(file, changed);
        same();
      }),
      { numRuns: 60 },
    );
  });
});
