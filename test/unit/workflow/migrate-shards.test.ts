import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { migrate } from '../../../src/workflow/migrate.js';
import { undo } from '../../../src/workflow/undo.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import type { MigrateRequest } from '../../../src/workflow/migrate-once.js';

const made: string[] = [];
// Commits are made by the code under test, too: it is given who commits by the repository.
const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'CODEOWNERS': '*  @everybody\n/apps/hall/  @hall @lead\n/apps/oven/draft.ts\n',
  'src/shop.ts': "export { total } from './shop/cart.js';\nexport { find } from './shop/stock.js';\n",
  'src/shop/cart.ts': 'export const total = (): number => 1;\n',
  'src/shop/stock.ts': 'export const find = (): number => 2;\n',
  'src/till.ts': "import { find, total } from './shop.js';\n\nexport const till = find() + total();\n",
  'apps/hall/package.json': '{ "name": "@shop/hall", "type": "module" }\n',
  'apps/hall/hall.ts': "import * as shop from '../../src/shop.js';\n\nexport const hall = Object.keys(shop);\n",
  'apps/oven/oven.ts': "import { total } from '../../src/shop.js';\n\nexport const oven = total();\n",
  'apps/oven/draft.ts': "import { find } from '../../src/shop.js';\n\nexport const draft = find();\n",
};

function openShop() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-shards-')));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  git('init', '-q', '-b', 'main', '.');
  for (const [key, value] of [['user.name', 'Cook'], ['user.email', 'cook@example.org'], ['commit.gpgsign', 'false']]) git('config', key!, value!);
  git('add', '-A');
  git('commit', '-q', '-m', 'shop');
  const workspace = openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(folder), machine: createMachine() });
  const run = (more: Partial<MigrateRequest>) => migrate(workspace, { facades: [filePath('src/shop.ts', workspace.root)], typecheck: false, ...more });
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  return { folder, git, workspace, run, read };
}

describe('migrate --commit', () => {
  it('commits the importers and nothing else, with the facts of the proof', () => {
    const { git, run, folder } = openShop();
    writeFileSync(path.join(folder, 'notes.txt'), 'mine\n');
    git('add', 'notes.txt');
    const report = run({ write: true, commit: true });
    expect(report.commit?.subject).toBe('refactor: import from the modules behind src/shop.ts');
    expect(git('show', '--name-only', '--format=', 'HEAD').trim().split('\n')).toEqual(['apps/oven/draft.ts', 'apps/oven/oven.ts', 'src/till.ts']);
    expect(git('log', '-1', '--format=%B')).toContain('- 3 files of 4 that import src/shop.ts take each name from the module that declares it\n- 3 of 4 places rewritten\n- 1 place stays: ');
    expect(git('status', '--porcelain').trim()).toBe('A  notes.txt');
  });

  it('does not commit what a check fails', () => {
    const { git, run } = openShop();
    const report = run({ write: true, commit: true, test: 'grep -q shop.js src/till.ts' });
    expect(report).toMatchObject({ applied: false, rolledBack: true, change: null });
    expect(report.commit).toBeUndefined();
    expect(git('log', '--format=%s').trim()).toBe('shop');
    expect(git('status', '--porcelain').trim()).toBe('');
  });
});

