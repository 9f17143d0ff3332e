import { expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, type FilePath } from '../../../src/host/path.js';
import { createDiskStamp } from '../../../src/load/disk-stamp.js';
import { loadProject } from '../../../src/load/load-project.js';

const root = filePath('/shop');
const at = (name: string): FilePath => filePath(`/shop/src/${name}.ts`);

/** Ten files, of which three are asked about at once. */
function stampShop() {
  const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [at(`dish${i}`), `export const dish = ${i};\n`]));
  const fileSystem = createMemoryFileSystem({ ...files, [filePath('/shop/tsconfig.json')]: '{}' });
  const asked: FilePath[] = [];
  const stamp = createDiskStamp({ ...fileSystem, stat: (path) => (asked.push(path), fileSystem.stat(path)) }, Infinity, 3);
  stamp.take(loadProject({ fileSystem, root, config: defaultConfig }), []);
  asked.length = 0;
  return { fileSystem, stamp, asked, write: (file: FilePath, text: string) => fileSystem.writeBytes(file, new TextEncoder().encode(text)) };
}

it('asks about folders, configurations and near files each time, and about the others in turns', () => {
  const { stamp, asked } = stampShop();
  expect(stamp.holds([at('dish9')])).toBe(true);
  expect(asked).toEqual(expect.arrayContaining([root, filePath('/shop/src'), filePath('/shop/tsconfig.json'), at('dish9'), at('dish0'), at('dish1'), at('dish2')]));
  expect(asked).not.toContain(at('dish3'));
  expect(asked.length).toBeLessThanOrEqual(stamp.size() + 1);
  asked.length = 0;
  expect(stamp.holds()).toBe(true);
  expect(asked).toEqual(expect.arrayContaining([at('dish3'), at('dish4'), at('dish5')]));
});

it('notices what has changed far away before it has asked about every file twice, and what is near at once', () => {
  const { stamp, write } = stampShop();
  write(at('dish8'), 'export const dish = "soup of the day";\n');
  expect([stamp.holds(), stamp.holds(), stamp.holds(), stamp.holds()]).toContain(false);
  const other = stampShop();
  other.write(at('dish8'), 'export const dish = "soup of the day";\n');
  expect(other.stamp.holds([at('dish8')])).toBe(false);
});

it('takes what was told while the project was read: a change that came after is noticed, and nothing is asked twice', () => {
  const fileSystem = createMemoryFileSystem({ [at('soup')]: 'export const soup = 1;\n', [at('stew')]: 'export const stew = 1;\n' });
  const asked: FilePath[] = [];
  const stamp = createDiskStamp({ ...fileSystem, stat: (path) => (asked.push(path), fileSystem.stat(path)) }, Infinity);
  const project = loadProject({ fileSystem: stamp.watched, root, config: defaultConfig });
  for (const file of project.files.keys()) stamp.watched.stat(file);
  fileSystem.writeBytes(at('soup'), new TextEncoder().encode('export const soup = "of the day";\n'));
  stamp.take(project, []);
  expect(asked.filter((file) => file === at('soup'))).toHaveLength(1);
  expect(stamp.holds()).toBe(false);
});

it('asks in turns about folders that were walked and hold no source, and each time about what was read beside the sources, also after it was taken', () => {
  const folders = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [filePath(`/shop/docs${i}/readme.md`), '']));
  const shop = (): Record<string, string> => ({ ...folders, [at('soup')]: 'export const soup = 1;\n', [filePath('/shop/.git/HEAD')]: '', [filePath('/shop/.gitignore')]: 'old\n', [filePath('/shop/lid.json')]: '{}' });
  const edits: readonly (readonly [name: string, file: string, text: string, looks: number])[] = [
    ['a source where none was', '/shop/docs7/soup.ts', 'export {};\n', 4], ['what is ignored', '/shop/.gitignore', 'new\n', 1], ['what was read later', '/shop/lid.json', '{ "on": 1 }', 1], ['what nobody has read', '/shop/docs1/readme.md', 'Soup.', 0],
  ];
  for (const [name, file, text, looks] of edits) {
    const fileSystem = createMemoryFileSystem(shop());
    const stamp = createDiskStamp(fileSystem, Infinity, 3);
    const project = loadProject({ fileSystem: stamp.watched, root, config: defaultConfig });
    stamp.take(project, []);
    expect(stamp.watched.readText(filePath('/shop/lid.json')), name).toBe('{}');
    expect(stamp.holds(), name).toBe(true);
    fileSystem.writeBytes(filePath(file), new TextEncoder().encode(text));
    const answers = [1, 2, 3, 4].map(() => stamp.holds());
    expect(answers.includes(false), name).toBe(looks > 0);
    expect(answers.indexOf(false), name).toBeLessThan(looks);
  }
});

it('asks about no file that a text looked for in vain where its folder is asked about, and notices it when it comes', () => {
  const fileSystem = createMemoryFileSystem({ [at('soup')]: 'export const soup = 1;\n', [filePath('/shop/docs/readme.md')]: '' });
  const stamp = createDiskStamp(fileSystem, Infinity);
  stamp.take(loadProject({ fileSystem: stamp.watched, root, config: defaultConfig }), []);
  const before = stamp.size();
  expect(stamp.watched.readBytes(filePath('/shop/src/package.json'))).toBeUndefined();
  expect(stamp.size()).toBe(before);
  // Such a folder is asked about in turns.
  expect(stamp.watched.readBytes(filePath('/shop/docs/package.json'))).toBeUndefined();
  expect(stamp.size()).toBe(before + 1);
  expect(stamp.holds()).toBe(true);
  fileSystem.writeBytes(filePath('/shop/src/package.json'), new TextEncoder().encode('{}'));
  expect(stamp.holds()).toBe(false);
});
