import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { proveChange } from '../../../src/workflow/prove-change.js';
import { readFolder, type Folder } from '../../support/folder.js';
import { fixturesRoot } from '../../support/run-program.js';

const root = filePath('/kitchen');

function load(folder: Folder) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...folder].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
  return loadProject({ fileSystem, root, config: defaultConfig });
}

/** A reviewer who compares a branch with its base the wrong way round, and whoever undoes a split by hand, is told nothing false. */
describe('a split that is taken back', () => {
  it.each([
    'ranges-torn-apart', 'all-rules-off-but-one', 'pragmas-below-the-first-comment', 'section-banners-and-detached-comments', 'license-and-pragmas',
    'private-helper-shared', 'paths-of-data-rewritten', 'comments-between-names',
  ])('%s', (name) => {
    const folder = `${fixturesRoot}/codemod/split-module/${name}`;
    const { file } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as { file: string };
    const input = readFolder(`${folder}/input`);
    const written = readFolder(`${folder}/expected`);
    const proof = proveChange({
      before: load(new Map([...input, ...written])), after: load(input), changed: [...written.keys()].sort(), entries: [file],
      typeCheck: { reason: 'not asked' }, testCommand: { reason: 'not asked' },
    });
    const failed = proof.results.filter(({ status }) => status === 'failed');
    expect(failed.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${id}: ${message}`))).toEqual([]);
    expect(proof.results.find(({ check }) => check === 'statements-conserved')).toMatchObject({ status: 'passed' });
  });
});
