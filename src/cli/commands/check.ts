import { Command } from 'commander';
import { check } from '../../workflow/check.js';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

export function buildCheckCommand(execute: Execute): Command {
  return new Command('check')
    .description('the gate: every finding with its evidence (exit code 1 when one is an error)')
    .argument('[paths...]', 'files and folders (default: the whole project)')
    .addHelpText('after', renderExamples([
      ['decant check', 'the whole project, as in CI'],
      ['decant check src test', 'findings that touch two folders'],
      ['decant check --quiet', 'say nothing unless something is wrong'],
    ]))
    .action((paths: string[], _options, command: Command) =>
      execute(command, paths[0], ({ workspace, resolve }) => {
        const report = check(workspace, { paths: paths.map(resolve) });
        return { report, exitCode: report.diagnostics.some((found) => found.severity === 'error') ? 1 : 0, isGate: true };
      }),
    );
}
