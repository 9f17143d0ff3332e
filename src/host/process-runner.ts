import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { SpawnSyncOptions } from 'node:child_process';
import type { FilePath } from './path.js';

export interface CommandOutcome {
  /** Undefined when the command could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  /** Standard output, then standard error, as they came. */
  readonly output: string;
  readonly timedOut: boolean;
  /** Wall clock. */
  readonly seconds: number;
}

interface Limits {
  readonly cwd: FilePath;
  readonly timeoutMs: number;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const outputLimit = 256 * 1024 * 1024;

/** Runs a command line in the shell of the system. Never throws: a command that cannot start has no exit code and says why in `output`. */
export function runCommand(input: { readonly command: string } & Limits): CommandOutcome {
  return measure((options) => spawnSync(input.command, { ...options, shell: true }), input);
}

/**
 * Runs a JavaScript file with the Node that runs decant. No shell is between: a folder named `$(reboot)` in the
 * project under study must stay a folder name.
 */
export function runNodeScript(input: { readonly script: FilePath; readonly args: readonly string[] } & Limits): CommandOutcome {
  return measure((options) => spawnSync(process.execPath, [input.script, ...input.args], options), input);
}

/** Runs a program found on the PATH, without a shell. */
export function runProgram(input: { readonly program: string; readonly args: readonly string[] } & Limits): CommandOutcome {
  return measure((options) => spawnSync(input.program, [...input.args], options), input);
}

function measure(run: (options: SpawnSyncOptions) => ReturnType<typeof spawnSync>, limits: Limits): CommandOutcome {
  const started = performance.now();
  const result = run({
    cwd: limits.cwd,
    env: { ...process.env, ...limits.env },
    timeout: limits.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: outputLimit,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const seconds = (performance.now() - started) / 1000;
  const timedOut = (result.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT';
  const problem = result.error && !timedOut ? `${result.error.message}\n` : '';
  return { exitCode: result.status ?? undefined, output: `${text(result.stdout)}${text(result.stderr)}${problem}`, timedOut, seconds };
}

function text(bytes: string | Uint8Array | null): string {
  return bytes === null ? '' : typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
}
