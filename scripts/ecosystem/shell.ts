import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../repository.js';

export interface ShellRun {
  readonly command: string;
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

const longestRun = 30 * 60_000;

export function shell(command: string, cwd: string): ShellRun {
  const env = { ...process.env, CI: '1', NO_COLOR: '1', FORCE_COLOR: '0', TZ: 'UTC' };
  const run = spawnSync(command, { cwd, shell: true, encoding: 'utf8', maxBuffer: 1 << 29, env, timeout: longestRun });
  return { command, exitCode: run.status, output: run.stdout, errors: run.stderr };
}

export function must(run: ShellRun): ShellRun {
  if (run.exitCode === 0) return run;
  throw new Error(`${run.command} ended with exit code ${run.exitCode}:\n${(run.output + run.errors).slice(-4000)}`);
}

/** The shipped command line, not the sources: what a user runs. Undefined when it printed no report. */
export function decant<T>(cwd: string, args: readonly string[]): { readonly report: T | undefined; readonly failure: string } {
  const run = spawnSync(process.execPath, [`${repositoryRoot}/bin/decant.js`, ...args, '--root', cwd, '--format', 'json', '--quiet', '--no-cache'], {
    cwd, encoding: 'utf8', maxBuffer: 1 << 29, timeout: longestRun,
  });
  try {
    return { report: JSON.parse(run.stdout) as T, failure: '' };
  } catch {
    return { report: undefined, failure: `exit code ${run.status}: ${(run.stderr || run.stdout).trim().slice(0, 2000)}` };
  }
}
