import { describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { migrate } from '../../../src/workflow/migrate.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const root = filePath('/shop');

function attempt(facade: string): unknown {
  const files = { 'till.js': facade, 'till/sums.js': 'function total(items) {\n  return items.length;\n}\nexports.total = total;\n', 'main.js': "const till = require('./till');\nconsole.log(till(1));\n" };
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text])));
  try {
    return migrate(openWorkspace({ fileSystem, root, machine: createMachine() }), { facades: [joinPath(root, 'till.js')], typecheck: false });
  } catch (error) {
    const { title, detail, help } = error as { title: string; detail: string; help: string };
    return { title, detail, help };
  }
}

describe('migrate says why no importer can leave a file', () => {
  it('one that was never split', () => {
    expect(attempt('exports.total = (items) => items.length;\n')).toEqual({ title: 'not a facade', detail: 'till.js declares every name that it exports', help: 'Split it first: decant split till.js' });
  });

  it.each([
    ['the facade of a split that exports one value as a whole', "const { total } = require('./till/sums');\n\nmodule.exports = total;\n", 'till.js: it exports one value as a whole (`module.exports =`)'],
    [
      'the facade of a split with members that may be assigned again',
      "const { total } = require('./till/sums');\n\nexports.total = total;\nexports.tax = tax;\nfunction tax(sum) {\n  Object.assign(exports, sum);\n}\n",
      'till.js: total may be assigned again by code that runs later, and no other of its 2 names can be taken from elsewhere',
    ],
  ])('%s', (_name, facade, detail) => {
    expect(attempt(facade)).toEqual({ title: 'no name can be taken from elsewhere', detail, help: 'Let its importers go on importing it, or export each name for itself.' });
  });
});
