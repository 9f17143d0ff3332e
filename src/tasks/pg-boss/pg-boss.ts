import type { ModuleModel } from '../../model/module-model.js';
import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readHandlerFields } from '../handler-shape.js';
import { findOrigin } from '../named-origin.js';
import { optionsField, pickKeys, retryField, written } from '../record-fields.js';
import { isEmptyObject, numberOrText, plainText, propertyOf } from '../static-text.js';
import { exportedNameOf, findTaskObject } from '../task-object.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

/** `PgBoss` is a named export since version 12 and was the default before. */
const classes: readonly string[] = ['', 'PgBoss'];

export const extractor: TaskExtractor = {
  framework: 'pg-boss',
  packages: ['pg-boss'],
  readsTypeImports: true,
  methods: [
    'createQueue', 'updateQueue', 'work', 'schedule', 'send', 'sendAfter', 'sendThrottled', 'sendDebounced', 'upsert', 'insert', 'flow', 'publish', 'subscribe', 'on', 'once',
  ],
  extract: (input) => input.model.calls.flatMap((site) => readCall(input, site)),
};

type Reader = (input: TaskExtractorInput, site: CallSite) => readonly Facts[];
type Facts = Omit<TaskRecord, 'framework' | 'decorators' | 'registeredBy' | 'location' | 'registration'>;

function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const reader = site.kind === 'call' ? readers.get(site.callee.at(-1) ?? '') : undefined;
  const owner = site.callee.slice(0, -1);
  if (!reader || owner.length === 0) return [];
  const object = findTaskObject(input, extractor.packages, owner, site) ?? findStarted(input, site, owner);
  if (!object || !classes.includes(object.name)) return [];
  return reader(input, site).map((facts) => ({ framework: 'pg-boss', ...facts, decorators: [], registration: 'call', ...siteOf(input.model, site) }));
}

/** `const boss = await new PgBoss(url).start()` is the same object, in this file or in the one that it is imported from. */
function findStarted(input: TaskExtractorInput, site: CallSite, owner: readonly string[]): { readonly name: string } | undefined {
  const own = startedIn(input.model, owner.join('.'), site.within);
  if (own) return own;
  const origin = findOrigin(input, input.model, owner);
  return origin?.kind === 'declared' && origin.model !== input.model ? startedIn(origin.model, [origin.name, ...origin.rest].join('.'), undefined) : undefined;
}

function startedIn(model: ModuleModel, variable: string, within: string | undefined): { readonly name: string } | undefined {
  const chain = model.chains.find((call) => call.assignedTo === variable && call.callee.at(-1) === 'start' && (call.within === within || call.when === 'hard'));
  const name = chain && exportedNameOf(model, extractor.packages, chain.callee.slice(0, -1).map((part) => part.replace(/\(\)$/, '')));
  return name === undefined ? undefined : { name };
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['createQueue', readQueue],
  ['updateQueue', readQueue],
  ['work', readWorker],
  ['schedule', readSchedule],
  ['send', readSend],
  ['upsert', readSend],
  ['publish', readSend],
  ['sendAfter', readSend],
  ['sendThrottled', readSend],
  ['sendDebounced', readSend],
  ['insert', readInsert],
  ['flow', readFlow],
  ['subscribe', readSubscription],
  ['on', readListener],
  ['once', readListener],
]);

/** `QueueOptions`, which a job may set for itself: what it says of retries and time. */
function readJobFields(options: StaticValue | undefined): Partial<Facts> {
  const backoff = pickKeys(options, ['retryDelay', 'retryBackoff', 'retryDelayMax']);
  return {
    ...written('priority', numberOrText(propertyOf(options, 'priority'))),
    ...retryField(propertyOf(options, 'retryLimit'), isEmptyObject(backoff) ? undefined : backoff),
    ...written('timeout', numberOrText(propertyOf(options, 'expireInSeconds'))),
  };
}

const jobKeys: readonly string[] = ['priority', 'retryLimit', 'retryDelay', 'retryBackoff', 'retryDelayMax', 'expireInSeconds', 'db'];

