// The handlers that Bull holds and the jobs that it is handed, compared with what decant reads. No Redis is asked.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('bull');

const program = `
import Bull from 'bull';
process.on('unhandledRejection', () => {});
const { kitchen, bills, order } = await import('./queues.js');
const told = [];
const add = (name, options = {}) => told.push(['job', name, options.priority ?? '', options.attempts ?? '', options.repeat?.cron ?? options.repeat?.every ?? ''].join('|'));
Bull.prototype.add = async (first, second, third) => void (typeof first === 'string' ? add(first, third) : add('__default__', second));
Bull.prototype.addBulk = async (jobs) => jobs.forEach(({ name = '__default__', opts }) => add(name, opts));
await order(1);
for (const queue of [kitchen, bills]) told.push(['queue', queue.name, '', queue.defaultJobOptions?.attempts ?? '', ''].join('|'));
for (const name of Object.keys(kitchen.handlers)) told.push(name === '__default__' ? ['worker', kitchen.name, '', '', ''].join('|') : ['handler', name, '', '', ''].join('|'));
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`Bull${reason}`, () => {
  it.skipIf(reason !== '')('holds the handlers and is handed the jobs that decant reads', () => {
    const files = readTexts('fixtures/tasks/bull/every-form-of-add-and-process/input');
    const lines = extractFrom(files)
      .filter(({ kind }) => kind !== 'listener')
      .map(({ kind, id, priority, retry, schedule }) => [kind === 'schedule' ? 'job' : kind, id, priority, retry?.attempts, schedule?.pattern ?? schedule?.every].map((value) => value ?? '').join('|'));
    expect(lines.sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
