import { Command } from 'commander';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

export function buildUndoCommand(execute: Execute): Command {
  return new Command('undo')
    .description('put back every byte that a `split`, `migrate` or `deprecate` with --write changed')
    .argument('[id]', 'id of the change (default: the last one that is applied)')
    .addHelpText('after', renderExamples([
      ['decant undo', 'the last split'],
      ['decant undo 20261122T031500-7f3a', 'the one with this id'],
    ]))
    .action((id: string | undefined, _options, command: Command) =>
      execute(command, undefined, async ({ workspace }) => {
        const { undo } = await import('../../workflow/undo.js');
        return { report: undo(workspace, id === undefined ? {} : { id }), exitCode: 0, isGate: true };
      }),
    );
}
