import { processConsole } from './console.js';
import { createExecute } from './execute.js';
import { printFailure } from './failure.js';
import { buildProgram } from './program.js';
import type { SeenTimes } from './again.js';
import type { Console } from './console.js';

/** Runs one command line (without node and script) and returns its exit code: 0 fine, 1 findings, 2 could not run. `seen`: what `sayAgain` has just seen. */
export async function main(argv: readonly string[], given?: Console, seen?: SeenTimes): Promise<number> {
  const console = given ?? processConsole();
  let exitCode = 0;
  try {
    const program = buildProgram(createExecute({ argv, console, seen, finish: (code) => (exitCode = code) }), console);
    if (argv.length === 0) {
      console.err(program.helpInformation());
      return 2;
    }
    await program.parseAsync([...argv], { from: 'user' });
    await console.settle?.();
    return exitCode;
  } catch (error) {
    return printFailure(error, argv, console);
  }
}
