import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCommits, readFileHistory } from '../../../src/host/git-history.js';
import { filePath, joinPath } from '../../../src/host/path.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-history-')));
const kitchen = path.join(folder, 'kitchen');

function git(cwd: string, ...args: string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  execFileSync('git', ['-c', 'user.name=cook', '-c', 'user.email=cook@kitchen.test', '-c', 'commit.gpgsign=false', ...args], { cwd, env, stdio: 'pipe' });
}

function commit(message: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(kitchen, name)), { recursive: true });
    writeFileSync(path.join(kitchen, name), text);
  }
  git(kitchen, 'add', '-A');
  git(kitchen, 'commit', '-q', '-m', message);
}

describe('readFileHistory', () => {
  beforeAll(() => {
    mkdirSync(kitchen);
    git(kitchen, 'init', '-q', '-b', 'main');
    commit('open', { 'menu/soup.ts': 'export const soup = 1;\n'.repeat(9), 'till.ts': 'export const till = 1;\n' });
    commit('season', { 'menu/soup.ts': 'export const soup = 2;\n'.repeat(9) });
    renameSync(path.join(kitchen, 'menu/soup.ts'), path.join(kitchen, 'menu/broth.ts'));
    commit('rename', {});
    commit('a new soup in the old place', { 'menu/soup.ts': 'export const cold = 1;\n', 'menu/dish of the day.ts': 'export {};\n' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives a renamed file the commits of its old path, and the file that took the old path only its own', () => {
    const root = filePath(kitchen);
    const history = readFileHistory(root, 12);
    if (typeof history === 'string') expect.fail(history);
    expect(history.commits).toBe(4);
    expect(history.shallow).toBe(false);
    expect(Object.fromEntries(history.commitsOf)).toEqual({
      [joinPath(root, 'menu/broth.ts')]: 3,
      [joinPath(root, 'menu/soup.ts')]: 1,
      [joinPath(root, 'menu/dish of the day.ts')]: 1,
      [joinPath(root, 'till.ts')]: 1,
    });
  });

  it('keeps to the root when it is a folder of the repository', () => {
    const root = filePath(path.join(kitchen, 'menu'));
    const history = readFileHistory(root, 12);
    if (typeof history === 'string') expect.fail(history);
    expect([...history.commitsOf.keys()].sort()).toEqual(['broth.ts', 'dish of the day.ts', 'soup.ts'].map((name) => joinPath(root, name)));
  });

  it('tells a shallow clone, and why it knows nothing', () => {
    git(folder, 'clone', '-q', '--depth', '1', `file://${kitchen}`, 'copy');
    expect(readFileHistory(filePath(path.join(folder, 'copy')), 12)).toMatchObject({ shallow: true, commits: 1 });
    mkdirSync(path.join(folder, 'bare-kitchen'));
    git(path.join(folder, 'bare-kitchen'), 'init', '-q');
    expect(readFileHistory(filePath(path.join(folder, 'bare-kitchen')), 12)).toContain('no commit yet');
    mkdirSync(path.join(folder, 'no-kitchen'));
    expect(readFileHistory(filePath(path.join(folder, 'no-kitchen')), 12)).toBe('the root is not in a git working tree');
  });
});

describe('countCommits', () => {
  const log = (...commits: string[][]) => commits.map((tokens) => ['\u0001', ...tokens.map((token, index) => (index === 0 ? `\n${token}` : token)), ''].join('\0')).join('');

  it('follows a chain of renames, and two files that changed places in one commit', () => {
    const chain = countCommits(log(['R100', 'b.ts', 'c.ts'], ['R090', 'a.ts', 'b.ts'], ['A', 'a.ts']));
    expect([...chain.counts]).toEqual([['c.ts', 3]]);
    const swap = countCommits(log(['R100', 'a.ts', 'b.ts', 'R100', 'b.ts', 'a.ts'], ['M', 'a.ts'], ['M', 'a.ts', 'M', 'b.ts']));
    expect(Object.fromEntries(swap.counts)).toEqual({ 'b.ts': 3, 'a.ts': 2 });
  });

  it('reads paths that look like a status, commits without files, and warnings behind the end', () => {
    const { counts, commits } = countCommits(`${log(['M', 'A'], [], ['D', 'R100'])}warning: too many files\n`);
    expect(Object.fromEntries(counts)).toEqual({ A: 1, R100: 1 });
    expect(commits).toBe(3);
  });
});
