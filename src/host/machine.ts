import { now } from './clock.js';
import { acquireLock } from './lock-file.js';
import { runCommand, runNodeScript } from './process-runner.js';
import type { LockResult } from './lock-file.js';
import type { FilePath } from './path.js';

/** What a workflow needs of the machine besides files. One object, so that tests can stop the clock and run no process. */
export interface Machine {
  readonly now: () => Date;
  readonly acquireLock: (file: FilePath) => LockResult;
  readonly runCommand: typeof runCommand;
  readonly runNodeScript: typeof runNodeScript;
}

export function createMachine(): Machine {
  return { now, acquireLock, runCommand, runNodeScript };
}
