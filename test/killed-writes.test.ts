// A real process is killed with SIGKILL before each call that changes the disk, and the next run has to find the old tree or the new one again: bytes,
// modes, folders, symlinks, and no temporary file left. What an error in place of a kill does is in test/unit/workflow/transaction.test.ts.
import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../scripts/repository.js';
import { defaultConfig } from '../src/config/config.js';
import { createMachine } from '../src/host/machine.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath } from '../src/host/path.js';
import { withWriteLock } from '../src/workflow/transaction.js';
import { undo } from '../src/workflow/undo.js';
import type { Workspace } from '../src/workflow/workspace.js';

const made: string[] = [];
let script = '';

beforeAll(() => {
  // Beside the packages that the bundle leaves outside.
  const folder = mkdtempSync(path.join(repositoryRoot, '.tmp-killed-'));
  made.push(folder);
  script = path.join(folder, 'killed-writer.mjs');
  buildSync({ entryPoints: [`${repositoryRoot}/test/support/killed-writer.ts`], outfile: script, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' });
});

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function makeTree(): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-killed-')));
  made.push(root);
  mkdirSync(path.join(root, 'src'));
  writeFileSync(path.join(root, 'src/orders.ts'), '\uFEFFexport const open = 1;\r\nexport const closed = 2;');
  chmodSync(path.join(root, 'src/orders.ts'), 0o640);
  writeFileSync(path.join(root, 'src/legacy.sh'), '#!/bin/sh\n');
  chmodSync(path.join(root, 'src/legacy.sh'), 0o751);
  symlinkSync('orders.ts', path.join(root, 'src/link.ts'));
  return root;
}

function snapshot(root: string, folder = root): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const file = path.join(folder, name);
    const stat = lstatSync(file);
    const shown = path.relative(root, file);
    if (shown === '.decant') return [];
    if (stat.isSymbolicLink()) return [`${shown} -> ${readlinkSync(file)}`];
    if (stat.isDirectory()) return [`${shown}/`, ...snapshot(root, file)];
    return [`${shown} ${(stat.mode & 0o7777).toString(8)} ${readFileSync(file).toString('hex')}`];
  });
}

function workspaceOn(root: string): Workspace {
  return { fileSystem: createNodeFileSystem(), root: filePath(root), config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
}

function run(root: string, action: 'apply' | 'apply-many' | 'undo', step: number): { readonly calls: number; readonly killed: boolean } {
  const child = spawnSync(process.execPath, [script, root, action, String(step)], { encoding: 'utf8' });
  if (child.status !== 0 && child.signal !== 'SIGKILL') throw new Error(child.stderr);
  return { calls: Number(child.stdout), killed: child.signal === 'SIGKILL' };
}

describe('a process that is killed while it writes', () => {
  it('leaves a tree that the next run makes old or new, whatever the call', () => {
    const whole = makeTree();
    const before = snapshot(whole);
    const { calls } = run(whole, 'apply', 0);
    const after = snapshot(whole);
    expect(calls).toBeGreaterThan(25);
    expect(after).not.toEqual(before);
    const seen = { old: 0, new: 0, restored: 0 };
    // Every third call: which ones it hits moves with each change of the code, and every single step is killed in memory.
    for (let step = 1; step <= calls; step += 3) {
      const root = makeTree();
      expect(run(root, 'apply', step).killed, `call ${step} of ${calls}`).toBe(true);
      const half = snapshot(root);
      withWriteLock(workspaceOn(root), ({ restored }) => (seen.restored += restored.length));
      const tree = snapshot(root);
      expect([before, after], `killed before call ${step} of ${calls}`).toContainEqual(tree);
      if (String(tree) === String(before)) seen.old++;
      else seen.new++;
      // The new tree is there only when nothing was left to do but to let go of the lock.
      if (String(tree) === String(after)) expect(half).toEqual(after);
    }
    expect(seen.restored, 'some kills have hit a half written tree').toBeGreaterThan(2);
    expect(seen.old).toBeGreaterThan(seen.new);
  }, 240_000);

  it('leaves an undo that the next run finishes', () => {
    const whole = makeTree();
    const before = snapshot(whole);
    run(whole, 'apply', 0);
    const after = snapshot(whole);
    const { calls } = run(whole, 'undo', 0);
    expect(snapshot(whole)).toEqual(before);
    for (let step = 1; step <= calls; step += 6) {
      const root = makeTree();
      run(root, 'apply', 0);
      expect(run(root, 'undo', step).killed, `call ${step} of ${calls}`).toBe(true);
      withWriteLock(workspaceOn(root), () => undefined);
      const tree = snapshot(root);
      expect([before, after], `killed before call ${step} of ${calls}`).toContainEqual(tree);
      if (String(tree) === String(after)) {
        undo(workspaceOn(root));
        expect(snapshot(root)).toEqual(before);
      }
    }
  }, 240_000);

  it('leaves a tree of many files that the next run makes old, in the journal, in the temporary files and among the renames', () => {
    const makeMenu = (): string => {
      const root = makeTree();
      mkdirSync(path.join(root, 'menu'));
      for (let index = 0; index < 36; index++) writeFileSync(path.join(root, `menu/dish-${index}.ts`), `export const dish = ${index};\n`);
      return root;
    };
    const whole = makeMenu();
    const before = snapshot(whole);
    const { calls } = run(whole, 'apply-many', 0);
    const after = snapshot(whole);
    expect(calls).toBeGreaterThan(36 * 2 * 3 + 36 * 4);
    undo(workspaceOn(whole));
    expect(snapshot(whole)).toEqual(before);
    // The last calls are the renames of the files, then the journal and the lock.
    for (const step of [100, calls - 130, calls - 60, calls - 25]) {
      const root = makeMenu();
      expect(run(root, 'apply-many', step).killed, `call ${step} of ${calls}`).toBe(true);
      const half = snapshot(root);
      if (step === calls - 25) expect([before, after]).not.toContainEqual(half.filter((line) => !line.includes('.decant-tmp')));
      withWriteLock(workspaceOn(root), () => undefined);
      expect(snapshot(root), `killed before call ${step} of ${calls}`).toEqual(before);
    }
  }, 120_000);
});
