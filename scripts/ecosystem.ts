// `npm run ecosystem [-- name...] [-- --fast] [-- --migrate | --migrate-only | --codemod] [-- --dir <folder>] [-- --markdown <file>]`: splits every god file of published packages at pinned
// versions and holds the result to the package's own compiler and its own tests; with `--migrate` the importers of the split files are rewritten after that, the old
// paths deprecated, and the result is held to the same; `--migrate-only` does that again with the splits that are kept. Exits 1 when anything that was applied is worse than before. Packages are
// unpacked into a cache below the temp folder, never into this repository; a prepared package is used again. The page is written from the last
// result of every package that the cache holds, so that packages can be run one at a time; with `--kept` nothing is run for it. With `--codemod` the names are libraries, whose
// transforms are run on packages that import them, and packages of which a split is kept, whose own importers are rewritten by transforms in place of `migrate`; of the page only that section is written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceCodemods } from './ecosystem/codemod-page.js';
import { codemodNames, runCodemods } from './ecosystem/codemod.js';
import { fastPackages, packages } from './ecosystem/packages.js';
import { migrateAgain, runPackage, type PackageResult } from './ecosystem/run-package.js';
import { renderMarkdown } from './ecosystem/page.js';
import { shell } from './ecosystem/shell.js';
import { printTable } from './ecosystem/table.js';
import { repositoryRoot } from './repository.js';

const options = readArguments(process.argv.slice(2));
if (!existsSync(`${repositoryRoot}/dist`)) throw new Error('dist/ is missing: run `npm run build` first');
mkdirSync(join(options.cache, 'results'), { recursive: true });
if (options.isCodemod) {
  const worseCodemods = runCodemods(options, console.log);
  console.log(worseCodemods.length === 0 ? '\neverything that was applied passes' : `\nworse than before: ${worseCodemods.join(', ')}`);
  process.exit(worseCodemods.length === 0 ? 0 : 1);
}
const results = options.names.map((name) => {
  const started = performance.now();
  console.log(`\n${name}: ${packages[name]!.spec} (${packages[name]!.licence})`);
  const result = noteBuild(runOrReport(name));
  // Where there is no split to go on from, what was known of the package stays.
  if (!options.isOnlyMigrating || result.migrated !== undefined) writeFileSync(resultFile(name), JSON.stringify(result, null, 2));
  console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return result;
});
console.log(`\n${printTable(results)}`);
const worse = results.filter((result) => result.problems.length > 0 || (result.migrated?.problems.length ?? 0) > 0);
console.log(worse.length === 0 ? '\neverything that was applied passes' : `\nworse than before: ${worse.map((result) => result.spec).join(', ')}`);
if (options.markdown !== undefined) {
  const known = Object.keys(packages).filter((name) => existsSync(resultFile(name)));
  const missing = Object.entries(packages).flatMap(([name, { spec }]) => (known.includes(name) ? [] : [spec]));
  const page = renderMarkdown(known.map((name) => JSON.parse(readFileSync(resultFile(name), 'utf8')) as PackageResult), missing);
  writeFileSync(options.markdown, existsSync(options.markdown) ? replaceCodemods(page, readFileSync(options.markdown, 'utf8')) : page);
}
process.exitCode = worse.length === 0 ? 0 : 1;

/** A package that cannot be installed must not hide what the others say. */
function runOrReport(name: string): PackageResult {
  const definition = packages[name]!;
  try {
    if (options.isOnlyMigrating) return migrateAgain(options.cache, definition, JSON.parse(readFileSync(resultFile(name), 'utf8')) as PackageResult, console.log);
    return runPackage(options.cache, definition, options.isMigrating, console.log);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    console.log(`  WORSE ${problem}`);
    return { spec: definition.spec, licence: definition.licence, shows: definition.shows, before: 'not run', files: [], problems: [problem] };
  }
}

/** The code of which a row tells: rows are kept, and decant goes on. */
function noteBuild(result: PackageResult): PackageResult {
  const commit = shell('git rev-parse --short=7 HEAD', repositoryRoot).output.trim();
  if (commit === '') return result;
  const migrated = result.migrated === undefined ? {} : { migrated: commit };
  return { ...result, build: options.isOnlyMigrating ? { ...result.build, ...migrated } : { split: commit, ...migrated } };
}

function resultFile(name: string): string {
  return join(options.cache, 'results', `${name}.json`);
}

interface Options {
  readonly names: readonly string[];
  readonly cache: string;
  readonly isMigrating: boolean;
  readonly isOnlyMigrating: boolean;
  readonly isCodemod: boolean;
  readonly markdown: string | undefined;
}

function readArguments(args: readonly string[]): Options {
  const names: string[] = [];
  let cache = join(tmpdir(), 'decant-ecosystem');
  let markdown: string | undefined;
  let isKept = false;
  let isMigrating = false;
  let isOnlyMigrating = false;
  const isCodemod = args.includes('--codemod');
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    if (argument === '--fast') names.push(...fastPackages);
    else if (argument === '--kept') isKept = true;
    else if (argument === '--migrate') isMigrating = true;
    else if (argument === '--migrate-only') isOnlyMigrating = true;
    else if (argument === '--codemod') continue;
    else if (argument === '--dir') cache = valueOf(args, ++index);
    else if (argument === '--markdown') markdown = valueOf(args, ++index);
    else names.push(argument);
  }
  const all = isCodemod ? codemodNames : Object.keys(packages);
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`No such package: ${unknown.join(', ')}. Known: ${all.join(', ')}.`);
  return { names: names.length > 0 || isKept ? names : all, cache, isMigrating, isOnlyMigrating, isCodemod, markdown };
}

function valueOf(args: readonly string[], index: number): string {
  const value = args[index];
  if (value === undefined) throw new Error(`${args[index - 1]} needs a value`);
  return value;
}
