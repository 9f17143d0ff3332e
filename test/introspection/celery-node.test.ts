// The worker of celery-node is told names; the broker is never reached.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('celery-node');

const program = `
import workers from 'celery-node/dist/app/worker.js';
process.on('uncaughtException', () => {});
const told = [];
workers.default.prototype.register = function (name) { told.push([name, this.conf.CELERY_QUEUE].join('|')); };
await import('./worker.js');
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`celery-node${reason}`, () => {
  it.skipIf(reason !== '')('registers the names that decant reads', () => {
    const files = readTexts('fixtures/tasks/celery-node/names-that-python-knows/input');
    const lines = extractFrom(files).filter(({ kind }) => kind === 'task').map(({ id, queue }) => `${id}|${queue}`);
    expect(lines.sort()).toEqual(runFrameworkProgram({ files, program }));
  });
});
