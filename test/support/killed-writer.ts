// Runs in a process of its own: `apply` writes the change of the test, `apply-many` one of so many files that they wait for the disk together, `undo` takes it back. The process kills itself with SIGKILL right before the
// n-th call that changes the disk, temporary files, the journal and the lock included; with 0 it counts them and lives.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { defaultConfig } from '../../src/config/config.js';
import { createMachine } from '../../src/host/machine.js';
import { createNodeFileSystem } from '../../src/host/node-file-system.js';
import { filePath, joinPath } from '../../src/host/path.js';
import { applyChanges, withWriteLock } from '../../src/workflow/transaction.js';
import { undo } from '../../src/workflow/undo.js';
import type { ChangeSet } from '../../src/edit/change-set.js';
import type { Workspace } from '../../src/workflow/workspace.js';

const [folder, action, step] = process.argv.slice(2) as [string, string, string];
let calls = 0;
const disk = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
for (const name of ['openSync', 'writeFileSync', 'writeSync', 'fsyncSync', 'fchmodSync', 'renameSync', 'unlinkSync', 'rmdirSync', 'rmSync', 'mkdirSync', 'linkSync']) {
  const original = disk[name]!;
  disk[name] = (...args) => {
    if (name !== 'openSync' || String(args[1]).includes('w')) {
      calls++;
      if (calls === Number(step)) process.kill(process.pid, 'SIGKILL');
    }
    return original(...args);
  };
}
syncBuiltinESMExports();

const root = filePath(folder);
const workspace: Workspace = { fileSystem: createNodeFileSystem(), root, config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
const changes: ChangeSet = {
  applicability: 'safe',
  changes: [
    { kind: 'create', file: joinPath(root, 'src/orders/deep/open.ts'), text: 'export const open = 1;\r\n', bom: true, because: 'opening' },
    { kind: 'modify', file: joinPath(root, 'src/orders.ts'), text: "export { open } from './orders/deep/open.js';\r\n", bom: true, because: 'facade' },
    { kind: 'delete', file: joinPath(root, 'src/legacy.sh'), because: 'empty' },
  ],
};
const many: ChangeSet = {
  applicability: 'safe',
  changes: workspace.fileSystem.listDirectory(joinPath(root, 'menu')).map(({ name }) => ({ kind: 'modify', file: joinPath(root, `menu/${name}`), text: `export const dish = '${name}';\n`, bom: false, because: 'dish' })),
};
const apply = (written: ChangeSet, source: string): void => {
  withWriteLock(workspace, () => applyChanges(workspace, { changes: written, source: joinPath(root, source), expected: (file) => workspace.fileSystem.readBytes(file) }));
};
if (action === 'apply') apply(changes, 'src/orders.ts');
else if (action === 'apply-many') apply(many, 'menu/dish-0.ts');
else undo(workspace);
process.stdout.write(String(calls));
