// What the package itself finds in a folder, in a file and in a crontab, without a database, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('graphile-worker');

const find = (path: string) => `
import { resolve } from 'node:path';
import { getTasks } from 'graphile-worker';
const found = await getTasks({}, resolve('${path}')).then(({ tasks }) => Object.keys(tasks), (error) => [error.message.replace(/'[^']*tasks/, "'tasks")]);
console.log(JSON.stringify(found.sort()));
process.exit(0);
`;

const crontab = `
import { readFileSync } from 'node:fs';
import { parseCrontab } from 'graphile-worker';
const lines = readFileSync('crontab', 'utf8').replace('not a line', '');
console.log(JSON.stringify(parseCrontab(lines).map(({ task, options }) => [task, options.maxAttempts ?? '', options.queueName ?? '', options.priority ?? ''].join('|'))));
process.exit(0);
`;

const tasksOf = (files: Readonly<Record<string, string>>): readonly string[] => extractFrom(files).filter(({ kind }) => kind === 'task').map(({ id }) => id).sort();

describe(`Graphile Worker${reason}`, () => {
  const folder = () => readTexts('fixtures/tasks/graphile-worker/every-file-of-the-folder-is-a-task/input');

  it.skipIf(reason !== '')('finds the tasks of the folder that decant reads', () => {
    const { 'src/tasks/mail/format.ts': helper, ...rest } = folder();
    const files = { ...rest, 'src/tasks/mail/send.ts': `${rest['src/tasks/mail/send.ts']!.replace(/^import \{ format.*\n/m, '')}\n${helper!.replace('export ', '')}` };
    expect(tasksOf(files)).toEqual(runFrameworkProgram({ files, program: find('src/tasks') }));
  });

  it.skipIf(reason !== '')('stops at a helper in the folder, which decant shows as a task that is no function', () => {
    const files = folder();
    expect(runFrameworkProgram({ files, program: find('src/tasks') })).toEqual([expect.stringContaining("Invalid task")]);
    expect(extractFrom(files).filter(({ signature }) => signature === 'no function').map(({ id }) => id)).toEqual(['mail/format']);
  });

  it.skipIf(reason !== '')('takes every exported function of one file, as decant does', () => {
    const files = readTexts('fixtures/tasks/graphile-worker/every-exported-function-of-one-file/input');
    expect(tasksOf(files)).toEqual(runFrameworkProgram({ files, program: find('src/tasks.js') }));
  });

  it.skipIf(reason !== '')('reads CommonJS files of the default folder', () => {
    const files = readTexts('fixtures/tasks/graphile-worker/started-on-the-command-line/input');
    expect(tasksOf(files)).toEqual(runFrameworkProgram({ files, program: find('tasks'), format: 'commonjs' }));
  });

  it.skipIf(reason !== '')('reads the crontab as decant does', () => {
    const files = folder();
    const lines = extractFrom(files).filter(({ kind }) => kind === 'schedule').map(({ id, retry, queue, priority }) => [id, retry?.attempts, queue, priority].map((value) => value ?? '').join('|'));
    expect(lines).toEqual(runFrameworkProgram({ files, program: crontab }));
  });
});
