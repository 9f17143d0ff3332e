// Lints every file of real repositories with the plugin and compares what it says with `decant check` of the same configuration: `npx tsx scripts/eslint-agreement.ts <folder>...`.
// The folders are read and not changed. Ends with 1 when the two differ in one finding, or when a rule fails.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import plugin from '../rules/plugin.js';
import { loadConfig } from '../src/config/load-config.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath, relativePath } from '../src/host/path.js';
import { check, tasks } from '../src/index.js';
import { loadProject } from '../src/load/load-project.js';
import type { CheckReport } from '../src/report/schema.js';

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length === 0) {
  console.error('usage: npx tsx scripts/eslint-agreement.ts <folder>...');
  process.exit(2);
}

/** `src/till.ts` for a rule that is about a whole file, `src/till.ts:4` for one that is about a place. */
type Findings = ReadonlyMap<string, ReadonlySet<string>>;

const compared = ['god-file', 'import-cycle', 'layer-violation', 'duplicate-task'] as const;
const isOfPlace = (id: string): boolean => id === 'layer-violation' || id === 'duplicate-task';

/** Two registrations of one id, as the page of the rule has it. */
const single = new Set(['task', 'workflow', 'schedule', 'handler']);

async function readExpected(root: string): Promise<Findings> {
  const report = await check({ root, cache: false });
  const fresh = report.diagnostics.filter(({ standing }) => standing !== 'known');
  const records = (await tasks({ root, cache: false })).tasks.filter(({ kind, idSource }) => single.has(kind) && idSource !== 'dynamic');
  const place = ({ location: { file, line, column } }: (typeof records)[number]): string => `${file}:${line}:${column}`;
  const twice = records.filter((one) => records.some((other) => place(other) !== place(one) && ['framework', 'kind', 'id', 'queue'].every((key) => one[key as 'id'] === other[key as 'id'])));
  const failing = (id: string) => fresh.filter((found) => found.id === id && found.severity !== 'info');
  return new Map([
    ['god-file', new Set(failing('god-file').map(({ at }) => at.file))],
    ['import-cycle', new Set(fresh.filter(({ id }) => id === 'import-cycle').flatMap(filesOfKnot))],
    ['layer-violation', new Set(failing('layer-violation').map(({ at }) => `${at.file}:${at.line}`))],
    ['duplicate-task', new Set(twice.map(({ location }) => `${location.file}:${location.line}`))],
  ]);
}

/** Every member imports another one. Of a knot that does no harm an editor shows the imports that only lack a keyword. */
function filesOfKnot({ severity, data }: CheckReport['diagnostics'][number]): readonly string[] {
  const { members, cut } = data as { members: readonly string[]; cut: readonly { from: string; how: string }[] };
  return severity === 'info' ? cut.filter(({ how }) => how === 'mark-type').map(({ from }) => from) : members;
}

async function lint(root: string): Promise<{ readonly files: number; readonly unread: number; readonly found: Findings }> {
  const fileSystem = createNodeFileSystem();
  const folder = filePath(root);
  const project = loadProject({ fileSystem, root: folder, config: loadConfig(fileSystem, folder) });
  const files = [...project.files.keys()].filter((file) => !/\.(?:vue|svelte|astro)$/.test(file));
  const patterns = ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'];
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    ignore: false,
    allowInlineConfig: false,
    overrideConfig: [
      { files: patterns, languageOptions: { parser: tseslint.parser, parserOptions: { ecmaFeatures: { jsx: true } } }, settings: { decant: { root, cache: false } } },
      { ...plugin.configs.strict, files: patterns },
    ],
  });
  const found = new Map(compared.map((id) => [id as string, new Set<string>()]));
  let unread = 0;
  for (const file of files) {
    const [result] = await eslint.lintText(fileSystem.readText(file)!, { filePath: file });
    const messages = result?.messages ?? [];
    if (messages.some(({ fatal }) => fatal)) {
      unread++;
      continue;
    }
    for (const { ruleId, line } of messages) {
      const id = ruleId?.slice('decant/'.length) ?? '';
      const name = relativePath(folder, file);
      found.get(id)?.add(isOfPlace(id) ? `${name}:${line}` : name);
    }
  }
  return { files: files.length, unread, found };
}

let differences = 0;
for (const argument of positionals) {
  const root = path.resolve(argument);
  const expected = await readExpected(root);
  const { files, unread, found } = await lint(root);
  const counts = compared.map((id) => `${id} ${found.get(id)!.size}`).join(', ');
  console.log(`${path.basename(root)}: ${files} files linted, ${unread} that the parser of ESLint cannot read; ${counts}`);
  for (const id of compared) {
    const lint = found.get(id)!;
    // What a gate says of its own configuration has no place in a file that is linted.
    const gate = new Set([...expected.get(id)!].filter((one) => !/\.json(?::|$)/.test(one)));
    const lines = [...[...gate].filter((one) => !lint.has(one)).map((one) => `  ${id} ${one}: decant check only`), ...[...lint].filter((one) => !gate.has(one)).map((one) => `  ${id} ${one}: ESLint only`)];
    differences += lines.length;
    for (const line of lines) console.log(line);
  }
}
console.log(differences === 0 ? 'no difference' : `${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
