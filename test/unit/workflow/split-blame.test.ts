import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** One change of the god file an author, each to other functions: soup by Ada, bread by Ben, then Cleo into the middle of both. */
const history: readonly (readonly [author: string, change: (text: string) => string])[] = [
  ['Ada', () => `import { basename } from 'node:path';\n\nconst spoons = 12;\n\n${functionsOf('soup')}`],
  ['Ben', (text) => `${text}\n${functionsOf('bread')}`],
  ['Cleo', (text) => text.replace('const soup1', '// The second bowl costs half.\n  const soup1').replace('const bread2', '// Crusts are free on Fridays.\n  const bread2')],
];

function functionsOf(dish: string): string {
  return Array.from({ length: 4 }, (_, index) => [
    `/** What the ${dish} of table ${index} costs, spoons included. */`,
    `export function ${dish}ForTable${index}(guests: number, kitchen: string): number {`,
    `  const ${dish}${index} = guests * ${index + 3} + basename(kitchen).length + spoons;`,
    `  return ${index === 0 ? `${dish}${index}` : `${dish}${index} + ${dish}ForTable${index - 1}(guests, kitchen)`};`,
    '}',
    '',
  ].join('\n')).join('\n');
}

interface Credit {
  readonly author: string;
  readonly text: string;
}

function openRepository() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-blame-')));
  made.push(folder);
  const git = (author: string, ...args: string[]): string => execFileSync('git', args, {
    cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: author, GIT_AUTHOR_EMAIL: `${author}@example.org`, GIT_COMMITTER_NAME: author, GIT_COMMITTER_EMAIL: `${author}@example.org`,
    },
  });
  git('Ada', 'init', '-q', '-b', 'main', '.');
  const commit = (author: string): void => {
    git(author, 'add', '-A');
    git(author, 'commit', '-q', '-m', `by ${author}`);
  };
  const blame = (file: string): Credit[] => {
    const lines = git('Ada', 'blame', '-C', '--line-porcelain', file).split('\n');
    let author = '';
    return lines.flatMap((line): Credit[] => {
      author = /^author (.*)$/.exec(line)?.[1] ?? author;
      return line.startsWith('\t') ? [{ author, text: line.slice(1) }] : [];
    });
  };
  return { folder, commit, blame, files: () => git('Ada', 'ls-files', '*.ts').trim().split('\n') };
}

describe.each([['LF', '\n'], ['CRLF', '\r\n']])('git blame -C after a split, %s', (_name, newline) => {
  it('credits every line that moved to whoever wrote it, and nothing else to the author of the split', () => {
    const repository = openRepository();
    const god = path.join(repository.folder, 'kitchen.ts');
    writeFileSync(path.join(repository.folder, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(path.join(repository.folder, '.gitignore'), '.decant/\n');
    writeFileSync(path.join(repository.folder, '.gitattributes'), '* -text\n');
    let text = '';
    for (const [author, change] of history) {
      text = change(text);
      writeFileSync(god, text.replaceAll('\n', newline));
      repository.commit(author);
    }
    const wrote = new Map(repository.blame('kitchen.ts').map((line) => [line.text, line.author]));
    expect([...new Set(wrote.values())].sort()).toEqual(['Ada', 'Ben', 'Cleo']);

    const root = filePath(repository.folder);
    const workspace = openWorkspace({ fileSystem: createNodeFileSystem(), root, machine: createMachine() });
    const report = split(workspace, { input: filePath(god), write: true, maxLines: 40, typecheck: false });
    expect(report.refused).toEqual([]);
    expect(report.applied).toBe(true);
    repository.commit('Splitter');

    const modules = repository.files().filter((file) => file !== 'kitchen.ts');
    expect(modules.length).toBeGreaterThan(1);
    const credits = modules.flatMap((file) => repository.blame(file));
    const moved = credits.filter(({ text: line }) => wrote.has(line) && /\w{3}/.test(line) && !line.startsWith('import '));
    expect(moved.filter((line) => line.author !== wrote.get(line.text)), 'moved lines that are credited to somebody else').toEqual([]);
    expect(new Set(moved.map((line) => line.author)), 'all three are among them').toEqual(new Set(['Ada', 'Ben', 'Cleo']));

    // What the split wrote: imports, blank lines, and the line of a declaration that had to be exported.
    const own = credits.filter(({ author, text: line }) => author === 'Splitter' && line.trim() !== '').map(({ text: line }) => line.trim());
    expect(own.filter((line) => !/^import /.test(line))).toEqual(['/** @internal */', 'export const spoons = 12;']);
    expect(readFileSync(god, 'utf8').includes('\r\n')).toBe(newline === '\r\n');
  });
});
