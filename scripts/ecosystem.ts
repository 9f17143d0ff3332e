// `npm run ecosystem [-- name...] [-- --dir <folder>]`: splits god files of published packages at pinned versions and holds the result to the
// package's own type-check and its own tests. Exits 1 when anything is worse than before. Packages are unpacked into a cache folder, never into
// this repository; a prepared package is used again.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from './repository.js';
import type { ScanReport, SplitReport } from '../src/index.js';

interface Package {
  readonly spec: string;
  readonly licence: string;
  /** Installed beside the package's own dependencies: its test runner and types. */
  readonly tools: readonly string[];
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly include: string;
  /** Written into the package's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Top-level entries of the tarball that are kept; default all. What a package builds beside its source would be read as source. */
  readonly keep?: readonly string[];
  /** Run once after the installation. */
  readonly setup?: string;
  readonly typecheck: string;
  readonly test: string;
  readonly godFiles: readonly { readonly file: string; readonly maxLines: number }[];
}

const packages: Readonly<Record<string, Package>> = {
  cheerio: {
    spec: 'cheerio@1.0.0',
    licence: 'MIT',
    tools: ['typescript@5.5', 'vitest@2', '@types/node@20', '@types/whatwg-mimetype@3.0.2'],
    compilerOptions: { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022', 'dom'], types: ['node'] },
    include: 'src/**/*.ts',
    typecheck: 'npx tsc --noEmit',
    test: 'npx vitest run',
    godFiles: [
      { file: 'src/api/traversing.ts', maxLines: 600 },
      { file: 'src/api/attributes.ts', maxLines: 600 },
      { file: 'src/api/manipulation.ts', maxLines: 600 },
    ],
  },
  'pgsql-ast-parser': {
    spec: 'pgsql-ast-parser@12.0.2',
    licence: 'MIT',
    tools: [
      'typescript@5.9', 'tsx@4', 'mocha@10', 'chai@4', '@types/chai@4', '@types/mocha@10', '@types/moo@0.5', '@types/nearley@2.11', '@types/node@20',
    ],
    compilerOptions: { target: 'es2019', module: 'commonjs', moduleResolution: 'node', lib: ['es2021', 'dom'], noImplicitAny: false, types: ['mocha', 'node'] },
    include: 'src/**/*.ts',
    keep: ['src', 'package.json'],
    setup: 'for grammar in syntax/main literal-syntaxes/array literal-syntaxes/geometric literal-syntaxes/interval literal-syntaxes/interval-iso; do npx nearleyc src/$grammar.ne -o src/$grammar.ne.ts; done',
    typecheck: 'npx tsc --noEmit',
    test: "npx mocha --require tsx/cjs 'src/**/*.spec.ts' --reporter dot",
    godFiles: [{ file: 'src/syntax/ast.ts', maxLines: 600 }],
  },
  zod: {
    spec: 'zod@4.6.7',
    licence: 'MIT',
    tools: [
      'typescript@5.9', 'vitest@3', '@types/node@20', '@types/benchmark', 'benchmark', '@web-std/file', '@standard-schema/spec', 'recheck',
      '@seriousme/openapi-schema-validator', 'ts-morph',
    ],
    compilerOptions: {
      target: 'es2020', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'],
      customConditions: ['@zod/source'], rewriteRelativeImportExtensions: true,
    },
    include: 'src/**/*.ts',
    files: {
      'vitest.config.mjs': `import { defineConfig } from 'vitest/config';
const conditions = ['@zod/source', 'module', 'node'];
export default defineConfig({ resolve: { conditions }, ssr: { resolve: { conditions } }, test: { include: ['src/**/*.test.ts'] } });
`,
    },
    typecheck: 'npx tsc --noEmit',
    test: 'npx vitest run --pool=threads',
    godFiles: [{ file: 'src/v4/core/schemas.ts', maxLines: 1500 }],
  },
};

const { names, cache } = readArguments(process.argv.slice(2));
let isWorse = false;
for (const name of names) run(packages[name]!);
process.exitCode = isWorse ? 1 : 0;

function readArguments(args: readonly string[]): { names: readonly string[]; cache: string } {
  const flag = args.indexOf('--dir');
  const cache = flag === -1 ? join(tmpdir(), 'decant-ecosystem') : args[flag + 1];
  if (cache === undefined) throw new Error('--dir needs a folder');
  const names = args.filter((argument, index) => argument !== '--dir' && (flag === -1 || index !== flag + 1));
  const unknown = names.filter((name) => packages[name] === undefined);
  if (unknown.length > 0) throw new Error(`No such package: ${unknown.join(', ')}. Known: ${Object.keys(packages).join(', ')}.`);
  return { names: names.length > 0 ? names : ['cheerio', 'pgsql-ast-parser'], cache };
}

function run(definition: Package): void {
  console.log(`\n${definition.spec} (${definition.licence})`);
  const pristine = join(cache, basename(definition.spec));
  prepare(pristine, definition);
  const work = `${pristine}-split`;
  rmSync(work, { recursive: true, force: true });
  cpSync(pristine, work, { recursive: true, verbatimSymlinks: true });

  const before = judge(work, definition);
  console.log(`  before   type errors ${before.typeErrors}, ${before.tests}, ${before.seconds} s`);
  const scanBefore = decant<ScanReport>(work, ['scan', 'src', '--format', 'json']).report;
  for (const { file, maxLines } of definition.godFiles) split(work, definition, file, maxLines);
  const after = judge(work, definition);
  const scanAfter = decant<ScanReport>(work, ['scan', 'src', '--format', 'json']).report;
  console.log(`  after    type errors ${after.typeErrors}, ${after.tests}, ${after.seconds} s`);
  console.log(`  god files ${scanBefore?.summary.godFiles} -> ${scanAfter?.summary.godFiles}, import knots ${scanBefore?.summary.components} -> ${scanAfter?.summary.components}`);
  expect(after.typeErrors <= before.typeErrors, 'more type errors than before');
  expect(after.tests === before.tests, 'the tests differ');
  expect((scanAfter?.summary.components ?? Infinity) <= (scanBefore?.summary.components ?? 0), 'more import knots than before');
  expect((scanAfter?.summary.unresolved ?? Infinity) <= (scanBefore?.summary.unresolved ?? 0), 'more unresolved imports than before');
}

function split(work: string, { typecheck, test }: Package, file: string, maxLines: number): void {
  const started = performance.now();
  const args = ['split', file, '--write', '--max-lines', String(maxLines), '--typecheck', typecheck, '--test', test, '--format', 'json', '--quiet'];
  const { report, output } = decant<SplitReport>(work, args);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  if (report === undefined) {
    expect(false, `${file}: ${output}`);
    return;
  }
  const checks = (report.proof?.results ?? []).map((result) => `${result.check} ${result.status === 'skipped' ? `skipped (${result.reason})` : `${result.status} ${result.counted} ${result.unit}`}`);
  console.log(`  ${file}: ${report.before?.lines ?? 0} lines -> ${report.files.map((one) => `${basename(one.file)} ${one.lines}`).join(', ') || 'nothing'} (${seconds} s)`);
  console.log(`    ${checks.join('; ')}`);
  for (const found of [...report.refused, ...(report.proof?.results ?? []).flatMap((result) => (result.status === 'failed' ? result.diagnostics : []))]) {
    console.log(`    ${found.id} ${found.at.file}:${found.at.line}: ${found.message}`);
    for (const note of found.notes.slice(0, 8)) console.log(`      ${note}`);
  }
  expect(report.applied && report.proof?.verdict === 'proved', `${file}: ${report.applied ? `verdict ${report.proof?.verdict}` : 'not applied'}`);
  expect(report.files.every((one) => one.lines <= maxLines), `${file}: a new file has more than ${maxLines} lines`);
}

function expect(kept: boolean, otherwise: string): void {
  if (kept) return;
  isWorse = true;
  console.log(`  WORSE: ${otherwise}`);
}

function prepare(folder: string, definition: Package): void {
  if (existsSync(join(folder, 'node_modules'))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tarball = shell(`npm pack ${definition.spec} --silent`, folder).output.trim().split('\n').at(-1)!;
  must(shell(`tar xzf ${tarball} --strip-components=1 && rm ${tarball}`, folder));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  delete manifest['devDependencies'];
  delete manifest['scripts'];
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  for (const entry of readdirSync(folder)) {
    if (definition.keep && !definition.keep.includes(entry)) rmSync(join(folder, entry), { recursive: true });
  }
  const compilerOptions = { strict: true, skipLibCheck: true, noEmit: true, esModuleInterop: true, resolveJsonModule: true, ...definition.compilerOptions };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [definition.include] }, null, 2));
  for (const [file, text] of Object.entries(definition.files ?? {})) writeFileSync(join(folder, file), text);
  must(shell(`npm install --no-audit --no-fund --ignore-scripts --legacy-peer-deps --loglevel=error -D ${definition.tools.join(' ')}`, folder));
  if (definition.setup) must(shell(definition.setup, folder));
}

