import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { createDiskView, question } from '../../../src/load/disk-view.js';

it('does not ask the disk for a folder that the folders above do not have, and keeps the question', () => {
  const base = createMemoryFileSystem({ '/shop/src/cart.ts': '', '/shop/dist/till/main.js': '' });
  const listed: string[] = [];
  const view = createDiskView({
    ...base,
    listDirectory: (directory) => {
      listed.push(directory);
      return base.listDirectory(directory);
    },
  });
  const names = (directory: string): string[] => view.listDirectory(filePath(directory)).map(({ name }) => name);
  expect([names('/shop'), names('/shop/src')]).toEqual([['dist', 'src'], ['cart.ts']]);
  view.endWalk();
  listed.splice(0);
  expect(['/shop/src/cart', '/shop/src/cart/deep', '/shop/src/cart.ts', '/shop/lib'].map(names)).toEqual([[], [], [], []]);
  expect(listed).toEqual([]);
  expect(view.questions().get(filePath('/shop/lib'))).toBe(question.names);
  expect([names('/shop/dist/till'), names('/elsewhere')]).toEqual([['main.js'], []]);
  expect(listed).toEqual(['/shop/dist/till', '/elsewhere']);
});

it('asks the disk for what lies behind a link', () => {
  const base = createMemoryFileSystem({ '/shop/vendor/spoon/index.ts': '' });
  const view = createDiskView({
    ...base,
    listDirectory: (directory) => base.listDirectory(directory).map((entry) => ({ ...entry, isSymlink: entry.name === 'spoon' })),
  });
  view.listDirectory(filePath('/shop/vendor'));
  expect(view.listDirectory(filePath('/shop/vendor/spoon')).map(({ name }) => name)).toEqual(['index.ts']);
});
