import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
/** Inside node_modules, so that the packages that the bundle leaves out are found. */
const bundle = path.join(repository, `node_modules/.cache/decant-cli-test-${process.pid}`);
const command = [path.join(bundle, 'run.js')];

let kitchen = '';

beforeAll(async () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  await build({
    absWorkingDir: repository,
    entryPoints: ['src/cli/run.ts'],
    outdir: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: Object.keys(dependencies),
    logLevel: 'error',
  });
  kitchen = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-cli-')));
  const block = (word: string) => Array.from({ length: 30 }, (_, index) => `export function ${word}${index}(n: number): number {\n  return n + ${index === 0 ? '1' : `${word}${index - 1}(n)`};\n}\n`).join('\n');
  put('package.json', '{ "name": "kitchen", "type": "module" }\n');
  put('decant.config.json', '{ "analyzers": { "god-file": { "threshold": 100 } } }\n');
  put('src/menu.ts', `${block('soup')}\n${block('bread')}`);
  put('src/guest.ts', "import { soup3 } from './menu.js';\n\nexport const bill = soup3(1);\n");
});

afterAll(() => {
  for (const folder of [kitchen, bundle]) rmSync(folder, { recursive: true, force: true });
});

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(kitchen, file)), { recursive: true });
  writeFileSync(path.join(kitchen, file), text);
}

const read = (file: string) => readFileSync(path.join(kitchen, file), 'utf8');

function decant(args: readonly string[], environment: Record<string, string> = {}, cwd = kitchen) {
  const { NO_COLOR: _off, FORCE_COLOR: _on, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], { cwd, encoding: 'utf8', env: { ...inherited, ...environment } });
  return { status, stdout, stderr };
}

const escape = '\u001b[';

describe('the command line as a process', () => {
  it('prints the version of the package, and usage on standard error when nothing was asked', () => {
    const { version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as { version: string };
    expect(decant(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
    const bare = decant([]);
    expect(bare).toMatchObject({ status: 2, stdout: '' });
    expect(bare.stderr).toContain('Usage: decant');
  });

  it('keeps standard output for the result, colours for terminals and the gate for errors', () => {
    const { status, stdout, stderr } = decant(['check']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('error[god-file]: src/menu.ts has');
    expect(stdout).not.toContain(escape);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('next: decant split src/menu.ts');
    expect(decant(['scan']).status).toBe(0);
  });

  it('honours FORCE_COLOR, and NO_COLOR and --no-color over it', () => {
    expect(decant(['scan'], { FORCE_COLOR: '1' }).stdout).toContain(escape);
    expect(decant(['scan'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain(escape);
    expect(decant(['scan', '--no-color'], { FORCE_COLOR: '1' }).stdout).not.toContain(escape);
  });

  it('prints JSON that names files from the root, wherever it is started', () => {
    const report = JSON.parse(decant(['check', '--format', 'json', 'menu.ts'], {}, path.join(kitchen, 'src')).stdout) as {
      version: number;
      summary: { files: number; godFiles: number };
      diagnostics: { at: { file: string }; data: Record<string, unknown> }[];
    };
    expect(report).toMatchObject({ version: 1, command: 'check', summary: { files: 1, godFiles: 1 } });
    expect(report.diagnostics[0]!.at.file).toBe('src/menu.ts');
    expect(report.diagnostics[0]!.data).toMatchObject({ codeLines: 180, threshold: 100, declarations: 60 });
  });

  it('ends quietly when the reader of a pipe goes away', async () => {
    const child = spawn(process.execPath, [...command, 'check', '--format', 'json'], { cwd: kitchen, stdio: ['ignore', 'pipe', 'pipe'] });
    let problems = '';
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.on('exit', resolve));
    expect(problems).toBe('');
    expect(status).toBe(1);
  });

  it.skipIf(!existsSync('/dev/full'))('does not end with 0 when the report could not be written, as on a full disk', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [...command, 'scan'], { cwd: kitchen, encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    expect(stderr).toMatch(/^error: the system refused\n {2}ENOSPC/);
    expect(status).toBe(2);
  });

  it('plans, writes the plan, splits by it, is clean afterwards, and goes back', () => {
    const old = read('src/menu.ts');
    const planned = decant(['plan', 'src/menu.ts', '-o', 'plan.json']);
    expect(planned).toMatchObject({ status: 0, stderr: '' });
    expect(planned.stdout.trimEnd().split('\n').at(-1)).toBe('next: decant split plan.json');
    expect(JSON.parse(read('plan.json'))).toMatchObject({ version: 1, kind: 'split', source: 'src/menu.ts' });

    const written = decant(['split', 'plan.json', '--write', '--test', 'node --version']);
    expect(written).toMatchObject({ status: 0, stderr: '' });
    expect(written.stdout).toMatch(/✓ .*test-command 2 runs/s);
    expect(read('.decant/.gitignore')).toBe('*\n');
    expect(decant(['check', '--quiet'])).toEqual({ status: 0, stdout: '', stderr: '' });

    const undone = decant(['undo', '--format', 'json']);
    expect(JSON.parse(undone.stdout)).toMatchObject({ command: 'undo', source: 'src/menu.ts', restored: ['src/menu.ts'] });
    expect(read('src/menu.ts')).toBe(old);
    expect(decant(['check']).status).toBe(1);
  });

  it('restores what a killed run left behind before it writes again, and says so', () => {
    const old = read('src/menu.ts');
    expect(decant(['split', 'src/menu.ts', '--write']).status).toBe(0);
    const id = /"id": "([^"]+)"/.exec(decant(['undo', '--format', 'json']).stdout)![1]!;
    const journal = `.decant/journal/${id}/journal.json`;
    put(journal, read(journal).replace('"undone"', '"prepared"'));
    put('src/menu.ts', readFileSync(path.join(kitchen, `.decant/journal/${id}`, `${JSON.parse(read(journal)).changes.length - 1}.after`), 'utf8'));
    const { stderr, status } = decant(['undo']);
    expect(stderr).toContain(`Restored src/menu.ts: the run ${id} was interrupted`);
    expect(status).toBe(0);
    expect(read('src/menu.ts')).toBe(old);
  });
});
