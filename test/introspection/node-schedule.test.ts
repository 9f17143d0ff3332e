// The jobs that node-schedule waits for after the file has run, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('node-schedule');

const program = `
await import('./jobs.js');
const { default: schedule } = await import('node-schedule');
const lines = Object.values(schedule.scheduledJobs).map((job) => (job.name.startsWith('<Anonymous') ? '' : job.name));
console.log(JSON.stringify(lines.sort()));
process.exit(0);
`;

describe(`node-schedule${reason}`, () => {
  it.skipIf(reason !== '')('waits for the jobs that decant reads, under the names that it reads', () => {
    const files = readTexts('fixtures/tasks/node-schedule/rules-in-every-form/input');
    const lines = extractFrom(files).map(({ id, idSource, schedule }) => (idSource === 'literal' && id !== schedule?.pattern ? id : ''));
    expect(lines.sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
