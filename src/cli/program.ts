import { Command } from 'commander';
import { readOwnVersion } from '../host/installed-package.js';
import { buildCheckCommand } from './commands/check.js';
import { buildDeprecateCommand } from './commands/deprecate.js';
import { buildExplainCommand } from './commands/explain.js';
import { buildGraphCommand } from './commands/graph.js';
import { buildInitCommand } from './commands/init.js';
import { buildMigrateCommand } from './commands/migrate.js';
import { buildPlanCommand } from './commands/plan.js';
import { buildRunCodemodCommand } from './commands/run-codemod.js';
import { buildScanCommand } from './commands/scan.js';
import { buildSplitCommand } from './commands/split.js';
import { buildTasksCommand } from './commands/tasks.js';
import { buildUndoCommand } from './commands/undo.js';
import { buildVerifyCommand } from './commands/verify.js';
import { addCommonOptions, renderExamples } from './options.js';
import type { Console } from './console.js';
import type { Execute } from './execute.js';

const commandBuilders = [buildInitCommand, buildScanCommand, buildCheckCommand, buildGraphCommand, buildExplainCommand, buildPlanCommand, buildSplitCommand, buildMigrateCommand, buildRunCodemodCommand, buildVerifyCommand, buildTasksCommand, buildDeprecateCommand, buildUndoCommand];

/** The command line. Throws CommanderError instead of ending the process, also for `--help` and `--version`. */
export function buildProgram(execute: Execute, console: Console): Command {
  const program = addCommonOptions(new Command('decant'))
    .description('Splits TypeScript god files into domain modules behind a facade, and proves that nothing changed.')
    .version(readOwnVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', `${renderExamples([
      ['decant scan', 'find the god files and the import knots'],
      ['decant split src/tasks.ts', 'show a split with its proof'],
      ['decant split src/tasks.ts --write', 'apply it'],
    ])}\nExit codes: 0 nothing found, 1 findings or a failed proof, 2 could not run.\n`);
  for (const build of commandBuilders) program.addCommand(build(execute));
  for (const command of [program, ...program.commands]) {
    command
      .helpOption('-h, --help', 'print this help')
      .configureHelp({ showGlobalOptions: true })
      .exitOverride()
      .configureOutput({
        writeOut: console.out,
        // Errors are printed in one place, with the other failures; this drops commander's own copy.
        writeErr: () => undefined,
        getOutHelpWidth: () => Math.min(console.columns ?? 100, 110),
      });
  }
  return program;
}