/** `createQueue('mail', options)`, and in version 11 and before `createQueue('mail', { name: 'mail', ...options })`. */
function readQueue(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const id = readTaskId(input, site.args[0]);
  const options = site.args[1] && input.evaluate(site.args[1]);
  const isUpdate = site.callee.at(-1) === 'updateQueue';
  return [{ kind: 'queue', ...id, queue: id.id, ...readJobFields(options), ...optionsField(options, [...jobKeys, 'name'], isUpdate ? { update: { kind: 'literal', value: true } } : {}) }];
}

function readWorker(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const id = readTaskId(input, site.args[0]);
  const options = site.args.length > 2 && site.args[1] ? input.evaluate(site.args[1]) : undefined;
  // Jobs come one by one until version 9 and in a list since then, which `[job]` takes apart.
  const fields = readHandlerFields(input, site.args.at(-1), { wrappers: ['Job', 'JobWithMetadata'] });
  const concurrency = propertyOf(options, 'localConcurrency') ?? propertyOf(options, 'teamConcurrency');
  return [{
    kind: 'worker', ...id, queue: id.id, ...written('concurrency', numberOrText(concurrency)), ...optionsField(options, ['localConcurrency', 'teamConcurrency']),
    ...written('payload', site.typeArguments[0]), ...fields,
  }];
}

function readSchedule(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const id = readTaskId(input, site.args[0]);
  const [pattern, , options] = site.args.slice(1).map(input.evaluate);
  const [zone] = [propertyOf(options, 'tz')];
  return [{
    kind: 'schedule', ...id, queue: id.id, schedule: { ...written('pattern', pattern && plainText(pattern)), ...written('timeZone', zone && plainText(zone)) },
    ...readJobFields(options), ...optionsField(options, [...jobKeys, 'tz']),
  }];
}

/** `send('mail', data, options)`, or `send({ name: 'mail', data, options })`. What comes after the options says when. */
function readSend(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const [first] = site.args;
  const request = first && input.evaluate(first);
  if (request?.kind === 'object') return [readJob(input, propertyOf(first, 'name') ?? propertyOf(request, 'name') ?? first, propertyOf(request, 'options'))];
  const [when] = site.args.slice(3).map(input.evaluate);
  return [readJob(input, first, site.args[2] && input.evaluate(site.args[2]), when && { [site.callee.at(-1)!]: when })];
}

function readJob(input: TaskExtractorInput, name: StaticValue | undefined, given: StaticValue | undefined, extra: Readonly<Record<string, StaticValue>> = {}): Facts {
  const options = given?.kind === 'literal' ? undefined : given;
  const id = readTaskId(input, name);
  return { kind: 'job', ...id, queue: id.id, ...readJobFields(options), ...optionsField(options, jobKeys, extra) };
}

/** Each job of the list may have options of its own, `data` apart. A list that is made by a call is one job. */
function readInsert(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const list = site.args[1] && input.evaluate(site.args[1]);
  if (list?.kind !== 'array') return [readJob(input, site.args[0], undefined)];
  return list.items.map((item) => readJob(input, site.args[0], { kind: 'object', entries: item.kind === 'object' ? item.entries.filter(({ key }) => key !== 'data') : [], spreads: [] }));
}

function readFlow(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const list = site.args[0] && input.evaluate(site.args[0]);
  if (list?.kind !== 'array') return [readJob(input, site.args[0], undefined)];
  return list.items.map((item) => readJob(input, propertyOf(item, 'name') ?? item, propertyOf(item, 'options')));
}

/** `subscribe('order placed', 'mail')`: what is published as the first is sent to the queue of the second. */
function readSubscription(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const queue = site.args[1];
  return [{ kind: 'listener', ...readTaskId(input, site.args[0]), ...written('queue', queue && plainText(input.evaluate(queue))) }];
}

function readListener(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const { signature } = readHandlerFields(input, site.args[1]);
  return [{ kind: 'listener', ...readTaskId(input, site.args[0]), ...written('signature', signature) }];
}
