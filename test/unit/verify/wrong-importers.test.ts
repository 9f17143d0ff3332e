import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { createLaterReader, createModuleReader } from '../../../src/load/module-reader.js';
import { loadProject } from '../../../src/load/load-project.js';
import { proveChange } from '../../../src/workflow/prove-change.js';

const root = filePath('/kitchen');
const shop = {
  'package.json': '{ "type": "module", "main": "./main.ts" }\n',
  'shop.ts': "export { total, type Line } from './shop/cart';\nexport { open } from './shop/till';\n",
  'shop/cart.ts': 'export interface Line {\n  readonly price: number;\n}\nexport class Drawer {}\nexport const total = (lines: readonly Line[]): number => lines.length;\n',
  'shop/till.ts': "export interface Line {\n  readonly name: string;\n}\nexport const total = (lines: readonly Line[]): number => lines.length + 1;\nexport const open = (): string => 'open';\nexport const early = total([]);\n",
  'main.ts': "import { page } from './page';\nconsole.log(page());\n",
};
const body = '\nconst lines: Line[] = [];\nexport const page = (): string => `${total(lines)} ${open()}`;\n';
const before = `import { open, total, type Line } from './shop';\n${body}`;

function load(page: string) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries({ ...shop, 'page.ts': page }).map(([name, text]) => [joinPath(root, name), text])));
  return loadProject({ fileSystem, root, config: defaultConfig });
}

/** Ids of what the proof says of a migration of page.ts, and whether its model was told from the two texts. */
function judge(after: string): { readonly ids: readonly string[]; readonly isTold: boolean } {
  const [old, now] = [load(before), load(after)];
  const read = createModuleReader(old);
  const file = joinPath(root, 'page.ts');
  const isTold = createLaterReader(old, read, now)(file).constants === read(file).constants;
  const { results } = proveChange({ before: old, after: now, changed: ['page.ts'], entries: ['main.ts', 'page.ts'], typeCheck: { reason: 'not asked' }, testCommand: { reason: 'not asked' }, read });
  return { isTold, ids: [...new Set(results.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => id)))].sort() };
}

// The model of such a file is not read anew, so a proof must find here what it finds in files that are.
describe('a migration that gets it wrong', () => {
  it('is found by the proof, though only imports differ', () => {
    const right = "import { total, type Line } from './shop/cart';\nimport { open } from './shop/till';\n";
    expect(judge(right + body)).toEqual({ ids: [], isTold: true });
    const wrong: Readonly<Record<string, string>> = {
      'another module has the name': "import { type Line } from './shop/cart';\nimport { open, total } from './shop/till';\n",
      'another module has the type': "import { total } from './shop/cart';\nimport { open, type Line } from './shop/till';\n",
      'a module does not have the name': "import { open, total, type Line } from './shop/cart';\n",
      'a module is not there': "import { total, type Line } from './shop/basket';\nimport { open } from './shop/till';\n",
    };
    expect(Object.fromEntries(Object.entries(wrong).map(([name, imports]) => [name, judge(imports + body)]))).toEqual({
      'another module has the name': { ids: ['changed-reference'], isTold: true },
      'another module has the type': { ids: ['changed-reference'], isTold: true },
      'a module does not have the name': { ids: ['lost-effect', 'lost-reference', 'missing-export'], isTold: true },
      'a module is not there': { ids: ['changed-reference', 'unresolved-import'], isTold: true },
    });
  });

  it('is found where names are exchanged, and the file is read anew', () => {
    expect(judge(`import { total as open, open as total, type Line } from './shop';\n${body}`)).toMatchObject({ isTold: false, ids: ['changed-reference'] });
    expect(judge(`import { total, type Line } from './shop/cart';\n${body}`)).toMatchObject({ isTold: false, ids: ['lost-effect', 'lost-reference'] });
  });
});
