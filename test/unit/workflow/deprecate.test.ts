import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { isOverdue, isRemovalPoint, printShimMark, readShimMark } from '../../../src/model/shim.js';
import { deprecate } from '../../../src/workflow/deprecate.js';
import { listShims } from '../../../src/workflow/shim-status.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import type { DeprecateRequest } from '../../../src/workflow/deprecate.js';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const root = filePath('/shop');
const shop: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop", "version": "2.1.0" }\n',
  'src/till.ts': "/* (c) the shop */\n\n// Facade: the code lives in ./till/; every name is still available here.\n\nexport { tax, total } from './till/sums';\n",
  'src/till/sums.ts': 'export const total = (items: number[]): number => items.reduce((sum, item) => sum + item, 0);\nexport const tax = (sum: number): number => sum / 5;\n',
};

function open(more: Readonly<Record<string, string>> = {}) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries({ ...shop, ...more }).map(([name, text]) => [joinPath(root, name), text])));
  const machine = { ...createMachine(), now: () => new Date('2026-11-22T12:00:00Z'), acquireLock: () => ({ kind: 'acquired' as const, release: () => undefined }) };
  return { fileSystem, workspace: openWorkspace({ fileSystem, root, machine }) };
}

function request(more: Partial<DeprecateRequest> & Pick<DeprecateRequest, 'stage'>): DeprecateRequest {
  return { input: joinPath(root, 'src/till.ts'), write: true, typecheck: false, ...more };
}

