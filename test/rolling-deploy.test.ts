// Jobs that the code before a split put into a real Redis are taken out by the code after it, and the other way round: what happens while a
// deployment rolls. Redis is started on a free port and keeps nothing.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, type TemporaryFolder } from '../src/host/temporary-folder.js';
import { split, tasks } from '../src/index.js';

const repository = join(import.meta.dirname, '..');
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
// BullMQ does not bring its client of Redis along.
const packages = join(repository, 'test/frameworks/node_modules');
const hasClient = existsSync(join(packages, 'ioredis'));
const missing = [hasRedis ? '' : 'redis-server is not on this machine', hasClient ? '' : 'test/frameworks is not installed'].filter((text) => text !== '');
const reason = missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')})`;

const folders: TemporaryFolder[] = [];
let redis: ChildProcess | undefined;
let port = 0;
let before = '';
let after = '';

function copyProgram(name: string): string {
  const folder = makeTemporaryFolder(name);
  folders.push(folder);
  cpSync(join(repository, 'fixtures/programs/order-queues'), folder.path, { recursive: true });
  symlinkSync(packages, join(folder.path, 'node_modules'), 'dir');
  return folder.path;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port: found } = server.address() as { port: number };
      server.close(() => resolve(found));
    });
  });
}

/** Redis itself, spoken to without a client: `+OK` or an error comes back. */
function tell(command: string): string {
  const run = spawnSync('redis-cli', ['-p', String(port), ...command.split(' ')], { encoding: 'utf8' });
  return run.stdout.trim();
}

async function startRedis(): Promise<void> {
  port = await freePort();
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  for (let tries = 0; tell('PING') !== 'PONG'; tries++) {
    if (tries > 200) throw new Error(`redis-server did not answer on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function run(root: string, script: string, role: string, ...words: string[]): string {
  const started = spawnSync(process.execPath, ['--import', pathToFileURL(join(repository, 'node_modules/tsx/dist/esm/index.mjs')).href, join('src', script), ...words], {
    cwd: root, encoding: 'utf8', timeout: 40_000, env: { ...process.env, REDIS_PORT: String(port), ROLE: role },
  });
  if (started.status !== 0) throw new Error(`${script} in ${root} ended with ${started.status}:\n${started.stdout}${started.stderr}`);
  return started.stdout;
}

const done = [
  'kitchen cook bread for A-1',
  'kitchen cook soup for A-1',
  'mail receipt to ola: Order A-1',
  'mail reminder to kari: Your basket',
  'mail welcome to ola: Welcome',
  'orders serve A-1: bread, soup',
  'report takings in NOK',
  'report takings in NOK',
  'stock release 3 bread',
  'stock reserve 2 soup at attempt 3',
];

/** What the consumer did with the jobs of the producer. */
function deploy(producer: string, consumer: string): readonly string[] {
  tell('FLUSHALL');
  run(producer, 'produce.ts', 'producer');
  return run(consumer, 'consume.ts', 'worker', String(done.length)).split('\n');
}

describe.skipIf(missing.length > 0)(`a rolling deployment of split queues${reason}`, () => {
  beforeAll(async () => {
    before = copyProgram('queues-before');
    after = copyProgram('queues-after');
    await startRedis();
    const report = await split({ root: after, input: 'src/jobs.ts', maxLines: 60, write: true, typecheck: false });
    expect(report.proof?.results.filter((result) => result.status === 'failed')).toEqual([]);
    expect(report.applied).toBe(true);
    expect(report.files.length).toBeGreaterThan(3);
  }, 120_000);

  afterAll(() => {
    redis?.kill('SIGKILL');
    for (const folder of folders) folder.remove();
  });

  it('registers the same tasks', async () => {
    const identity = ({ location, ...task }: Awaited<ReturnType<typeof tasks>>['tasks'][number]): string => JSON.stringify(task);
    expect((await tasks({ root: after })).tasks.map(identity).sort()).toEqual((await tasks({ root: before })).tasks.map(identity).sort());
  });

  it('does every job when nothing is deployed: the measure of the others', () => expect(deploy(before, before)).toEqual(done), 60_000);
  it('does the jobs of the old code with the new code: delays, retries, schedules and flows', () => expect(deploy(before, after)).toEqual(done), 60_000);
  it('does the jobs of the new code with the old code', () => expect(deploy(after, before)).toEqual(done), 60_000);
  it('leaves a job undone when the split lost its worker, so that the others can fail', () => {
    tell('FLUSHALL');
    run(before, 'produce.ts', 'producer');
    expect(run(after, 'consume.ts', 'producer', '0')).toBe('');
    expect(tell('LLEN bull:kitchen:wait')).toBe('2');
  }, 60_000);
});