function judge(cwd: string, { typecheck, test }: Package): { typeErrors: number; tests: string; seconds: string } {
  const started = performance.now();
  const typeErrors = (shell(typecheck, cwd).output.match(/error TS\d+/g) ?? []).length;
  const plain = shell(test, cwd).output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
  const mocha = [/^ *(\d+ passing)/m, /^ *(\d+ failing)/m].flatMap((pattern) => pattern.exec(plain)?.[1] ?? []).join(', ');
  const counted = /^ *Tests +(.*?)(?: \(\d+\))?$/m.exec(plain)?.[1] ?? (mocha || 'no test result');
  return { typeErrors, tests: `tests: ${counted}`, seconds: ((performance.now() - started) / 1000).toFixed(0) };
}

function decant<T>(cwd: string, args: readonly string[]): { report: T | undefined; output: string } {
  const run = spawnSync(process.execPath, [`${repositoryRoot}/bin/decant.js`, ...args, '--root', cwd], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  try {
    return { report: JSON.parse(run.stdout) as T, output: run.stderr };
  } catch {
    return { report: undefined, output: `exit code ${run.status}: ${run.stderr || run.stdout}` };
  }
}

function shell(command: string, cwd: string): { exitCode: number | null; output: string; command: string } {
  const run = spawnSync(command, { cwd, shell: true, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, CI: '1', NO_COLOR: '1' } });
  return { exitCode: run.status, output: run.stdout + (run.status === 0 ? '' : run.stderr), command };
}

function must(run: { exitCode: number | null; output: string; command: string }): void {
  if (run.exitCode !== 0) throw new Error(`${run.command} ended with exit code ${run.exitCode}:\n${run.output}`);
}
