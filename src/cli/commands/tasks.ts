import { Command } from 'commander';
import { renderExamples } from '../options.js';
import type { Execute } from '../execute.js';

export function buildTasksCommand(execute: Execute): Command {
  return new Command('tasks')
    .description('list registered background tasks: queues, workers, jobs, schedules, workflows')
    .argument('[paths...]', 'files and folders (default: the whole project)')
    .option('--lock', 'write them to tasks.lock.json, which `decant check` compares with from then on')
    .addHelpText('after', renderExamples([
      ['decant tasks', 'a table of the whole project'],
      ['decant tasks src/jobs --format json', 'for a script'],
      ['decant tasks --lock', 'write the lock; commit it'],
    ]))
    .action((paths: string[], { lock = false }: { readonly lock?: boolean }, command: Command) =>
      execute(command, paths[0], async ({ workspace, resolve }) => {
        const { tasks } = await import('../../workflow/tasks.js');
        return { report: tasks(workspace, { paths: paths.map(resolve), lock }), exitCode: 0 };
      }),
    );
}
