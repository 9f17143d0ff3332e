import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import type { TaskRecord } from '../../../src/model/task-record.js';
import { extractor } from '../../../src/tasks/bullmq/bullmq.js';
import { evaluateIn, findImportOf } from '../../../src/tasks/evaluate.js';
import { extractTasks } from '../../../src/tasks/extract-tasks.js';
import { loadSide, type Files } from '../verify/check-input.js';

const root = filePath('/shop');

function tasksOf(files: Files): TaskRecord[] {
  return [...loadSide(files, root).tasks()];
}

/** The fields that a test is about, in the order of the source. */
function pick<K extends keyof TaskRecord>(files: Files, ...keys: K[]): Pick<TaskRecord, K>[] {
  return tasksOf(files).map((task) => Object.fromEntries(keys.map((key) => [key, task[key]])) as Pick<TaskRecord, K>);
}

describe('bullmq', () => {
  it('follows spreads, enum members and default options', () => {
    const [task] = tasksOf({
      'mail.ts': `import { Queue } from 'bullmq';
        enum Priority { High = 1 }
        const RETRY = { attempts: 3, backoff: { type: 'fixed', delay: 2 * 1000 } };
        export const mail = new Queue<Letter>('mail', { connection, defaultJobOptions: { ...RETRY, attempts: 5, priority: Priority.High, removeOnFail: true } });`,
    });
    expect(task).toMatchObject({
      kind: 'queue', id: 'mail', idSource: 'literal', queue: 'mail', priority: 1, signature: 'Letter', registeredBy: 'mail',
      retry: { attempts: 5, backoff: '{"delay":2000,"type":"fixed"}' },
      options: '{"connection":<connection>,"defaultJobOptions":{"removeOnFail":true}}',
    });
  });

  it('knows the classes under another name and through a namespace, and no other class of that name', () => {
    const files = {
      'a.ts': "import { Queue as Q } from 'bullmq';\nnew Q('one');",
      'b.ts': "import * as bull from 'bullmq';\nnew bull.Worker('two', './send.js');",
      'c.ts': "import { Queue } from './queue.js';\nimport 'bullmq';\nnew Queue('three');",
      'queue.ts': 'export class Queue {}',
    };
    expect(pick(files, 'kind', 'id')).toEqual([{ kind: 'queue', id: 'one' }, { kind: 'worker', id: 'two' }]);
  });

  it('reads schedules of both kinds and takes the hour apart from the rest', () => {
    const files = {
      'a.ts': `import { Queue } from 'bullmq';
        const DIGEST = 'digest';
        const mail = new Queue('mail');
        await mail.upsertJobScheduler(DIGEST, { pattern: '0 9 * * 1', tz: 'Europe/Oslo', limit: 4, immediately: true }, { name: 'send', opts: { priority: 2, attempts: 7 } });
        await mail.add('ping', {}, { repeat: { every: 60_000 }, jobId: 'p' });`,
    };
    expect(pick(files, 'kind', 'id', 'idSource', 'queue', 'schedule', 'priority', 'retry', 'options').slice(1)).toEqual([
      {
        kind: 'schedule', id: 'digest', idSource: 'constant', queue: 'mail', priority: 2, retry: { attempts: 7 },
        schedule: { pattern: '0 9 * * 1', timeZone: 'Europe/Oslo', limit: 4 }, options: '{"name":"send","repeat":{"immediately":true}}',
      },
      { kind: 'schedule', id: 'ping', idSource: 'literal', queue: 'mail', schedule: { every: 60000 }, options: '{"jobId":"p"}' },
    ]);
  });

  it('takes no set for a queue', () => {
    const files = {
      'a.ts': `import { Queue } from 'bullmq';
        const seen = new Set<string>();
        export function note(id: string, others: Set<string>): void { seen.add(id); others.add(id); }`,
    };
    expect(tasksOf(files)).toEqual([]);
  });

  it('follows a queue behind an import and behind a facade, and reads the caller only because of it', () => {
    const queue = "import { Queue } from 'bullmq';\nexport const mailQueue = new Queue('mail');\n";
    const caller = "import { mailQueue } from './mail.js';\nexport const send = () => mailQueue.add('send', {});\n";
    const direct = pick({ 'mail.ts': queue, 'caller.ts': caller }, 'kind', 'id', 'idSource', 'queue', 'registeredBy');
    const behind = pick({ 'mail.ts': "export { mailQueue } from './mail/queue.js';", 'mail/queue.ts': queue, 'caller.ts': caller }, 'kind', 'id', 'idSource', 'queue', 'registeredBy');
    const starred = pick({ 'mail.ts': "export * from './mail/queue.js';", 'mail/queue.ts': queue, 'caller.ts': caller }, 'kind', 'id', 'idSource', 'queue', 'registeredBy');
    expect(direct).toEqual([
      { kind: 'job', id: 'send', idSource: 'literal', queue: 'mail', registeredBy: 'send' },
      { kind: 'queue', id: 'mail', idSource: 'literal', queue: 'mail', registeredBy: 'mailQueue' },
    ]);
    expect(behind).toEqual(direct);
    expect(starred).toEqual(direct);
  });

  it('marks a queue that is handed in as known at run time only', () => {
    const files = {
      'a.ts': `import type { Queue } from 'bullmq';
        import { QueueEvents } from 'bullmq';
        export class Mailer { constructor(private readonly queue: Queue) {} send() { return this.queue.add('send', {}); } }
        export const events = new QueueEvents('mail');`,
    };
    expect(pick(files, 'kind', 'id', 'idSource', 'queue')).toEqual([
      { kind: 'job', id: 'send', idSource: 'dynamic', queue: 'this.queue' },
      { kind: 'listener', id: 'mail', idSource: 'literal', queue: 'mail' },
    ]);
  });

  it('knows a queue that a class keeps in a property', () => {
    const files = {
      'a.ts': "import { Queue } from 'bullmq';\nexport class Mailer { queue = new Queue('mail'); send() { return this.queue.add('send', {}); } }",
    };
    expect(pick(files, 'kind', 'id', 'queue', 'idSource')[1]).toEqual({ kind: 'job', id: 'send', queue: 'mail', idSource: 'literal' });
  });

  it('counts the jobs of a bulk and of a flow one by one', () => {
    const files = {
      'a.ts': `import { FlowProducer, Queue } from 'bullmq';
        const mail = new Queue('mail');
        const flow = new FlowProducer({ connection });
        export async function run(ids: string[]) {
          await mail.addBulk([{ name: 'a', data: 1, opts: { priority: 3 } }, { name: 'b', data: 2 }]);
          await mail.addBulk(ids.map((id) => ({ name: 'c', data: id })));
          await flow.add({ name: 'parent', queueName: 'bills', children: [{ name: 'child', queueName: 'mail', opts: { attempts: 2 } }] });
        }`,
    };
    expect(pick(files, 'kind', 'id', 'idSource', 'queue').slice(2)).toEqual([
      { kind: 'job', id: 'a', idSource: 'literal', queue: 'mail' },
      { kind: 'job', id: 'b', idSource: 'literal', queue: 'mail' },
      { kind: 'job', id: "ids.map((id) => ({ name: 'c', data: id }))", idSource: 'dynamic', queue: 'mail' },
      { kind: 'job', id: 'child', idSource: 'literal', queue: 'mail' },
      { kind: 'job', id: 'parent', idSource: 'literal', queue: 'bills' },
    ]);
  });

  it('reads the listeners of a worker and the table of its handlers, not the connection', () => {
    const files = {
      'a.ts': `import { Worker } from 'bullmq';
        const host = 'localhost';
        const connection = { host };
        enum Mail { Bill = 'bill' }
        const handlers = { send, [Mail.Bill]: bill };
        export const worker = new Worker('mail', (job) => handlers[job.name](job), { connection, concurrency: 4 });
        worker.on('failed', report);
        function send() {}
        function bill() {}
        function report() {}`,
    };
    expect(pick(files, 'kind', 'id', 'queue', 'concurrency', 'signature')).toEqual([
      { kind: 'handler', id: 'bill', queue: 'mail' },
      { kind: 'handler', id: 'send', queue: 'mail' },
      { kind: 'worker', id: 'mail', queue: 'mail', concurrency: 4, signature: '(job)' },
      { kind: 'listener', id: 'failed', queue: 'mail', signature: 'report' },
    ]);
  });

  it('lists the cases of a processor that chooses by the name of the job', () => {
    const text = `import { Worker } from 'bullmq';
      async function work(job) { switch (job.name) { case 'send': return 1; } }
      new Worker('mail', work);`;
    const { project, read } = loadSide({ 'a.ts': text }, root);
    const file = filePath('/shop/a.ts');
    const start = text.indexOf('switch');
    const dispatches = [{ subject: ['job', 'name'], cases: [{ kind: 'literal' as const, value: 'send' }], span: { start, end: start + 30 }, statement: 1, within: 'work' }];
    const model = { ...read(file), dispatches };
    const records = extractor.extract({
      model, project, read, readText: () => undefined, evaluate: (value) => evaluateIn({ project, read }, model, value), importOf: (local) => findImportOf(model, local),
    });
    expect(records.filter(({ kind }) => kind === 'handler').map(({ id, queue }) => ({ id, queue }))).toEqual([{ id: 'send', queue: 'mail' }]);
  });

  it('ends on constants that are defined by each other', () => {
    const files = { 'a.ts': "import { Queue } from 'bullmq';\nconst a = { ...b };\nconst b = { ...a };\nnew Queue('mail', { ...a, defaultJobOptions: b });" };
    expect(tasksOf(files).map(({ id }) => id)).toEqual(['mail']);
  });

  it('sorts by place, whatever order the files come in', () => {
    const { project, read } = loadSide({ 'b.ts': "import { Queue } from 'bullmq';\nnew Queue('b');", 'a.ts': "import { Queue } from 'bullmq';\nnew Queue('a');" }, root);
    const files = [filePath('/shop/b.ts'), filePath('/shop/a.ts'), filePath('/shop/b.ts')];
    expect(extractTasks({ project, read, readText: () => undefined }, files).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
