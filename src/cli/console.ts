/** The terminal that a run talks to, so that tests can listen. */
export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function processConsole(): Console {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', ignoreClosedPipe).on('error', ignoreClosedPipe);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns,
    environment: process.env,
  };
}

/** https://no-color.org and https://force-color.org: set and not empty; NO_COLOR wins, and `--no-color` over both. */
export function wantsColor(console: Console, isTerminal: boolean, flag: boolean): boolean {
  const { NO_COLOR: off, FORCE_COLOR: force, TERM: terminal } = console.environment;
  if (!flag || (off !== undefined && off !== '')) return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTerminal && terminal !== 'dumb';
}

/** `decant scan | head`: the reader has gone, which is no failure of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
