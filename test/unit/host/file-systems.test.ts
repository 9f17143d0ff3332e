import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFiles, type FileBytes } from '../../../src/host/file-system.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { createOverlayFileSystem } from '../../../src/host/overlay-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined): string | undefined => content && new TextDecoder().decode(content);

describe('memory file system', () => {
  const shop = filePath('/shop');

  it('implies folders from files and lists them sorted', () => {
    const memory = createMemoryFileSystem({ '/shop/src/cart.ts': 'c', '/shop/b.ts': 'b', '/shop/a.ts': 'a' });
    expect(memory.listDirectory(shop).map((entry) => `${entry.name}:${entry.kind}`)).toEqual(['a.ts:file', 'b.ts:file', 'src:directory']);
    expect(memory.entryKind(joinPath(shop, 'src'))).toBe('directory');
    expect(memory.listDirectory(joinPath(shop, 'nowhere'))).toEqual([]);
  });

  it('refuses writes to a read-only file and to everything below a read-only folder', () => {
    const memory = createMemoryFileSystem({ '/shop/a.ts': 'a' }, { readOnly: ['/shop/locked', '/shop/a.ts'] });
    expect(memory.isWritable(joinPath(shop, 'a.ts'))).toBe(false);
    expect(memory.isWritable(joinPath(shop, 'b.ts'))).toBe(true);
    expect(() => memory.writeBytes(joinPath(shop, 'locked/new/x.ts'), bytes('x'))).toThrow(/EACCES/);
    expect(() => memory.remove(joinPath(shop, 'a.ts'))).toThrow(/EACCES/);
    expect(text(memory.readBytes(joinPath(shop, 'a.ts')))).toBe('a');
  });

  it('keeps its own copy: changing the array after a write changes nothing', () => {
    const memory = createMemoryFileSystem({});
    const content = bytes('soup');
    memory.writeBytes(joinPath(shop, 'menu.ts'), content);
    content[0] = 0;
    expect(text(memory.readBytes(joinPath(shop, 'menu.ts')))).toBe('soup');
  });

  it('keeps a folder that holds something and forgets an empty one', () => {
    const memory = createMemoryFileSystem({ '/shop/src/cart.ts': 'c' });
    memory.removeEmptyDirectory(joinPath(shop, 'src'));
    expect(memory.entryKind(joinPath(shop, 'src'))).toBe('directory');
    memory.remove(joinPath(shop, 'src/cart.ts'));
    memory.removeEmptyDirectory(joinPath(shop, 'src'));
    expect(memory.entryKind(joinPath(shop, 'src'))).toBeUndefined();
    expect(memory.listDirectory(shop)).toEqual([]);
  });

  it('refuses to write a file where a folder stands and a folder below a file', () => {
    const memory = createMemoryFileSystem({ '/shop/src/cart.ts': 'c' });
    expect(() => memory.writeBytes(joinPath(shop, 'src'), bytes('x'))).toThrow(/EISDIR/);
    expect(() => memory.writeBytes(joinPath(shop, 'src/cart.ts/x.ts'), bytes('x'))).toThrow(/ENOTDIR/);
  });

  it('keeps the mode of a file that it replaces', () => {
    const memory = createMemoryFileSystem({});
    const file = joinPath(shop, 'run.ts');
    memory.writeBytes(file, bytes('1'), 0o755);
    memory.writeBytes(file, bytes('2'), 0o600);
    expect(memory.mode(file)).toBe(0o755);
  });
});

