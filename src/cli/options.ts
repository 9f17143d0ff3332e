import { InvalidArgumentError, Option } from 'commander';
import { formats } from '../report/registry.generated.js';
import type { Command } from 'commander';

/** Options of every command; they may stand before or after its name. */
export interface CommonOptions {
  readonly root?: string;
  readonly config?: string;
  /** Id of a report format. */
  readonly format: string;
  readonly output?: string;
  readonly quiet?: boolean;
  /** With `--all` of `scan` and `check`. */
  readonly all?: boolean;
  readonly cacheDir?: string;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
}

export function addCommonOptions(program: Command): Command {
  return program
    .option('--root <folder>', 'root of the project (default: found upward: decant.config.json, repository or workspace, package.json)')
    .option('--config <file>', 'configuration file (default: decant.config.json in the root)')
    .addOption(new Option('--format <format>', 'output format').choices(Object.keys(formats).sort()).default('text'))
    .option('-o, --output <file>', 'write the result to a file instead of standard output')
    .option('--cache-dir <folder>', 'keep what is known of unchanged files there (default: node_modules/.cache/decant, or .decant/cache in a root without node_modules)')
    .option('--no-cache', 'read every file anew and keep nothing')
    .option('--quiet', 'print no progress, and with --format text nothing at all when a gate passes')
    .option('--no-color', 'print without colours (also: the environment variable NO_COLOR)');
}

export function parseLineCount(value: string): number {
  const count = Number(value);
  if (!/^\d+$/.test(value) || count < 1 || !Number.isSafeInteger(count)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return count;
}

export const maxLinesOption = () => new Option('--max-lines <n>', 'line cap of each new file (default: the god-file threshold, 600)').argParser(parseLineCount);
export const directoryOption = () => new Option('--dir <folder>', 'folder of the new files (default: named after the file, beside it)');
export const facadeOption = () => new Option('--facade <kind>', 'keep: the old path stays a stable door; shim: the same, marked deprecated (default: keep)').choices(['keep', 'shim']);
export const stateCellOption = () => new Option('--state-cell', 'turn variables whose writers fill more than the cap into properties of one object, so that the writers can part');
export const runOption = () => new Option('--run', 'load the entries of both sides, with recorders in place of task frameworks, and compare what they export and register: this runs code of the project');
export const bundleOption = () => new Option('--bundle', 'bundle the entries of both sides with the esbuild of the project and compare which registrations are left');
export const apiExtractorOption = () => new Option('--api-extractor', 'have the @microsoft/api-extractor of the project report the types of both sides, as a second opinion');

/** The examples section of `--help`. */
export function renderExamples(examples: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return `\nExamples:\n${examples.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`).join('\n')}\n`;
}
