import { Command } from 'commander';
import { ToolError } from '../../diagnostic/tool-error.js';
import { apiExtractorOption, bundleOption, directoryOption, facadeOption, maxLinesOption, renderExamples, runOption, stateCellOption } from '../options.js';
import type { Execute } from '../execute.js';

interface Flags {
  readonly write?: boolean;
  readonly keepGoing?: boolean;
  readonly replan?: boolean;
  readonly maxLines?: number;
  readonly dir?: string;
  readonly facade?: 'keep' | 'shim';
  readonly stateCell?: boolean;
  readonly pinNames?: boolean;
  readonly typecheck?: string | false;
  readonly test?: string;
  readonly run?: boolean;
  readonly bundle?: boolean;
  readonly commit?: boolean;
  readonly blameFriendly?: boolean;
  readonly allowDirty?: boolean;
  readonly apiExtractor?: boolean;
}

export function buildSplitCommand(execute: Execute): Command {
  return new Command('split')
    .description('split one file into modules behind its facade and prove that nothing changed; touches nothing without --write')
    .argument('<file | plan.json>', 'source file, or a plan made by `decant plan`')
    .option('--write', 'apply the split; it is rolled back when a check fails')
    .option('--replan', 'with a plan: carry it over when the file has changed since; the plan itself is not touched')
    .option('--commit', 'with --write: commit what was written and nothing else, with a message made of the proof; hooks run')
    .option('--blame-friendly', 'with --commit: a rename for each module, joined by a merge, so that plain `git blame` finds who wrote each line')
    .option('--allow-dirty', 'with --write: write over changes that are in no commit')
    .option('--keep-going', 'with --write: leave the new files in place when a check fails, to look at them')
    .addOption(maxLinesOption())
    .addOption(directoryOption())
    .addOption(facadeOption())
    .addOption(stateCellOption())
    .option('--pin-names', 'write the ids of tasks out that come from names of functions and methods, in place of a split')
    .option('--typecheck <command>', 'type-check to run before and after (default: tsc --noEmit where there is a tsconfig.json and typescript)')
    .option('--no-typecheck', 'run no type-check')
    .option('--test <command>', 'tests to run before and after')
    .addOption(runOption())
    .addOption(bundleOption())
    .addOption(apiExtractorOption())
    .addHelpText('after', renderExamples([
      ['decant split src/tasks.ts', 'show what would happen, with its proof'],
      ['decant split src/tasks.ts --write --test "npm test"', 'do it, unless a check fails'],
      ['decant split plan.json --write', 'apply a plan that you edited'],
      ['decant split plan.json --replan --write', 'apply it to a file that was changed meanwhile'],
      ['decant split src/tasks.ts --pin-names --write', 'write out the ids of tasks first, as a change of its own'],
      ['decant split src/tasks.ts --write --commit --blame-friendly', 'commit it so that git blame stays alive'],
      ['decant undo', 'put every byte back'],
    ]))
    .action((input: string, flags: Flags, command: Command) =>
      // A plan may lie anywhere; the project is the one of the working folder then.
      execute(command, input.endsWith('.json') ? undefined : input, async ({ workspace, resolve }) => {
        const { split } = await import('../../workflow/split.js');
        const { pinNames } = await import('../../workflow/pin-names.js');
        const { dir, ...rest } = flags;
        if (rest.keepGoing === true && rest.write !== true) {
          throw new ToolError('--keep-going without --write', 'nothing is written, so there is nothing to leave in place', 'Add --write, or leave --keep-going out.');
        }
        if (rest.stateCell === true && input.endsWith('.json')) {
          throw new ToolError('--state-cell with a plan', 'the `edits` of a plan say which variables become properties', 'Plan again with `decant plan <file> --state-cell`.');
        }
        const chosen = [rest.maxLines, dir, rest.facade, rest.stateCell, rest.replan, rest.commit, rest.blameFriendly];
        if (rest.pinNames === true && chosen.some((value) => value !== undefined)) {
          throw new ToolError('--pin-names with the flags of a split', 'names are written out in a change of its own, which plans nothing', 'Leave --max-lines, --dir, --facade, --state-cell, --replan, --commit and --blame-friendly out, and split afterwards.');
        }
        const report = (rest.pinNames === true ? pinNames : split)(workspace, {
          input: resolve(input),
          ...definedOf({ write: rest.write, commit: rest.commit, blameFriendly: rest.blameFriendly, allowDirty: rest.allowDirty, replan: rest.replan, keepGoing: rest.keepGoing, maxLines: rest.maxLines, facade: rest.facade, stateCell: rest.stateCell, typecheck: rest.typecheck, test: rest.test, run: rest.run, bundle: rest.bundle, apiExtractor: rest.apiExtractor }),
          ...(dir === undefined ? {} : { directory: resolve(dir) }),
        });
        const isFine = report.refused.length === 0 && report.proof?.verdict !== 'failed';
        return { report, exitCode: isFine ? 0 : 1, isGate: true };
      }),
    );
}

function definedOf<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
