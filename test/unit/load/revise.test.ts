import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { relink } from '../../../src/load/relink.js';
import { reviseProject } from '../../../src/load/revise.js';
import type { Project } from '../../../src/model/project.js';

const root = filePath('/shop');
const file = filePath('/shop/src/kitchen.ts');
const kitchen = "import { order } from './order.js';\nexport { table } from './table.js';\nimport './gone.js';\nexport const kitchen = () => order;\n";

function load(text = kitchen): Project {
  const files = {
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    'src/a.ts': "import { order } from './order.js';\nimport { missing } from './missing.js';\nexport const a = [order, missing];\n",
    'src/kitchen.ts': text,
    'src/order.ts': 'export const order = 1;\n',
    'src/table.ts': "import { kitchen } from '@/kitchen';\nimport { order } from './order.js';\nimport './none.js';\nexport const table = [kitchen, order];\n",
  };
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, content]) => [filePath(`/shop/${name}`), content])));
  return loadProject({ fileSystem, root, config: defaultConfig });
}

/** All that a project says, in its order. Importers of a module are listed as the graph lists them. */
function describeProject({ files, scanned, graph, unparsed, skipped, contentHash }: Project) {
  return {
    files: [...files].map(([path, { text, bom, lineStarts }]) => ({ path, text, bom, lines: lineStarts.length, hash: contentHash(path) })),
    scanned: [...scanned.values()],
    modules: graph.modules,
    from: [...graph.edgesFrom],
    to: [...graph.edgesTo],
    unresolved: graph.unresolved,
    unparsed, skipped,
  };
}

describe('reviseProject', () => {
  it.each([
    ['a line above all imports', `\n${kitchen}`],
    ['an import more, of a file that others import before and after it', `import { table } from '@/table';\n${kitchen}`],
    ['an import less', kitchen.replace("import { order } from './order.js';\n", 'const order = 1;\n')],
    ['another kind of import', kitchen.replace('import { order }', 'import type { order }')],
    ['an import of the file itself, and one that leads nowhere', `import './kitchen.js';\nimport './nowhere.js';\n${kitchen}`],
    ['no imports at all', 'export const kitchen = 1;\n'],
    ['an empty file', ''],
  ])('gives what relink gives: %s', (_, text) => {
    const project = load();
    const relinked = relink(project, { changes: [{ kind: 'modify', file, text, bom: false, because: 'edited' }], applicability: 'safe' });
    const revised = reviseProject(project, file, text)!;
    expect(describeProject(revised)).toEqual(describeProject(relinked));
    expect(revised.revises).toEqual({ project, file });
    expect(describeProject(project)).toEqual(describeProject(load()));
  });

  it('revises a revision, and names the first project', () => {
    const project = load();
    const again = reviseProject(reviseProject(project, file, 'export const kitchen = 1;\n')!, file, kitchen)!;
    expect(describeProject(again)).toEqual(describeProject(project));
    expect(again.revises!.project).toBe(project);
  });

  it('leaves to relink what is no module: a file that is new, and a text that cannot be parsed, before or after', () => {
    expect(reviseProject(load(), filePath('/shop/src/new.ts'), kitchen)).toBeUndefined();
    expect(reviseProject(load(), file, 'import {{{ from\u0000')).toBeUndefined();
  });
});