describe('overlay file system', () => {
  const base = createMemoryFileSystem({ '/shop/cart.ts': 'old', '/shop/old.ts': 'x', '/shop/src/a.ts': 'a' });
  const shop = filePath('/shop');
  const overlay = createOverlayFileSystem(
    base,
    new Map([
      [filePath('/shop/cart.ts'), bytes('new')],
      [filePath('/shop/old.ts'), undefined],
      [filePath('/shop/cart/total/sum.ts'), bytes('sum')],
    ]),
  );

  it('shows written files, hides deleted ones and implies folders of created ones', () => {
    expect(overlay.listDirectory(shop).map((entry) => `${entry.name}:${entry.kind}`)).toEqual(['cart:directory', 'cart.ts:file', 'src:directory']);
    expect(overlay.listDirectory(joinPath(shop, 'cart')).map((entry) => entry.name)).toEqual(['total']);
    expect(text(overlay.readBytes(joinPath(shop, 'cart.ts')))).toBe('new');
    expect(overlay.size(joinPath(shop, 'cart/total/sum.ts'))).toBe(3);
    expect(overlay.entryKind(joinPath(shop, 'old.ts'))).toBeUndefined();
    expect(overlay.readBytes(joinPath(shop, 'old.ts'))).toBeUndefined();
  });

  it('gives the real path of a file that exists only in the overlay, and none of a deleted file', () => {
    expect(overlay.realPath(joinPath(shop, 'cart/total/sum.ts'))).toBe('/shop/cart/total/sum.ts');
    expect(overlay.realPath(joinPath(shop, 'old.ts'))).toBeUndefined();
  });

  it('leaves the base as it was', () => {
    expect(text(base.readBytes(joinPath(shop, 'cart.ts')))).toBe('old');
    expect(base.entryKind(joinPath(shop, 'cart'))).toBeUndefined();
  });
});

