import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runKeptScript } from '../../../src/host/kept-script.js';

let folder = '';
const run = (): unknown => runKeptScript('menu.cjs', pathToFileURL(path.join(folder, 'kitchen.js')).href);
const kept = (): readonly string[] => readdirSync(folder).filter((name) => name !== 'menu.cjs');

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(path.join(tmpdir(), 'decant-kept-script-'));
  writeFileSync(path.join(folder, 'menu.cjs'), `const { join } = require('node:path');\nexports.dish = (name) => join(__dirname, name);\nexports.runs = (globalThis.menuRuns = (globalThis.menuRuns ?? 0) + 1);\n`);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('runs a script once a call, and keeps its code after a while', () => {
  const first = run() as { dish: (name: string) => string; runs: number };
  expect(first.dish('soup')).toBe(path.join(folder, 'soup'));
  expect(kept()).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(kept()).toEqual([expect.stringMatching(/^menu\.cjs\.v.*\.cache$/)]);
  const file = path.join(folder, kept()[0]!);
  const { mtimeMs } = statSync(file);
  expect((run() as { runs: number }).runs).toBe(first.runs + 1);
  vi.advanceTimersByTime(1000);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

it('runs a script whose kept code is damaged, and keeps it anew', () => {
  run();
  vi.advanceTimersByTime(1000);
  const file = path.join(folder, kept()[0]!);
  const whole = readFileSync(file);
  // This process remembers the script that it has compiled.
  writeFileSync(path.join(folder, 'menu.cjs'), `${readFileSync(path.join(folder, 'menu.cjs'), 'utf8')}exports.price = 3;\n`);
  writeFileSync(file, whole.subarray(0, 40));
  expect((run() as { dish: (name: string) => string }).dish('stew')).toBe(path.join(folder, 'stew'));
  vi.advanceTimersByTime(1000);
  expect(readFileSync(file).length).toBeGreaterThan(40);
});

it('keeps nothing where Node is told to keep no compiled code', () => {
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
  expect((run() as { dish: (name: string) => string }).dish('tea')).toBe(path.join(folder, 'tea'));
  vi.advanceTimersByTime(1000);
  expect(kept()).toEqual([]);
});
