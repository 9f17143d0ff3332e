import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { relink } from '../../../src/load/relink.js';
import { isSameProject } from '../../../src/load/same-project.js';

const root = filePath('/kitchen');
const kitchen = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
  'menu.ts': "import { bake } from './oven';\nexport const today = bake();\n",
  'oven/index.ts': 'export const bake = () => 1;\n',
};

function open(files: Readonly<Record<string, string>>) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text])));
  return loadProject({ fileSystem, root, config: defaultConfig });
}

describe('isSameProject', () => {
  it('takes a project that was computed for the one that is read from disk once it is written', () => {
    const text = "import { bake } from './oven/index';\nexport const today = bake();\n";
    const computed = relink(open(kitchen), { applicability: 'safe', changes: [{ kind: 'modify', file: joinPath(root, 'menu.ts'), text, bom: true, because: 'home' }] });
    expect(isSameProject(open({ ...kitchen, 'menu.ts': `\uFEFF${text}` }), computed)).toBe(true);
    expect(isSameProject(open({ ...kitchen, 'menu.ts': text }), computed), 'byte order mark').toBe(false);
  });

  it.each([
    ['one file has another text', { 'oven/index.ts': 'export const bake = () => 2;\n' }],
    ['a file came', { 'soup.ts': 'export const soup = 1;\n' }],
    ['a file came that an import means now', { 'oven.ts': 'export const bake = () => 1;\n' }],
    ['a file came that cannot be parsed', { 'soup.ts': 'export const = ;\n' }],
    ['the compiler is told something else', { 'tsconfig.json': '{ "compilerOptions": { "strict": true, "verbatimModuleSyntax": true } }\n' }],
    ['the tsconfig is broken now', { 'tsconfig.json': '{ "compilerOptions": { "strict": true }\n' }],
  ])('says no where %s', (_name, files) => {
    expect(isSameProject(open({ ...kitchen, ...(files as Record<string, string>) }), open(kitchen))).toBe(false);
  });
});
