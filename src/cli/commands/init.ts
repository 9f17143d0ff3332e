import { Command, Option } from 'commander';
import { ToolError } from '../../diagnostic/tool-error.js';
import { initSources, type InitSource } from '../../workflow/init-sources.js';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

interface Flags {
  readonly from?: InitSource;
  readonly force?: boolean;
  readonly eslint?: boolean;
}

export function buildInitCommand(execute: Execute): Command {
  return new Command('init')
    .description('write decant.config.json and the first baseline; reads what other tools are configured with, and runs none of it')
    .addOption(new Option('--from <tool>', 'tool whose settings to take over (default: the one that is configured in the root, when it is the only one)').choices([...initSources]))
    .option('--force', 'overwrite a configuration and a baseline that are there')
    .option('--eslint', 'add the ESLint plugin to eslint.config.* of the root; a configuration of decant that is there stays as it is')
    .addHelpText('after', renderExamples([
      ['decant init', 'find out what can be found out, write the rest as it is by default'],
      ['decant init --from eslint', 'take over max-lines, import/no-cycle and ignores'],
      ['decant init --eslint', 'also the rules in the editor: an import and an entry in eslint.config.js'],
      ['decant init --from dependency-cruiser --force', 'rules and known violations, over what is there'],
    ]))
    .action(({ from, force, eslint }: Flags, command: Command) =>
      execute(command, undefined, async ({ workspace, options }) => {
        if (options.config !== undefined) throw new ToolError('init takes no --config', 'it writes decant.config.json into the root', 'Leave out --config; choose the root with --root.');
        const { init } = await import('../../workflow/init.js');
        return { report: init(workspace, { ...(from === undefined ? {} : { from }), force: force === true, eslint: eslint === true }), exitCode: 0 };
      }),
    );
}
