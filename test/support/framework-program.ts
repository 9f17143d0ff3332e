// Runs the code of a fixture against the real packages of test/frameworks, in a Node process of its own, and hands back what it printed as JSON.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../src/host/path.js';
import { configSchema } from '../../src/config/config-schema.js';
import { loadProject } from '../../src/load/load-project.js';
import { createModuleReader } from '../../src/load/module-reader.js';
import { createTextReader } from '../../src/load/project-text.js';
import { extractTasks } from '../../src/tasks/extract-tasks.js';
import type { TaskRecord } from '../../src/model/task-record.js';
import { readFolder } from './folder.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const packages = join(repository, 'test/frameworks/node_modules');

/** Empty when the package is there; else the words that a test puts into its title. */
export function whyAbsent(name: string): string {
  return existsSync(join(packages, name)) ? '' : ` (skipped: ${name} is not installed in test/frameworks; .ci/run installs it)`;
}

export type Texts = Readonly<Record<string, string>>;

export function readTexts(folder: string): Texts {
  return Object.fromEntries([...readFolder(join(repository, folder))].map(([name, bytes]) => [name, bytes.toString('utf8')]));
}

/** What decant makes of the same files. */
export function extractFrom(files: Texts): readonly TaskRecord[] {
  const root = filePath('/shop');
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text])));
  const project = loadProject({ fileSystem, root, config: configSchema.parse({}) });
  return extractTasks({ project, read: createModuleReader(project), readText: createTextReader(project) }, project.files.keys());
}

export interface ProgramOptions {
  readonly files: Texts;
  /** An ES module beside the compiled files that prints one line of JSON. */
  readonly program: string;
  /** Files are compiled to this. Default: ES modules. */
  readonly format?: 'esm' | 'commonjs';
  readonly environment?: Readonly<Record<string, string>>;
}

const extensions: Readonly<Record<string, string>> = { '.ts': '.js', '.tsx': '.js', '.mts': '.mjs', '.cts': '.cjs' };

/** Throws with what the program wrote to its standard error when it fails. */
export function runFrameworkProgram({ files, program, format = 'esm', environment = {} }: ProgramOptions): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'decant-introspection-'));
  try {
    symlinkSync(packages, join(folder, 'node_modules'));
    const all = { 'package.json': JSON.stringify({ name: 'shop', type: format === 'esm' ? 'module' : 'commonjs' }), ...files };
    for (const [name, text] of Object.entries(all)) {
      const extension = /\.[cm]?tsx?$/.exec(name)?.[0];
      const target = join(folder, extension === undefined || name.endsWith('.d.ts') ? name : `${name.slice(0, -extension.length)}${extensions[extension]}`);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, extension === undefined ? text : compile(name, text, format));
    }
    writeFileSync(join(folder, 'introspect.mjs'), program);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['introspect.mjs'], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environment }, timeout: 60_000 });
    if (status !== 0) throw new Error(`${stderr}\n${stdout}`);
    return JSON.parse(stdout.trim().split('\n').at(-1)!);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With decorator metadata, which the frameworks read. */
function compile(fileName: string, text: string, format: 'esm' | 'commonjs'): string {
  const module = format === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  return ts.transpileModule(text, { fileName, compilerOptions: { target: ts.ScriptTarget.ES2022, module, experimentalDecorators: true, emitDecoratorMetadata: true, esModuleInterop: true, useDefineForClassFields: false } }).outputText;
}
