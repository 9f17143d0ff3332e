import process from 'node:process';
import { requirePackage } from './require.js';
import type { SpawnSyncOptions } from 'node:child_process';
import type { FilePath } from './path.js';

type ChildProcess = typeof import('node:child_process');

let loaded: ChildProcess | undefined;

let started = 0;

/** How many programs this process has started: what they did, and what they told, is on no record. */
export function countPrograms(): number {
  return started;
}

/** Loaded with the first program that runs: most commands run none, and it takes a tenth of the time in which Node starts. */
function childProcess(): ChildProcess {
  started++;
  return (loaded ??= requirePackage('node:child_process') as ChildProcess);
}

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
  /** Added to the environment of this process; undefined takes away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const outputLimit = 256 * 1024 * 1024;

/** Runs a command line in the shell of the system. Never throws: a command that cannot start has no exit code and says why in `output`. */
export function runCommand(input: { readonly command: string } & Limits): CommandOutcome {
  return measure((options) => childProcess().spawnSync(input.command, { ...options, shell: true }), input);
}

/**
 * Runs a JavaScript file with the Node that runs decant. No shell is between: a folder named `$(reboot)` in the
 * project under study must stay a folder name.
 */
export function runNodeScript(input: { readonly script: FilePath; readonly args: readonly string[] } & Limits): CommandOutcome {
  return measure((options) => childProcess().spawnSync(process.execPath, [input.script, ...input.args], options), input);
}

export interface ResultOutcome extends CommandOutcome {
  /** What the script wrote to its descriptor 3; empty when it came to nothing. */
  readonly result: string;
}

/** The same for a script that runs code of somebody else, which prints what it likes: the result comes through a descriptor of its own. */
export function runForResult(input: { readonly script: FilePath; readonly args: readonly string[] } & Limits): ResultOutcome {
  let result = '';
  const outcome = measure((options) => {
    const run = childProcess().spawnSync(process.execPath, [input.script, ...input.args], { ...options, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    result = text((run.output as (string | Uint8Array | null)[] | null)?.[3] ?? null);
    return run;
  }, input);
  return { ...outcome, result };
}

/** Runs a program found on the PATH, without a shell. */
export function runProgram(input: { readonly program: string; readonly args: readonly string[] } & Limits): CommandOutcome {
  return measure((options) => childProcess().spawnSync(input.program, [...input.args], options), input);
}

export interface ProgramOutput {
  /** Undefined when the program could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: Uint8Array;
  /** Ends with the reason when the program could not be started or printed too much. */
  readonly stderr: string;
}

/** Runs a program whose output is data: warnings must not get into it. `input` is what it reads. */
export function readProgram(input: { readonly program: string; readonly args: readonly string[]; readonly input?: string | Uint8Array } & Limits): ProgramOutput {
  const result = childProcess().spawnSync(input.program, [...input.args], { ...spawnOptions(input), stdio: 'pipe', input: input.input ?? '' });
  const problem = result.error === undefined ? '' : `${result.error.message}\n`;
  return { exitCode: result.error ? undefined : (result.status ?? undefined), stdout: bytes(result.stdout), stderr: `${text(result.stderr)}${problem}` };
}

function measure(run: (options: SpawnSyncOptions) => ReturnType<ChildProcess['spawnSync']>, limits: Limits): CommandOutcome {
  const from = performance.now();
  const result = run({ ...spawnOptions(limits), stdio: ['ignore', 'pipe', 'pipe'] });
  const seconds = (performance.now() - from) / 1000;
  const timedOut = (result.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT';
  const problem = result.error && !timedOut ? `${result.error.message}\n` : '';
  return { exitCode: result.status ?? undefined, output: `${text(result.stdout)}${text(result.stderr)}${problem}`, timedOut, seconds };
}

function spawnOptions(limits: Limits): SpawnSyncOptions {
  return {
    cwd: limits.cwd,
    env: { ...process.env, ...limits.env },
    timeout: limits.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: outputLimit,
    windowsHide: true,
  };
}

function bytes(output: string | Uint8Array | null): Uint8Array {
  return output === null ? new Uint8Array() : typeof output === 'string' ? new TextEncoder().encode(output) : output;
}

function text(bytes: string | Uint8Array | null): string {
  return bytes === null ? '' : typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
}
