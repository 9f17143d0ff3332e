import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { loadCached } from '../../../src/load/load-cached.js';

describe('a cache remembers what the native resolver looked for', () => {
  let root: FilePath;
  beforeEach(() => (root = filePath('shop', realpathSync(mkdtempSync(join(tmpdir(), 'decant-native-'))))));
  afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

  const fileSystem = createNodeFileSystem();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  /** What the only import of src/main.ts leads to. */
  const load = (): string => {
    const folder = { fileSystem, directory: joinPath(root, '..', 'cache'), identity: 'test', name: 'shop' };
    const project = loadCached({ fileSystem, root, config: defaultConfig }, folder);
    const main = joinPath(root, 'src/main.ts');
    const found = project.resolve(main, project.scanned.get(main)!.imports[0]!.specifier);
    expect(project.graph.unresolved).toHaveLength(found.kind === 'unresolved' ? 1 : 0);
    return found.kind === 'file' ? found.path.slice(root.length + 1) : found.kind;
  };

  it.each([
    ['a target of imports', '#gen', 'dist/gen.js', { 'package.json': '{"imports":{"#gen":"./dist/gen.js"}}' }],
    ['the main file of a folder', '../lib', 'lib/build/index.js', { 'lib/package.json': '{"main":"./build/index.js"}' }],
    ['the main file of a folder that paths name', '@/lib', 'lib/build/index.js', { 'lib/package.json': '{"main":"./build/index.js"}', 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./*"]}}}' }],
  ] as const)('so that %s is seen when it comes and when it goes', (_what, specifier, file, files) => {
    write('.gitignore', 'dist\nbuild\n');
    write('src/main.ts', `import '${specifier}';`);
    for (const [name, text] of Object.entries(files)) write(name, text);
    expect(load()).toBe('unresolved');
    write(file, '');
    expect(load()).toBe(file);
    rmSync(join(root, file));
    expect(load()).toBe('unresolved');
  });

  it.each([
    ['of a node_modules above the root', '../node_modules/spoon', 'shop/'],
    ['behind another link', 'node_modules/spoon', '../'],
  ])('so that a link %s is seen to lead elsewhere', (_what, entry, home) => {
    const lead = (to: string): void => {
      rmSync(join(root, '..', 'hop'), { force: true });
      symlinkSync(join(root, to), join(root, '..', 'hop'));
    };
    write('.gitignore', 'node_modules\n');
    for (const version of ['one', 'two']) {
      write(`${version}/package.json`, '{"name":"spoon","main":"./index.js"}');
      write(`${version}/index.js`, '');
    }
    write(`${entry.replace('spoon', '.keep')}`, '');
    symlinkSync(home === 'shop/' ? '../hop' : '../../hop', join(root, entry));
    write('src/main.ts', `import 'spoon';`);
    lead('one');
    expect(load()).toBe('one/index.js');
    expect(load()).toBe('one/index.js');
    lead('two');
    expect(load()).toBe('two/index.js');
    write('two/index.ts', '');
    expect(load()).toBe('two/index.ts');
    lead('one');
    expect(load()).toBe('one/index.js');
  });

  it('so that the build of a linked package is seen when it comes and when it goes', () => {
    write('.gitignore', 'dist\nnode_modules\n');
    write('vendor/spoon/package.json', '{"name":"spoon","exports":"./dist/index.js"}');
    write('node_modules/.keep', '');
    symlinkSync(join(root, 'vendor/spoon'), join(root, 'node_modules/spoon'));
    write('src/main.ts', `import 'spoon';`);
    expect(load()).toBe('external');
    write('vendor/spoon/dist/index.js', '');
    expect(load()).toBe('vendor/spoon/dist/index.js');
    rmSync(join(root, 'vendor/spoon/dist'), { recursive: true });
    expect(load()).toBe('external');
  });
});
