import { Command, Option } from 'commander';
import { ToolError } from '../../diagnostic/tool-error.js';
import { readOwnVersion } from '../../host/installed-package.js';
import { renderExamples } from '../options.js';
import type { FilePath } from '../../host/path.js';
import type { CodemodReport } from '../../report/schema.js';
import type { Workspace } from '../../workflow/workspace.js';
import type { Execute } from '../execute.js';

interface Flags {
  readonly write?: boolean;
  readonly keepGoing?: boolean;
  readonly commit?: boolean;
  readonly allowDirty?: boolean;
  readonly only?: readonly string[];
  readonly shardBy?: 'package' | 'codeowners';
  readonly codemod?: string;
  readonly typecheck?: string | false;
  readonly test?: string;
}

export function buildMigrateCommand(execute: Execute): Command {
  return new Command('migrate')
    .description('let every importer of a facade take each name from the module that declares it, and prove that nothing changed; touches nothing without --write')
    .argument('<facade...>', 'files that pass on what other modules declare, as `decant split` leaves them')
    .option('--write', 'rewrite the importers; it is rolled back when a check fails')
    .option('--commit', 'with --write: commit what was written and nothing else, with a message made of the proof; hooks run')
    .option('--allow-dirty', 'with --write: write over changes that are in no commit')
    .option('--keep-going', 'with --write: leave the rewritten files in place when a check fails, to look at them')
    .option('--only <glob...>', 'rewrite only importers that match, relative to the root')
    .addOption(new Option('--shard-by <owner>', 'one change for each owner of importers, each proved alone and, with --commit, a commit of its own').choices(['package', 'codeowners']))
    .option('--codemod <file.cjs>', 'write a jscodeshift transform instead, with a test, that does the same in other repositories; no importer here is touched')
    .option('--typecheck <command>', 'type-check to run before and after (default: tsc --noEmit where there is a tsconfig.json and typescript)')
    .option('--no-typecheck', 'run no type-check')
    .option('--test <command>', 'tests to run before and after')
    .addHelpText('after', renderExamples([
      ['decant migrate src/tasks.ts', 'show which importers would be rewritten, which stay and why'],
      ['decant migrate src/tasks.ts --write --test "npm test"', 'do it, unless a check fails'],
      ['decant migrate src/tasks.ts --only "packages/api/**" --write', 'a part of them'],
      ['decant migrate src/tasks.ts --shard-by codeowners --write --commit', 'a commit for each team'],
      ['decant migrate src/tasks.ts --codemod migrations/3.0.0.cjs', 'a codemod for whoever uses the package'],
      ['decant undo', 'put every byte back'],
    ]))
    .action((facades: readonly string[], flags: Flags, command: Command) =>
      execute(command, facades[0], async ({ workspace, resolve }) => {
        if (flags.codemod !== undefined) return { report: await writeTransform(workspace, facades.map((facade) => resolve(facade)), resolve(flags.codemod), flags), exitCode: 0 };
        const { migrate } = await import('../../workflow/migrate.js');
        const { write, commit, allowDirty, keepGoing, only, shardBy, typecheck, test } = flags;
        if (keepGoing === true && write !== true) {
          throw new ToolError('--keep-going without --write', 'nothing is written, so there is nothing to leave in place', 'Add --write, or leave --keep-going out.');
        }
        const report = migrate(workspace, {
          facades: facades.map((facade) => resolve(facade)),
          ...(write === undefined ? {} : { write }),
          ...(keepGoing === undefined ? {} : { keepGoing }),
          ...(commit === undefined ? {} : { commit }),
          ...(allowDirty === undefined ? {} : { allowDirty }),
          ...(only === undefined ? {} : { only }),
          ...(shardBy === undefined ? {} : { shardBy }),
          ...(typecheck === undefined ? {} : { typecheck }),
          ...(test === undefined ? {} : { test }),
        });
        const isFine = report.refused.length === 0 && report.proof?.verdict !== 'failed';
        return { report, exitCode: isFine ? 0 : 1, isGate: true };
      }),
    );
}

async function writeTransform(workspace: Workspace, facades: readonly FilePath[], output: FilePath, { codemod: _, ...others }: Flags): Promise<CodemodReport> {
  const [facade, ...more] = facades;
  if (Object.keys(others).length > 0) throw new ToolError('--codemod with the flags of a migration', 'it writes a transform for other repositories and touches no importer here', 'Leave the other flags out.');
  if (facade === undefined || more.length > 0) throw new ToolError('one transform for several facades', 'a transform speaks of one old module', 'Run it once for each facade, with a file of its own.');
  const { writeCodemod } = await import('../../workflow/write-codemod.js');
  return writeCodemod(workspace, { facade, output, version: readOwnVersion() });
}