describe('the stage remove', () => {
  it('deletes a shim that nothing needs, and the proof says nothing against it', () => {
    const { fileSystem, workspace } = open({ 'src/main.ts': "import { tax } from './till/sums';\nconsole.log(tax(1));\n" });
    const report = deprecate(workspace, request({ stage: 'remove' }));
    expect(report.refused).toEqual([]);
    expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.applied).toBe(true);
    expect(fileSystem.entryKind(joinPath(root, 'src/till.ts'))).toBeUndefined();
  });

  it.each([
    ['an importer', { 'src/main.ts': "import { tax } from './till';\nconsole.log(tax(1));\n" }, 'shim-still-imported', 'src/main.ts'],
    ['an importer of types', { 'src/main.ts': "export type Tax = typeof import('./till').tax;\n" }, 'shim-still-imported', 'src/main.ts'],
    ['a mock', { 'test/main.test.ts': "vi.mock('../src/till');\n" }, 'shim-still-named', 'test/main.test.ts'],
    ['a script that names it', { 'package.json': '{ "name": "shop", "scripts": { "start": "tsx src/till.ts" } }\n' }, 'shim-still-named', 'package.json'],
    ['an entry of the package', { 'package.json': '{ "name": "shop", "exports": { "./till": "./dist/till.js" } }\n' }, 'shim-still-named', 'package.json'],
    ['an entry for what is built of it in a folder of a folder', { 'package.json': '{ "name": "shop", "exports": { "./till": { "types": "./build/esm/till.d.ts" } } }\n' }, 'shim-still-named', 'package.json'],
    ['code of its own', { 'src/till.ts': "export { tax } from './till/sums';\nexport const receipt = 1;\n" }, 'shim-keeps-name', 'src/till.ts'],
  ])('is refused for %s', (_name, files, id, file) => {
    const { fileSystem, workspace } = open(files as Record<string, string>);
    const report = deprecate(workspace, request({ stage: 'remove' }));
    expect(report.refused.map((found) => [found.id, found.at.file])).toEqual([[id, file]]);
    expect(fileSystem.entryKind(joinPath(root, 'src/till.ts'))).toBe('file');
  });

  it('takes the file out of every list that names it and nothing else, and proves that nothing else of them changed', () => {
    const texts: Readonly<Record<string, readonly [string, string]>> = {
      'tsconfig.json': ['{\n  "compilerOptions": { "strict": true }, // as ever\n  "files": ["src/main.ts", "src/till.ts"]\n}\n', '{\n  "compilerOptions": { "strict": true }, // as ever\n  "files": ["src/main.ts", "src/till/sums.ts"]\n}\n'],
      'tsconfig.test.json': ['{ "extends": "./tsconfig.json", "include": [\n    "src/till.ts",\n    "src/till/**/*.ts", // all of it\n  ], "exclude": [ "src/till.ts" ] }\n', '{ "extends": "./tsconfig.json", "include": [\n    "src/till/**/*.ts", // all of it\n  ], "exclude": [] }\n'],
      'package.json': ['{\n  "name": "shop",\n  "version": "2.1.0",\n  "sideEffects": ["./src/till.ts"],\n  "files": [\n    "dist",\n    "src/till.ts"\n  ]\n}\n', '{\n  "name": "shop",\n  "version": "2.1.0",\n  "sideEffects": [],\n  "files": [\n    "dist"\n  ]\n}\n'],
      '.eslintrc.json': ['{ "overrides": [{ "files": ["src/main.ts", "src/till.ts"], "rules": {} }] }\n', '{ "overrides": [{ "files": ["src/main.ts"], "rules": {} }] }\n'],
      '.github/CODEOWNERS': ['* @shop\n/src/till.ts @tills # the door\n/src/till/ @tills\n', '* @shop\n/src/till/ @tills\n'],
      '.npmignore': ['docs\r\n/src/till.ts\r\n', 'docs\r\n'],
    };
    const { fileSystem, workspace } = open({ ...Object.fromEntries(Object.entries(texts).map(([name, [text]]) => [name, text])), 'src/main.ts': "import { tax } from './till/sums';\nconsole.log(tax(1));\n" });
    const report = deprecate(workspace, request({ stage: 'remove' }));
    expect(report.refused).toEqual([]);
    expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.applied).toBe(true);
    for (const [name, [, expected]] of Object.entries(texts)) expect(fileSystem.readText(joinPath(root, name)), name).toBe(expected);
    expect(report.changes.map(({ file }) => file)).toEqual(['.eslintrc.json', '.github/CODEOWNERS', '.npmignore', 'package.json', 'tsconfig.json', 'tsconfig.test.json', 'src/till.ts']);
  });

  it.each([
    ['a comment beside it', { 'tsconfig.json': '{ "include": [\n  // the door\n  "src/till.ts",\n  "src/till" ] }\n' }, 'tsconfig.json'],
    ['a list that would be empty', { '.eslintrc.json': '{ "overrides": [{ "files": ["src/till.ts"], "rules": {} }] }\n' }, '.eslintrc.json'],
    ['a pattern that may mean other files', { '.eslintrc.json': '{ "ignorePatterns": ["**/till.ts", "dist"] }\n' }, '.eslintrc.json'],
    ['an alias of the compiler', { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@till": ["./src/till.ts"] } } }\n' }, 'tsconfig.json'],
    ['a map of names of a test runner, without the ending', { 'package.json': '{ "name": "shop", "version": "2.1.0", "jest": { "moduleNameMapper": { "^@till$": "<rootDir>/src/till" } } }\n' }, 'package.json'],
    ['an alias of a bundler', { 'vitest.config.ts': "export default { resolve: { alias: { '@till': new URL('./src/till', import.meta.url).pathname } } };\n" }, 'vitest.config.ts'],
    ['an image that copies it', { 'Dockerfile': 'COPY src/till.ts /app/\n' }, 'Dockerfile'],
    ['a step of the CI', { '.github/workflows/ci.yml': 'run: node src/till.ts\n' }, '.github/workflows/ci.yml'],
  ])('names what it cannot decide: %s', (_name, files, file) => {
    const { fileSystem, workspace } = open(files as Record<string, string>);
    const report = deprecate(workspace, request({ stage: 'remove' }));
    expect(report.refused.map(({ id, at }) => [id, at.file])).toEqual([['shim-still-named', file]]);
    expect(fileSystem.entryKind(joinPath(root, 'src/till.ts'))).toBe('file');
  });

  it('goes on with --force, and says what is left behind', () => {
    const { fileSystem, workspace } = open({ 'src/main.ts': "import { tax } from './till';\nconsole.log(tax(1));\n" });
    const report = deprecate(workspace, request({ stage: 'remove', force: true }));
    expect(fileSystem.entryKind(joinPath(root, 'src/till.ts'))).toBeUndefined();
    expect(report.notes.map(({ id, severity }) => [id, severity])).toContainEqual(['shim-still-imported', 'warning']);
    expect(report.proof?.verdict).toBe('failed');
    expect(report.next).toBe(`decant undo ${report.change}`);
  });
});

describe('--force', () => {
  const importer = { 'src/main.ts': "import { tax } from './till';\nconsole.log(tax(1));\n", 'src/stock.ts': 'export const stock = 1;\n' };
  /** A type-check that finds nothing until the facade is gone, and an error in `file` then. */
  const force = (file: string) => {
    const { fileSystem, workspace } = open(importer);
    const isGone = (): boolean => fileSystem.entryKind(joinPath(root, 'src/till.ts')) === undefined;
    const runCommand = () => (isGone() ? { exitCode: 2, output: `${file}(1,21): error TS2307: Cannot find module './till'.\n`, timedOut: false, seconds: 0 } : { exitCode: 0, output: '', timedOut: false, seconds: 0 });
    const report = deprecate({ ...workspace, machine: { ...workspace.machine, runCommand } }, request({ stage: 'remove', force: true, typecheck: 'check-types' }));
    return { report, isGone: isGone() };
  };

  it('accepts the type error of an importer that is left behind, and of no other file', () => {
    expect(force('src/main.ts')).toMatchObject({ isGone: true, report: { applied: true, proof: { verdict: 'failed' } } });
    expect(force('src/stock.ts')).toMatchObject({ isGone: false, report: { applied: false, rolledBack: true, change: null } });
  });

  it('does not keep what the tests fail', () => {
    const { fileSystem, workspace } = open(importer);
    const runCommand = () => ({ exitCode: fileSystem.entryKind(joinPath(root, 'src/till.ts')) === undefined ? 1 : 0, output: '', timedOut: false, seconds: 0 });
    expect(deprecate({ ...workspace, machine: { ...workspace.machine, runCommand } }, request({ stage: 'remove', force: true, test: 'test' }))).toMatchObject({ applied: false, rolledBack: true });
    expect(fileSystem.entryKind(joinPath(root, 'src/till.ts'))).toBe('file');
  });
});

