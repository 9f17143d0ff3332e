import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOwnImporters, type OwnResult } from './codemod-own.js';
import { renderCodemods, replaceCodemods } from './codemod-page.js';
import { runLibrary, type LibraryResult } from './codemod-run.js';
import { libraries } from './downstream.js';
import { packages } from './packages.js';
import { shell } from './shell.js';
import { repositoryRoot } from '../repository.js';
import type { PackageResult } from './run-package.js';

/** Packages of the list whose own importers are rewritten by transforms: several importers, and tests that are quick to run. */
const ownPackages = ['wordpress-rich-text', 'pgsql-ast-parser', 'cheerio', 'reduxjs-toolkit', 'wordpress-data', 'wordpress-blocks', 'apollo-query-graphs-2.0'];

export const codemodNames: readonly string[] = [...Object.keys(libraries), ...ownPackages];

export interface CodemodRequest {
  readonly names: readonly string[];
  readonly cache: string;
  readonly markdown: string | undefined;
}

/** Runs what is named, keeps the results in the cache, and writes their section of the page. Returns what is worse than before. */
export function runCodemods({ names, cache, markdown }: CodemodRequest, say: (line: string) => void): readonly string[] {
  const folder = join(cache, 'results/codemod');
  mkdirSync(folder, { recursive: true });
  const build = shell('git rev-parse --short=7 HEAD', repositoryRoot).output.trim();
  const worse: string[] = [];
  for (const name of names) {
    const library = libraries[name];
    say(`\n${name}: ${(library ?? packages[name]!).spec}`);
    const result = library ? runLibrary(cache, library, say) : runOwnImporters(cache, packages[name]!, readSplit(cache, name), say);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...result, ...(build === '' ? {} : { build }) }, null, 2));
    const problems = [...result.problems, ...('downstream' in result ? result.downstream.flatMap((one) => one.problems) : [])];
    if (problems.length > 0) worse.push(result.spec);
  }
  if (markdown !== undefined) {
    const known = codemodNames.filter((name) => existsSync(join(folder, `${name}.json`)));
    const read = <T>(list: readonly string[]): readonly T[] => list.map((name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T);
    const section = renderCodemods(read<LibraryResult>(known.filter((name) => libraries[name] !== undefined)), read<OwnResult>(known.filter((name) => libraries[name] === undefined)));
    writeFileSync(markdown, replaceCodemods(existsSync(markdown) ? readFileSync(markdown, 'utf8') : '', section));
  }
  return worse;
}

function readSplit(cache: string, name: string): PackageResult {
  const file = join(cache, 'results', `${name}.json`);
  if (!existsSync(file)) throw new Error(`${name} is not split yet: run \`npm run ecosystem -- ${name}\` first`);
  return JSON.parse(readFileSync(file, 'utf8')) as PackageResult;
}
