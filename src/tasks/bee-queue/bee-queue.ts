import type { CallSite } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readHandlerFields } from '../handler-shape.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { exportedNameOf, findTaskObject, type TaskObject } from '../task-object.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

const packageName = 'bee-queue';

export const extractor: TaskExtractor = {
  framework: packageName,
  packages: [packageName],
  readsTypeImports: true,
  methods: ['createJob', 'process', 'on', 'once', 'checkStalledJobs'],
  extract: (input) => input.model.calls.flatMap((site) => [...readQueue(input, site), ...readMethod(input, site)]),
};

type Facts = Omit<TaskRecord, 'framework' | 'decorators' | 'registeredBy' | 'location' | 'registration'>;

function record({ model }: TaskExtractorInput, site: CallSite, facts: Facts): TaskRecord {
  return { framework: packageName, ...facts, decorators: [], registration: 'call', ...siteOf(model, site) };
}

function readQueue(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  if (exportedNameOf(input.model, extractor.packages, site.callee) !== '' || site.args.length === 0) return [];
  const id = readTaskId(input, site.args[0]);
  const settings = site.args[1] && input.evaluate(site.args[1]);
  const redis = propertyOf(settings, 'redis');
  return [
    record(input, site, {
      kind: 'queue', ...id, queue: id.id, ...optionsField(settings, ['redis'], redis?.kind === 'reference' ? { redis } : {}), ...written('payload', site.typeArguments[0]),
    }),
  ];
}

function readMethod(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const owner = site.callee.slice(0, -1);
  if (owner.length === 0 || site.kind === 'new') return [];
  const object = findTaskObject(input, extractor.packages, owner, site);
  if (object?.name !== '') return [];
  const queue = object.args?.[0] ? plainText(object.args[0]) : owner.join('.');
  switch (site.callee.at(-1)) {
    case 'process': return [readProcessor(input, site, object, queue)];
    case 'createJob': return [readJob(input, site, object, queue)];
    case 'on':
    case 'once': {
      const { signature } = readHandlerFields(input, site.args[1]);
      return [record(input, site, { kind: 'listener', ...readTaskId(input, site.args[0]), queue, ...written('signature', signature) })];
    }
    default: return [];
  }
}

/** `process(handler)` or `process(5, handler)`; a queue has one: the second call throws. */
function readProcessor(input: TaskExtractorInput, site: CallSite, object: TaskObject, queue: string): TaskRecord {
  const concurrency = site.args.length > 1 ? numberOrText(input.evaluate(site.args[0]!)) : undefined;
  const fields = readHandlerFields(input, site.args.at(-1), { wrappers: ['Job'] });
  return record(input, site, {
    kind: 'worker', id: queue, idSource: idSourceOf(object), queue, ...written('concurrency', concurrency), ...written('payload', object.typeArguments[0]), ...fields,
  });
}

/** A job has no name of its own: it is what its queue is for. Its options are what is called on it: `queue.createJob(data).retries(2).save()`. */
function readJob(input: TaskExtractorInput, site: CallSite, object: TaskObject, queue: string): TaskRecord {
  const own = input.model.chains.filter(({ span }) => span.start === site.span.start && span.end > site.span.end);
  const later = site.assignedTo === undefined ? [] : [...input.model.calls, ...input.model.chains].filter((call) => isOn(call, site.assignedTo!) && call.within === site.within);
  const argsOf = (method: string) => [...own, ...later].find((call) => call.callee.at(-1) === method)?.args.map(input.evaluate);
  const [backoff, delay] = argsOf('backoff') ?? [];
  const [until, key] = [argsOf('delayUntil')?.[0], argsOf('setId')?.[0]];
  const entries = [...(until ? [{ key: 'delayUntil', value: until }] : []), ...(key ? [{ key: 'id', value: key }] : [])];
  return record(input, site, {
    kind: 'job', id: queue, idSource: idSourceOf(object), queue,
    ...retryField(argsOf('retries')?.[0], backoff && { kind: 'array', items: delay ? [backoff, delay] : [backoff] }),
    ...written('timeout', numberOrText(argsOf('timeout')?.[0])),
    ...optionsField({ kind: 'object', entries, spreads: [] }, []),
    ...written('payload', object.typeArguments[0]),
  });
}

/** `job.retries(2)`, and `job.retries(2).save()` with calls in between. */
function isOn({ callee }: CallSite, name: string): boolean {
  return callee[0] === name && callee.slice(1, -1).every((part) => part.endsWith('()'));
}

function idSourceOf({ args }: TaskObject): TaskRecord['idSource'] {
  return args?.[0]?.kind === 'literal' ? 'constant' : 'dynamic';
}
