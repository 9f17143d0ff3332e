import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig, type Config } from '../../../src/config/config.js';
import type { ChangeSet, FileChange } from '../../../src/edit/change-set.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, joinPath, relativePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createModuleReader } from '../../../src/load/module-reader.js';
import { readSource } from '../../../src/load/read-source.js';
import { relink } from '../../../src/load/relink.js';
import type { Project } from '../../../src/model/project.js';

const root = filePath('/shop');

function load(files: Record<string, string | Uint8Array>, config: Partial<Config> = {}, only?: string[]): Project {
  const absolute = Object.fromEntries(Object.entries(files).map(([name, content]) => [name.startsWith('/') ? name : `/shop/${name}`, content]));
  return loadProject({
    fileSystem: createMemoryFileSystem(absolute),
    root,
    config: { ...defaultConfig, ...config },
    only: only?.map((name) => joinPath(root, name)),
  });
}

const names = (project: Project): string[] => [...project.files.keys()].map((path) => relativePath(project.root, path));

function edges(project: Project): string[] {
  const name = (path: string): string => path.replace(`${project.root}/`, '');
  return project.graph.modules.flatMap((module) => project.graph.edgesFrom.get(module)!.map((edge) => `${name(edge.from)} ${edge.record.kind} ${name(edge.to)}`));
}

function changeSet(...changes: { kind?: FileChange['kind']; file: string; text?: string; bom?: boolean }[]): ChangeSet {
  const full = changes.map((change) => ({ kind: 'modify', bom: false, because: 'test', ...change, file: joinPath(root, change.file) }) as FileChange);
  return { changes: full, applicability: 'safe' };
}

describe('discovery', () => {
  it('leaves out build output, packages and what is no code, and sorts', () => {
    const project = load({
      'b.ts': '', 'a.tsx': '', 'notes.md': '', 'types.d.ts': '', '.hidden/c.ts': '',
      'node_modules/x/x.ts': '', 'dist/d.js': '', 'packages/p/build/e.js': '', 'coverage/f.js': '', '.decant/g.ts': '', '.git/h.ts': '',
    });
    expect(names(project)).toEqual(['.hidden/c.ts', 'a.tsx', 'b.ts', 'types.d.ts']);
  });

  it('takes an output folder that is named in include or among the paths', () => {
    const files = { 'dist/d.js': '', 'src/a.ts': '' };
    expect(names(load(files, { include: ['dist/**'] }))).toEqual(['dist/d.js']);
    expect(names(load(files, {}, ['dist']))).toEqual(['dist/d.js']);
  });

  it('obeys .gitignore of every level, a deeper one against a higher one', () => {
    const project = load({
      '.gitignore': '*.gen.ts\n/out/\n!keep.gen.ts\n', 'a.gen.ts': '', 'keep.gen.ts': '', 'out/x.ts': '', 'src/out/x.ts': '',
      'src/.gitignore': '!b.gen.ts\nlocal.ts\n', 'src/b.gen.ts': '', 'src/local.ts': '', 'local.ts': '',
    });
    expect(names(project)).toEqual(['keep.gen.ts', 'local.ts', 'src/b.gen.ts', 'src/out/x.ts']);
  });

  it('obeys the .gitignore above the root up to the repository, not one beyond it', () => {
    const files = { '/.gitignore': 'b.ts', '/shop/.gitignore': 'a.ts', '/shop/.git/HEAD': '', '/shop/web/a.ts': '', '/shop/web/b.ts': '' };
    const project = loadProject({ fileSystem: createMemoryFileSystem(files), root: filePath('/shop/web'), config: defaultConfig });
    expect(names(project)).toEqual(['b.ts']);
  });

  it('does not find nothing when the root itself is ignored', () => {
    const files = { '/shop/.gitignore': 'tmp/\n', '/shop/.git/HEAD': '', '/shop/tmp/copy/a.ts': '' };
    const project = loadProject({ fileSystem: createMemoryFileSystem(files), root: filePath('/shop/tmp/copy'), config: defaultConfig });
    expect(names(project)).toEqual(['a.ts']);
  });

  it('takes a file that is named although .gitignore leaves it out', () => {
    expect(names(load({ '.gitignore': 'a.ts', 'a.ts': '', 'b.ts': '' }, {}, ['a.ts']))).toEqual(['a.ts']);
  });

  it('applies include and exclude globs to dot folders too, and prunes an excluded folder', () => {
    const files = { 'src/a.ts': '', 'src/a.test.ts': '', '.storybook/main.ts': '', 'fixtures/deep/x.ts': '' };
    expect(names(load(files, { exclude: ['**/*.test.ts', 'fixtures'] }))).toEqual(['.storybook/main.ts', 'src/a.ts']);
    expect(names(load(files, { include: ['**/main.ts'] }))).toEqual(['.storybook/main.ts']);
  });

  it('follows no symlinks: neither a loop nor a second name of a file', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-load-')));
    try {
      for (const name of ['src/a.ts', 'src/b.ts']) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), '');
      }
      symlinkSync(folder, join(folder, 'src/loop'));
      symlinkSync(join(folder, 'src/a.ts'), join(folder, 'src/twin.ts'));
      const project = loadProject({ fileSystem: createNodeFileSystem(), root: filePath(folder), config: defaultConfig });
      expect(names(project)).toEqual(['src/a.ts', 'src/b.ts']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuses a root that is missing or a file', () => {
    expect(() => load({}, {})).toThrow(/\/shop does not exist/);
    expect(() => load({ '/shop': 'x' })).toThrow(/\/shop is not a folder/);
  });
});

