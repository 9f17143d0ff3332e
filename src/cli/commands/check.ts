import { Command, Option } from 'commander';
import { compileLess } from '../../host/compile-less.js';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';
import type { CheckOptions } from '../../workflow/check.js';

/** Named as the options of the workflow. */
type Flags = Omit<CheckOptions, 'paths'>;

export function buildCheckCommand(execute: Execute): Command {
  return new Command('check')
    .description('the gate: every finding that is new or has grown, with its evidence (exit code 1 when one is an error)')
    .argument('[paths...]', 'files and folders (default: the whole project)')
    .addOption(
      new Option(
        '--depth <depth>',
        'scan: sizes, knots and layers only, no file is read in full; danger is not measured, every knot of evaluated imports counts as fragile and may fail where full passes; full: all evidence (default: full)',
      ).choices(['scan', 'full']),
    )
    .option('--strict', 'unresolved imports, unparsed and skipped files are errors')
    .option('--since <ref>', 'what the branch had when it left the git ref is known: speak only of what the change made worse')
    .option('--update-baseline', 'lower the baseline to what is there; without a baseline, write the first one')
    .option('--accept', 'with --update-baseline: take what is new and what has grown into the baseline')
    .option('--tighten', 'lower the baseline where there is one, for CI; the exit code stays that of the gate')
    .option('--all', 'show known findings too')
    .option('--churn', 'rank god files by the commits of the last 12 months too (needs git)')
    .addHelpText('after', renderExamples([
      ['decant check', 'the whole project, as in CI'],
      ['decant check src test', 'findings that touch two folders'],
      ['decant check --since origin/main', 'what this branch made worse, committed or not'],
      ['decant check --update-baseline', 'the first baseline, or a tighter one'],
      ['decant check --quiet', 'say nothing unless something is wrong'],
    ]))
    .action((paths: string[], flags: Flags, command: Command) =>
      execute(command, paths[0], async ({ workspace, resolve, format }) => {
        const { check, isGateOpen } = await import('../../workflow/check.js');
        const { depth, strict, since, updateBaseline, tighten, accept, all, churn } = flags;
        const report = compileLess(() => check(workspace, {
          paths: paths.map(resolve),
          ...(depth === undefined ? {} : { depth }),
          ...(since === undefined ? {} : { since }),
          strict: strict === true,
          updateBaseline: updateBaseline === true,
          tighten: tighten === true,
          accept: accept === true,
          all: all === true || format.needsKnown === true,
          files: format.needsFiles === true,
          churn: churn === true,
        }));
        return { report, exitCode: isGateOpen(report) ? 0 : 1, isGate: true };
      }),
    );
}