describe('migrate --shard-by', () => {
  it('lists the owners with their counts and writes nothing', () => {
    const { git, run } = openShop();
    const counts = ({ shards = [] }: ReturnType<typeof run>) => shards.map(({ owner, importers, places, files: changed, proof }) => [owner, importers.found, places.rewritten, changed, proof?.verdict]);
    expect(counts(run({ shardBy: 'codeowners' }))).toEqual([
      ['@everybody', 2, 2, ['apps/oven/oven.ts', 'src/till.ts'], 'partly proved'],
      ['@hall @lead', 1, 0, [], undefined],
      ['nobody', 1, 1, ['apps/oven/draft.ts'], 'partly proved'],
    ]);
    const report = run({ shardBy: 'package' });
    expect(counts(report)).toEqual([['@shop/hall', 1, 0, [], undefined], ['shop', 3, 3, ['apps/oven/draft.ts', 'apps/oven/oven.ts', 'src/till.ts'], 'partly proved']]);
    expect(report.importers).toEqual({ found: 4, rewritten: 3, partly: 0, left: 1, leftOut: 0 });
    expect(report.next).toBe('decant migrate src/shop.ts --shard-by package --write --no-typecheck');
    expect(run({ shardBy: 'package', only: ['src/**'] }).importers).toEqual({ found: 4, rewritten: 1, partly: 0, left: 0, leftOut: 3 });
    expect(git('status', '--porcelain').trim()).toBe('');
  });

  it('makes one commit an owner, whose message names the owner', () => {
    const { git, run } = openShop();
    const report = run({ shardBy: 'codeowners', write: true, commit: true });
    expect(git('log', '--format=%s').trim().split('\n')).toEqual(['refactor: import from the modules behind src/shop.ts (nobody)', 'refactor: import from the modules behind src/shop.ts (@everybody)', 'shop']);
    expect(git('log', '-1', '--format=%B', 'HEAD~1')).toContain('- 2 files of 2 of @everybody that import src/shop.ts take');
    expect(report.shards?.map(({ commit }) => commit?.hash)).toEqual([git('rev-parse', 'HEAD~1').trim(), undefined, git('rev-parse', 'HEAD').trim()]);
    expect(git('show', '--name-only', '--format=', 'HEAD').trim()).toBe('apps/oven/draft.ts');
  });

  it('can be undone owner by owner', () => {
    const { workspace, run, read } = openShop();
    const { shards = [] } = run({ shardBy: 'codeowners', write: true });
    const [everybody, , nobody] = shards;
    undo(workspace, { id: everybody!.change! });
    expect(read('src/till.ts')).toBe(files['src/till.ts']);
    expect(read('apps/oven/draft.ts')).toBe("import { find } from '../../src/shop/stock.js';\n\nexport const draft = find();\n");
    expect(undo(workspace).id).toBe(nobody!.change);
    expect(read('apps/oven/draft.ts')).toBe(files['apps/oven/draft.ts']);
  });

  it('puts back the owner whose tests fail, and goes on with the others', () => {
    const { run, read } = openShop();
    const report = run({ shardBy: 'codeowners', write: true, test: 'grep -q shop.js src/till.ts' });
    expect(report.shards?.map(({ applied, rolledBack, proof }) => [applied, rolledBack, proof?.verdict])).toEqual([[false, true, 'failed'], [false, false, undefined], [true, false, 'partly proved']]);
    expect(report).toMatchObject({ applied: true, rolledBack: true, proof: { verdict: 'failed' }, next: null });
    expect(read('src/till.ts')).toBe(files['src/till.ts']);
    expect(read('apps/oven/draft.ts')).toContain('shop/stock.js');
  });

  it('leaves the commits of others where a hook refuses one', () => {
    const { folder, git, run } = openShop();
    const hook = path.join(folder, '.git/hooks/pre-commit');
    mkdirSync(path.dirname(hook), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\n! git diff --cached --name-only | grep -q draft\n');
    chmodSync(hook, 0o755);
    expect(() => run({ shardBy: 'codeowners', write: true, commit: true })).toThrow(/could not commit/);
    expect(git('log', '--format=%s').trim().split('\n')).toEqual(['refactor: import from the modules behind src/shop.ts (@everybody)', 'shop']);
  });

  it('says when there is nobody to ask', () => {
    const { folder, run } = openShop();
    rmSync(path.join(folder, 'CODEOWNERS'));
    expect(() => run({ shardBy: 'codeowners' })).toThrow(/no CODEOWNERS/);
  });
});
