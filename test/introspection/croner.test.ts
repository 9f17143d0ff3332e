// Croner keeps a list of the jobs that have a name.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('croner');

const program = `
await import('./jobs.js');
const { scheduledJobs } = await import('croner');
console.log(JSON.stringify(scheduledJobs.map((job) => [job.name, job.getPattern(), job.options.timezone ?? ''].join('|')).sort()));
process.exit(0);
`;

describe(`croner${reason}`, () => {
  it.skipIf(reason !== '')('lists the named jobs that decant reads', () => {
    const files = readTexts('fixtures/tasks/croner/options-and-handler-in-either-order/input');
    const named = extractFrom(files).filter(({ id, idSource, schedule }) => idSource === 'literal' && id !== schedule?.pattern);
    expect(named.map(({ id, schedule }) => [id, schedule?.pattern, schedule?.timeZone ?? ''].join('|')).sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
