import { createRecordingClass, keyOf, listOf, textOf, type Named, type Note, type Recorder } from './recorder.js';

/** BullMQ 4 to 6. None of its classes connects: constructing a worker is what registers it, and that is what is noted. */
export const bullmq: Recorder = {
  framework: 'bullmq',
  packages: ['bullmq', '@taskforcesh/bullmq-pro'],
  names: ['Queue', 'QueuePro', 'Worker', 'WorkerPro', 'QueueEvents', 'QueueEventsPro', 'FlowProducer', 'FlowProducerPro'],
  replace: (real, note) => Object.fromEntries(bullmq.names.filter((name) => real[name] !== undefined).map((name) => [name, createClass(name, real[name], note)])),
};

const kinds = { Queue: 'queue', Worker: 'worker', QueueEvents: 'listener' } as const;

function createClass(name: string, real: unknown, note: Note): unknown {
  const base = name.replace(/Pro$/, '') as keyof typeof kinds | 'FlowProducer';
  if (base === 'FlowProducer') return createFlowProducer(name, real, note);
  return createRecordingClass({
    name,
    real,
    construct: (self, args) => {
      self.name = textOf(args[0]);
      self['opts'] = base === 'Worker' ? args[2] ?? {} : args[1] ?? {};
      note({ call: `new ${name}`, kind: kinds[base], id: self.name, queue: self.name, args });
    },
    methods: base === 'Queue' ? queueMethods(note) : { on: listen(note, name), once: listen(note, name) },
  });
}

function listen(note: Note, name: string) {
  return (self: Named, args: readonly unknown[]) => {
    note({ call: `${name}.on`, kind: 'listener', id: textOf(args[0]), queue: self.name, args });
    return self;
  };
}

function queueMethods(note: Note) {
  const add = (self: Named, args: readonly unknown[]): void => note({ call: 'Queue.add', kind: keyOf(args[2], 'repeat') ? 'schedule' : 'job', id: textOf(args[0]), queue: self.name, args });
  return {
    add: (self: Named, args: readonly unknown[]) => add(self, args),
    addBulk: (self: Named, args: readonly unknown[]) => {
      for (const job of listOf(args[0])) add(self, [keyOf(job, 'name'), keyOf(job, 'data'), keyOf(job, 'opts')]);
    },
    upsertJobScheduler: (self: Named, args: readonly unknown[]) => note({ call: 'Queue.upsertJobScheduler', kind: 'schedule', id: textOf(args[0]), queue: self.name, args }),
    on: listen(note, 'Queue'),
    once: listen(note, 'Queue'),
  };
}

function createFlowProducer(name: string, real: unknown, note: Note): unknown {
  const add = (flow: unknown): void => {
    note({ call: 'FlowProducer.add', kind: 'job', id: textOf(keyOf(flow, 'name')), queue: textOf(keyOf(flow, 'queueName')), args: [keyOf(flow, 'data'), keyOf(flow, 'opts')] });
    listOf(keyOf(flow, 'children')).forEach(add);
  };
  return createRecordingClass({
    name,
    real,
    construct: (self, args) => {
      self.name = 'FlowProducer';
      note({ call: `new ${name}`, kind: 'queue', id: 'FlowProducer', args });
    },
    methods: { add: (_self, args) => add(args[0]), addBulk: (_self, args) => listOf(args[0]).forEach(add) },
  });
}
