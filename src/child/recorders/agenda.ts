import { createInert } from '../inert.js';
import { createRecordingClass, keyOf, textOf, type Exports, type Named, type Note, type Recorder } from './recorder.js';

/** Agenda 4 to 6. `registerJobs` of its decorators is the real one and calls `define` of the recorder. */
export const agenda: Recorder = {
  framework: 'agenda',
  packages: ['agenda', '@hokify/agenda'],
  names: ['Agenda', 'default'],
  replace: (real, note) => {
    const given = real['Agenda'] ?? keyOf(real['default'], 'Agenda') ?? real['default'];
    const recording = createAgenda(given, note);
    // What is required as a whole may be the class itself, with the others as its properties.
    return { Agenda: recording, ...(real['default'] === undefined ? {} : { default: recording }) };
  },
};

function createAgenda(real: unknown, note: Note): unknown {
  const names = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
  const job = (call: string, at: number) => (_self: Named, args: readonly unknown[]) => {
    for (const name of names(args[at])) note({ call: `Agenda.${call}`, kind: call === 'every' ? 'schedule' : 'job', id: textOf(name), args });
  };
  const listen = (self: Named, args: readonly unknown[]): Named => {
    note({ call: 'Agenda.on', kind: 'listener', id: textOf(args[0]), args });
    return self;
  };
  return createRecordingClass({
    name: 'Agenda',
    real,
    construct: (self, args) => {
      self.name = textOf(keyOf(args[0], 'name'), 'Agenda');
      self['definitions'] = {};
      self['ready'] = Promise.resolve();
      note({ call: 'new Agenda', kind: 'worker', id: self.name, args });
    },
    methods: {
      define: (self, args) => {
        const [name, second, third] = args;
        (self as unknown as { definitions: Record<string, unknown> }).definitions[textOf(name)] = typeof second === 'function' ? { fn: second, ...(third as object) } : { fn: third, ...(second as object) };
        note({ call: 'Agenda.define', kind: 'task', id: textOf(name), args });
      },
      every: job('every', 1),
      schedule: job('schedule', 1),
      now: job('now', 0),
      nowDebounced: job('nowDebounced', 0),
      create: (_self, args) => createJob(textOf(args[0]), args, note),
      on: listen,
      once: listen,
    },
  });
}

/** `agenda.create('send').repeatEvery('1 hour').save()`: it is told when it is saved, with all that was said of it. */
function createJob(id: string, args: readonly unknown[], note: Note): unknown {
  const steps: unknown[] = [];
  let kind: 'job' | 'schedule' = 'job';
  const job: Exports = new Proxy({ attrs: { name: id, data: args[1] } } as Exports, {
    get: (target, key) => {
      if (key in target || typeof key === 'symbol' || key === 'then') return target[key as string];
      return (...input: unknown[]) => {
        if (key === 'save') {
          note({ call: 'Agenda.create', kind, id, args: [...args, ...steps] });
          return createInert();
        }
        if (key === 'repeatEvery' || key === 'repeatAt') kind = 'schedule';
        steps.push([key, ...input]);
        return job;
      };
    },
  });
  return job;
}
