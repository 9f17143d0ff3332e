import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/unresolved-import/unresolved-import.js';
import { configSchema } from '../../../src/config/config-schema.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { study } from './study.js';

const root = filePath('/shop');

function find(texts: Readonly<Record<string, string>>) {
  const config = configSchema.parse({ analyzers: { 'unresolved-import': { severity: 'warning' } } });
  const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [filePath(name, root), text]));
  const project = loadProject({ fileSystem: createMemoryFileSystem(files), root, config });
  return analyzer.run({ ...study({}), project, config });
}

describe('unresolved-import', () => {
  it('gives one finding a file and specifier, whose key does not know the line', () => {
    const [before] = find({ 'till.ts': `import './gone.js';\n` });
    const [after, ...rest] = find({ 'till.ts': `// the till\nimport './gone.js';\nexport * from './gone.js';\n` });
    expect(rest).toEqual([]);
    expect(after).toMatchObject({ key: 'till.ts:./gone.js', at: { line: 2, column: 8 }, related: [{ line: 3, column: 15 }] });
    expect(before!.key).toBe(after!.key);
  });

  it.each([
    ['a neighbour of a similar name, with the extension as it was written', './shelv.js', "Import './shelf.js', if shelf.ts is meant"],
    ['the same without extension', './shelv', "Import './shelf', if shelf.ts is meant"],
    ['the only file of that name in another folder', './tax.js', "Import './rates/tax.js', if rates/tax.ts is meant"],
    ['none of two files of that name', './index.js', 'Correct the path, or generate the file before decant runs'],
    ['no file for a package', 'shelf-life', 'Install the package and list it in a package.json, or add the alias to "paths" of the tsconfig'],
    ['no file for an internal name', '#shelf', 'Add it to "imports" of the package.json, or to "paths" of the tsconfig'],
  ])('names %s', (_what, specifier, help) => {
    const texts = { 'till.ts': `import '${specifier}';\n`, 'shelf.ts': '', 'rates/tax.ts': '', 'rates/index.ts': '', 'old/index.ts': '' };
    expect(find(texts).map((found) => found.help)).toEqual([help]);
  });

  it.each([
    ['@/gone', 'Correct the name or its target in "paths" of the tsconfig, or generate the file before decant runs'],
    ['#u/gone', 'Correct the name or its target in "imports" of the package.json, or generate the file before decant runs'],
    ['dep/inner', 'Import a name that the package exports, or add this one to its "exports"'],
    ['plain/inner', 'Import a file that the package has, or another version of it'],
    ['node:fss', 'Correct the name of the module'],
  ])('advises on %s by how far it led', (specifier, help) => {
    const texts = {
      'till.ts': `import '${specifier}';\n`,
      'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'package.json': '{"imports":{"#u/*":"./src/u/*.ts"},"dependencies":{"dep":"1","plain":"1"}}',
      'node_modules/dep/package.json': '{"exports":"./index.js"}',
      'node_modules/plain/package.json': '{}',
    };
    expect(find(texts).map((found) => found.help)).toEqual([help]);
  });

  it('quotes the next command where a shell would read it otherwise', () => {
    expect(find({ 'till.ts': `import './$gone.js';\n` })[0]!.next!.command).toBe('decant graph --why till.ts "./\\$gone.js"');
  });
});
