// A program of its own: loads one file of the project, with recorders in place of task frameworks, and writes what came of it to descriptor 3.
import { createRequire, register } from 'node:module';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { hookRequire } from './hook-require.js';
import { createProjectCompiler } from './project-compiler.js';
import { describeMetadata } from './metadata.js';
import { describeExports } from './describe-exports.js';
import { createRecording } from './recording.js';
import { filesKey, recorderKey } from './recorder-module.js';
import { recorderOf } from './recorders/all.js';
import { writeResult } from './write-result.js';
import type { EntryRequest, EntryRun } from '../model/entry-run.js';

const request = readRequest(JSON.parse(process.argv[2]!) as EntryRequest);
const roots = [pathToFileURL(request.root).href, request.root, request.root.replaceAll('\\', '/')];
const recording = createRecording(roots);
const compiler = createProjectCompiler(request);
const files: string[] = [];
const shared = globalThis as unknown as Record<symbol, unknown>;
shared[Symbol.for(recorderKey)] = recording.replace;
shared[Symbol.for(filesKey)] = files;

// The program must not find itself to be the main one, nor words that were meant for this one.
process.argv = [process.argv[0]!, path.join(request.root, 'package.json')];

/** As Node names files: no symlink in them, separators of the system. */
function readRequest(given: EntryRequest): EntryRequest {
  return { ...given, root: realpathSync(given.root), entry: realpathSync(given.entry) };
}

// Errors are to name lines that somebody wrote.
process.setSourceMapsEnabled(true);

let isWritten = false;
const start: Omit<EntryRun, 'outcome'> = { format: 'esm', exports: [], registrations: [], metadata: [], files: [], recorded: [] };

function finish(run: Pick<EntryRun, 'outcome'> & Partial<EntryRun>): void {
  if (isWritten) return;
  isWritten = true;
  writeResult(JSON.stringify({ ...start, ...run, registrations: recording.registrations(), recorded: recording.recorded(), files: loadedFiles() } satisfies EntryRun));
  process.exit(0);
}

function fail(error: unknown): void {
  finish({ outcome: 'failed', error: describeError(error) });
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// Nothing is left that could settle the promise that a module waits for.
process.on('beforeExit', () => fail(new Error('a top-level await never settles')));
process.on('exit', (code) => fail(new Error(`the code ended the process with exit code ${code} while it was loaded`)));

void load().catch(fail);

async function load(): Promise<void> {
  const replaced = Object.fromEntries([...recorderOf].map(([name, { names }]) => [name, names]));
  register(new URL('./module-hooks.js', import.meta.url), { data: { request, replaced } });
  const { entry } = request;
  hookRequire({ request, compiler, replace: recording.replace, note: (file) => files.push(file) });
  const format = compiler.formatOf(entry);
  const exports = (format === 'commonjs' ? createRequire(entry)(entry) : await import(pathToFileURL(entry).href)) as unknown;
  await settle();
  recording.noteEndpoints(exports);
  finish({
    outcome: 'loaded',
    format: format === 'module' ? 'esm' : compiler.isCompiled(entry) ? 'compiled' : 'commonjs',
    exports: describeExports(exports),
    metadata: describeMetadata(exports, roots),
  });
}

function loadedFiles(): readonly string[] {
  return [...new Set(files)].map((file) => path.relative(request.root, file).split(path.sep).join('/'));
}

/** What was started and not awaited goes on: recorders answer at once, so some turns of the event loop are enough for chains of them. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function describeError(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  const own = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && line.includes(request.root) && !line.includes('node_modules'));
  return [`${error.name}: ${error.message.split('\n')[0] ?? ''}`, ...own.slice(0, 5).map((line) => line.trim())].map((line) => roots.reduce((text, root) => text.replaceAll(`${root}/`, '').replaceAll(root, '.'), line));
}
