import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { deprecate } from '../../../src/workflow/deprecate.js';
import { split } from '../../../src/workflow/split.js';
import { undo } from '../../../src/workflow/undo.js';
import { openWorkspace, type Workspace } from '../../../src/workflow/workspace.js';
import type { SplitRequest } from '../../../src/workflow/split.js';

const made: string[] = [];

// Commits are made by the code under test, too: it is given who commits by the repository.
const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function functionsOf(dish: string): string {
  return Array.from({ length: 4 }, (_, index) => [
    `/** What the ${dish} of table ${index} costs, spoons included. */`,
    `export function ${dish}ForTable${index}(guests: number): number {`,
    `  const ${dish}${index} = guests * ${index + 3} + 12;`,
    `  return ${index === 0 ? `${dish}${index}` : `${dish}${index} + ${dish}ForTable${index - 1}(guests)`};`,
    '}',
    '',
  ].join('\n')).join('\n');
}

/** One change of the god file an author: soup by Ada, bread by Ben, then Cleo into the middle of both. */
const history: readonly (readonly [author: string, change: (text: string) => string])[] = [
  ['Ada', () => `/**\n * The kitchen of the shop.\n * @license MIT\n */\n\n${functionsOf('soup')}`],
  ['Ben', (text) => `${text}\n${functionsOf('bread')}`],
  ['Cleo', (text) => text.replace('const soup1', '// The second bowl costs half.\n  const soup1').replace('const bread2', '// Crusts are free on Fridays.\n  const bread2')],
];

function openRepository() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-commit-')));
  made.push(folder);
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  git('init', '-q', '-b', 'main', '.');
  const be = (author: string): void => {
    git('config', 'user.name', author);
    git('config', 'user.email', `${author}@example.org`);
    git('config', 'commit.gpgsign', 'false');
  };
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  write('package.json', '{ "type": "module" }\n');
  let text = '';
  for (const [author, change] of history) {
    be(author);
    text = change(text);
    write('src/kitchen.ts', text);
    git('add', '-A');
    git('commit', '-q', '-m', `by ${author}`);
  }
  be('Splitter');
  const workspace = openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(folder), machine: createMachine() });
  const credit = (file: string): readonly (readonly [author: string, line: string])[] => {
    let author = '';
    return git('blame', '--line-porcelain', file).split('\n').flatMap((line): [string, string][] => {
      author = /^author (.*)$/.exec(line)?.[1] ?? author;
      return line.startsWith('\t') ? [[author, line.slice(1)]] : [];
    });
  };
  return { folder, git, write, workspace, credit, be };
}

function request(workspace: Workspace, more: Partial<SplitRequest> = {}): SplitRequest {
  return { input: filePath('src/kitchen.ts', workspace.root), write: true, commit: true, maxLines: 40, typecheck: false, ...more };
}

function addHook(folder: string, name: string, text: string): void {
  const file = path.join(folder, '.git/hooks', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

describe('--commit', () => {
  it('commits what was written and nothing else, with the facts of the proof', () => {
    const { git, write, workspace } = openRepository();
    write('src/menu.ts', 'export const menu = 1;\n');
    write('notes.md', 'half a thought\n');
    git('add', 'src/menu.ts');
    const report = split(workspace, request(workspace));
    expect(report.commit?.hash).toBe(git('rev-parse', 'HEAD').trim());
    expect(git('status', '--porcelain').trim().split('\n')).toEqual(['A  src/menu.ts', '?? notes.md']);
    expect(git('show', '--name-only', '--format=', 'HEAD').trim().split('\n').sort()).toEqual(report.changes.map(({ file }) => file).sort());
    const message = git('log', '-1', '--format=%B');
    expect(message).toMatch(/^refactor: split src\/kitchen\.ts into 2 modules\n\n- src\/kitchen\.ts \(\d+ lines\) → 2 modules \(\d+ to \d+ lines each\)|^refactor: split src\/kitchen\.ts into 2 modules\n\n- src\/kitchen\.ts \(\d+ lines\) → 2 modules/);
    expect(message).toContain('Benefits:\n- All modules have at most 40 lines');
    expect(message).toContain('- Nothing is rewritten: 8 statements moved, token for token');
    expect(message).toContain('Backward compatibility:\n- All existing imports work: 8 exports of src/kitchen.ts are the same');
    expect(message).toContain('Not proved:\n- test-command: no test command; name one with --test');
    expect(message).toContain(`References: decant change ${report.change}, partly proved`);
    expect(undo(workspace).id).toBe(report.change);
  });

  it('leaves the tree as it was written and the index as it was when a hook says no', () => {
    const { folder, git, workspace } = openRepository();
    addHook(folder, 'pre-commit', 'echo "the cook is asleep" >&2; exit 1');
    const head = git('rev-parse', 'HEAD');
    expect(() => split(workspace, request(workspace))).toThrow(/the cook is asleep/);
    expect(git('rev-parse', 'HEAD')).toBe(head);
    expect(git('diff', '--cached', '--name-only')).toBe('');
    expect(readFileSync(path.join(folder, 'src/kitchen.ts'), 'utf8')).toContain('Facade: the code lives in ./kitchen/');
    undo(workspace);
    expect(git('status', '--porcelain')).toBe('');
  });

  it('runs the hooks that look at the message', () => {
    const { folder, git, workspace } = openRepository();
    addHook(folder, 'commit-msg', 'echo "Reviewed-by: Ada" >> "$1"');
    split(workspace, request(workspace));
    expect(git('log', '-1', '--format=%B')).toContain('Reviewed-by: Ada');
  });

  it('commits a deprecation by itself', () => {
    const { git, workspace } = openRepository();
    split(workspace, request(workspace));
    const report = deprecate(workspace, { input: filePath('src/kitchen.ts', workspace.root), stage: 'jsdoc', after: '3.0.0', write: true, commit: true, typecheck: false });
    expect(report.commit?.subject).toBe('refactor: deprecate src/kitchen.ts (jsdoc)');
    const message = git('log', '-1', '--format=%B');
    expect(message).toContain('- src/kitchen.ts: 8 exports are marked @deprecated now\n- To be removed after 3.0.0\n- No file of this project imports it');
    expect(git('show', '--name-only', '--format=', 'HEAD').trim()).toBe('src/kitchen.ts');
  });

  it('is refused without --write, outside of git and over changes that are not committed', () => {
    const { folder, write, workspace } = openRepository();
    expect(() => split(workspace, request(workspace, { write: false }))).toThrow(/nothing is written/);
    expect(() => split(workspace, request(workspace, { allowDirty: true }))).toThrow(/your own changes/);
    const lone = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-lone-')));
    made.push(lone);
    writeFileSync(path.join(lone, 'kitchen.ts'), functionsOf('soup'));
    const outside = openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(lone), machine: createMachine() });
    expect(() => split(outside, request(outside, { input: filePath('kitchen.ts', outside.root) }))).toThrow(/not in a git working tree/);
    write('src/kitchen.ts', `${readFileSync(path.join(folder, 'src/kitchen.ts'), 'utf8')}\n// my evening work\n`);
    expect(() => split(workspace, request(workspace))).toThrow(/src\/kitchen\.ts has changes that are in no commit/);
  });
});

