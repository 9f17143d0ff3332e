// What a container of Nest knows after it has read the modules, compared with what decant reads from the text.
import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../src/model/task-record.js';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@nestjs/core');

/** Every provider and controller of every module with the metadata that the packages' own explorers read. */
const program = (module: string, file: string, queues: readonly string[] = [], token = '@nestjs/bullmq'): string => `
import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { ModulesContainer } from '@nestjs/core';
import { CronExpression } from '@nestjs/schedule';
${queues.length > 0 ? `import { getQueueToken } from '${token}';\nimport { getFlowProducerToken } from '@nestjs/bullmq';` : ''}
import { ${module} } from './${file}';
let builder = Test.createTestingModule({ imports: [${module}] });
for (const queue of ${JSON.stringify(queues)}) builder = builder.overrideProvider(${queues.length > 0 ? 'getQueueToken(queue)' : 'queue'}).useValue({ add() {}, on() {}, process() {} });
${queues.length > 0 ? "builder = builder.overrideProvider(getFlowProducerToken('meals')).useValue({});" : ''}
const container = await builder.compile();
const lines = [];
const read = (key, target) => Reflect.getMetadata(key, target);
const event = (value) => value.eventName;
for (const nestModule of container.get(ModulesContainer).values()) {
  for (const [list, wrappers] of [['provider', nestModule.providers], ['controller', nestModule.controllers]]) {
    for (const { metatype, instance } of wrappers.values()) {
      if (typeof metatype !== 'function' || !metatype.prototype) continue;
      const processor = read('bullmq:processor_metadata', metatype) ?? read('bull:module_queue', metatype);
      if (processor && list === 'provider') lines.push(['worker', processor.name, read('bullmq:worker_metadata', metatype)?.concurrency ?? '']);
      const events = read('bullmq:queue_events_listener_metadata', metatype);
      if (events) lines.push(['listener', events.queueName, '']);
      const command = read('__commandHandler__', metatype) ?? read('__queryHandler__', metatype);
      if (command) lines.push(['handler', command.name, '']);
      for (const one of read('__eventsHandler__', metatype) ?? []) lines.push(['listener', one.name, '']);
      for (const saga of read('__saga__', metatype) ?? []) lines.push(['listener', metatype.name + '.' + saga, '']);
      const methods = new Map();
      for (let target = metatype.prototype; target && target !== Object.prototype; target = Object.getPrototypeOf(target)) {
        for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(target))) {
          if (name !== 'constructor' && typeof value === 'function' && !methods.has(name)) methods.set(name, value);
        }
      }
      for (const [name, method] of methods) {
        const owner = metatype.name + '.' + name;
        const type = read('SCHEDULER_TYPE', method);
        const given = read('SCHEDULER_NAME', method);
        if (type === 1) lines.push(['schedule', given ?? owner, read('SCHEDULE_CRON_OPTIONS', method).cronTime + (read('SCHEDULE_CRON_OPTIONS', method).timeZone ?? '')]);
        if (type === 2) lines.push(['schedule', given ?? owner, 'once ' + read('SCHEDULE_TIMEOUT_OPTIONS', method).timeout]);
        if (type === 3) lines.push(['schedule', given ?? owner, 'every ' + read('SCHEDULE_INTERVAL_OPTIONS', method).timeout]);
        const patterns = list === 'controller' ? read('microservices:pattern', method) ?? [] : [];
        for (const pattern of patterns) {
          const rpc = pattern.rpc && pattern.service + '/' + pattern.rpc;
          const route = rpc ?? (typeof pattern === 'string' ? pattern : JSON.stringify(pattern, Object.keys(pattern).sort()));
          lines.push([read('microservices:handler_type', method) === 1 ? 'handler' : 'listener', route, '']);
        }
        const worker = read('bullmq:worker_events_metadata', method) ?? read('bullmq:queue_events_metadata', method) ?? read('bull:queue_events_metadata', method) ?? read('bull:module_on_queue_event', method);
        if (worker) lines.push(['listener', event(worker), '']);
        const handled = read('bull:module_queue_process', method);
        if (handled) lines.push(['handler', handled.name ?? '__default__', handled.concurrency ?? '']);
      }
    }
  }
}
console.log(JSON.stringify({ lines: lines.map((line) => line.join(' ')).sort(), expressions: CronExpression }));
process.exit(0);
`;

/** The same line for a record that a loaded module registers. */
function lineOf(record: TaskRecord, expressions: Readonly<Record<string, string>>): string {
  const { kind, id, schedule, concurrency } = record;
  const pattern = schedule?.pattern?.replace(/^CronExpression\.(\w+)$/, (_whole, name: string) => expressions[name]!);
  const time = pattern === undefined ? (schedule?.limit === 1 ? `once ${schedule.every}` : schedule && `every ${schedule.every}`) : `${pattern}${schedule?.timeZone ?? ''}`;
  return [kind, id, time ?? concurrency ?? ''].join(' ');
}

const cases = [
  { name: 'schedules-named-and-not', file: 'clock.js', module: 'ClockModule' },
  { name: 'modules-that-are-loaded', file: 'app.module.js', module: 'AppModule' },
  { name: 'patterns-of-controllers', file: 'orders.controller.js', module: 'OrdersModule' },
  { name: 'commands-are-known-by-their-class', file: 'bakery.js', module: 'BakeryModule' },
  { name: 'processors-and-what-feeds-them', file: 'app.module.js', module: 'AppModule', queues: ['mail', 'bills', 'late'] },
  { name: 'bull-handlers-by-name', file: 'oven.processor.js', module: 'KitchenModule', queues: ['oven'], token: '@nestjs/bull' },
];

describe(`NestJS${reason}`, () => {
  it.skipIf(reason !== '').each(cases)('knows of $name what decant reads', ({ name, file, module, queues, token }) => {
    const files = readTexts(`fixtures/tasks/nestjs/${name}/input`);
    const known = runFrameworkProgram({ files, program: program(module, file, queues, token), environment: { CLOCK: 'computed', SHOP: 'computed', MORE: '1' } }) as {
      readonly lines: readonly string[];
      readonly expressions: Readonly<Record<string, string>>;
    };
    const registered = extractFrom(files).filter((task) => task.registration === 'providers' && task.framework === 'nestjs');
    // What a processor tells apart inside one method is no metadata; computed names have their value only there.
    const read = registered
      .filter(({ kind, decorators, queue }) => !(kind === 'handler' && queue !== undefined && decorators.length === 1))
      .map((task) => (task.idSource === 'dynamic' ? { ...task, id: task.kind === 'handler' ? 'order.computed' : 'computed' } : task))
      .map((task) => (task.id === 'Inherited.run' ? { ...task, id: 'Heir.run' } : task));
    expect(known.lines.length).toBeGreaterThan(0);
    expect(read.map((task) => lineOf(task, known.expressions)).sort()).toEqual(known.lines);
  });
});
