// The thread is built as a release builds it: a test must not depend on how old dist is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../scripts/repository.js';
import { defaultConfig } from '../../../src/config/config.js';
import { createMachine, type Machine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { startThread, type Thread } from '../../../src/host/thread.js';
import { loadProject } from '../../../src/load/load-project.js';
import { relink } from '../../../src/load/relink.js';
import { proveChange } from '../../../src/workflow/prove-change.js';
import { startTypeThread, type TypeQuestion } from '../../../src/workflow/type-thread.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import type { FileChange } from '../../../src/edit/change-set.js';
import type { ChangeSet } from '../../../src/edit/change-set.js';
import type { CheckResult } from '../../../src/model/proof.js';

const fileSystem = createNodeFileSystem();
const kitchen = fileSystem.realPath(filePath(mkdtempSync(join(tmpdir(), 'decant-kitchen-'))))!;
const menu = joinPath(kitchen, 'menu.ts');
const built = mkdtempSync(join(repositoryRoot, '.tmp-thread-'));
const program = filePath(join(built, 'type-thread-program.js'));
const limits = { leastSize: 0, patienceMs: 60_000 };
const skipped = { reason: 'not asked for' };

const write = (kind: 'create' | 'modify', name: string, text: string): FileChange => ({ kind, file: joinPath(kitchen, name), text, bom: false, because: 'a split' });
/** The type of `serve` is another one afterwards, so that there is something to tell. */
const changes = [
  write('modify', 'menu.ts', "export { serve } from './menu/serve.js';\nexport type { Dish } from './menu/dish.js';\n"),
  write('create', 'menu/dish.ts', 'export interface Dish {\n  readonly price: number;\n}\n'),
  write('create', 'menu/serve.ts', "import type { Dish } from './dish.js';\n\nexport function serve(dish: Dish, table?: number): number {\n  return dish.price + (table ?? 0);\n}\n"),
];
const changed = ['menu.ts', 'menu/dish.ts', 'menu/serve.ts'];

beforeAll(() => {
  writeFileSync(join(kitchen, 'package.json'), '{ "type": "module" }');
  writeFileSync(menu, 'export interface Dish {\n  readonly price: number;\n}\n\nexport function serve(dish: Dish, table: string): number {\n  return dish.price + table.length;\n}\n');
  buildSync({ absWorkingDir: repositoryRoot, entryPoints: ['src/workflow/type-thread-program.ts'], outdir: built, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' });
});

afterAll(() => {
  for (const folder of [kitchen, built]) rmSync(folder, { recursive: true, force: true });
});

function open(threads: Machine['threads']) {
  const workspace = openWorkspace({ fileSystem, root: kitchen, machine: { ...createMachine(), ...(threads && { threads }) } });
  const before = loadProject({ fileSystem, root: kitchen, config: defaultConfig });
  return { workspace, before, after: relink(before, { changes, applicability: 'safe' } satisfies ChangeSet) };
}

describe('types that are compared in a thread of their own', () => {
  it('come to what they come to in a proof without one, and to nothing where the texts are others', () => {
    const { workspace, before, after } = open({ find: () => program, start: startThread });
    const thread = startTypeThread(workspace, menu, limits)!;
    try {
      const said = new Map<string, CheckResult | undefined>();
      const ask = thread.compare(before, after, changed, changes);
      const prove = (answered?: (check: string) => CheckResult | undefined) =>
        proveChange({ before, after, changed, entries: ['menu.ts'], typeCheck: skipped, testCommand: skipped, ...(answered && { answered }) });
      const proof = prove((check) => {
        said.set(check, ask(check));
        return said.get(check);
      });
      expect([...said].map(([check, result]) => [check, result?.status])).toEqual([['api-fingerprint', 'failed'], ['declaration-emit', 'skipped']]);
      expect(proof).toEqual(prove());
      // The disk has the old text still.
      expect(thread.compare(before, after, changed)('api-fingerprint')).toBeUndefined();
      // The next question is not answered by the rest of the one before.
      expect(thread.compare(before, after, changed, changes)('api-fingerprint')).toEqual(said.get('api-fingerprint'));
    } finally {
      thread.end();
    }
  });

  it('are left to the proof by a thread that does not answer, and it is not waited for twice', () => {
    const asked: unknown[] = [];
    let waits = 0;
    const mute: Thread = { ask: (question) => void asked.push((question as TypeQuestion).kind), takeAnswer: () => void waits++, end: () => undefined };
    const { workspace, before, after } = open({ find: () => program, start: () => mute });
    const thread = startTypeThread(workspace, menu, limits)!;
    expect([1, 2].map(() => thread.compare(before, after, changed, changes)('api-fingerprint'))).toEqual([undefined, undefined]);
    expect(asked).toEqual(['read', 'compare', 'compare']);
    expect(waits).toBe(1);
  });

  it('are left to the proof where the program throws', () => {
    const broken = filePath(join(built, 'broken.mjs'));
    writeFileSync(broken, "throw new Error('no kitchen here');\n");
    const { workspace, before, after } = open({ find: () => broken, start: startThread });
    const thread = startTypeThread(workspace, menu, { ...limits, patienceMs: 100 })!;
    expect(thread.compare(before, after, changed, changes)('api-fingerprint')).toBeUndefined();
    thread.end();
  });

  it('are not read beside a small file, a script, or where no thread may be started', () => {
    const { workspace } = open({ find: () => program, start: () => expect.unreachable('started') });
    expect(startTypeThread(workspace, menu)).toBeUndefined();
    expect(startTypeThread(workspace, joinPath(kitchen, 'menu.js'), limits)).toBeUndefined();
    const { threads: _threads, ...machine } = createMachine();
    expect(startTypeThread({ ...workspace, machine }, menu, limits)).toBeUndefined();
    // The sources run here, and what was built may be another version of them.
    expect(startTypeThread({ ...workspace, machine: createMachine() }, menu, limits)).toBeUndefined();
  });
});
