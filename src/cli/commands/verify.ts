import { Command } from 'commander';
import { filePath } from '../../host/path.js';
import { apiExtractorOption, bundleOption, renderExamples, runOption } from '../options.js';
import type { Execute } from '../execute.js';

interface Flags {
  readonly before?: string;
  readonly after?: string;
  readonly since?: string;
  readonly entry?: string[];
  readonly typecheck?: string;
  readonly test?: string;
  readonly run?: boolean;
  readonly bundle?: boolean;
  readonly apiExtractor?: boolean;
}

export function buildVerifyCommand(execute: Execute): Command {
  return new Command('verify')
    .description('prove that two trees do the same: two folders, two git refs, or a ref and the working tree')
    .option('--since <ref>', 'the tree before is where this branch left the ref, the tree after is the working tree')
    .option('--before <dir | ref>', 'the tree before; `.` is the working tree')
    .option('--after <dir | ref>', 'the tree after (default: the working tree)')
    .option('--entry <file...>', 'files whose exports and evaluation must not change (default: the changed files that exist in both)')
    .option('--typecheck <command>', 'type-check to run in both trees')
    .option('--test <command>', 'tests to run in both trees')
    .addOption(runOption())
    .addOption(bundleOption())
    .addOption(apiExtractorOption())
    .addHelpText('after', renderExamples([
      ['decant verify --since main --format markdown', 'what this branch did, for the comment on a pull request'],
      ['decant verify --before main --after .', 'the working tree against the head of a branch'],
      ['decant verify --before v1.2.0 --after v1.3.0 --entry src/tasks.ts', 'one facade between two releases'],
      ['decant verify --before ../old --after ../new', 'two folders'],
    ]))
    .action((flags: Flags, command: Command) =>
      execute(command, undefined, async ({ workspace }) => {
        const { verify } = await import('../../workflow/verify.js');
        const { before, after, since, entry, typecheck, test, run, bundle, apiExtractor } = flags;
        const report = verify(workspace, {
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
          ...(since === undefined ? {} : { since }),
          base: filePath('.'),
          ...(entry === undefined ? {} : { entries: entry }),
          ...(typecheck === undefined ? {} : { typecheck }),
          ...(test === undefined ? {} : { test }),
          ...(run === undefined ? {} : { run }),
          ...(bundle === undefined ? {} : { bundle }),
          ...(apiExtractor === undefined ? {} : { apiExtractor }),
        });
        return { report, exitCode: report.proof.verdict === 'failed' ? 1 : 0, isGate: true };
      }),
    );
}
