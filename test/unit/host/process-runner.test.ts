import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { runCommand, runNodeScript, runProgram } from '../../../src/host/process-runner.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-$(echo run)-')));
const cwd = filePath(folder);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('running processes', () => {
  it('returns exit code and both streams, in the given folder and environment', () => {
    const run = runCommand({ command: `node -e "console.log(process.cwd(), process.env.DISH); console.error('burnt'); process.exit(3)"`, cwd, timeoutMs: 30_000, env: { DISH: 'soup' } });
    expect(run).toMatchObject({ exitCode: 3, output: `${folder} soup\nburnt\n`, timedOut: false });
  });

  it('gives a script its arguments without a shell between', () => {
    const script = path.join(folder, 'echo.cjs');
    writeFileSync(script, 'console.log(JSON.stringify(process.argv.slice(2)))');
    const run = runNodeScript({ script: filePath(script), args: ['$(echo pwned)', '"quoted"', 'a b'], cwd, timeoutMs: 30_000 });
    expect(JSON.parse(run.output)).toEqual(['$(echo pwned)', '"quoted"', 'a b']);
  });

  it('says that a command ran out of time', () => {
    expect(runCommand({ command: 'exec sleep 20', cwd, timeoutMs: 300 })).toMatchObject({ exitCode: undefined, timedOut: true });
  });

  it('does not throw for a program that does not exist', () => {
    const run = runProgram({ program: 'no-such-cook', args: [], cwd, timeoutMs: 30_000 });
    expect(run.exitCode).toBe(undefined);
    expect(run.output).toContain('no-such-cook');
  });
});
