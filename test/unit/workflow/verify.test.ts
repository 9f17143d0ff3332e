import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { verifyReportSchema } from '../../../src/report/schema.js';
import { verify, type VerifyOptions } from '../../../src/workflow/verify.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const grown = `export const dishes = ['soup'];\n\nexport function priceOf(dish: string): number {\n  return dish.length * 2;\n}\n`;

const split = {
  'src/menu.ts': "export { dishes } from './menu/dishes.js';\nexport { priceOf } from './menu/price.js';\n",
  'src/menu/dishes.ts': "export const dishes = ['soup'];\n",
  'src/menu/price.ts': 'export function priceOf(dish: string): number {\n  return dish.length * 2;\n}\n',
};

let base = '';

beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-verify-')));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});

function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(base, folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

function run(root: string, options: Omit<VerifyOptions, 'base'>) {
  const folder = filePath(path.join(base, root));
  return verify(openWorkspace({ fileSystem: createNodeFileSystem(), root: folder, machine: createMachine() }), { ...options, base: folder });
}

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=Cook', '-c', 'user.email=cook@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: path.join(base, 'repo'), stdio: 'pipe' });
}

/** main holds the grown file; the working tree holds its split. */
function makeRepository(kitchen = ''): void {
  put('repo', { [`${kitchen}package.json`]: '{ "type": "module" }', [`${kitchen}src/menu.ts`]: grown, '.gitattributes': '*.ts export-ignore\n' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'grown');
  put('repo', Object.fromEntries(Object.entries(split).map(([file, text]) => [kitchen + file, text])));
}

describe('verify', () => {
  it('accepts the ids of tasks that are only written out, and nothing beside them', () => {
    const sweep = (options: string, hour = 3) => `import { Cron } from '@nestjs/schedule';\nexport class Cleaning {\n  @Cron('0 ${hour} * * *'${options})\n  sweep() {}\n}\n`;
    const named = ", { name: 'Cleaning.sweep' }";
    put('old', { 'package.json': '{ "type": "module" }', 'src/clean.ts': sweep('') });
    put('new', { 'package.json': '{ "type": "module" }', 'src/clean.ts': sweep(named) });
    put('late', { 'package.json': '{ "type": "module" }', 'src/clean.ts': sweep(named, 4) });
    const failed = (root: string) => run(root, { before: '../old', after: '.' }).proof.results.filter(({ status }) => status === 'failed').map(({ check }) => check);
    expect(failed('new')).toEqual([]);
    expect(failed('late')).toContain('task-set');
  });

  it('compares two folders by the names below each', () => {
    put('old', { 'src/menu.ts': grown });
    put('new', split);
    const report = run('new', { before: '../old', after: '.' });
    expect(report.changed).toEqual(['src/menu.ts', 'src/menu/dishes.ts', 'src/menu/price.ts']);
    expect(report.entries).toEqual(['src/menu.ts']);
    expect(report.proof.results.filter((result) => result.status === 'failed')).toEqual([]);
    expect(verifyReportSchema.parse(report)).toEqual(report);
  });

  it('takes two equal trees for no proof, and says that nothing differs', () => {
    put('old', split);
    put('new', split);
    expect(() => run('new', { before: '../old', after: '.' })).toThrow('nothing differs');
  });

  it('fails when a body changed on the way, and names the place below its root', () => {
    put('old', { 'src/menu.ts': grown });
    put('new', { ...split, 'src/menu/price.ts': split['src/menu/price.ts'].replace('* 2', '* 3') });
    const report = run('new', { before: '../old', after: '.' });
    expect(report.proof.verdict).toBe('failed');
    for (const result of report.proof.results) for (const found of result.diagnostics) expect(found.at.file).toMatch(/^src\//);
  });

  it('reads a git ref whole, files that `git archive` would leave out too, and leaves nothing behind', () => {
    makeRepository();
    const temporary = path.join(base, 'temporary');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const report = run('repo', { before: 'main', after: '.' });
    expect(report.changed).toContain('src/menu.ts');
    expect(report.entries).toEqual(['src/menu.ts']);
    expect(report.proof.results.filter((result) => result.status === 'failed')).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('compares with where the branch left the ref, committed or not, and names trees as the user does', () => {
    makeRepository();
    const start = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: path.join(base, 'repo'), encoding: 'utf8' }).trim();
    git('checkout', '-q', '-b', 'split');
    git('add', '.');
    git('commit', '-q', '-m', 'split');
    git('checkout', '-q', 'main');
    put('repo', { 'src/menu.ts': grown.replace('soup', 'stew') });
    git('add', '.');
    git('commit', '-q', '-m', 'main goes on');
    git('checkout', '-q', 'split');
    const report = run('repo', { since: 'main' });
    expect(report).toMatchObject({ before: 'main', after: '.', since: { ref: 'main', commit: start }, entries: ['src/menu.ts'] });
    expect(report.proof.results.filter((result) => result.status === 'failed')).toEqual([]);
    put('repo', { 'src/menu/price.ts': '' });
    const broken = run('repo', { since: 'main' });
    const lost = broken.proof.results.flatMap((result) => result.diagnostics).find((found) => found.at.tree !== undefined);
    expect(lost?.at).toMatchObject({ file: 'src/menu.ts', tree: 'main' });
    expect(JSON.stringify(broken)).not.toContain(tmpdir());
  });

  it('wants one tree before', () => {
    put('new', split);
    expect(() => run('new', {})).toThrow('nothing to compare with');
    expect(() => run('new', { since: 'main', before: 'main' })).toThrow('two trees before');
    expect(() => run('new', { since: 'main' })).toThrow('no git working tree');
  });

  it('finds a root that is a folder of the repository', () => {
    makeRepository('kitchen/');
    expect(run('repo/kitchen', { before: 'HEAD', after: '.' }).entries).toEqual(['src/menu.ts']);
  });

  it('does not touch the index or the working tree of the user', () => {
    makeRepository();
    git('add', 'src/menu/dishes.ts');
    const status = () => execFileSync('git', ['status', '--porcelain'], { cwd: path.join(base, 'repo'), encoding: 'utf8' });
    const before = status();
    run('repo', { before: 'main', after: '.' });
    expect(status()).toBe(before);
  });

  it('runs the commands in both trees', () => {
    put('old', { 'src/menu.ts': grown });
    put('new', split);
    const fine = run('new', { before: '../old', after: '.', test: 'node -e "process.exit(0)"' });
    expect(fine.proof.results.find((result) => result.check === 'test-command')?.status).toBe('passed');
    const broken = run('new', { before: '../old', after: '.', test: `node -e "process.exit(require('fs').existsSync('src/menu/dishes.ts') ? 1 : 0)"` });
    expect(broken.proof.results.find((result) => result.check === 'test-command')?.status).toBe('failed');
  });

  it('suggests the nearest ref and the nearest entry', () => {
    makeRepository();
    expect(() => run('repo', { before: 'mainn', after: '.' })).toThrow(expect.objectContaining({ help: 'Did you mean main?' }));
    expect(() => run('repo', { before: '--help', after: '.' })).toThrow(/neither a folder nor a commit/);
    expect(() => run('repo', { before: 'main', after: '.', entries: ['src/menue.ts'] })).toThrow(expect.objectContaining({ help: 'Did you mean src/menu.ts?' }));
  });
});