describe('readSource', () => {
  const read = (content: string | Uint8Array) => readSource(createMemoryFileSystem({ '/shop/a.ts': content }), filePath('/shop/a.ts'));

  it('takes the byte order mark off and remembers it', () => {
    expect(read('\uFEFFlet a;\r\n')).toMatchObject({ text: 'let a;\r\n', bom: true, newline: '\r\n', lineStarts: [0, 8] });
    expect(read('let a;')).toMatchObject({ bom: false });
  });

  it.each([
    ['a NUL byte, as in an MPEG stream called .ts', Uint8Array.of(0x47, 0, 0x11), 'binary'],
    ['a Latin-1 letter', Uint8Array.of(0x2f, 0x2f, 0xe9, 0x0a), 'not valid UTF-8'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), 'UTF-16 text, not UTF-8'],
    ['more than 20 MB', new Uint8Array(20 * 1024 * 1024 + 1).fill(0x20), '20.0 MB, more than 20 MB'],
  ])('skips %s and says why', (_, content, reason) => {
    expect(read(content)).toEqual({ skipped: reason });
  });
});

describe('loadProject', () => {
  it('links every kind of edge, keeps two edges to one file and an import of itself', () => {
    const project = load({
      'a.ts': `import './b.js';\nexport { x } from './c';\nimport type { T } from './c';\nconst l = () => import('./a');\n`,
      'b.ts': `const a = require('./a');`,
      'c.ts': 'export const x = 1; export type T = 1;',
    });
    expect(edges(project)).toEqual(['a.ts side-effect b.ts', 'a.ts reexport c.ts', 'a.ts type c.ts', 'a.ts dynamic a.ts', 'b.ts require a.ts']);
    expect(project.graph.edgesTo.get(joinPath(root, 'c.ts'))!.map((edge) => edge.record.kind)).toEqual(['reexport', 'type']);
  });

  it('counts what it could not resolve, parse or read apart from each other', () => {
    const project = load({
      'a.ts': `import './missing';\nimport 'unlisted';\nimport 'node:fs';\nimport './style.css';\nimport './broken';\n`,
      'style.css': '',
      'broken.ts': 'function (( {{{',
      'video.ts': Uint8Array.of(0x47, 0, 1),
    });
    expect(project.graph.unresolved.map((entry) => entry.record.specifier)).toEqual(['./missing', 'unlisted']);
    expect(project.unparsed).toMatchObject([{ path: '/shop/broken.ts' }]);
    expect(project.skipped).toEqual([{ path: '/shop/video.ts', reason: 'binary' }]);
    expect(project.graph.modules).toEqual(['/shop/a.ts']);
    expect(edges(project)).toEqual([]);
  });

  it('lets verbatimModuleSyntax of the tsconfig decide on inline type imports', () => {
    const files = { 'a.ts': `import { type T } from './b';`, 'b.ts': 'export type T = 1;' };
    expect(edges(load(files))).toEqual(['a.ts type b.ts']);
    expect(edges(load({ ...files, 'tsconfig.json': '{"compilerOptions":{"verbatimModuleSyntax":true}}' }))).toEqual(['a.ts side-effect b.ts']);
  });

  it('keeps to the files of `only`, without edges that leave them', () => {
    const project = load({ 'src/a.ts': `import '../lib/b';\nimport './c';`, 'src/c.ts': '', 'lib/b.ts': '' }, {}, ['src']);
    expect(names(project)).toEqual(['src/a.ts', 'src/c.ts']);
    expect(edges(project)).toEqual(['src/a.ts side-effect src/c.ts']);
    expect(project.graph.unresolved).toEqual([]);
  });
});

