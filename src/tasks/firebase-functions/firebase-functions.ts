import type { StaticValue } from '../../model/static-value.js';
import type { TaskKind, TaskRecord } from '../../model/task-record.js';
import { readHandlerFields } from '../handler-shape.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf, withoutKeys } from '../static-text.js';
import { locationAt } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { readChain, siteOfCall } from './chains.js';
import { findDeployed, packages, type DeployedFunction } from './deployed.js';

/** Functions of `firebase-functions` 7, with the `v1` interface that it keeps. The id is the path of exports that leads to one. */
export const extractor: TaskExtractor = {
  framework: 'firebase-functions',
  packages,
  methods: [],
  findFiles: (search) => findDeployed(search).map(({ model }) => model.source.path),
  extract: (input) => findDeployed(input).filter(({ model }) => model.source.path === input.model.source.path).map((one) => readFunction(input, one)),
};

function readFunction(input: TaskExtractorInput, one: DeployedFunction): TaskRecord {
  const { id, value, holder, isDeployed, path } = one;
  const kind = kindOf(path);
  const handler = value.args.at(-1);
  const site = siteOfCall(one);
  return {
    framework: 'firebase-functions',
    kind,
    id,
    idSource: 'export-name',
    ...(kind === 'worker' ? { queue: id } : {}),
    ...(path.length === 0 ? { options: JSON.stringify({ madeBy: value.callee.join('.') }) } : readOptions(input, one)),
    ...readHandlerFields(input, handler?.kind === 'object' ? undefined : handler, { wrappers: ['CallableRequest', 'Request', 'CloudEvent', 'MessagePublishedData'] }),
    decorators: [],
    registeredBy: holder.join('.'),
    ...(isDeployed ? { registration: 'export' } : {}),
    location: locationAt(input.model, site),
  };
}

/** `onTaskDispatched` and `tasks.taskQueue().onDispatch` take jobs from a queue of their own name; who calls `https` waits for an answer. */
function kindOf(path: readonly string[]): TaskKind {
  const [last] = path;
  if (last === undefined) return 'task';
  if (last === 'onSchedule' || path.includes('schedule()')) return 'schedule';
  if (last === 'onTaskDispatched' || last === 'onDispatch') return 'worker';
  return /^(?:onRequest|onCall|onCallGenkit|before[A-Z]\w*)$/.test(last) ? 'handler' : 'listener';
}

type OptionFields = Pick<TaskRecord, 'schedule' | 'retry' | 'concurrency' | 'timeout' | 'options'>;

function readOptions(input: TaskExtractorInput, one: DeployedFunction): OptionFields {
  const [last] = one.path;
  const isFirst = one.path.some((part) => part.endsWith('()')) || one.path.at(-1)?.includes('/v1') === true;
  if (isFirst) return readFirstGeneration(input, one);
  const [first] = one.value.args;
  const options = first && first.kind !== 'function' && one.value.args.length > 1 ? input.evaluate(first) : undefined;
  if (options?.kind === 'object') return fieldsOf(options, last === 'onSchedule' ? propertyOf(options, 'schedule') : undefined, propertyOf(options, 'timeZone'), { trigger: { kind: 'literal', value: last } });
  return fieldsOf(undefined, last === 'onSchedule' ? options : undefined, undefined, { trigger: { kind: 'literal', value: last }, of: last === 'onSchedule' ? undefined : options });
}

/** `functions.region('europe-west1').runWith({ timeoutSeconds: 60 }).pubsub.schedule('every 5 minutes').onRun(clean)` */
function readFirstGeneration(input: TaskExtractorInput, one: DeployedFunction): OptionFields {
  const steps = readChain(one);
  const argumentOf = (method: string): StaticValue | undefined => {
    const [first] = steps.find((step) => step.method === method)?.args ?? [];
    return first && input.evaluate(first);
  };
  const options = [argumentOf('runWith'), argumentOf('taskQueue')].reduce<StaticValue | undefined>((merged, next) => {
    if (next?.kind !== 'object' || merged?.kind !== 'object') return merged ?? next;
    return { ...merged, entries: [...merged.entries, ...next.entries], spreads: [...merged.spreads, ...next.spreads] };
  }, undefined);
  const taken = ['runWith', 'taskQueue', 'schedule', 'timeZone'];
  const rest = steps.filter(({ method }) => !taken.includes(method)).map(({ method, args }) => ({ key: method, value: { kind: 'array' as const, items: args.map(input.evaluate) } }));
  const trigger = one.path.filter((part) => !part.endsWith('()')).slice(0, -1).reverse().join('.').replace(/^default\./, '');
  return fieldsOf(options, argumentOf('schedule'), argumentOf('timeZone'), {
    ...Object.fromEntries(rest.map(({ key, value }) => [key, value])),
    trigger: { kind: 'literal', value: trigger },
  });
}

const ownFields = ['schedule', 'timeZone', 'timeoutSeconds', 'concurrency', 'retryConfig', 'retryCount'];

function fieldsOf(
  options: StaticValue | undefined, schedule: StaticValue | undefined, zone: StaticValue | undefined, extra: Readonly<Record<string, StaticValue | undefined>>,
): OptionFields {
  const retry = propertyOf(options, 'retryConfig');
  const when = { ...written('pattern', schedule && plainText(schedule)), ...written('timeZone', zone && plainText(zone)) };
  return {
    ...(Object.keys(when).length > 0 ? { schedule: when } : {}),
    ...retryField(propertyOf(retry, 'maxAttempts') ?? propertyOf(options, 'retryCount'), withoutKeys(retry, ['maxAttempts'])),
    ...written('concurrency', numberOrText(propertyOf(options, 'concurrency'))),
    ...written('timeout', numberOrText(propertyOf(options, 'timeoutSeconds'))),
    ...optionsField(options, ownFields, extra),
  };
}
