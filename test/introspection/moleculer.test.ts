// What a broker without a transporter lists of the services that it was given, compared with what decant reads from the text.
import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../src/model/task-record.js';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('moleculer');

/** `load` registers services on `broker`. */
const program = (load: string): string => `
import { createRequire } from 'node:module';
import { ServiceBroker } from 'moleculer';
const require = createRequire(import.meta.url);
const broker = new ServiceBroker({ logger: false });
${load}
const lines = [];
for (const service of broker.services) {
  if (service.name.startsWith('$')) continue;
  lines.push('worker ' + service.fullName);
  // What the broker tells other nodes of the service.
  for (const action of Object.values(service._serviceSpecification.actions)) lines.push('task ' + action.name + ' ' + (action.timeout ?? ''));
  for (const [name, event] of Object.entries(service.schema.events ?? {})) for (const _handler of [event.handler].flat()) lines.push('listener ' + (event.name ?? name));
}
console.log(JSON.stringify(lines.sort()));
process.exit(0);
`;

function lineOf({ kind, id, timeout }: TaskRecord): string {
  return kind === 'task' ? `task ${id} ${timeout ?? ''}` : `${kind} ${id}`;
}

describe(`Moleculer${reason}`, () => {
  it.skipIf(reason !== '')('registers what decant reads of services in files', () => {
    const files = readTexts('fixtures/tasks/moleculer/services-by-their-file-name/input');
    const lines = runFrameworkProgram({ files, program: program("broker.createService((await import('./services/oven.service.js')).default);") });
    const read = extractFrom(files).filter(({ registration }) => registration === 'folder');
    expect(read.length).toBeGreaterThan(5);
    expect(read.map(lineOf).sort()).toEqual(lines);
  });

  it.skipIf(reason !== '')('registers what decant reads of services in code', () => {
    const files = readTexts('fixtures/tasks/moleculer/services-in-code/input');
    const own = { ...files, 'index.js': files['index.js']!.replace('const broker = new ServiceBroker({ logger: false });', 'const broker = globalThis.broker;') };
    const lines = runFrameworkProgram({ files: own, program: program("globalThis.broker = broker;\nrequire('./index.js');"), format: 'commonjs' });
    // A mixin that a call makes is told of as computed; here it brings one action.
    const read = extractFrom(files).filter(({ registration, location }) => registration === 'call' && location.file.endsWith('index.js'));
    expect(read.map((task) => (task.idSource === 'dynamic' ? 'task staging.till.find ' : lineOf(task))).sort()).toEqual(lines);
  });
});