describe('node file system', () => {
  const disk = createNodeFileSystem();
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'decant-host-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('answers undefined for a missing file, for a path through a file and for a link that leads nowhere', () => {
    writeFileSync(join(folder, 'cart.ts'), 'x');
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
    for (const name of ['missing.ts', 'cart.ts/inside.ts', 'dangling']) {
      const file = filePath(join(folder, name));
      expect([disk.readBytes(file), disk.entryKind(file), disk.size(file), disk.realPath(file), disk.mode(file)]).toEqual(Array(5).fill(undefined));
    }
    expect(disk.readBytes(filePath(folder))).toBeUndefined();
    expect(disk.listDirectory(filePath(join(folder, 'missing')))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/zero'))('answers undefined for a link to a device, whose bytes never end', () => {
    symlinkSync('/dev/zero', join(folder, 'package.json'));
    expect(disk.readBytes(filePath('package.json', folder))).toBeUndefined();
    expect(disk.readText(filePath('package.json', folder))).toBeUndefined();
  });

  it('answers that there is nothing for text that can be no name: one too long, and one with a zero in it', () => {
    for (const name of [`\n  Till {${'\n    item'.repeat(100)}\n  }\n`, '\0virtual:till']) {
      const file = filePath(`${folder}/${name}`);
      expect([disk.readBytes(file), disk.entryKind(file), disk.size(file), disk.realPath(file), disk.mode(file)]).toEqual(Array(5).fill(undefined));
      expect(disk.listDirectory(file)).toEqual([]);
    }
  });

  it('keeps the mode of the file that it replaces and leaves no temporary file', () => {
    const file = join(folder, 'run.ts');
    writeFileSync(file, 'old');
    chmodSync(file, 0o751);
    disk.writeBytes(filePath(file), bytes('new'), 0o600);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o7777).toBe(0o751);
    expect(readdirSync(folder)).toEqual(['run.ts']);
  });

  it('makes parent folders and gives a new file the asked mode', () => {
    const file = join(folder, 'a/b/c.ts');
    disk.writeBytes(filePath(file), bytes('c'), 0o640);
    expect(statSync(file).mode & 0o7777).toBe(0o640);
  });

  it('removes the temporary file when the rename fails', () => {
    mkdirSync(join(folder, 'cart.ts/full'), { recursive: true });
    expect(() => disk.writeBytes(filePath(join(folder, 'cart.ts')), bytes('x'))).toThrow();
    expect(readdirSync(folder)).toEqual(['cart.ts']);
  });

  it('writes through a symlink to a file and keeps the link', () => {
    writeFileSync(join(folder, 'real.ts'), 'old');
    symlinkSync(join(folder, 'real.ts'), join(folder, 'link.ts'));
    disk.writeBytes(filePath(join(folder, 'link.ts')), bytes('new'));
    expect(lstatSync(join(folder, 'link.ts')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.ts'), 'utf8')).toBe('new');
  });

  describe('many files at once', () => {
    const list = (): FileBytes[] => Array.from({ length: 40 }, (_, index) => ({ file: joinPath(filePath(folder), `menu/dish-${index}.ts`), bytes: bytes(`dish ${index}`), mode: 0o600 }));
    const names = (): string[] => readdirSync(join(folder, 'menu')).sort();

    it('are written like each by itself: modes and links kept, no temporary file left', () => {
      const many = list();
      mkdirSync(join(folder, 'menu'));
      writeFileSync(join(folder, 'menu/dish-0.ts'), 'old');
      chmodSync(join(folder, 'menu/dish-0.ts'), 0o751);
      writeFileSync(join(folder, 'soup.ts'), 'old');
      symlinkSync('../soup.ts', join(folder, 'menu/dish-1.ts'));
      writeFiles(disk, many);
      expect(names()).toEqual(many.map((_, index) => `dish-${index}.ts`).sort());
      expect(many.map(({ file }) => text(disk.readBytes(file)))).toEqual(many.map((_, index) => `dish ${index}`));
      expect(disk.mode(many[0]!.file)).toBe(0o751);
      expect(disk.mode(many[2]!.file)).toBe(0o600);
      expect(lstatSync(many[1]!.file).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(folder, 'soup.ts'), 'utf8')).toBe('dish 1');
    });

    it('leave no temporary file when one of them cannot be written', () => {
      const many = list();
      mkdirSync(join(folder, 'menu/dish-39.ts'), { recursive: true });
      expect(() => writeFiles(disk, many)).toThrow();
      expect(names().filter((name) => name.endsWith('.decant-tmp'))).toEqual([]);
    });

    it('are written where no other process can be started to wait for the disk', () => {
      const many = list();
      const { execPath } = process;
      process.execPath = join(folder, 'nowhere');
      try {
        writeFiles(disk, many);
      } finally {
        process.execPath = execPath;
      }
      expect(names()).toHaveLength(40);
    });
  });

  it('marks symlinks in listings and says what they lead to', () => {
    mkdirSync(join(folder, 'src'));
    symlinkSync(join(folder, 'src'), join(folder, 'alias'));
    expect(disk.listDirectory(filePath(folder))).toEqual([
      { name: 'alias', kind: 'directory', isSymlink: true },
      { name: 'src', kind: 'directory', isSymlink: false },
    ]);
  });

  it('removes an empty folder only, and a missing file without complaint', () => {
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'full/inner'), { recursive: true });
    disk.removeEmptyDirectory(filePath(join(folder, 'empty')));
    disk.removeEmptyDirectory(filePath(join(folder, 'full')));
    disk.remove(filePath(join(folder, 'missing.ts')));
    expect([existsSync(join(folder, 'empty')), existsSync(join(folder, 'full'))]).toEqual([false, true]);
  });

  it('reads a small text whole after a longer one, mark and broken bytes included, and leaves a large one to others', () => {
    const read = (name: string, content: Uint8Array): readonly (string | undefined)[] => {
      const file = filePath(join(folder, name));
      writeFileSync(file, content);
      return [disk.readSmallText!(file), disk.readText(file)];
    };
    const pairs = [
      read('menu.ts', bytes('// soup, bread and a long list of cheese')),
      read('short.ts', bytes('\uFEFFtea')),
      read('latin.ts', Uint8Array.of(0x2f, 0xe9, 0x0a)),
      read('empty.ts', new Uint8Array()),
    ];
    for (const [small, whole] of pairs) expect(small).toBe(whole);
    expect(read('stock.ts', new Uint8Array(1 << 20).fill(0x20))[0]).toBeUndefined();
    expect([disk.readSmallText!(filePath(folder)), disk.readSmallText!(filePath(join(folder, 'gone.ts')))]).toEqual([undefined, undefined]);
  });
});
