import { Command } from 'commander';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

export function buildExplainCommand(execute: Execute): Command {
  return new Command('explain')
    .description('what a finding means, why it matters and what to do')
    .argument('[id]', 'id of a finding, or its key in a report (default: list all ids)')
    .addHelpText('after', renderExamples([
      ['decant explain', 'all ids with their meaning'],
      ['decant explain import-cycle', 'the page of one finding'],
      ['decant explain knot-1a2b3c4d', 'the same, with this knot of the project in full'],
    ]))
    .action((id: string | undefined, _options, command: Command) =>
      execute(command, undefined, async ({ workspace }) => {
        const { explain } = await import('../../workflow/explain.js');
        return { report: explain(id, () => workspace), exitCode: 0 };
      }),
    );
}
