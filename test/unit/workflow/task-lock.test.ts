import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { taskLockSchema } from '../../../src/gate/task-lock-schema.js';
import { buildTaskLock, parseTaskLock, renderTaskLock } from '../../../src/gate/task-lock.js';
import { createMachine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { check, isGateOpen } from '../../../src/workflow/check.js';
import { tasks } from '../../../src/workflow/tasks.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import { makeRepository, removeRepositories, type Repository } from './check-repository.js';

afterEach(removeRepositories);

const queue = `import { Queue } from 'bullmq';
export const mail = new Queue('mail');
export const remind = (id: string) => mail.add('remind', { id }, { attempts: 3 });
`;
const worker = `import { Worker } from 'bullmq';
export const mailWorker = new Worker('mail', async (job) => job.data, { concurrency: 2 });
`;
const shop = { 'src/queue.ts': queue, 'src/worker.ts': worker, 'src/till.ts': 'export const till = 1;\n', 'src/main.ts': `import './worker.js';\nimport './till.js';\n` };

function study(files: Readonly<Record<string, string>>) {
  const repository = makeRepository(files, false);
  const steps: string[] = [];
  const open = () =>
    openWorkspace({
      fileSystem: createNodeFileSystem(),
      root: filePath(repository.folder),
      machine: { ...createMachine(), now: () => new Date('2026-11-22T12:00:00Z') },
      cache: { folder: filePath(path.join(repository.folder, '.cache')) },
      progress: (step) => steps.push(step),
    });
  const run = () => {
    steps.length = 0;
    const report = check(open(), { paths: [] });
    return report;
  };
  return {
    ...repository,
    lock: () => tasks(open(), { paths: [], lock: true }).lock!,
    run,
    told: () => run().diagnostics.map(({ id, severity, message, at }) => `${severity} ${id} ${at.file}:${at.line} ${message}`),
    hasExtracted: () => steps.includes('Extracting tasks'),
  };
}

function writeConfig({ write }: Pick<Repository, 'write'>, tasksConfig: object): void {
  write({ 'decant.config.json': JSON.stringify({ tasks: tasksConfig }) });
}

describe('the lock', () => {
  it('has one task a line and every line ends with a comma', () => {
    const repository = study(shop);
    expect(repository.lock()).toMatchObject({ file: 'tasks.lock.json', tasks: 3, written: true, added: 3, removed: 0 });
    const text = repository.read('tasks.lock.json');
    expect(text.split('\n').slice(4, 8)).toEqual([
      '    {"id":"remind","framework":"bullmq","kind":"job","queue":"mail","retry":{"attempts":3}},',
      '    {"id":"mail","framework":"bullmq","kind":"queue"},',
      expect.stringMatching(/^ {4}\{"id":"mail","framework":"bullmq","kind":"worker","signature":"[\da-f]{12}"\},$/),
      '    "end"',
    ]);
    expect(taskLockSchema.safeParse(JSON.parse(text)).success).toBe(true);
    expect(repository.lock()).toEqual({ file: 'tasks.lock.json', tasks: 3, written: false, added: 0, removed: 0, differences: [] });
    expect(repository.told()).toEqual([]);
  });

  it('tells each difference when it is written anew, a changed value as an entry that goes and one that comes', () => {
    const repository = study(shop);
    repository.lock();
    repository.write({ 'src/queue.ts': shop['src/queue.ts'].replace('attempts: 3', 'attempts: 4') });
    const lock = repository.lock();
    expect(lock.differences).toEqual([`- bullmq job 'remind', queue mail, retry {"attempts":3}`, `+ bullmq job 'remind', queue mail, retry {"attempts":4}`]);
  });

  it('is read back as it was written, by the schema too', () => {
    const record = { framework: 'bullmq', kind: 'worker', id: 'mail', idSource: 'dynamic', decorators: [], registeredBy: 'x', location: { file: filePath('/a.ts'), line: 1, column: 1 } } as const;
    const built = buildTaskLock([record, record]);
    expect(built).toEqual([{ id: 'mail', framework: 'bullmq', kind: 'worker', dynamic: true, times: 2 }]);
    expect(parseTaskLock(renderTaskLock(built), filePath('/tasks.lock.json')).tasks).toEqual(built);
    expect(taskLockSchema.safeParse(JSON.parse(renderTaskLock(built))).success).toBe(true);
  });

  it('locks nothing where nothing is found, and no part of a project', () => {
    expect(() => study({ 'src/till.ts': 'export const till = 1;\n' }).lock()).toThrow('no tasks to lock');
  });

  it.each([
    ['<<<<<<< HEAD\n', 'task lock has a merge conflict'],
    ['{ "version": 2, "tasks": [] }', 'version 2 is not 1'],
    ['{ "version": 1, "tasks": [{ "id": "mail" }] }', 'has no "id", "framework" and "kind"'],
    ['{ "version": 1, "tasks": [', 'task lock is not valid JSON'],
  ])('refuses %j', (text, message) => {
    const error = (() => {
      try {
        parseTaskLock(text, filePath('/tasks.lock.json'));
      } catch (thrown) {
        return thrown as { title: string; detail: string };
      }
      throw new Error('it was read');
    })();
    expect(`${error.title} ${error.detail}`).toContain(message);
  });
});

describe('the gate', () => {
  it('names what is gone, what is new and what has changed', () => {
    const repository = study(shop);
    repository.lock();
    repository.write({
      'src/worker.ts': `import { Worker } from 'bullmq';\nexport const mailWorker = new Worker('post', async (job) => job.data, { concurrency: 2 });\n`,
      'src/queue.ts': queue.replace('attempts: 3', 'attempts: 1'),
    });
    expect(repository.told()).toEqual([
      `error task-lock src/queue.ts:3 job 'remind' of queue 'mail' differs from tasks.lock.json in retry`,
      `error task-lock src/worker.ts:2 worker 'post' is in the code and not in tasks.lock.json`,
      `error task-lock tasks.lock.json:7 worker 'mail' is in tasks.lock.json and not in the code`,
    ]);
    expect(isGateOpen(repository.run())).toBe(false);
  });

  it.each([
    ['id', 0],
    ['wire', 0],
    ['full', 1],
  ] as const)('at %s says %i things of another concurrency', (strictness, count) => {
    const repository = study(shop);
    repository.lock();
    writeConfig(repository, { strictness });
    repository.write({ 'src/worker.ts': worker.replace('concurrency: 2', 'concurrency: 9') });
    expect(repository.told()).toHaveLength(count);
  });

  it('takes a second worker for a difference and a second place that adds the job for none', () => {
    const repository = study(shop);
    repository.lock();
    repository.write({ 'src/more.ts': `import { mail } from './queue.js';\nexport const again = () => mail.add('remind', {}, { attempts: 3 });\n` });
    expect(repository.told()).toEqual([]);
    repository.write({ 'src/second.ts': worker });
    expect(repository.told()).toEqual([`error task-lock src/worker.ts:2 worker 'mail' is in the code 2 times and in tasks.lock.json once`]);
  });

  it('fails once when the code has no task at all', () => {
    const repository = study(shop);
    repository.lock();
    repository.write({ 'src/queue.ts': '', 'src/worker.ts': '' });
    expect(repository.told()).toEqual([`error task-lock tasks.lock.json:5 tasks.lock.json has 3 tasks, and the code has none`]);
  });

  it('keeps silent under a waiver until its last day, and tells of one that is not needed', () => {
    const repository = study(shop);
    repository.lock();
    repository.write({ 'src/queue.ts': queue.replace('attempts: 3', 'attempts: 1') });
    const waive = (id: string, until: string) => writeConfig(repository, { waivers: [{ id, because: 'a trial', until }] });
    waive('remind', '2026-11-22');
    expect(repository.told()).toEqual([]);
    waive('remind', '2026-11-21');
    expect(repository.run().diagnostics.map(({ notes }) => notes.at(-1))).toEqual([`the waiver for 'remind' ended on 2026-11-21 (a trial)`]);
    repository.write({ 'src/queue.ts': queue });
    expect(repository.told()).toEqual([`warning task-lock decant.config.json:1 the waiver for 'remind' ended on 2026-11-21 and covers no difference from tasks.lock.json`]);
    waive('remind', '2026-02-31');
    expect(() => repository.run()).toThrow('waiver without a day');
  });
});

describe('what is kept of an earlier run', () => {
  it('is taken again while nothing that decides has changed', () => {
    const repository = study(shop);
    repository.lock();
    repository.run();
    expect(repository.hasExtracted()).toBe(false);
    repository.write({ 'src/till.ts': 'export const till = 22;\n' });
    repository.run();
    expect(repository.hasExtracted()).toBe(false);
    repository.write({ 'src/worker.ts': worker.replace(`'mail'`, `'post'`) });
    expect(repository.told()).toHaveLength(2);
    expect(repository.hasExtracted()).toBe(true);
  });

  it('is not taken again when another file begins to fill the queue', () => {
    const repository = study(shop);
    repository.lock();
    repository.write({ 'src/till.ts': `import { mail } from './queue.js';\nexport const till = () => mail.add('close', {});\n` });
    expect(repository.told()).toEqual([`error task-lock src/till.ts:2 job 'close' of queue 'mail' is in the code and not in tasks.lock.json`]);
    rmSync(path.join(repository.folder, 'src/till.ts'));
    repository.write({ 'src/main.ts': `import './worker.js';\n` });
    expect(repository.told()).toEqual([]);
  });
});
