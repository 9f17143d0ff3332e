// The methods of pg-boss record what they are told instead of asking a database.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('pg-boss');

const program = `
import { PgBoss } from 'pg-boss';
const told = [];
const line = (kind, name, options, pattern) => told.push([kind, name, options?.retryLimit ?? '', options?.priority ?? '', pattern ?? ''].join('|'));
Object.assign(PgBoss.prototype, {
  start: async () => {}, createQueue: async (name, options) => line('queue', name, options), work: async (name) => line('worker', name), subscribe: async (event) => line('listener', event),
  schedule: async (name, cron, data, options) => line('schedule', name, options, cron), publish: async (event, data, options) => line('job', event, options),
  send: async (first, data, options) => (typeof first === 'string' ? line('job', first, options) : line('job', first.name, first.options)),
  sendAfter: async (name, data, options) => line('job', name, options), sendDebounced: async (name, data, options) => line('job', name, options),
  insert: async (name, jobs) => jobs.forEach((job) => line('job', name, job)),
});
const { start, write } = await import('./boss.js');
await start();
await write('ada');
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`pg-boss${reason}`, () => {
  it.skipIf(reason !== '')('is told what decant reads', () => {
    const files = readTexts('fixtures/tasks/pg-boss/queues-workers-and-schedules/input');
    const lines = extractFrom(files)
      .filter(({ id }) => id !== 'error')
      .map(({ kind, id, retry, priority, schedule }) => [kind, id, retry?.attempts, priority, schedule?.pattern].map((value) => value ?? '').join('|'));
    expect(lines.sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