describe('relink', () => {
  const files = {
    'main.ts': `import { total } from './cart';\nimport './menu';`,
    'cart.ts': 'export const total = 1;\nexport const tax = 2;\n',
    'menu/index.ts': `import '../cart';`,
  };

  it('leaves the first project as it was', () => {
    const project = load(files);
    const before = edges(project);
    relink(project, changeSet({ file: 'cart.ts', text: `import './menu';` }));
    expect(edges(project)).toEqual(before);
    expect(project.files.get(joinPath(root, 'cart.ts'))!.text).toBe(files['cart.ts']);
  });

  it('gives what a fresh load of the changed files gives', () => {
    const after = relink(
      load(files),
      changeSet(
        { file: 'cart.ts', text: `export * from './cart/total.js';` },
        { kind: 'create', file: 'cart/total.ts', text: 'export const total = 1;', bom: true },
        { kind: 'delete', file: 'menu/index.ts' },
      ),
    );
    const { 'menu/index.ts': _, ...rest } = files;
    const fresh = load({ ...rest, 'cart.ts': `export * from './cart/total.js';`, 'cart/total.ts': '\uFEFFexport const total = 1;' });
    expect(edges(after)).toEqual(edges(fresh));
    expect(after.graph.unresolved).toEqual(fresh.graph.unresolved);
    expect([...after.files]).toEqual([...fresh.files]);
    expect([...after.scanned]).toEqual([...fresh.scanned]);
  });

  it('resolves others again when a new file captures their specifier', () => {
    const project = load(files);
    const after = relink(project, changeSet({ kind: 'create', file: 'menu.ts', text: '' }));
    expect(edges(project)).toContain('main.ts side-effect menu/index.ts');
    expect(edges(after)).toContain('main.ts side-effect menu.ts');
  });

  it('keeps the very scans and edges of untouched files', () => {
    const project = load(files);
    const after = relink(project, changeSet({ file: 'cart.ts', text: 'export const total = 3;' }));
    const main = joinPath(root, 'main.ts');
    expect(after.scanned.get(main)).toBe(project.scanned.get(main));
    expect(after.graph.edgesFrom.get(main)).toBe(project.graph.edgesFrom.get(main));
  });

  it('follows a file into and out of the unparsed ones', () => {
    const broken = relink(load(files), changeSet({ file: 'cart.ts', text: 'function (( {{{' }));
    expect(broken.unparsed.map((file) => file.path)).toEqual(['/shop/cart.ts']);
    expect(edges(broken)).toEqual(['main.ts side-effect menu/index.ts']);
    const mended = relink(broken, changeSet({ file: 'cart.ts', text: files['cart.ts'] }));
    expect(mended.unparsed).toEqual([]);
    expect(edges(mended)).toEqual(edges(load(files)));
  });

  it('sees a tsconfig that the change itself rewrites', () => {
    const project = load({ 'main.ts': `import '@/cart';`, 'src/cart.ts': '', 'tsconfig.json': '{}' });
    expect(project.graph.unresolved).toHaveLength(1);
    const after = relink(project, changeSet({ file: 'tsconfig.json', text: '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}' }));
    expect(edges(after)).toEqual(['main.ts side-effect src/cart.ts']);
  });

  // Names that capture each other's specifiers, by extension, by index file, by alias, by package and by #import.
  const paths = ['cart.ts', 'cart.tsx', 'cart.d.ts', 'cart/index.ts', 'cart/index.js', 'index.ts', 'web/index.ts', 'web/cart.ts', 'lib/cart.ts', 'packages/core/index.ts', 'packages/core/src/index.ts', 'packages/core/lib/main.ts', 'packages/core/src/main.ts', 'web/menu.css', 'tsconfig.json'];
  const lines = [`import './cart';`, `import '../cart.js';`, `import '@/cart';`, `import 'cart';`, `import '@shop/core';`, `import '../packages/core';`, `import './menu.css';`, `import '.';`, `import '..';`, `import './';`, `import '#core';`, `require('./cart/');`, 'function (( {{{'];
  const fixed = {
    'package.json': '{"workspaces":["packages/*"],"imports":{"#core":"./packages/core/src/index.ts"}}',
    'packages/core/package.json': '{"name":"@shop/core","main":"./lib/main.js"}',
    'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"@/*":["./web/*","./lib/*"]}}}',
  };

  it('equals a fresh load whatever comes, goes and changes', () => {
    const text = fc.uniqueArray(fc.constantFrom(...lines), { maxLength: 4 }).map((chosen) => chosen.join('\n'));
    const tree = fc.dictionary(fc.constantFrom(...paths.slice(0, -1)), text, { maxKeys: 8 });
    const edits = fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), fc.option(text, { nil: undefined })), { selector: ([path]) => path, minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(tree, fc.array(edits, { minLength: 1, maxLength: 3 }), (start, rounds) => {
        const current: Record<string, string> = { ...fixed, ...start };
        let project = load(current);
        for (const round of rounds) {
          const changes = round.map(([file, content]) => {
            const written = file === 'tsconfig.json' && content !== undefined ? '{"compilerOptions":{"baseUrl":"web"}}' : content;
            if (written === undefined) delete current[file];
            else current[file] = written;
            return written === undefined ? { kind: 'delete' as const, file } : { file, text: written };
          });
          project = relink(project, changeSet(...changes));
          const fresh = load(current);
          expect(edges(project)).toEqual(edges(fresh));
          expect(project.graph).toEqual(fresh.graph);
          expect([...project.scanned]).toEqual([...fresh.scanned]);
          expect([...project.files]).toEqual([...fresh.files]);
          expect({ unparsed: project.unparsed, skipped: project.skipped }).toEqual({ unparsed: fresh.unparsed, skipped: fresh.skipped });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the links of modules that a new file cannot concern', () => {
    const project = load(files);
    const after = relink(project, changeSet({ kind: 'create', file: 'soup.ts', text: '' }));
    const main = joinPath(root, 'main.ts');
    expect(after.graph.edgesFrom.get(main)).toBe(project.graph.edgesFrom.get(main));
  });

  it('ignores changed files that are no code', () => {
    const after = relink(load(files), changeSet({ kind: 'create', file: 'README.md', text: 'Soup' }));
    expect(names(after)).toEqual(['cart.ts', 'main.ts', 'menu/index.ts']);
  });
});

describe('createModuleReader', () => {
  it('reads a file once and refuses one that is not in the project', () => {
    const read = createModuleReader(load({ 'cart.ts': 'export const total = 1;', 'video.ts': Uint8Array.of(0) }));
    const cart = joinPath(root, 'cart.ts');
    expect(read(cart)).toBe(read(cart));
    expect(read(cart).exports.map((entry) => entry.exported)).toEqual(['total']);
    expect(() => read(joinPath(root, 'nowhere.ts'))).toThrow(/nowhere.ts is not part of the project/);
    expect(() => read(joinPath(root, 'video.ts'))).toThrow(/video.ts was skipped: binary/);
  });
});
