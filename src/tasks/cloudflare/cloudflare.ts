import type { ClassSite, MemberSite } from '../../model/declaration-site.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { compareText } from '../../diagnostic/sort.js';
import { spanContains } from '../../text/span.js';
import { readHandlerFields, shapeFields } from '../handler-shape.js';
import { findExportOrigin, findOrigin, type Origin } from '../named-origin.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, printStatic, propertyOf } from '../static-text.js';
import { locationAt, readTaskId } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { findWranglers, type Wrangler } from './wrangler.js';

/** Queues, crons, workflows and durable objects of Cloudflare Workers: what a wrangler file binds, and what the exports of its `main` do with it. */
export const extractor: TaskExtractor = {
  framework: 'cloudflare',
  packages: ['cloudflare:workers'],
  methods: [],
  findFiles: (search) => findWranglers(search).flatMap(({ main }) => main ?? []),
  extract: (input) => [...findWranglers(input).filter(({ main }) => main === input.model.source.path).flatMap((one) => readEnvironments(input, one)), ...readSteps(input)],
};

type Facts = Pick<TaskRecord, 'kind' | 'id' | 'idSource'> & Partial<TaskRecord>;
type Json = Readonly<Record<string, unknown>>;

/** What an environment says of queues and schedules replaces what stands above it. */
function readEnvironments(input: TaskExtractorInput, one: Wrangler): readonly TaskRecord[] {
  const environments = Object.entries(objectOf(one.json['env'])).sort(([a], [b]) => compareText(a, b));
  return [
    ...readWorker(input, one),
    ...environments.flatMap(([env, json]) =>
      readWorker(input, { ...one, json: { name: one.json['name'], ...objectOf(json) }, unread: [] }).map((task) => ({ ...task, options: JSON.stringify({ env, ...(task.options === undefined ? {} : { options: task.options }) }) }))),
  ];
}

/** Everything is told at the place of `main`: what is bound there and has nothing behind it is the accident to look for. */
function readWorker(input: TaskExtractorInput, { json, unread }: Wrangler): readonly TaskRecord[] {
  const { model } = input;
  const record = (facts: Facts): TaskRecord => ({ framework: 'cloudflare', decorators: [], registeredBy: 'wrangler', location: { file: model.source.path, line: 1, column: 1 }, ...facts });
  const queues = objectOf(json['queues']);
  const queueHandler = findHandler(input, 'queue');
  const scheduled = findHandler(input, 'scheduled');
  return [
    ...itemsOf(queues['producers']).map((item) => record({ kind: 'queue', ...nameOf(item['queue']), queue: textOf(item['queue']), ...rest(item, ['queue']) })),
    ...itemsOf(queues['consumers']).map((item) =>
      record({
        kind: 'worker',
        ...nameOf(item['queue']),
        queue: textOf(item['queue']),
        ...retryField(valueOf(item['max_retries']), valueOf(item['retry_delay'])),
        ...written('concurrency', numberOrText(valueOf(item['max_concurrency']))),
        ...rest(item, ['queue', 'max_retries', 'retry_delay', 'max_concurrency']),
        ...(item['type'] === 'http_pull' ? {} : queueHandler ?? {}),
      })),
    ...cronsOf(json).map((cron) => record({ kind: 'schedule', id: cron, idSource: 'literal', schedule: { pattern: cron, timeZone: 'UTC' }, ...(scheduled ?? {}) })),
    ...itemsOf(json['workflows']).map((item) => {
      const isElsewhere = item['script_name'] !== undefined && item['script_name'] !== json['name'];
      return record({ kind: 'workflow', ...nameOf(item['name'] ?? item['class_name']), ...rest(item, ['name']), ...(isElsewhere ? {} : classFacts(input, textOf(item['class_name']), 'run')) });
    }),
    ...itemsOf(objectOf(json['durable_objects'])['bindings']).map((item) => {
      const isElsewhere = item['script_name'] !== undefined && item['script_name'] !== json['name'];
      return record({ kind: 'worker', ...nameOf(item['class_name'], 'class-name'), ...rest(item, ['class_name']), ...(isElsewhere ? {} : classFacts(input, textOf(item['class_name']), 'alarm')) });
    }),
    ...unread.map((line) => record({ kind: 'task', id: line, idSource: 'dynamic' })),
  ];
}

function cronsOf(json: Json): readonly string[] {
  const crons = objectOf(json['triggers'])['crons'];
  return Array.isArray(crons) ? crons.map(textOf) : [];
}

function nameOf(value: unknown, idSource: TaskRecord['idSource'] = 'literal'): Pick<TaskRecord, 'id' | 'idSource'> {
  return typeof value === 'string' ? { id: value, idSource } : { id: textOf(value), idSource: 'dynamic' };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

function itemsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function valueOf(value: unknown): StaticValue | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? { kind: 'literal', value } : undefined;
}

