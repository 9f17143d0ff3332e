import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../../bin', import.meta.url));

let folder = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-start-')));
  for (const name of ['bin', 'dist']) mkdirSync(path.join(folder, name));
  for (const name of ['decant.js', 'package.json']) copyFileSync(path.join(bin, name), path.join(folder, 'bin', name));
  serve('soup');
});
afterEach(() => {
  chmodSync(path.join(folder, 'dist'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

const inDist = (name: string) => path.join(folder, 'dist', name);
const kept = () => readdirSync(path.join(folder, 'dist')).filter((name) => !/^(?:again|cli)\.cjs$/.test(name));

/** A kitchen in the place of decant: it takes the words that it is given and ends with 1. */
function serve(dish: string, seconds = 0): void {
  writeFileSync(inDist('cli.cjs'), `(function (exports, require, module, __filename, __dirname) { exports.main = async (words) => {\n  console.log(require('node:path').basename(__filename), '${dish}', ...words);\n  return 1;\n};\n})`);
  utimesSync(inDist('cli.cjs'), new Date(), new Date(Date.now() + seconds * 1000));
  remember(`{ seen: 'yesterday' }`);
}

/** What the waiter knows by heart. */
function remember(attempt: string): void {
  writeFileSync(inDist('again.cjs'), `exports.sayAgain = (words) => (${attempt});`);
}

function start(words: readonly string[] = ['check'], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'bin', 'decant.js'), ...words], { encoding: 'utf8', env: { ...process.env, ...environment } });
  return { status, stdout, stderr };
}

describe('the start of a process', () => {
  it('hands over the words and the exit code, and keeps the compiled code of each kind of run', () => {
    const served = { status: 1, stdout: 'cli.cjs soup check --quiet\n', stderr: '' };
    expect(start(['check', '--quiet'])).toEqual(served);
    const [file, ...others] = kept();
    expect(others).toEqual([]);
    const bytes = readFileSync(inDist(file!));
    expect(start(['check', '--quiet'])).toEqual(served);
    // Taken as it was: a file that V8 refuses is written anew.
    expect(kept()).toEqual([file]);
    expect(readFileSync(inDist(file!)).equals(bytes)).toBe(true);
    expect(start(['split']).stdout).toBe('cli.cjs soup split\n');
    expect(kept()).toHaveLength(2);
  });

  it('starts no kitchen for what is known by heart, and one when it cannot be said', () => {
    remember(`{ said: Promise.resolve(3).then((code) => (console.log('by heart', ...words), code)), seen: 'today' }`);
    expect(start(['check', '.'])).toEqual({ status: 3, stdout: 'by heart check .\n', stderr: '' });
    expect(kept()).toEqual([]);
    expect(start(['split']).stdout).toBe('cli.cjs soup split\n');
    remember(`{ said: Promise.reject(new Error('the disk is full')), seen: 'today' }`);
    expect(start(['check', '.'])).toEqual({ status: 1, stdout: 'cli.cjs soup check .\n', stderr: '' });
  });

  it('hands over what was seen', () => {
    writeFileSync(inDist('cli.cjs'), `(function (exports) { exports.main = async (words, console, seen) => { globalThis.console.log(seen); return 0; }; })`);
    expect(start(['check']).stdout).toBe('yesterday\n');
    expect(start(['split']).stdout).toBe('undefined\n');
  });

  it('does not believe compiled code that is older than the script, though the script is as long as before', () => {
    start();
    serve('stew', 5);
    expect(start().stdout).toBe('cli.cjs stew check\n');
  });

  it.each<[string, (bytes: Buffer) => Buffer | string]>([
    ['an empty file', () => ''],
    ['text', () => 'no compiled code'],
    ['zeros, as after a power failure', (bytes) => Buffer.alloc(bytes.length)],
    ['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ])('replaces what is no compiled code: %s', (_name, spoil) => {
    start();
    const [file] = kept();
    const bytes = readFileSync(inDist(file!));
    writeFileSync(inDist(file!), spoil(bytes));
    expect(start()).toEqual({ status: 1, stdout: 'cli.cjs soup check\n', stderr: '' });
    expect(readFileSync(inDist(file!)).length).toBe(bytes.length);
    expect(kept()).toEqual([file]);
  });

  it('keeps nothing where that is not wanted or cannot be', () => {
    expect(start(['check'], { NODE_DISABLE_COMPILE_CACHE: '1' }).stdout).toBe('cli.cjs soup check\n');
    expect(kept()).toEqual([]);
    mkdirSync(inDist(`cli.cjs.${process.version}-${process.arch}-short.cache`));
    expect(start()).toEqual({ status: 1, stdout: 'cli.cjs soup check\n', stderr: '' });
    expect(kept()).toHaveLength(1);
  });
});
