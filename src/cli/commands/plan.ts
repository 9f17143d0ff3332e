import { Command } from 'commander';
import { ToolError } from '../../diagnostic/tool-error.js';
import { filePath } from '../../host/path.js';
import { quoteWord } from '../../text/shell-word.js';
import { showPath, writeOutput } from '../execute.js';
import { directoryOption, facadeOption, maxLinesOption, renderExamples, stateCellOption } from '../options.js';
import type { PlanReport } from '../../report/schema.js';
import type { Execute, Task } from '../execute.js';

interface Flags {
  readonly maxLines?: number;
  readonly dir?: string;
  readonly facade?: 'keep' | 'shim';
  readonly stateCell?: boolean;
}

export function buildPlanCommand(execute: Execute): Command {
  return new Command('plan')
    .description('plan the split of one file; -o writes the plan, which you may edit and give to `decant split`')
    .argument('<file | plan.json>', 'source file, or an older plan for one, to carry it over to what the file is now')
    .addOption(maxLinesOption())
    .addOption(directoryOption())
    .addOption(facadeOption())
    .addOption(stateCellOption())
    .addHelpText('after', renderExamples([
      ['decant plan src/tasks.ts', 'show the modules and the reason for each'],
      ['decant plan src/tasks.ts -o plan.json', 'write the plan to edit it'],
      ['decant plan plan.json -o plan.json', 'bring a plan up to the file as it is now'],
      ['decant plan src/tasks.ts --max-lines 300 --dir src/jobs', 'smaller modules in another folder'],
    ]))
    .action((file: string, flags: Flags, command: Command) =>
      execute(command, file.endsWith('.json') ? undefined : file, async (task) => {
        const { plan } = await import('../../workflow/plan.js');
        const { workspace, options, resolve } = task;
        if (options.output !== undefined && !options.output.endsWith('.json')) {
          throw new ToolError('plan needs a .json file', `${options.output} does not end in .json, which is how \`decant split\` knows a plan`, 'Use -o plan.json.');
        }
        if (flags.stateCell === true && file.endsWith('.json')) {
          throw new ToolError('--state-cell with a plan', 'the `edits` of a plan say which variables become properties', 'Name the source file instead.');
        }
        const report = plan(workspace, {
          file: resolve(file),
          ...(flags.maxLines === undefined ? {} : { maxLines: flags.maxLines }),
          ...(flags.dir === undefined ? {} : { directory: resolve(flags.dir) }),
          ...(flags.facade === undefined ? {} : { facade: flags.facade }),
          ...(flags.stateCell === true ? { stateCell: true } : {}),
        });
        return { report: writePlan(task, report), exitCode: report.plan === null ? 1 : 0, outputDone: true, isGate: options.output !== undefined };
      }),
    );
}

/** The report then says what to do with the file. */
function writePlan({ workspace, options }: Task, report: PlanReport): PlanReport {
  if (options.output === undefined || report.plan === null) return report;
  const target = filePath(options.output);
  writeOutput(workspace.fileSystem, workspace.root, target, `${JSON.stringify(report.plan, null, 2)}\n`);
  const written = showPath(workspace.root, target);
  return { ...report, written, next: `decant split ${quoteWord(written)}` };
}
