import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { applyChanges, withWriteLock } from '../../../src/workflow/transaction.js';
import { undo } from '../../../src/workflow/undo.js';
import type { ChangeSet } from '../../../src/edit/change-set.js';
import type { WritableFileSystem } from '../../../src/host/file-system.js';
import type { Machine } from '../../../src/host/machine.js';
import type { Workspace } from '../../../src/workflow/workspace.js';

const root = filePath('/shop');
const source = filePath('/shop/src/orders.ts');

const oldTree = {
  '/shop/src/orders.ts': '\uFEFFexport const open = 1;\r\nexport const closed = 2;\r\n',
  '/shop/src/legacy.ts': 'export {};\n',
  '/shop/src/untouched.ts': 'export const price = 3;\n',
};

const changes: ChangeSet = {
  applicability: 'safe',
  changes: [
    { kind: 'create', file: filePath('/shop/src/orders/open.ts'), text: 'export const open = 1;\r\n', bom: true, because: 'opening' },
    { kind: 'create', file: filePath('/shop/src/orders/deep/closed.ts'), text: 'export const closed = 2;\r\n', bom: true, because: 'closing' },
    { kind: 'modify', file: source, text: "export { open } from './orders/open.js';\r\n", bom: true, because: 'facade' },
    { kind: 'delete', file: filePath('/shop/src/legacy.ts'), because: 'empty' },
  ],
};

const machine: Machine = {
  now: () => new Date('2026-11-22T03:15:00.250Z'),
  acquireLock: () => ({ kind: 'acquired', release: () => undefined }),
  runCommand: () => ({ exitCode: 0, output: '', timedOut: false, seconds: 0 }),
  runNodeScript: () => ({ exitCode: 0, output: '', timedOut: false, seconds: 0 }),
};

function workspaceOn(fileSystem: WritableFileSystem, notices: string[] = []): Workspace {
  return { fileSystem, root, config: defaultConfig, machine, progress: () => undefined, notice: (text) => notices.push(text) };
}

/** Every file of the user's tree with its bytes, and every folder; decant's own folder apart. */
function snapshot(fileSystem: WritableFileSystem, folder: FilePath = root): string[] {
  return fileSystem.listDirectory(folder).flatMap((entry) => {
    const path = joinPath(folder, entry.name);
    if (entry.name === '.decant') return [];
    if (entry.kind === 'directory') return [`${path}/`, ...snapshot(fileSystem, path)];
    return [`${path} ${fileSystem.mode(path)} ${Buffer.from(fileSystem.readBytes(path)!).toString('hex')}`];
  });
}

/** Passes `budget` writing operations on; `kill`: the rest fails for ever, as for a process that is gone; `hiccup`: one fails. */
function failAfter(base: WritableFileSystem, budget: number, kind: 'kill' | 'hiccup'): { fileSystem: WritableFileSystem; operations: () => number } {
  let count = 0;
  const guard = <A extends unknown[], R>(operation: (...args: A) => R) => (...args: A): R => {
    const number = count++;
    if (kind === 'kill' ? number >= budget : number === budget) throw new Error('power cut');
    return operation(...args);
  };
  const fileSystem = {
    ...base,
    writeBytes: guard(base.writeBytes),
    makeDirectory: guard(base.makeDirectory),
    remove: guard(base.remove),
    removeEmptyDirectory: guard(base.removeEmptyDirectory),
  };
  return { fileSystem, operations: () => count };
}

function apply(workspace: Workspace): void {
  withWriteLock(workspace, () => applyChanges(workspace, { changes, source, expected: (file) => workspace.fileSystem.readBytes(file) }));
}

function attempt(action: () => void): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}

const before = snapshot(createMemoryFileSystem(oldTree));
const after = (() => {
  const fileSystem = createMemoryFileSystem(oldTree);
  apply(workspaceOn(fileSystem));
  return snapshot(fileSystem);
})();
const applyOperations = (() => {
  const faulty = failAfter(createMemoryFileSystem(oldTree), Infinity, 'kill');
  apply(workspaceOn(faulty.fileSystem));
  return faulty.operations();
})();

