// The programs of src/child as the build makes them, in a temporary folder: a test must not depend on how old dist is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createMachine, type Machine } from '../../src/host/machine.js';
import { filePath } from '../../src/host/path.js';
import { repositoryRoot } from '../../scripts/repository.js';

export interface ChildPrograms {
  /** A machine that starts them. */
  readonly machine: Machine;
  readonly remove: () => void;
}

export function buildChildPrograms(): ChildPrograms {
  const folder = mkdtempSync(join(tmpdir(), 'decant-child-'));
  const names = ['load-entry', 'module-hooks', 'bundle-entries', 'report-api'];
  buildSync({
    absWorkingDir: repositoryRoot, entryPoints: names.map((name) => `src/child/${name}.ts`), outdir: folder, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const machine = createMachine();
  return {
    machine: { ...machine, programs: { ...machine.programs!, find: (name) => filePath(join(folder, `${name}.js`)) } },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
