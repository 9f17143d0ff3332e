import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { buildFormerProject } from '../../../src/load/former-project.js';
import { loadProject } from '../../../src/load/load-project.js';

const root = filePath('/shop');

/** The project of today with some files as they were; null: was not there. `read`: whose former contents were asked for. */
function goBack(today: Record<string, string>, former: Record<string, string | null>) {
  const texts = Object.fromEntries(Object.entries(today).map(([name, text]) => [joinPath(root, name), text]));
  const fileSystem = createMemoryFileSystem(texts);
  const project = loadProject({ fileSystem, root, config: defaultConfig });
  const read: string[] = [];
  const changes = Object.entries(former).map(([name, text]) => ({
    ...(text === null ? {} : { before: { file: joinPath(root, name), blob: name } }),
    ...(today[name] === undefined ? {} : { after: { file: joinPath(root, name) } }),
  }));
  const readBlobs = (blobs: readonly string[]): ReadonlyMap<string, Uint8Array> => {
    read.push(...blobs);
    return new Map(blobs.map((blob) => [blob, new TextEncoder().encode(former[blob]!)]));
  };
  const built = buildFormerProject({ project, fileSystem, config: defaultConfig, top: root, changes, readBlobs }).project;
  const main = joinPath(root, 'src/main.ts');
  const edges = built.graph.edgesFrom.get(main)!.map(({ to }) => to.slice(root.length + 1));
  return { read, edges, isSame: built === project, unresolved: built.graph.unresolved.map(({ record }) => record.specifier) };
}

const paths = (target: string, rest: object = {}): string => JSON.stringify({ ...rest, compilerOptions: { paths: { '@/*': [target] } } });
const shop = { 'src/main.ts': `import '@/cart';\n`, 'src/cart.ts': '', 'old/cart.ts': '' };

describe('the former project', () => {
  it('asks for no text of a file that no import depends on, and keeps every link', () => {
    const today = { ...shop, 'tsconfig.json': paths('./src/*'), 'README.md': 'b', 'fixtures/big.json': '[1]', 'ci.yaml': 'b', 'logo.svg': '' };
    const found = goBack(today, { 'README.md': 'a', 'fixtures/big.json': '[0]', 'ci.yaml': 'a', 'logo.svg': 'a' });
    expect(found).toMatchObject({ read: [], isSame: true });
  });

  it('still knows a file that is no source and came, or went', () => {
    const today = { 'src/main.ts': `import './menu.json';\nimport './old.css';\nimport './cart';`, 'src/menu.json': '{}', 'src/cart.ts': '' };
    const found = goBack(today, { 'src/menu.json': null, 'src/old.css': 'a{}' });
    expect(found).toMatchObject({ read: [], edges: ['src/cart.ts'], unresolved: ['./menu.json'] });
  });

  it.each<[string, Record<string, string>, Record<string, string | null>, readonly string[]]>([
    ['a tsconfig', { 'tsconfig.json': paths('./src/*') }, { 'tsconfig.json': paths('./old/*') }, ['tsconfig.json']],
    ['a base of any name', { 'tsconfig.json': '{"extends":"./config/base"}', 'config/base.json': paths('../src/*') }, { 'config/base.json': paths('../old/*'), 'menu.json': '1' }, ['config/base.json']],
    ['a base that is gone', { 'tsconfig.json': '{"extends":"./base.json"}' }, { 'base.json': paths('./old/*') }, ['base.json']],
    [
      'bases that only the former tsconfig extended',
      { 'tsconfig.json': paths('./src/*') },
      { 'tsconfig.json': '{"extends":"./a"}', 'a.json': '{"extends":["./b.json"]}', 'b.json': paths('./old/*'), 'menu.json': '1' },
      ['tsconfig.json', 'a.json', 'b.json'],
    ],
  ])('restores %s', (_what, today, former, read) => {
    expect(goBack({ ...shop, ...today }, former)).toMatchObject({ read, edges: ['old/cart.ts'] });
  });

  it('restores the workspace and the names of its packages', () => {
    const today = { 'src/main.ts': `import 'cart';`, 'packages/cart/index.ts': '', 'packages/cart/package.json': '{"name":"basket"}', 'pnpm-workspace.yaml': 'packages: []' };
    const found = goBack(today, { 'packages/cart/package.json': '{"name":"cart"}', 'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n" });
    expect(found.edges).toEqual(['packages/cart/index.ts']);
  });
});