describe('a file with changes that are not committed', () => {
  it('is written only with --allow-dirty, and other files stand in nobody\'s way', () => {
    const { folder, write, workspace } = openRepository();
    const file = path.join(folder, 'src/kitchen.ts');
    const mine = `${readFileSync(file, 'utf8')}\n// my evening work\n`;
    write('src/menu.ts', 'export const menu = 1;\n');
    write('src/kitchen.ts', mine);
    expect(() => split(workspace, request(workspace, { commit: false }))).toThrow(/has changes that are in no commit/);
    expect(readFileSync(file, 'utf8')).toBe(mine);
    expect(split(workspace, request(workspace, { commit: false, write: false })).applied).toBe(false);
    expect(split(workspace, request(workspace, { commit: false, allowDirty: true })).applied).toBe(true);
    undo(workspace);
    expect(readFileSync(file, 'utf8')).toBe(mine);
  });
});

describe('--blame-friendly', () => {
  it('lets plain git blame credit every moved line, and every line of the facade, to whoever wrote it', () => {
    const { folder, git, workspace, credit } = openRepository();
    // A brace at the end of a function has several authors.
    const wrote = new Map<string, Set<string>>();
    for (const [author, line] of credit('src/kitchen.ts')) wrote.set(line, (wrote.get(line) ?? new Set()).add(author));
    expect([...new Set([...wrote.values()].flatMap((authors) => [...authors]))].sort()).toEqual(['Ada', 'Ben', 'Cleo']);
    const report = split(workspace, request(workspace, { blameFriendly: true }));
    const modules = report.files.map(({ file }) => file).filter((file) => file !== 'src/kitchen.ts');
    expect(modules.length).toBeGreaterThan(1);
    expect(git('rev-list', '--parents', '-1', 'HEAD').trim().split(' ')).toHaveLength(2 + modules.length);
    expect(git('status', '--porcelain')).toBe('');
    expect(existsSync(path.join(folder, '.git/MERGE_HEAD'))).toBe(false);

    const lines = [...modules, 'src/kitchen.ts'].flatMap((file) => credit(file).map(([author, line]) => ({ file, author, line })));
    const moved = lines.filter(({ line }) => wrote.has(line) && line.trim() !== '');
    expect(moved.filter(({ author, line }) => !wrote.get(line)!.has(author))).toEqual([]);
    expect(new Set(moved.map(({ author }) => author))).toEqual(new Set(['Ada', 'Ben', 'Cleo']));
    expect(new Set(moved.map(({ line }) => line)), 'no line of the old file is missing').toEqual(new Set([...wrote.keys()].filter((line) => line.trim() !== '')));
    expect(moved.filter(({ file }) => file === 'src/kitchen.ts').length, 'the facade keeps its header').toBeGreaterThan(0);

    for (const parent of git('rev-list', '--parents', '-1', 'HEAD').trim().split(' ').slice(2)) {
      expect(git('show', '-M', '--name-status', '--format=', parent).trim(), 'each branch is one rename').toMatch(/^R100\tsrc\/kitchen\.ts\tsrc\/kitchen\/[\w-]+\.ts$/);
    }
    expect(git('log', '-1', '--format=%s').trim()).toBe(report.commit?.subject);
  });

  it('is refused in a tree with any change, and moves nothing when a hook says no', () => {
    const { folder, git, write, workspace } = openRepository();
    write('notes.md', 'half a thought\n');
    expect(() => split(workspace, request(workspace, { blameFriendly: true }))).toThrow(/notes\.md is not as in the last commit/);
    rmSync(path.join(folder, 'notes.md'));
    addHook(folder, 'pre-commit', 'git diff --cached --name-only > seen.txt; echo "the cook is asleep" >&2; exit 1');
    const [head, index] = [git('rev-parse', 'HEAD'), git('ls-files', '--stage')];
    expect(() => split(workspace, request(workspace, { blameFriendly: true }))).toThrow(/the cook is asleep/);
    expect(readFileSync(path.join(folder, 'seen.txt'), 'utf8'), 'the hook sees what would be committed').toContain('src/kitchen/');
    expect([git('rev-parse', 'HEAD'), git('ls-files', '--stage')]).toEqual([head, index]);
  });
});
