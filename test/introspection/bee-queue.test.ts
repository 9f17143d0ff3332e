// What Bee-Queue holds of a queue, and of each job when it is saved, compared with what decant reads. No Redis is asked.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('bee-queue');

const program = `
import Queue from 'bee-queue';
process.on('unhandledRejection', () => {});
const { orders, place } = await import('./orders.js');
const told = [['worker', orders.name, orders.concurrency, ''].join('|'), ['queue', orders.name, '', ''].join('|')];
const create = Queue.prototype.createJob;
Queue.prototype.createJob = function (data) {
  const job = create.call(this, data);
  job.save = async () => void told.push(['job', this.name, job.options.retries ?? '', job.options.timeout ?? ''].join('|'));
  return job;
};
await place('soup');
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`Bee-Queue${reason}`, () => {
  it.skipIf(reason !== '')('saves the jobs with the options that decant reads off the chain', () => {
    const files = readTexts('fixtures/tasks/bee-queue/options-called-on-the-job/input');
    const lines = extractFrom(files)
      .filter(({ kind }) => kind !== 'listener')
      .map(({ kind, id, concurrency, retry, timeout }) => [kind, id, kind === 'worker' ? concurrency : retry?.attempts, timeout].map((value) => value ?? '').join('|'));
    expect(lines.sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
