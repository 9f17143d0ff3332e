import { Command, InvalidArgumentError } from 'commander';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

interface ScanFlags {
  readonly churn?: boolean;
  readonly predict: number;
}

function parsePredictions(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('It must be a whole number; 0 plans nothing.');
  return Number(value);
}

export function buildScanCommand(execute: Execute): Command {
  return new Command('scan')
    .description('overview: god files, import knots, the next thing to do (exit code 0)')
    .argument('[paths...]', 'files and folders (default: the whole project)')
    .option('--churn', 'rank god files by the commits of the last 12 months too (needs git)')
    .option('--predict <n>', 'show what a split would make of the first n god files', parsePredictions, 3)
    .option('--all', 'list every finding, not only the worst')
    .addHelpText('after', renderExamples([
      ['decant scan', 'the whole project'],
      ['decant scan src/jobs', 'findings that touch one folder'],
      ['decant scan --churn', 'what changes often comes first'],
      ['decant scan --format json -o scan.json', 'for a script'],
    ]))
    .action((paths: string[], flags: ScanFlags, command: Command) =>
      execute(command, paths[0], async ({ workspace, resolve, format }) => {
        const { scan } = await import('../../workflow/scan.js');
        return { report: scan(workspace, { paths: paths.map(resolve), predict: flags.predict, churn: flags.churn === true, files: format.needsFiles === true }), exitCode: 0 };
      }),
    );
}