describe('split --facade shim', () => {
  it('leaves the facade that deprecate --stage jsdoc would make', () => {
    const dishes = ['soup', 'bread'].flatMap((word) => Array.from({ length: 12 }, (_, index) => `export function ${word}${index}(n: number): number {\n  return n + ${index === 0 ? '1' : `${word}${index - 1}(n)`};\n}\n`)).join('\n');
    const [one, other] = [open({ 'src/menu.ts': dishes }), open({ 'src/menu.ts': dishes })];
    const menu = joinPath(root, 'src/menu.ts');
    const chosen = { input: menu, write: true, maxLines: 60, typecheck: false } as const;
    expect(split(one.workspace, { ...chosen, facade: 'shim' })).toMatchObject({ applied: true, refused: [] });
    split(other.workspace, chosen);
    deprecate(other.workspace, request({ input: menu, stage: 'jsdoc' }));
    expect(one.fileSystem.readText(menu)).toBe(other.fileSystem.readText(menu));
    expect(readShimMark(one.fileSystem.readText(menu)!)).toMatchObject({ stage: 'jsdoc', since: '2026-11-22' });
  });
});

describe('the stage runtime', () => {
  it.each([
    ['no source is published: the files that are built of it', '"main": "./dist/cjs/index.cjs", "exports": { "./*": { "types": "./dist/esm/*.d.ts", "default": "./dist/esm/*.js" } }', ['./src/till.ts', './dist/cjs/till.cjs', './dist/esm/till.js']],
    ['the source itself', '"main": "./src/index.ts"', ['./src/till.ts']],
    ['a pattern that is for another folder', '"exports": { "./menu/*": "./dist/menu/*.js" }', ['./src/till.ts']],
    ['an entry that no source file tells of', '"main": "./build/all.js"', ['./src/till.ts']],
  ])('puts into "sideEffects" what a bundler meets of it: %s', (_name, entries, kept) => {
    const { fileSystem, workspace } = open({ 'src/index.ts': 'export const shop = 1;\n', 'src/menu/dishes.ts': 'export const dishes = 1;\n', 'package.json': `{ "name": "shop", "sideEffects": false, ${entries} }\n` });
    const report = deprecate(workspace, request({ stage: 'runtime' }));
    expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(JSON.parse(fileSystem.readText(joinPath(root, 'package.json'))!)).toMatchObject({ sideEffects: kept });
    expect(report.applied).toBe(true);
  });
});

it('the stage remove sees an importer that comes through a folder which is a link', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-links-')));
  made.push(folder);
  for (const [name, text] of Object.entries({ ...shop, 'tools/print.ts': "import { tax } from './linked/till';\nconsole.log(tax(1));\n" })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  symlinkSync('../src', path.join(folder, 'tools/linked'));
  const workspace = openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(folder), machine: createMachine() });
  const report = deprecate(workspace, request({ input: joinPath(filePath(folder), 'src/till.ts'), stage: 'remove' }));
  expect(report.refused.map(({ id, at }) => [id, at.file])).toEqual([['shim-still-named', 'tools/print.ts']]);
});

it('the stage remove takes what is built of the shim out of "sideEffects", and nothing else', () => {
  const content = '{ "name": "shop", "sideEffects": ["./dist/esm/menu.js", "./src/till.ts", "./dist/esm/till.js"], "main": "./dist/esm/index.js" }\n';
  const { fileSystem, workspace } = open({ 'src/index.ts': 'export const shop = 1;\n', 'package.json': content });
  const report = deprecate(workspace, request({ stage: 'remove' }));
  expect(report.refused).toEqual([]);
  expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(fileSystem.readText(joinPath(root, 'package.json'))).toBe('{ "name": "shop", "sideEffects": ["./dist/esm/menu.js"], "main": "./dist/esm/index.js" }\n');
});

