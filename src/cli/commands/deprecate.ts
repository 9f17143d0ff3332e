import { Command, Option } from 'commander';
import { ToolError } from '../../diagnostic/tool-error.js';
import { renderExamples } from '../options.js';
import type { DeprecateRequest } from '../../workflow/deprecate.js';
import type { Execute } from '../execute.js';

interface Flags extends Partial<Pick<DeprecateRequest, 'stage' | 'after' | 'write' | 'commit' | 'allowDirty' | 'force' | 'typecheck' | 'test'>> {
  readonly status?: boolean;
  readonly since?: string;
}

export function buildDeprecateCommand(execute: Execute): Command {
  return new Command('deprecate')
    .description('make a facade a shim that sends its importers to the modules, louder step by step, until it can go; touches nothing without --write')
    .argument('[facade]', 'the old path, a facade that re-exports names of other modules')
    .addOption(
      new Option(
        '--stage <stage>',
        'silent: a plain facade; jsdoc: every name is marked @deprecated with its new import; runtime: the same, and one warning when it is loaded; error: loading it throws; remove: delete it',
      ).choices(['silent', 'jsdoc', 'runtime', 'error', 'remove']),
    )
    .option('--after <version | day>', 'from when on `decant check` calls it overdue: a version of its package, or a day such as 2027-01-31')
    .option('--write', 'apply it; it is rolled back when a check fails')
    .option('--commit', 'with --write: commit what was written and nothing else, with a message made of the proof; hooks run')
    .option('--allow-dirty', 'with --write: write over changes that are in no commit')
    .option('--force', 'with error and remove: although files still import or name it; what fails for another reason, tests included, is rolled back all the same')
    .option('--status', 'list every shim of the project with its importers, now and when it became a shim')
    .option('--since <ref>', 'with --status: compare with the importers in that git ref')
    .option('--typecheck <command>', 'type-check to run before and after (default: tsc --noEmit where there is a tsconfig.json and typescript)')
    .option('--no-typecheck', 'run no type-check')
    .option('--test <command>', 'tests to run before and after')
    .addHelpText('after', renderExamples([
      ['decant deprecate src/tasks.ts --stage jsdoc', 'show it: editors and no-deprecated strike every name'],
      ['decant deprecate src/tasks.ts --stage runtime --after 3.0.0 --write', 'warn once a process, until 3.0.0'],
      ['decant deprecate src/tasks.ts --stage silent --write', 'take all of that back'],
      ['decant deprecate src/tasks.ts --stage remove --write', 'delete it, when nothing needs it any more'],
      ['decant deprecate --status', 'the shims of the project and who still imports them'],
    ]))
    .action((facade: string | undefined, flags: Flags, command: Command) =>
      execute(command, facade, async ({ workspace, resolve }) => {
        const { status, since, stage, ...rest } = flags;
        if (status === true) {
          if (facade !== undefined || stage !== undefined || rest.write === true) throw new ToolError('--status with a change', 'it lists the shims of the whole project and changes nothing', 'Leave everything but --since out.');
          const { listShims } = await import('../../workflow/shim-status.js');
          return { report: listShims(workspace, since === undefined ? {} : { since }), exitCode: 0 };
        }
        if (since !== undefined) throw new ToolError('--since without --status', 'it names the state that the table of shims compares with', 'Add --status, or leave --since out.');
        if (facade === undefined || stage === undefined) throw new ToolError(facade === undefined ? 'no facade named' : 'no stage named', 'a facade and the stage that it is brought to are needed', 'Run `decant deprecate <facade> --stage jsdoc`, or `decant deprecate --status`.');
        const { deprecate } = await import('../../workflow/deprecate.js');
        const { after, write, commit, allowDirty, force, typecheck, test } = rest;
        const chosen = Object.fromEntries(Object.entries({ after, write, commit, allowDirty, force, test, typecheck }).filter(([, value]) => value !== undefined)) as Partial<DeprecateRequest>;
        const report = deprecate(workspace, { input: resolve(facade), stage, ...chosen });
        return { report, exitCode: report.refused.length === 0 && report.proof?.verdict !== 'failed' ? 0 : 1, isGate: true };
      }),
    );
}