describe('a transaction', () => {
  it('writes every change, and undo puts back every byte, folder and mode', () => {
    const fileSystem = createMemoryFileSystem(oldTree);
    const workspace = workspaceOn(fileSystem);
    apply(workspace);
    expect(after).not.toEqual(before);
    expect(snapshot(fileSystem)).toEqual(after);
    const report = undo(workspace);
    expect(snapshot(fileSystem)).toEqual(before);
    expect(report.id).toMatch(/^20261122T031500-[0-9a-f]{4}$/);
    expect(report.removed).toEqual(['src/orders/open.ts', 'src/orders/deep/closed.ts']);
  });

  it('makes more than ten writing operations, so that the kills below reach every step', () => {
    expect(applyOperations).toBeGreaterThan(10);
  });

  it.each(Array.from({ length: applyOperations + 1 }, (_, step) => step))('killed at operation %i leaves a tree that the next run makes old or new', (step) => {
    const disk = createMemoryFileSystem(oldTree);
    const error = attempt(() => apply(workspaceOn(failAfter(disk, step, 'kill').fileSystem)));
    expect(error === undefined).toBe(step >= applyOperations);
    withWriteLock(workspaceOn(disk), () => undefined);
    expect(snapshot(disk)).toEqual(error === undefined ? after : before);
  });

  it.each(Array.from({ length: applyOperations }, (_, step) => step))('one failing write at operation %i puts the old tree back by itself', (step) => {
    const disk = createMemoryFileSystem(oldTree);
    expect(attempt(() => apply(workspaceOn(failAfter(disk, step, 'hiccup').fileSystem)))).toBeInstanceOf(Error);
    expect(snapshot(disk)).toEqual(before);
  });

  it('survives a second kill at any operation of the recovery', () => {
    for (let first = 0; first < applyOperations; first++) {
      for (let second = 0; second < 20; second++) {
        const disk = createMemoryFileSystem(oldTree);
        attempt(() => apply(workspaceOn(failAfter(disk, first, 'kill').fileSystem)));
        attempt(() => withWriteLock(workspaceOn(failAfter(disk, second, 'kill').fileSystem), () => undefined));
        withWriteLock(workspaceOn(disk), () => undefined);
        expect(snapshot(disk), `killed at ${first} and ${second}`).toEqual(before);
      }
    }
  });

  it('finishes an undo that was killed at any operation', () => {
    for (let step = 0; step < 20; step++) {
      const disk = createMemoryFileSystem(oldTree);
      apply(workspaceOn(disk));
      const error = attempt(() => void undo(workspaceOn(failAfter(disk, step, 'kill').fileSystem)));
      const notices: string[] = [];
      withWriteLock(workspaceOn(disk, notices), () => undefined);
      const tree = snapshot(disk);
      // Killed before the undo began, the change is still applied; from then on it is finished.
      if (notices.length === 0 && error !== undefined) expect([before, after]).toContainEqual(tree);
      else expect(tree, `killed at ${step}`).toEqual(before);
    }
  });

  it('says that it restored an interrupted change', () => {
    const disk = createMemoryFileSystem(oldTree);
    attempt(() => apply(workspaceOn(failAfter(disk, applyOperations - 1, 'kill').fileSystem)));
    expect(snapshot(disk)).toEqual(after);
    const notices: string[] = [];
    withWriteLock(workspaceOn(disk, notices), () => undefined);
    expect(notices.join()).toContain('Restored src/orders.ts');
  });

  it('undo after a kill undoes the killed change and not the one before it', () => {
    const disk = createMemoryFileSystem({ ...oldTree, '/shop/src/first.ts': 'export {};\n' });
    const first: ChangeSet = { applicability: 'safe', changes: [{ kind: 'modify', file: filePath('/shop/src/first.ts'), text: 'export const kept = 1;\n', bom: false, because: 'earlier' }] };
    withWriteLock(workspaceOn(disk), () => applyChanges(workspaceOn(disk), { changes: first, source: filePath('/shop/src/first.ts'), expected: (file) => disk.readBytes(file) }));
    const between = snapshot(disk);
    attempt(() => apply(workspaceOn(failAfter(disk, applyOperations - 3, 'kill').fileSystem)));
    expect(snapshot(disk)).not.toEqual(between);
    expect(undo(workspaceOn(disk)).source).toBe('src/orders.ts');
    expect(snapshot(disk)).toEqual(between);
    expect(undo(workspaceOn(disk)).source).toBe('src/first.ts');
  });

  it('undo after a kill that came before the first file leaves the change before it alone, and says so', () => {
    const disk = createMemoryFileSystem({ ...oldTree, '/shop/src/first.ts': 'export {};\n' });
    const first: ChangeSet = { applicability: 'safe', changes: [{ kind: 'modify', file: filePath('/shop/src/first.ts'), text: 'export const kept = 1;\n', bom: false, because: 'earlier' }] };
    withWriteLock(workspaceOn(disk), () => applyChanges(workspaceOn(disk), { changes: first, source: filePath('/shop/src/first.ts'), expected: (file) => disk.readBytes(file) }));
    const between = snapshot(disk);
    // Two copies of old bytes are saved, and no journal that speaks of them.
    attempt(() => apply(workspaceOn(failAfter(disk, 2, 'kill').fileSystem)));
    expect(() => undo(workspaceOn(disk))).toThrow(/interrupted last left nothing to put back/);
    expect(snapshot(disk)).toEqual(between);
    // Killed while the tests ran, before a journal was begun: only the lock tells of it.
    const lockedAt = (time: string): Workspace => ({ ...workspaceOn(disk), machine: { ...machine, acquireLock: () => ({ kind: 'acquired', abandoned: new Date(time), release: () => undefined }) } });
    expect(() => undo(lockedAt('2026-11-22T03:20:00Z'))).toThrow(/interrupted last left nothing to put back/);
    expect(snapshot(disk)).toEqual(between);
    // Killed while the tests ran on what was written: its journal is younger than its lock.
    expect(undo(lockedAt('2026-11-22T03:14:00Z')).source).toBe('src/first.ts');
  });

  it('refuses to undo over an edit made since, and writes nothing then', () => {
    const fileSystem = createMemoryFileSystem(oldTree);
    const workspace = workspaceOn(fileSystem);
    apply(workspace);
    fileSystem.writeBytes(filePath('/shop/src/orders/open.ts'), new TextEncoder().encode('// my evening work\n'));
    const edited = snapshot(fileSystem);
    expect(() => undo(workspace)).toThrow(/src\/orders\/open\.ts has other content/);
    expect(snapshot(fileSystem)).toEqual(edited);
  });

  it('never overwrites an edit made after a kill', () => {
    const disk = createMemoryFileSystem(oldTree);
    attempt(() => apply(workspaceOn(failAfter(disk, applyOperations - 2, 'kill').fileSystem)));
    disk.writeBytes(source, new TextEncoder().encode('// edited in the half written tree\n'));
    const edited = snapshot(disk);
    expect(() => withWriteLock(workspaceOn(disk), () => undefined)).toThrow(/files changed since/);
    expect(snapshot(disk)).toEqual(edited);
  });

  it('refuses when the file was edited between reading and writing', () => {
    const fileSystem = createMemoryFileSystem(oldTree);
    const workspace = workspaceOn(fileSystem);
    const run = () => withWriteLock(workspace, () => applyChanges(workspace, { changes, source, expected: () => new Uint8Array([1]) }));
    expect(run).toThrow(/was edited since it was read/);
    expect(snapshot(fileSystem)).toEqual(before);
  });

  it('refuses a target that exists and a target outside of the root', () => {
    const fileSystem = createMemoryFileSystem({ ...oldTree, '/shop/src/orders/open.ts': 'mine' });
    expect(() => apply(workspaceOn(fileSystem))).toThrow(/src\/orders\/open\.ts exists already/);
    const outside: ChangeSet = { applicability: 'safe', changes: [{ kind: 'create', file: filePath('/etc/cron'), text: '', bom: false, because: '' }] };
    const workspace = workspaceOn(createMemoryFileSystem(oldTree));
    expect(() => applyChanges(workspace, { changes: outside, source, expected: () => undefined })).toThrow(/not below the root/);
  });

  it('does not take two changes of one second for one', () => {
    const fileSystem = createMemoryFileSystem(oldTree);
    const workspace = workspaceOn(fileSystem);
    apply(workspace);
    const first = undo(workspace).id;
    apply(workspace);
    expect(undo(workspace).id).toBe(`${first}-2`);
    expect(() => undo(workspace)).toThrow(/nothing to undo/);
    expect(() => undo(workspace, { id: first })).toThrow(/undone already/);
    expect(() => undo(workspace, { id: '20261122T031500-beef' })).toThrow(/unknown change/);
  });

  it('refuses a journal that names a file outside of the root', () => {
    const fileSystem = createMemoryFileSystem(oldTree);
    const workspace = workspaceOn(fileSystem);
    apply(workspace);
    const [entry] = fileSystem.listDirectory(filePath('/shop/.decant/journal'));
    const file = joinPath(filePath('/shop/.decant/journal'), entry!.name, 'journal.json');
    const text = new TextDecoder().decode(fileSystem.readBytes(file)).replace('"src/legacy.ts"', '"../bank/legacy.ts"');
    fileSystem.writeBytes(file, new TextEncoder().encode(text));
    expect(() => undo(workspace)).toThrow(/not below the root/);
    expect(snapshot(fileSystem)).toEqual(after);
  });
});
