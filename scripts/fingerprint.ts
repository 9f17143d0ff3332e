// `npx tsx scripts/fingerprint.ts [--markdown <page>] [<folder> ...]`: compares the types of what split files export before and after, in the folders that `npm run ecosystem`
// leaves behind: `<package>` as published and `<package>-split`. Every difference is a false one, because the splits pass the packages' own compilers and tests.
// Exits 1 when there is one.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfig } from '../src/config/config.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath, relativePath } from '../src/host/path.js';
import { createModuleReader } from '../src/load/module-reader.js';
import { loadProject } from '../src/load/load-project.js';
import { check } from '../src/verify/api-fingerprint/api-fingerprint.js';
import { readApis } from '../src/workflow/read-apis.js';
import type { Project } from '../src/model/project.js';
import type { CheckInput } from '../src/verify/check.js';

interface Row {
  readonly package: string;
  readonly file: string;
  readonly exports: number;
  /** Declarations of the package that the types lead to, those that are not exported included. */
  readonly types: number;
  readonly verdict: string;
}

const args = process.argv.slice(2);
const page = args[0] === '--markdown' ? args[1] : undefined;
const given = page === undefined ? args : args.slice(2);
const folders = given.length > 0 ? given : [join(tmpdir(), 'decant-ecosystem')];
const rows = folders.flatMap((folder) => readdirSync(folder).filter((name) => existsSync(join(folder, `${name}-split`))).flatMap((name) => compare(folder, name)));
const text = render(rows);
console.log(text);
if (page !== undefined) writeFileSync(page, text);
process.exitCode = rows.some(({ verdict }) => verdict.startsWith('differs')) ? 1 : 0;

function compare(folder: string, name: string): Row[] {
  const open = (root: string): Project => loadProject({ fileSystem: createNodeFileSystem(), root: filePath(join(folder, root)), config: defaultConfig });
  const [before, after] = [open(name), open(`${name}-split`)];
  const texts = (project: Project) => new Map([...project.files].map(([file, source]) => [relativePath(project.root, file), source.text]));
  const [old, now] = [texts(before), texts(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((file) => old.get(file) !== now.get(file)).sort();
  return changed.filter((file) => old.has(file) && now.has(file)).map((file) => {
    const entries = [file];
    const apis = readApis({ before, after, changed, entries });
    const result = check.run({ before, after, changed, entries, readBefore: createModuleReader(before), readAfter: createModuleReader(after), apis: () => apis } as unknown as CheckInput);
    const surface = apis[0]?.before.kind === 'read' ? apis[0].before.surface : undefined;
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    const row = {
      package: name,
      file,
      exports: surface?.entries.values().next().value?.exports.size ?? 0,
      types: surface?.symbols.filter(({ declarations }) => declarations.length > 0).length ?? 0,
      verdict: errors.length > 0 ? `differs: ${errors.map(({ message }) => message).join('; ')}` : result.status === 'passed' ? 'same' : `not compared: ${result.reason ?? ''}`,
    };
    console.error(`${row.package} ${row.file}: ${row.verdict}`);
    return row;
  });
}

function render(all: readonly Row[]): string {
  const lines = all.map((row) => `| ${row.package} | ${row.file} | ${row.exports} | ${row.types} | ${row.verdict.replaceAll('|', '\\|')} |`);
  const count = (start: string): number => all.filter(({ verdict }) => verdict.startsWith(start)).length;
  return [
    `${all.length} files: ${count('same')} the same, ${count('differs')} with a false difference, ${count('not compared')} not compared.`,
    '', '| package | file | exports | declarations behind them | types |', '|---|---|---:|---:|---|', ...lines, '',
  ].join('\n');
}
