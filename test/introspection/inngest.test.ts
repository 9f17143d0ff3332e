// What Inngest sends to its server for each function of a fixture, compared with what decant reads. No server is asked.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('inngest');

const program = `
const orders = await import('./orders.js');
const told = Object.values(orders).filter((one) => one?.[Symbol.toStringTag] === 'Inngest.Function').map((fn) => {
  const [config] = fn.getConfig({ baseUrl: new URL('http://localhost:3000/api/inngest'), appPrefix: 'shop' });
  const crons = config.triggers.flatMap(({ cron }) => cron ?? []).join(', ');
  return [config.id, config.steps.step.retries?.attempts ?? '', crons, typeof config.concurrency === 'object' ? JSON.stringify(config.concurrency, Object.keys(config.concurrency).sort()) : config.concurrency ?? '', config.priority?.run ?? ''].join('|');
});
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`Inngest${reason}`, () => {
  it.skipIf(reason !== '')('knows the functions under the ids, retries, hours and limits that decant reads', () => {
    const files = readTexts('fixtures/tasks/inngest/functions-in-the-served-list/input');
    const told = runFrameworkProgram({ files, program, environment: { INNGEST_DEV: '1' } }) as readonly string[];
    const read = extractFrom(files).filter(({ kind, location }) => kind === 'task' && location.file.endsWith('/orders.ts'))
      .map(({ id, retry, schedule, concurrency, priority }) => [id, retry?.attempts ?? '', schedule?.pattern ?? '', concurrency ?? '', (JSON.parse(String(priority ?? '{}')) as { run?: string }).run ?? ''].join('|'));
    expect(told.length).toBe(3);
    expect(read.sort()).toEqual(told);
  });
});
