// The registry of node-cron after the file has run, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('node-cron');

const program = `
await import('./jobs.js');
const { getTasks } = await import('node-cron');
const lines = [...getTasks().values()].map((task) => [task.getPattern(), task.timezone ?? '', task.name === task.id ? '' : task.name].join('|'));
console.log(JSON.stringify(lines.sort()));
process.exit(0);
`;

describe(`node-cron${reason}`, () => {
  it.skipIf(reason !== '')('keeps the tasks that decant reads, and draws a name for those that decant finds none for', () => {
    const files = readTexts('fixtures/tasks/node-cron/named-by-option-by-function-or-by-hours/input');
    const lines = extractFrom(files).map(({ id, schedule }) => [schedule?.pattern, schedule?.timeZone ?? '', id === 'bills' ? id : ''].join('|'));
    expect(lines.sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