function rest(item: Json, taken: readonly string[]): Pick<TaskRecord, 'options'> {
  const entries = Object.entries(item).filter(([key]) => !taken.includes(key)).sort(([a], [b]) => compareText(a, b));
  return entries.length > 0 ? { options: JSON.stringify(Object.fromEntries(entries)) } : {};
}

/** `queue` or `scheduled` of the default export: an object, a class, or a name for one of them; nothing where there is none, so that nobody consumes. */
function findHandler(input: TaskExtractorInput, name: string): Partial<TaskRecord> | undefined {
  const origin = findExportOrigin(input, input.model.source.path, 'default');
  if (origin?.kind !== 'declared') return origin ? { registration: 'export' } : undefined;
  const site = origin.model.classes.find((one) => (one.name ?? 'default') === origin.name);
  const method = site?.members.find((member) => member.name === name && !member.static);
  if (method) return { registration: 'export', ...(method.shape ? shapeFields(method.shape, { wrappers: ['MessageBatch'] }) : {}) };
  const raw = origin.model.constants.get(origin.name);
  // What a call makes may have any handler.
  if (raw?.kind === 'call' || raw?.kind === 'new') return { registration: 'export', signature: 'text' in raw ? raw.text : printStatic(raw) };
  const found = raw && memberOf(input, origin.model, raw, name);
  if (!found) return undefined;
  return { registration: 'export', ...(found.value ? readHandlerFields({ ...input, model: found.model }, found.value, { wrappers: ['MessageBatch'] }) : {}) };
}

/** A member of an object literal, spreads and names of other files included. */
function memberOf(input: TaskExtractorInput, model: ModuleModel, value: StaticValue, name: string): { readonly model: ModuleModel; readonly value: StaticValue | undefined } | undefined {
  if (value.kind === 'reference') {
    const origin = findOrigin(input, model, value.path);
    const next = origin?.kind === 'declared' ? origin.model.constants.get(origin.name) : undefined;
    return origin?.kind === 'declared' && next ? memberOf(input, origin.model, next, name) : origin?.kind === 'package' ? { model, value: undefined } : undefined;
  }
  if (value.kind !== 'object') return undefined;
  const own = propertyOf(value, name);
  if (own) return { model, value: own };
  for (const spread of [...value.spreads].reverse()) {
    const found = memberOf(input, model, spread, name);
    if (found) return found;
  }
  return undefined;
}

/** A class is found by its name among the exports of `main`; one that is not there makes the deployment fail. */
function classFacts(input: TaskExtractorInput, name: string, method: string): Partial<TaskRecord> {
  const origin: Origin | undefined = findExportOrigin(input, input.model.source.path, name);
  if (origin?.kind !== 'declared') return origin ? { registration: 'export' } : {};
  const found = classAt(origin);
  if (!found) return { registration: 'export' };
  const member: MemberSite | undefined = found.members.find((one) => one.name === method && !one.static);
  const [, params] = found.extendsTypeArguments;
  return {
    registration: 'export',
    ...(member?.shape ? { signature: shapeFields(member.shape).signature! } : {}),
    ...(params === undefined ? {} : { payload: params }),
    registeredBy: origin.name,
  };
}

function classAt({ model, name }: Extract<Origin, { kind: 'declared' }>): ClassSite | undefined {
  return model.classes.find((one) => (one.name ?? 'default') === name);
}

/** `step.do('charge', { retries }, async () => {})` within a class that extends WorkflowEntrypoint: the name is the key of what is kept. */
function readSteps(input: TaskExtractorInput): readonly TaskRecord[] {
  const { model } = input;
  return model.classes.flatMap((site) => {
    const base = site.extends && findOrigin(input, model, site.extends);
    const isWorkflow = base?.kind === 'package' && base.specifier === 'cloudflare:workers' && (base.name === 'WorkflowEntrypoint' || base.rest[0] === 'WorkflowEntrypoint');
    if (!isWorkflow) return [];
    return model.calls.flatMap((call): TaskRecord[] => {
      const method = call.callee.at(-1);
      if (call.callee.length !== 2 || !/^(?:do|sleep|sleepUntil|waitForEvent)$/.test(method!) || !spanContains(site.span, call.span) || !/step/i.test(call.callee[0]!)) return [];
      const second = call.args[1] && input.evaluate(call.args[1]);
      const options = method === 'do' && second?.kind === 'object' ? second : undefined;
      const retries = propertyOf(options, 'retries');
      return [{
        framework: 'cloudflare',
        kind: 'step',
        ...readTaskId(input, call.args[0]),
        ...retryField(propertyOf(retries, 'limit'), retries?.kind === 'object' ? { ...retries, entries: retries.entries.filter(({ key }) => key !== 'limit') } : undefined),
        ...written('timeout', numberOrText(propertyOf(options, 'timeout'))),
        ...optionsField(undefined, [], { call: { kind: 'literal', value: method }, with: method === 'do' ? undefined : second }),
        decorators: [],
        registeredBy: site.name ?? 'default',
        location: locationAt(model, call.span.start),
      }];
    });
  });
}
