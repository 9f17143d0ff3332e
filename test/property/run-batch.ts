import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync, type BuildFailure } from 'esbuild';
import type { Folder } from '../support/folder.js';

export interface Run {
  readonly folder: Folder;
  /** Root-relative; exports `trace`. */
  readonly main: string;
}

const driver = `
import { existsSync } from 'node:fs';
process.on('unhandledRejection', () => undefined);
const traces = [];
for (const [index, main] of JSON.parse(process.argv[2]).entries()) {
  const folder = new URL('./p' + index + '/', import.meta.url).href;
  if (main === null) { traces.push('none'); continue; }
  if (!existsSync(new URL(folder + main))) { traces.push('broken: no ' + main); continue; }
  try { traces.push((await import(folder + main)).trace); }
  catch (error) { traces.push('broken ' + error?.name + ': ' + String(error?.message).replaceAll(folder, '').replaceAll(folder.slice(7), '')); }
}
process.stdout.write(JSON.stringify(traces), () => process.exit(0));
`;

/**
 * What each program tells of itself, or `broken ..`. Every text is compiled once, file by file, so that the modules are evaluated in the program's
 * own order; all programs run in one process, and when that does not end, each in one of its own.
 */
export function runBatch(runs: readonly (Run | undefined)[]): readonly string[] {
  const target = mkdtempSync(join(tmpdir(), 'decant-batch-'));
  try {
    writeFileSync(join(target, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(target, 'driver.js'), driver);
    compile(target, runs);
    const broken = new Map<number, string>();
    runs.forEach((run, index) => {
      const folders = new Set<string>();
      for (const [file, bytes] of run?.folder ?? []) {
        if (file.endsWith('.d.ts')) continue;
        const loader = loaderOf(file);
        const code = loader === undefined ? bytes : compiled.get(keyOf(loader, bytes))!;
        if (typeof code === 'object' && 'error' in code) {
          broken.set(index, `broken ${file}: ${code.error}`);
          continue;
        }
        const path = join(target, `p${index}`, loader === undefined ? file : file.replace(/\.tsx?$/, '.js'));
        if (!folders.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
        folders.add(dirname(path));
        writeFileSync(path, code);
      }
    });
    const mains = runs.map((run) => run?.main.replace(/\.tsx?$/, '.js') ?? null);
    const run = spawnSync(process.execPath, [join(target, 'driver.js'), JSON.stringify(mains)], { encoding: 'utf8', timeout: 100 * runs.length + 10_000, maxBuffer: 1 << 29 });
    if (run.error !== undefined && runs.length > 1) return runs.map((one) => runBatch([one])[0]!);
    if (run.error !== undefined) return ['broken: runs too long'];
    if (run.status !== 0) throw new Error(`the driver ended with ${run.status}: ${run.stderr}`);
    return (JSON.parse(run.stdout) as string[]).map((trace, index) => broken.get(index) ?? trace);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

type Loader = 'ts' | 'tsx';

function loaderOf(file: string): Loader | undefined {
  return file.endsWith('.tsx') ? 'tsx' : file.endsWith('.ts') ? 'ts' : undefined;
}

function keyOf(loader: Loader, bytes: Buffer): string {
  return `${loader}:${bytes.toString('utf8')}`;
}

/** By loader and text. The modules around the god file are the same in many programs, and most files are the same before and after. */
const compiled = new Map<string, string | { readonly error: string }>();

/** One call of esbuild for all texts that are new. A call for each file would cost more than everything else together. */
function compile(target: string, runs: readonly (Run | undefined)[]): void {
  if (compiled.size > 20_000) compiled.clear();
  const wanted = new Set<string>();
  for (const run of runs) {
    for (const [file, bytes] of run?.folder ?? []) {
      const loader = loaderOf(file);
      const key = loader === undefined || file.endsWith('.d.ts') ? undefined : keyOf(loader, bytes);
      if (key !== undefined && !compiled.has(key)) wanted.add(key);
    }
  }
  const keys = [...wanted];
  if (keys.length === 0) return;
  const source = (index: number): string => join(target, 'in', `m${index}.${keys[index]!.slice(0, keys[index]!.indexOf(':'))}`);
  mkdirSync(join(target, 'in'));
  keys.forEach((key, index) => writeFileSync(source(index), key.slice(key.indexOf(':') + 1)));
  build(target, keys.flatMap((key, index) => (compiled.has(key) ? [] : [source(index)])), (index, result) => compiled.set(keys[index]!, result));
}

function build(target: string, entryPoints: readonly string[], keep: (index: number, result: string | { readonly error: string }) => void): void {
  const indexOf = (path: string): number => Number(/m(\d+)\.\w+$/.exec(path)![1]);
  try {
    const { outputFiles } = buildSync({
      entryPoints: [...entryPoints], outdir: join(target, 'out'), bundle: false, write: false, format: 'esm', target: 'node20', logLevel: 'silent', logLimit: 0,
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } }, jsx: 'transform', charset: 'utf8',
    });
    for (const { path, text } of outputFiles) keep(indexOf(path), text);
  } catch (error) {
    const { errors } = error as BuildFailure;
    const failed = new Map(errors.map(({ text, location }) => [indexOf(location!.file), text]));
    for (const [index, text] of failed) keep(index, { error: text });
    build(target, entryPoints.filter((path) => !failed.has(indexOf(path))), keep);
  }
}
