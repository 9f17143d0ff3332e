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

describe('migrate --write', () => {
  const shop = {
    'src/till.ts': "export { tax, total } from './till/sums';\n",
    'src/till/sums.ts': 'export const total = (items: number[]): number => items.length;\nexport const tax = (sum: number): number => sum / 5;\n',
    'src/main.ts': "import { tax } from './till';\nconsole.log(tax(1));\n",
  };

  it.each([
    ['leaves what stands on disk as it is when the commands do', undefined, true],
    ['proves what stands on disk, and not what it has computed, when a command of the user has changed a file', 'src/till.ts', false],
  ])('%s', (_name, touched, isApplied) => {
    const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(shop).map(([name, text]) => [joinPath(root, name), text])));
    const text = (name: string): string => new TextDecoder().decode(fileSystem.readBytes(joinPath(root, name)));
    const runCommand = () => {
      if (touched !== undefined && text('src/main.ts').includes('sums')) fileSystem.writeBytes(joinPath(root, touched), new TextEncoder().encode("export { total } from './till/sums';\n"));
      return { exitCode: 0, output: '', timedOut: false, seconds: 0 };
    };
    const machine = { ...createMachine(), acquireLock: () => ({ kind: 'acquired' as const, release: () => undefined }), runCommand };
    const report = migrate(openWorkspace({ fileSystem, root, machine }), { facades: [joinPath(root, 'src/till.ts')], write: true, typecheck: false, test: 'build' });
    expect({ applied: report.applied, rolledBack: report.rolledBack }).toEqual({ applied: isApplied, rolledBack: !isApplied });
    expect(text('src/main.ts').includes("'./till/sums'")).toBe(isApplied);
  });

  it('tells of a name that a test runner leads to the facade, with its ending or without', () => {
    const more = {
      'jest.config.js': "module.exports = {\n  setupFiles: ['./src/till.ts'],\n  moduleNameMapper: { '^@till$': '<rootDir>/src/till', '^@stock$': '<rootDir>/src/stock' },\n};\n",
      'src/vite.config.ts': "export default { resolve: { alias: [{ find: '@till', replacement: new URL('./till.ts', import.meta.url).pathname }] } };\n",
    };
    const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries({ ...shop, ...more }).map(([name, text]) => [joinPath(root, name), text])));
    const report = migrate(openWorkspace({ fileSystem, root, machine: createMachine() }), { facades: [joinPath(root, 'src/till.ts')], typecheck: false });
    expect(report.notes.map(({ at, notes }) => [at.file, at.line, notes])).toEqual([['jest.config.js', 3, ["as '<rootDir>/src/till'"]], ['src/vite.config.ts', 1, ["as './till.ts'"]]]);
  });
});
