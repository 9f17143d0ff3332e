import { Command } from 'commander';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

interface Flags {
  readonly write?: boolean;
  readonly parser?: string;
  readonly alias?: string;
  readonly ignoreEffects?: boolean;
  readonly own?: boolean;
}

export function buildRunCodemodCommand(execute: Execute): Command {
  return new Command('run-codemod')
    .description('run a transform that `decant migrate --codemod` wrote, with the jscodeshift of the project; touches nothing without --write')
    .argument('<transform>', 'the file: running it is running code of whoever wrote it')
    .argument('<paths...>', 'files and folders to change')
    .option('--write', 'change the files')
    .option('--parser <name>', 'what JavaScript files are read with first: babel, babylon, flow, ts or tsx (default: babel)')
    .option('--alias <list>', 'path aliases by which files name the old module, such as "@/*=src/*", separated by commas')
    .option('--ignore-effects', 'move names although loading the old module also runs something else')
    .option('--own', 'the files are those of the repository that the transform was made in: relative paths of the old module count')
    .addHelpText('after', renderExamples([
      ['decant run-codemod migrations/3.0.0.cjs src', 'show how many files would change, and what stays and why'],
      ['decant run-codemod migrations/3.0.0.cjs src test --write', 'change them'],
      ['npx jscodeshift -t migrations/3.0.0.cjs --extensions=ts,tsx,js src', 'the same without decant'],
    ]))
    .action((transform: string, paths: readonly string[], { write, parser, alias, ignoreEffects, own }: Flags, command: Command) =>
      execute(command, paths[0], async ({ workspace, resolve }) => {
        const { runCodemod } = await import('../../workflow/run-codemod.js');
        const report = runCodemod(workspace, {
          transform: resolve(transform), paths: paths.map((path) => resolve(path)),
          ...(write === undefined ? {} : { write }), ...(parser === undefined ? {} : { parser }), ...(alias === undefined ? {} : { alias }), ...(ignoreEffects === undefined ? {} : { ignoreEffects }), ...(own === undefined ? {} : { own }),
        });
        return { report, exitCode: report.errors === 0 ? 0 : 1 };
      }),
    );
}
