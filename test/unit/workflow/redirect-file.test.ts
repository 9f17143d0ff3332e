// What the fix of the ESLint rule `prefer-direct-import` writes into a file is what `decant migrate` writes into it, whatever the form of the import.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMachine } from '../../../src/host/machine.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createModuleReader } from '../../../src/load/module-reader.js';
import { redirectFile } from '../../../src/workflow/redirect-file.js';
import { readFolder } from '../../support/folder.js';
import { fixturesRoot } from '../../support/run-program.js';

const root = filePath('/kitchen');

describe('one file at a time', () => {
  it.each([
    'commonjs-every-form-of-require', 'components-of-vue-and-svelte', 'elements-of-a-namespace-in-tsx', 'every-form-in-every-kind-of-file', 'import-equals-of-commonjs-typescript',
    'members-of-a-namespace-become-imports', 'names-of-several-modules-and-one-that-stays', 'the-style-of-each-file', 'types-in-the-comments-of-scripts',
  ])('%s', (name) => {
    const folder = `${fixturesRoot}/codemod/redirect-imports/${name}`;
    const { facades } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as { facades: readonly string[] };
    const fileSystem = createMemoryFileSystem(Object.fromEntries([...readFolder(`${folder}/input`)].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
    const workspace = { fileSystem, root, config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
    const project = loadProject({ fileSystem, root, config: defaultConfig });
    const read = createModuleReader(project);
    const expected = [...readFolder(`${folder}/expected`)];
    expect(expected.length).toBeGreaterThan(0);
    for (const [file, bytes] of expected) {
      const texts = facades.flatMap((facade) => redirectFile(workspace, project, read, joinPath(root, file), joinPath(root, facade)).text ?? []);
      // A file that leaves two facades is fixed twice, and one of them here.
      if (texts.length !== 1) expect(texts.length, file).toBe(2);
      else expect(texts, file).toEqual([bytes.toString('utf8').replace(/^\uFEFF/, '')]);
    }
  });
});
