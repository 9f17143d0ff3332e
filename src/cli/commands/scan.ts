import { Command } from 'commander';
import { scan } from '../../workflow/scan.js';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

export function buildScanCommand(execute: Execute): Command {
  return new Command('scan')
    .description('overview: god files, import knots, the next thing to do (exit code 0)')
    .argument('[paths...]', 'files and folders (default: the whole project)')
    .addHelpText('after', renderExamples([
      ['decant scan', 'the whole project'],
      ['decant scan src/jobs', 'findings that touch one folder'],
      ['decant scan --format json -o scan.json', 'for a script'],
    ]))
    .action((paths: string[], _options, command: Command) =>
      execute(command, paths[0], ({ workspace, resolve }) => ({ report: scan(workspace, { paths: paths.map(resolve) }), exitCode: 0 })),
    );
}
