import type { TaskExtractor } from '../task-extractor.js';
import { openClass } from './decorators.js';
import { readCqrs } from './cqrs.js';
import { readDispatched } from './dispatched.js';
import { readListeners, readMessages } from './messages.js';
import { readProcessor } from './processors.js';
import { readJobs, readQueues } from './queues.js';
import { readSchedules } from './schedules.js';

/** `@nestjs/event-emitter` is read as well: what it calls is lost in the same way, when its class is in no module. */
export const extractor: TaskExtractor = {
  framework: 'nestjs',
  packages: ['@nestjs/bullmq', '@nestjs/bull', '@nestjs/schedule', '@nestjs/microservices', '@nestjs/cqrs', '@nestjs/event-emitter'],
  methods: [],
  replaces: ['bullmq', 'bull'],
  extract: (input) => [
    ...readQueues(input),
    ...input.model.classes.flatMap((site) => {
      const owner = openClass(input, site);
      return [...readProcessor(owner), ...readSchedules(owner), ...readMessages(owner), ...readListeners(owner), ...readCqrs(owner), ...readJobs(owner)];
    }),
    ...readDispatched(input),
  ],
};
