import { createRecordingClass, keyOf, listOf, textOf, type Named, type Note, type Recorder } from './recorder.js';

/** pg-boss 9 to 12: `PgBoss` by name, or as the default in the older ones. */
export const pgBoss: Recorder = {
  framework: 'pg-boss',
  packages: ['pg-boss'],
  names: ['PgBoss', 'default'],
  replace: (real, note) => {
    const recording = createBoss(real['PgBoss'] ?? keyOf(real['default'], 'PgBoss') ?? real['default'], note);
    return { PgBoss: recording, ...(real['default'] === undefined ? {} : { default: recording }) };
  },
};

function createBoss(real: unknown, note: Note): unknown {
  const told = (method: string, kind: 'queue' | 'worker' | 'schedule' | 'job') => (_self: Named, args: readonly unknown[]) => {
    const name = textOf(typeof args[0] === 'object' ? keyOf(args[0], 'name') : args[0]);
    note({ call: `PgBoss.${method}`, kind, id: name, queue: name, args });
  };
  const listen = (self: Named, args: readonly unknown[]): Named => {
    note({ call: 'PgBoss.on', kind: 'listener', id: textOf(args[0]), args });
    return self;
  };
  const sending = ['send', 'sendAfter', 'sendThrottled', 'sendDebounced', 'upsert', 'publish'].map((method) => [method, told(method, 'job')] as const);
  return createRecordingClass({
    name: 'PgBoss',
    real,
    construct: (self) => {
      self.name = 'PgBoss';
    },
    methods: {
      ...Object.fromEntries(sending),
      // `const boss = await new PgBoss(url).start()` is the same object. A promise, because `.then()` may be asked for.
      start: (self) => Promise.resolve(self),
      createQueue: told('createQueue', 'queue'),
      updateQueue: told('updateQueue', 'queue'),
      work: told('work', 'worker'),
      schedule: told('schedule', 'schedule'),
      subscribe: (_self, args) => note({ call: 'PgBoss.subscribe', kind: 'listener', id: textOf(args[0]), queue: textOf(args[1]), args }),
      insert: (_self, args) => {
        const [queue, jobs] = Array.isArray(args[0]) ? [undefined, args[0]] : args;
        for (const job of listOf(jobs)) {
          const name = textOf(queue ?? keyOf(job, 'name'));
          note({ call: 'PgBoss.insert', kind: 'job', id: name, queue: name, args: [job] });
        }
      },
      flow: (_self, args) => {
        for (const job of listOf(args[0])) note({ call: 'PgBoss.flow', kind: 'job', id: textOf(keyOf(job, 'name')), queue: textOf(keyOf(job, 'name')), args: [job] });
      },
      on: listen,
      once: listen,
    },
  });
}