describe('the stage error', () => {
  it('is refused while a file of the project takes a value from it, and not for types', () => {
    const value = open({ 'src/main.ts': "import { tax } from './till';\nconsole.log(tax(1));\n" });
    expect(deprecate(value.workspace, request({ stage: 'error' })).refused.map(({ id }) => id)).toEqual(['shim-still-imported']);
    const type = open({ 'src/main.ts': "import type { tax } from './till';\nexport type Tax = typeof tax;\n" });
    expect(deprecate(type.workspace, request({ stage: 'error' })).applied).toBe(true);
  });
});

describe('--after', () => {
  it('is kept from stage to stage until another one is named', () => {
    const { fileSystem, workspace } = open();
    const mark = () => readShimMark(fileSystem.readText(joinPath(root, 'src/till.ts'))!);
    deprecate(workspace, request({ stage: 'jsdoc', after: '3.0.0' }));
    expect(mark()).toMatchObject({ stage: 'jsdoc', since: '2026-11-22', after: '3.0.0' });
    deprecate(workspace, request({ stage: 'runtime' }));
    expect(mark()).toMatchObject({ stage: 'runtime', after: '3.0.0' });
    deprecate(workspace, request({ stage: 'runtime', after: '2027-01-31' }));
    expect(mark()).toMatchObject({ stage: 'runtime', after: '2027-01-31' });
    deprecate(workspace, request({ stage: 'silent' }));
    expect(fileSystem.readText(joinPath(root, 'src/till.ts'))).toBe(shop['src/till.ts']);
  });

  it('is a version or a day that exists', () => {
    expect(['3', '3.0', 'v3.0.0', '3.0.0-rc.1', '2027-02-28'].filter((text) => !isRemovalPoint(text))).toEqual([]);
    expect(['soon', '2027-02-30', '2027-13-01', '3.x', ''].filter(isRemovalPoint)).toEqual([]);
    expect(() => deprecate(open().workspace, request({ stage: 'jsdoc', after: 'soon' }))).toThrow(/neither a version nor a day/);
  });

  it('is over once the day has passed or the version is reached', () => {
    const versions: readonly (readonly [after: string, version: string | undefined, overdue: boolean | undefined])[] = [
      ['3.0.0', '2.9.9', false], ['3.0.0', '3.0.0', true], ['3.0.0', '3.0.0-rc.1', false], ['3.0.0-rc.1', '3.0.0', true], ['v3', '10.0.0', true], ['3.0.0', undefined, undefined],
    ];
    for (const [after, version, overdue] of versions) expect(isOverdue(after, '2026-11-22', version), `${version} after ${after}`).toBe(overdue);
    expect(isOverdue('2026-11-22', '2026-11-22', undefined)).toBe(false);
    expect(isOverdue('2026-11-22', '2026-11-23', undefined)).toBe(true);
  });

  it('is read back as it was printed', () => {
    const mark = { stage: 'error', since: '2026-11-22', after: '3.0.0' } as const;
    expect(readShimMark(`'use client';\r\n${printShimMark(mark)}\r\nexport {};\r\n`)).toMatchObject(mark);
    expect(readShimMark(`const text = '${printShimMark(mark)}';`)).toBeUndefined();
  });
});

describe('--status', () => {
  it('counts importers today, and when the file became a shim', () => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-shims-')));
    made.push(folder);
    const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, encoding: 'utf8' });
    const write = (name: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    };
    git('init', '-q', '-b', 'main', '.');
    for (const [name, text] of Object.entries(shop)) write(name, text);
    for (const name of ['one', 'two', 'three']) write(`src/${name}.ts`, "import { tax } from './till';\nconsole.log(tax(1));\n");
    const workspace = openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(folder), machine: createMachine() });
    deprecate(workspace, { ...request({ stage: 'jsdoc', after: '2.0.0', allowDirty: true }), input: filePath(path.join(folder, 'src/till.ts')) });
    git('add', '-A');
    git('commit', '-q', '-m', 'a shim');
    for (const name of ['one', 'two']) write(`src/${name}.ts`, "import { tax } from './till/sums';\nconsole.log(tax(1));\n");
    git('commit', '-q', '-a', '-m', 'fewer importers');
    const { shims, next } = listShims(workspace, {});
    expect(shims).toMatchObject([{ file: 'src/till.ts', stage: 'jsdoc', after: '2.0.0', overdue: true, importers: ['src/three.ts'], before: 3, comparedWith: git('rev-parse', 'HEAD~1').trim() }]);
    expect(next).toBe('decant migrate src/till.ts');
    expect(listShims(workspace, { since: 'HEAD' }).shims).toMatchObject([{ before: 1 }]);
    expect(() => listShims(workspace, { since: 'nowhere' })).toThrow(/no commit, branch or tag/);
  });
});
