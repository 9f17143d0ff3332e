// What the catalog of Trigger.dev holds after the files of a folder were imported in a file context, as its indexer does, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@trigger.dev/sdk') || whyAbsent('@trigger.dev/core');

const programFor = (indexed: readonly string[], others: readonly string[]) => `
import { resourceCatalog } from '@trigger.dev/core/v3';
import { StandardResourceCatalog } from '@trigger.dev/core/v3/workers';
resourceCatalog.setGlobalResourceCatalog(new StandardResourceCatalog());
for (const file of ${JSON.stringify(indexed)}) {
  resourceCatalog.setCurrentFileContext(file, file);
  await import(file);
  resourceCatalog.clearCurrentFileContext();
}
for (const file of ${JSON.stringify(others)}) await import(file);
const tasks = resourceCatalog.listTaskManifests().map(({ id, queue, retry, maxDuration, schedule }) => ['task', id, queue?.name ?? '', retry?.maxAttempts ?? '', maxDuration ?? '', schedule?.cron ?? ''].join('|'));
const queues = resourceCatalog.listQueueManifests().map(({ name, concurrencyLimit }) => ['queue', name, concurrencyLimit ?? ''].join('|'));
console.log(JSON.stringify([...tasks, ...queues].sort()));
process.exit(0);
`;

function read(files: Readonly<Record<string, string>>): readonly string[] {
  return extractFrom(files).filter(({ registration }) => registration === 'folder').map(({ kind, id, queue, retry, timeout, schedule, concurrency }) => (kind === 'queue'
    ? [kind, id, concurrency ?? ''].join('|')
    : [kind, id, queue ?? '', retry?.attempts ?? '', timeout ?? '', schedule?.pattern ?? ''].join('|'))).sort();
}

describe(`Trigger.dev${reason}`, () => {
  it.skipIf(reason !== '')('catalogs the tasks of the configured folder and of what it imports, and drops the others', () => {
    const files = readTexts('fixtures/tasks/trigger-dev/tasks-of-the-configured-folders/input');
    const told = runFrameworkProgram({ files, program: programFor(['./src/jobs/mail.js'], ['./src/orders/stock.js']) }) as readonly string[];
    expect(told.filter((line) => line.startsWith('task')).length).toBe(3);
    expect(read(files)).toEqual(told);
  });

  it.skipIf(reason !== '')('catalogs schedules with the hours that decant reads', () => {
    const files = readTexts('fixtures/tasks/trigger-dev/queues-and-schedules/input');
    const told = runFrameworkProgram({ files, program: programFor(['./trigger/closing.js'], []) }) as readonly string[];
    expect(read(files).filter((line) => line !== 'queue|bank|25'), 'a limit of concurrency is no queue').toEqual(told);
  });
});
