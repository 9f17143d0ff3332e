import type { CallSite } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readHandlerFields } from '../handler-shape.js';
import { written } from '../record-fields.js';
import { plainText } from '../static-text.js';
import { exportedNameOf, findTaskObject } from '../task-object.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

/** The queue of Celery where none is named. */
const defaultQueue = 'celery';

const makers = /^(?:createWorker|createClient)$/;

export const extractor: TaskExtractor = {
  framework: 'celery-node',
  packages: ['celery-node'],
  methods: ['register', 'createTask', 'sendTask'],
  extract: (input) => [
    ...input.model.calls.flatMap((site) => readCall(input, site)),
    ...input.model.chains.flatMap((site) => readChain(input, site)),
  ],
};

function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const method = site.callee.at(-1);
  if (site.kind === 'new' || (method !== 'register' && method !== 'createTask' && method !== 'sendTask')) return [];
  const object = findTaskObject(input, extractor.packages, site.callee.slice(0, -1), site);
  if (object === undefined || !makers.test(object.name)) return [];
  return [record(input, site, object.args?.[2] ? plainText(object.args[2]) : object.args ? defaultQueue : undefined)];
}

/** `celery.createWorker(broker, backend, 'kitchen').register('bake', bake)` */
function readChain(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const method = site.callee.at(-1);
  const made = site.callee.slice(0, -1).map((part) => part.replace(/\(\)$/, ''));
  if ((method !== 'register' && method !== 'createTask') || !makers.test(exportedNameOf(input.model, extractor.packages, made) ?? '')) return [];
  const inner = input.model.calls.find(({ span, callee }) => span.start === site.span.start && callee.join('.') === made.join('.'));
  return inner ? [record(input, site, inner.args[2] ? plainText(input.evaluate(inner.args[2])) : defaultQueue)] : [];
}

/** A task is known by the name under which it is registered, on the Python side too; what sends it needs nothing but the name. */
function record(input: TaskExtractorInput, site: CallSite, queue: string | undefined): TaskRecord {
  const isTask = site.callee.at(-1) === 'register';
  const fields = isTask ? readHandlerFields(input, site.args[1]) : {};
  return {
    framework: 'celery-node', kind: isTask ? 'task' : 'job', ...readTaskId(input, site.args[0]), ...written('queue', queue), ...written('signature', fields.signature),
    decorators: [], registration: 'call', ...siteOf(input.model, site),
  };
}
