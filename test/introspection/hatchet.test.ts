// The definitions that the SDK of Hatchet sends to its server, compared with what decant reads. No server is asked.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@hatchet-dev/typescript-sdk');

const claims = Buffer.from(JSON.stringify({ sub: 'shop', server_url: 'http://localhost:1', grpc_broadcast_address: 'localhost:1' })).toString('base64url');
const environment = { HATCHET_CLIENT_TOKEN: `e30.${claims}.e30`, HATCHET_CLIENT_TLS_STRATEGY: 'none', HATCHET_CLIENT_LOG_LEVEL: 'OFF' };

const programFor = (files: readonly string[]) => `
const told = new Set();
for (const file of ${JSON.stringify(files)}) {
  for (const one of Object.values(await import(file))) {
    const { definition } = one ?? {};
    if (!definition) continue;
    const steps = [...definition._tasks, ...definition._durableTasks];
    const isTask = one._standalone_task_name !== undefined;
    const crons = [...(definition.onCrons ?? []), definition.on?.cron ?? []].flat().join(', ');
    told.add([isTask ? 'task' : 'workflow', definition.name, isTask ? steps[0].retries ?? '' : '', crons].join('|'));
    if (!isTask) for (const step of steps) told.add(['step', definition.name, step.name, step.retries ?? ''].join('|'));
  }
}
console.log(JSON.stringify([...told].sort()));
process.exit(0);
`;

function read(files: Readonly<Record<string, string>>): readonly string[] {
  return extractFrom(files).flatMap(({ kind, id, queue, retry, schedule }) => {
    if (kind === 'step') return id === 'onFailure' ? [] : [[kind, queue, id, retry?.attempts ?? ''].join('|')];
    return kind === 'task' || kind === 'workflow' ? [[kind, id, retry?.attempts ?? '', schedule?.pattern ?? ''].join('|')] : [];
  }).sort();
}

describe(`Hatchet${reason}`, () => {
  it.skipIf(reason !== '').each([
    ['worker-lists-through-a-facade', ['./mail.js'], 3],
    ['tasks-of-a-workflow', ['./delivery.js', './orders.js'], 4],
  ] as const)('defines what decant reads of %s', (fixture, modules, expected) => {
    const files = readTexts(`fixtures/tasks/hatchet/${fixture}/input`);
    const told = runFrameworkProgram({ files, program: programFor(modules), environment }) as readonly string[];
    expect(told.length).toBe(expected);
    expect(read(files)).toEqual(told);
  });
});
