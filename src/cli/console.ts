import { writeToFile } from '../host/standard-output.js';

/** The terminal that a run talks to, so that tests can listen. */
export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends when all that was given to `out` has been taken; rejects when it could not be written, unless the reader has gone. */
  readonly settle?: () => Promise<void>;
}

export function processConsole(): Console {
  process.stderr.off('error', ignore).on('error', ignore);
  process.stdout.off('error', keepFailure).on('error', keepFailure);
  return {
    out: (text) => void (writeToFile(text) || process.stdout.write(text)),
    err: (text) => void process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns,
    environment: process.env,
    settle,
  };
}

/** https://no-color.org and https://force-color.org: set and not empty; NO_COLOR wins, and `--no-color` over both. */
export function wantsColor(console: Console, isTerminal: boolean, flag: boolean): boolean {
  const { NO_COLOR: off, FORCE_COLOR: force, TERM: terminal } = console.environment;
  if (!flag || (off !== undefined && off !== '')) return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTerminal && terminal !== 'dumb';
}

let failure: NodeJS.ErrnoException | undefined;

function keepFailure(error: NodeJS.ErrnoException): void {
  // `decant scan | head`: the reader has gone, which is no failure of ours.
  if (error.code !== 'EPIPE') failure ??= error;
}

/** Nobody is left to be told. */
function ignore(): void {}

/** `decant check > report.txt` on a full disk must not end with 0 and half a report. A stream tells of its error one turn after it has called back. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => process.stdout.write('', () => void setImmediate(resolve)));
  if (failure !== undefined) throw failure;
}
