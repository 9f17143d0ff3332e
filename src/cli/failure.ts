import { CommanderError } from 'commander';
import { createColors } from 'picocolors';
import { ToolError } from '../diagnostic/tool-error.js';
import { wrap } from '../report/text/table.js';
import { wantsColor } from './console.js';
import type { Console } from './console.js';

/** Prints why the tool could not do its job. The exit code is 2, except for `--help` and `--version`, which commander ends by throwing. */
export function printFailure(error: unknown, argv: readonly string[], console: Console): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const lines = describeFailure(error, argv);
  const colors = createColors(wantsColor(console, console.errIsTerminal, !argv.includes('--no-color')));
  // A stack trace and a path are easier to copy in one piece; a sentence is easier to read wrapped.
  const width = Math.min(Math.max(console.columns ?? 100, 60), 140);
  const [head, ...rest] = lines.flatMap((line) => (/^ {2}(?! )/.test(line) || line.startsWith('help: ') ? wrap(line, width, line.startsWith('help: ') ? '      ' : '  ') : [line]));
  console.err(`${colors.red(colors.bold('error'))}${colors.bold(`: ${head}`)}\n${rest.map((line) => `${line}\n`).join('')}`);
  return 2;
}

function describeFailure(error: unknown, argv: readonly string[]): readonly string[] {
  if (error instanceof ToolError) return [error.title, `  ${error.detail}`, `help: ${error.help}`];
  if (error instanceof CommanderError) return describeUsage(error, argv);
  if (isSystemError(error)) return ['the system refused', `  ${error.message}`, 'help: Check that the path exists and that you may use it.'];
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return ['this is a bug in decant', ...trace.split('\n').map((line) => `  ${line}`), `  command line: decant ${argv.join(' ')}`, 'help: Report it with the lines above.'];
}

/** Commander writes `error: unknown option '--wirte'\n(Did you mean --write?)`. */
function describeUsage(error: CommanderError, argv: readonly string[]): readonly string[] {
  // `decant help splt`: commander would print the help of a command that it does not know.
  if (error.code === 'commander.help') {
    const unknown = argv.filter((word) => !word.startsWith('-'))[1] ?? '';
    return [`unknown command '${unknown}'`, 'help: Run `decant --help` for the commands.'];
  }
  const [first = '', ...rest] = error.message.split('\n');
  const suggestion = /\((Did you mean .*\?)\)/.exec(rest.join(' '))?.[1];
  const command = argv.find((word) => !word.startsWith('-'));
  const isCommand = error.code !== 'commander.unknownCommand' && command !== undefined;
  const usage = `Run \`decant ${isCommand ? `${command} ` : ''}--help\` for the usage.`;
  return [first.replace(/^error: /, ''), `help: ${suggestion === undefined ? usage : `${suggestion} ${usage}`}`];
}

/** EACCES, ENOSPC, EROFS and their like: the fault of neither the user's code nor ours. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
