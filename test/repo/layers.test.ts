// A second opinion on what `npm run dogfood` finds with decant itself: a few lines of regular expressions that share no code with it.
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/repository.js';
import { listTestFolders, readFolder } from '../support/folder.js';

const order = [
  ['text', 'host'], ['diagnostic', 'graph'], ['model', 'edit'], ['language', 'config', 'child'], ['load'], ['analyze', 'tasks', 'plan'], ['gate', 'codemod', 'verify'],
  ['report'], ['workflow'], ['cli'],
];
const rank = new Map(order.flatMap((folders, level) => folders.map((folder) => [folder, level] as const)));
const apart = new Set(['analyze', 'tasks', 'codemod', 'verify']);
/** Neighbours of one level that may meet in one direction. */
const sameLevel = new Set(['model > edit', 'edit > model', 'config > host']);

const sources = new Map([...readFolder(`${repositoryRoot}/src`)].map(([file, bytes]) => [file, bytes.toString('utf8')]));
/** Without comments that take whole lines: an example in them imports nothing. */
const withoutRemarks = (text: string): string => text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '').replace(/ \/\/ .*$/gm, '');
const imports = [...sources].flatMap(([file, text]) =>
  [...withoutRemarks(text).matchAll(/^(?:import|export)\b[^;'"]*?['"](\.\.?\/[^'"]+)['"]|\bimport\(\s*['"](\.\.?\/[^'"]+)['"]/gm)].map((match) => ({
    file,
    target: posix.join(posix.dirname(file), (match[1] ?? match[2])!).replace(/\.js$/, '.ts'),
  })),
);

describe('the layers of src', () => {
  it('finds the imports at all', () => {
    expect(imports.length).toBeGreaterThan(sources.size);
    expect(imports.filter(({ target }) => !existsSync(`${repositoryRoot}/src/${target}`))).toEqual([]);
  });

  it('every folder has its place', () => {
    expect([...sources.keys()].map((file) => file.split('/')[0]!).filter((folder) => folder !== 'index.ts' && !rank.has(folder))).toEqual([]);
  });

  it('imports point one way', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [file.split('/')[0]!, target.split('/')[0]!];
      if (from === to || from === 'index.ts') return false;
      return to === 'index.ts' || rank.get(to)! > rank.get(from)! || (rank.get(to) === rank.get(from) && !sameLevel.has(`${from} > ${to}`));
    });
    expect(wrong).toEqual([]);
  });

  it('what runs beside code of the project brings nothing else of decant', () => {
    expect(imports.filter(({ file, target }) => target.startsWith('child/') !== file.startsWith('child/') && !(file.startsWith('child/') && target.startsWith('model/')))).toEqual([]);
  });

  it('sibling units do not see each other', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [file.split('/'), target.split('/')];
      return apart.has(from[0]!) && from[0] === to[0] && from.length > 2 && to.length > 2 && from[1] !== to[1];
    });
    expect(wrong).toEqual([]);
  });

  it('the checker shares no code with the maker', () => {
    expect(imports.filter(({ file, target }) => file.startsWith('verify/') && /^(plan|codemod)\//.test(target))).toEqual([]);
  });

  it('only host imports Node, and what runs in processes of its own', () => {
    expect([...sources].filter(([file, text]) => !/^(?:host|child)\//.test(file) && /from\s*['"]node:/.test(text)).map(([file]) => file)).toEqual([]);
  });
});

it('no file has more than 400 lines', () => {
  const tests = listTestFolders(`${repositoryRoot}/test`).map((folder) => `test/${posix.basename(folder)}`);
  const folders = ['src', 'scripts', 'bin', ...tests].flatMap((folder) => [...readFolder(`${repositoryRoot}/${folder}`)].map(([file, bytes]) => [`${folder}/${file}`, bytes] as const));
  const long = folders.filter(([file, bytes]) => /\.[jt]s$/.test(file) && bytes.toString('utf8').split('\n').length > 401);
  expect(long.map(([file]) => file)).toEqual([]);
});

it('decant.config.json leaves out nothing of src', () => {
  const config = JSON.parse(readFileSync(`${repositoryRoot}/decant.config.json`, 'utf8')) as { include: string[]; exclude?: string[]; analyzers: { 'god-file': object } };
  expect(config.include).toContain('src/**');
  expect(config.exclude ?? []).toEqual([]);
  expect(config.analyzers['god-file']).not.toHaveProperty('overrides');
});
