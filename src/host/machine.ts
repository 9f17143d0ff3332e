import { now } from './clock.js';
import { acquireLock } from './lock-file.js';
import { findOwnProgram } from './installed-package.js';
import { runCommand, runForResult, runNodeScript } from './process-runner.js';
import { findThreadProgram, startThread } from './thread.js';
import type { LockResult } from './lock-file.js';
import type { FilePath } from './path.js';

/** What a workflow needs of the machine besides files. One object, so that tests can stop the clock and run no process. */
export interface Machine {
  readonly now: () => Date;
  readonly acquireLock: (file: FilePath) => LockResult;
  readonly runCommand: typeof runCommand;
  readonly runNodeScript: typeof runNodeScript;
  /** Scripts of decant that run in processes of their own, beside code of the project. Absent where none may be started. */
  readonly programs?: { readonly find: typeof findOwnProgram; readonly run: typeof runForResult };
  /** Programs of decant that run beside it in this process. Absent where none may be started. */
  readonly threads?: { readonly find: typeof findThreadProgram; readonly start: typeof startThread };
}

export function createMachine(): Machine {
  return { now, acquireLock, runCommand, runNodeScript, programs: { find: findOwnProgram, run: runForResult }, threads: { find: findThreadProgram, start: startThread } };
}
