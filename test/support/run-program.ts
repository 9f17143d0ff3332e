import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { repositoryRoot } from '../../scripts/repository.js';
import type { Folder } from './folder.js';

const loaders: Record<string, 'ts' | 'tsx' | 'js'> = { '.ts': 'ts', '.mts': 'ts', '.tsx': 'tsx', '.js': 'js', '.mjs': 'js' };

const separator = '\u0000';

/**
 * Runs programs of a fixture with Node, one after the other in one process, and gives what each printed. Each file becomes its own module, so the
 * order in which modules are evaluated is the program's own: a bundler would decide it anew. JavaScript with CommonJS in it runs untouched; what is
 * TypeScript runs as CommonJS where its tsconfig.json says so. Throws when one fails.
 */
export function runPrograms(folders: readonly Folder[], entry: string): string[] {
  const target = mkdtempSync(join(tmpdir(), 'decant-fixture-'));
  try {
    folders.forEach((folder, index) => (runsAsItIs(folder) ? writeAsItIs : writeProgram)(folder, join(target, String(index))));
    const imports = folders.map((folder, index) => `await import('./${index}/${runsAsItIs(folder) ? entry : outputName(entry, emitsCommonJs(folder))}');\nprocess.stdout.write('\\0');\n`);
    writeFileSync(join(target, 'run.mjs'), imports.join(''));
    const run = spawnSync(process.execPath, [join(target, 'run.mjs')], { encoding: 'utf8', timeout: 60_000 });
    if (run.status !== 0) throw new Error(`${entry} ended with exit code ${run.status}:\n${run.stdout}${run.stderr}`);
    return run.stdout.split(separator).slice(0, -1);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

function runsAsItIs(folder: Folder): boolean {
  const files = [...folder].filter(([file]) => /\.[cm]?[jt]sx?$/.test(file) && !file.endsWith('.d.ts'));
  return files.every(([file]) => /\.[cm]?js$/.test(file)) && files.some(([file, bytes]) => file.endsWith('.cjs') || /\brequire\(|\bexports\b/.test(bytes.toString('utf8')));
}

function writeAsItIs(folder: Folder, target: string): void {
  for (const [file, bytes] of folder) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), bytes);
  }
}

function emitsCommonJs(folder: Folder): boolean {
  return String(readCompilerOptions(folder)['module']).toLowerCase() === 'commonjs';
}

function writeProgram(folder: Folder, target: string): void {
  const compilerOptions = readCompilerOptions(folder);
  const isCommonJs = emitsCommonJs(folder);
  for (const [file, bytes] of folder) {
    const loader = loaders[posix.extname(file)];
    if (file.endsWith('.d.ts')) continue;
    mkdirSync(dirname(join(target, file)), { recursive: true });
    if (loader === undefined) {
      writeFileSync(join(target, file), bytes);
      continue;
    }
    const code = compile(file, bytes.toString('utf8'), loader, compilerOptions);
    writeFileSync(join(target, outputName(file, isCommonJs)), pointAtOutputs(code, file, folder, isCommonJs));
  }
}

/** esbuild writes no decorator metadata, so programs with decorators go through the TypeScript compiler. */
function compile(file: string, text: string, loader: 'ts' | 'tsx' | 'js', compilerOptions: Record<string, unknown>): string {
  const isCommonJs = String(compilerOptions['module']).toLowerCase() === 'commonjs';
  if (compilerOptions['experimentalDecorators'] === true || isCommonJs) {
    const module = isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
    const options = { ...compilerOptions, module, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: false };
    delete (options as Record<string, unknown>)['moduleResolution'];
    return ts.transpileModule(text, { fileName: file, compilerOptions: options }).outputText;
  }
  const { jsx, jsxFactory, verbatimModuleSyntax } = compilerOptions as { jsx?: 'react'; jsxFactory?: string; verbatimModuleSyntax?: boolean };
  return transformSync(text, {
    loader,
    format: 'esm',
    target: 'node20',
    // Without it an anonymous default export is called after its file.
    keepNames: true,
    sourcefile: file,
    tsconfigRaw: { compilerOptions: { jsx, jsxFactory, verbatimModuleSyntax, useDefineForClassFields: true } },
  }).code;
}

function readCompilerOptions(folder: Folder): Record<string, unknown> {
  const bytes = folder.get('tsconfig.json');
  return bytes === undefined ? {} : ((JSON.parse(bytes.toString('utf8')) as { compilerOptions?: Record<string, unknown> }).compilerOptions ?? {});
}

function outputName(file: string, isCommonJs = false): string {
  return file.replace(/\.[cm]?[jt]sx?$/, isCommonJs ? '.cjs' : '.mjs');
}

/** Relative specifiers name sources in whatever style the program has; Node needs the file that was written. */
function pointAtOutputs(code: string, file: string, folder: Folder, isCommonJs: boolean): string {
  const found = ts.preProcessFile(code, true, true).importedFiles.filter((reference) => reference.fileName.startsWith('.'));
  let out = code;
  for (const reference of [...found].sort((a, b) => b.pos - a.pos)) {
    const wanted = posix.join(posix.dirname(file), reference.fileName);
    const stem = wanted.replace(/\.[cm]?[jt]sx?$/, '');
    const candidates = [wanted, ...['.ts', '.tsx', '.mts'].map((extension) => stem + extension), `${wanted}.ts`, `${wanted}.tsx`, `${wanted}/index.ts`];
    const target = candidates.find((candidate) => folder.has(candidate));
    if (target === undefined) throw new Error(`${file} imports ${reference.fileName}, which is not there`);
    const relative = posix.relative(posix.dirname(file), outputName(target, isCommonJs));
    const specifier = relative.startsWith('.') ? relative : `./${relative}`;
    // pos and end cover the text between the quotes.
    const start = out.indexOf(reference.fileName, reference.pos);
    out = out.slice(0, start) + specifier + out.slice(start + reference.fileName.length);
  }
  return out;
}

export const fixturesRoot = `${repositoryRoot}/fixtures`;
