// What Agenda is told by define(), with a backend that does nothing, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('agenda');

const program = (run: string) => `
import { Agenda } from 'agenda';
globalThis.backend = new Proxy({}, { get: (_, key) => (key === 'then' ? undefined : () => Promise.resolve({})) });
const told = [];
const { define } = Agenda.prototype;
Agenda.prototype.define = function (name, handler, options) {
  told.push([name, options?.concurrency ?? null, options?.priority ?? null, options?.lockLifetime ?? null].join('|'));
  return define.call(this, name, handler, options);
};
Agenda.prototype.every = async (interval, names, data, options) => void [names].flat().forEach((name) => told.push(['every', name, interval, options?.timezone ?? ''].join('|')));
${run}
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

function read(fixture: string): { readonly files: Readonly<Record<string, string>>; readonly lines: readonly string[] } {
  const files = readTexts(`fixtures/tasks/agenda/${fixture}/input`);
  const tasks = extractFrom(files).filter(({ location, registration }) => !location.file.endsWith('.js') && registration !== 'decorator');
  const lines = tasks.flatMap(({ kind, id, concurrency, priority, options, schedule }) => {
    if (kind === 'schedule') return [['every', id, schedule?.pattern ?? schedule?.every, schedule?.timeZone].join('|')];
    const { lockLifetime } = JSON.parse(kind === 'task' ? options ?? '{}' : '{}') as { lockLifetime?: number };
    return kind === 'task' ? [[id, concurrency, priority, lockLifetime].map((value) => value ?? '').join('|')] : [];
  });
  return { files, lines: lines.sort() };
}

describe(`Agenda${reason}`, () => {
  it.skipIf(reason !== '')('defines the jobs of the controllers that are listed, under the names that decant reads', () => {
    const { files, lines } = read('controllers-by-decorators');
    const told = runFrameworkProgram({ files, program: program("await import('./main.js'); await new Promise((done) => setTimeout(done, 50));") }) as readonly string[];
    expect(told.length).toBe(6);
    expect(lines).toEqual(told);
  });

  it.skipIf(reason !== '')('is told the same names and hours by calls', () => {
    const { files, lines } = read('definitions-and-when-they-run');
    const run = "const { agenda, open } = await import('./jobs.js'); agenda.start = async () => {}; agenda.schedule = agenda.now = async () => {};\n"
      + "const job = { repeatEvery: (interval, options) => (told.push(['every', job.name, interval, options?.timezone ?? ''].join('|')), job), repeatAt: (at) => told.push(['every', job.name, at, ''].join('|')) };\n"
      + "for (const name of ['priority', 'unique', 'save']) job[name] = () => job;\nagenda.create = (name) => Object.assign(job, { name });\nawait open({ mail: 'ada' }, 'clean');";
    const told = runFrameworkProgram({ files, program: program(run) }) as readonly string[];
    expect(told.length).toBe(8);
    expect(lines).toEqual(told);
  });
});
