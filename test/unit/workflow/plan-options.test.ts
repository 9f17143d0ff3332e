import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createMachine } from '../../../src/host/machine.js';
import { filePath, relativePath } from '../../../src/host/path.js';
import { findFolderRule, findRuleOfFolder, isTestName } from '../../../src/plan/split/folder-rules.js';
import { choosePlanOptions } from '../../../src/workflow/plan-options.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const root = filePath('/kitchen');

function optionsOf(source: string, files: Readonly<Record<string, string>> = {}, directory?: string) {
  const all = { [source]: 'export const soup = 1;\n', ...files };
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(all).map(([file, text]) => [`/kitchen/${file}`, text])));
  const workspace = openWorkspace({ fileSystem, root, machine: createMachine() });
  return choosePlanOptions(workspace, filePath(`/kitchen/${source}`), directory === undefined ? {} : { directory: filePath(`/kitchen/${directory}`) });
}

const folderOf = (source: string, files: Readonly<Record<string, string>> = {}) => relativePath(root, optionsOf(source, files).directory);

describe('the folder of the new files', () => {
  it.each([
    ['src/menu.ts', {}, 'src/menu'],
    ['src/index.ts', {}, 'src'],
    ['src/Menu.ts', { 'src/menu/soup.ts': '' }, 'src/menu'],
    ['src/cafe\u0301.ts', { 'src/caf\u00e9/soup.ts': '' }, 'src/caf\u00e9'],
    ['src/Menu.ts', { 'src/Menu/soup.ts': '', 'src/menu/soup.ts': '' }, 'src/Menu'],
    ['dist.ts', {}, 'dist-parts'],
    ['src/logs.ts', { '.gitignore': 'logs/\n' }, 'src/logs-parts'],
    ['src/logs.ts', { 'src/.gitignore': '/logs\n' }, 'src/logs-parts'],
    ['src/[id] menu.ts', {}, 'src/[id] menu'],
  ] as const)('%s beside %j lies in %s', (source, files, folder) => {
    expect(folderOf(source, files)).toBe(folder);
  });

  it('is refused when nothing in it would ever be seen, or when it is a file', () => {
    expect(() => folderOf('src/logs.ts', { '.gitignore': 'logs*/\n' })).toThrow(/left out/);
    expect(() => optionsOf('src/menu.ts', {}, 'coverage')).toThrow(/left out/);
    expect(() => folderOf('src/menu.ts', { 'src/menu': 'a file' })).toThrow(/is a file/);
  });
});

describe('folders that give files a meaning', () => {
  const using = (...names: string[]) => ({ 'package.json': JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) }) });
  const ruleOf = (source: string, files: Readonly<Record<string, string>>, directory?: string) => {
    const options = optionsOf(source, files, directory);
    return findRuleOfFolder(options.folderRules ?? [], options.directory)?.because;
  };

  it.each([
    ['pages/menu.tsx', 'next'], ['src/routes/menu.tsx', '@tanstack/react-router'], ['server/api/menu.ts', 'nuxt'], ['src/routes/+page.ts', '@sveltejs/kit'],
    ['app/routes/menu.tsx', '@remix-run/react'], ['src/pages/menu.ts', 'astro'], ['src/commands/menu.ts', '@oclif/core'], ['src/__tests__/menu.ts', 'jest'], ['test/menu.ts', 'ava'],
  ])('%s under %s is one', (source, name) => {
    expect(ruleOf(source, using(name))).toBeDefined();
    expect(ruleOf(source, using(name), 'lib/menu'), 'another folder is none').toBeUndefined();
    expect(ruleOf(source, using('express')), 'without the framework it is a folder like any other').toBeUndefined();
  });

  it.each([
    ['app/menu/page.tsx', 'next'], ['src/routes/-menu.tsx', '@tanstack/react-router'], ['src/pages/_menu.ts', 'astro'], ['src/routes/menu.ts', '@sveltejs/kit'], ['src/components/pages/menu.tsx', 'next'],
  ])('%s under %s is none', (source, name) => {
    expect(ruleOf(source, using(name))).toBeUndefined();
  });

  it('is found beside a configuration file when the dependency stands further up', () => {
    expect(ruleOf('apps/shop/pages/menu.tsx', { ...using('next'), 'apps/shop/next.config.mjs': '' })).toMatch(/^Next\.js/);
  });

  it('knows the names that Next.js gives a meaning below app/, and those that test runners look for', () => {
    const { folderRules = [] } = optionsOf('app/menu/page.tsx', using('next'));
    expect(findFolderRule(folderRules, filePath('/kitchen/app/menu/page/loading.tsx'))).toBeDefined();
    expect(findFolderRule(folderRules, filePath('/kitchen/app/menu/page/soup.tsx'))).toBeUndefined();
    expect(findFolderRule(folderRules, filePath('/kitchen/middleware.ts'))).toBeDefined();
    expect(findFolderRule(folderRules, filePath('/kitchen/lib/middleware.ts'))).toBeUndefined();
    expect(['test.ts', 'ab-test.ts', 'soup_spec.js', 'test-kitchen.ts', 'soup.test.ts'].filter((name) => !isTestName(name))).toEqual([]);
    expect(['latest.ts', 'contest.ts', 'tested.ts', 'special.ts', 'inspect.ts'].filter(isTestName)).toEqual([]);
  });
});

describe('the mark @internal', () => {
  it.each([
    [{}, true],
    [{ 'tsconfig.build.json': '{ "compilerOptions": { "stripInternal": true } }' }, false],
    [{ 'src/tsconfig.json': '{ "compilerOptions": { "stripInternal": false } }' }, true],
    [{ 'api-extractor.json': '{}' }, false],
    [{ 'config/api-extractor.json': '{}' }, false],
    [{ 'package.json': '{ "scripts": { "build": "tsc --declaration --stripInternal" } }' }, false],
  ] as const)('with %j is %s', (files, expected) => {
    expect(optionsOf('src/menu.ts', files).marksInternal).toBe(expected);
  });
});
