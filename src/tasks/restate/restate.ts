import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { keyOfName, readCallOrigin, readItem, readList, type ListItem } from '../call-origin.js';
import { readFunctionValue } from '../function-value.js';
import { createListFinder, inputOf } from '../listed-names.js';
import { findOrigin } from '../named-origin.js';
import { callsInside, numberOrStatic, optionsField, parameterName, pickKeys, retryField, written } from '../record-fields.js';
import { plainText, printStatic, propertyOf } from '../static-text.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

const sdk = '@restatedev/restate-sdk';
const packages = [sdk, ...['lambda', 'fetch', 'node'].map((door) => `${sdk}/${door}`), '@restatedev/restate-sdk-cloudflare-workers', '@restatedev/restate-sdk-cloudflare-workers/fetch'];
/** Objects of handlers that spread each other are followed so far. */
const depthLimit = 12;
const serviceKinds = ['service', 'object', 'workflow'];

export const extractor: TaskExtractor = {
  framework: 'restate',
  packages,
  methods: ['bind'],
  extract: (input) => {
    const services = input.model.calls.flatMap((site) => readService(input, site));
    const taken = new Set(services.flatMap(({ steps }) => steps));
    const loose = input.model.calls.filter((site) => !taken.has(site)).flatMap((site) => readStep(input, site, ['ctx', 'context', 'restateContext'], undefined));
    return [...services.flatMap(({ records }) => records), ...loose, ...servesOf(input).map(({ record }) => record)];
  },
};

interface FoundService {
  readonly records: readonly TaskRecord[];
  readonly steps: readonly CallSite[];
}

/** `restate.service({ name, handlers })`: a handler is called as `name/key`. */
function readService(input: TaskExtractorInput, site: CallSite): FoundService[] {
  const { path } = readCallOrigin(input, site);
  const type = path.length === 2 && path[0] === sdk ? path[1] : undefined;
  if (type === undefined || !serviceKinds.includes(type)) return [];
  const [raw] = site.args;
  const definition = raw && input.evaluate(raw);
  const name = readTaskId(input, propertyOf(raw, 'name') ?? propertyOf(definition, 'name'));
  const options = propertyOf(definition, 'options');
  const own: TaskRecord = {
    framework: 'restate',
    kind: type === 'workflow' ? 'workflow' : 'worker',
    ...name,
    ...readOptions(options, { type: { kind: 'literal', value: type } }),
    decorators: [],
    ...(isListed(input, site) ? { registration: 'list' as const } : {}),
    ...siteOf(input.model, site),
  };
  const handlers = handlersOf(input, propertyOf(raw, 'handlers') ?? propertyOf(definition, 'handlers'));
  const named = handlers.flatMap(({ value }) => (value?.kind === 'reference' ? value.path.slice(0, 1) : []));
  const contexts = ['ctx', 'context', ...handlers.flatMap(({ context }) => context ?? [])];
  const steps = callsInside(input.model, site, named).map((step) => ({ step, records: readStep(input, step, contexts, name.id) })).filter(({ records }) => records.length > 0);
  return [
    {
      records: [own, ...handlers.map((handler) => handlerRecord(input, site, name, handler)), ...steps.flatMap(({ records }) => records)],
      steps: steps.map(({ step }) => step),
    },
  ];
}

function readOptions(options: StaticValue | undefined, extra: Readonly<Record<string, StaticValue | undefined>>): Partial<TaskRecord> {
  const retry = propertyOf(options, 'retryPolicy');
  return {
    ...retryField(propertyOf(retry, 'maxAttempts'), retry && pickKeys(retry, ['initialInterval', 'maxInterval', 'exponentiationFactor', 'onMaxAttempts'])),
    ...written('timeout', numberOrStatic(propertyOf(options, 'abortTimeout'))),
    ...optionsField(options, ['retryPolicy', 'abortTimeout'], extra),
  };
}

interface FoundHandler {
  readonly key: string;
  readonly source: 'key' | 'dynamic';
  /** The function; undefined where a spread hides it. */
  readonly value: StaticValue | undefined;
  readonly options: StaticValue | undefined;
  /** `object.shared` of `restate.handlers.object.shared(options, fn)`. */
  readonly wrapper: string | undefined;
  /** The file where it is written. */
  readonly input: TaskExtractorInput;
  /** What the function calls its context. */
  readonly context: string | undefined;
}

/**
 * Entries and spreads of the object of handlers, each read in the file where it stands. A spread of what is not known before the code runs is a
 * handler that nobody can name.
 */
function handlersOf(input: TaskExtractorInput, raw: StaticValue | undefined, depth = 0): readonly FoundHandler[] {
  if (raw === undefined) return [];
  if (raw.kind === 'reference' && !raw.local && depth < depthLimit) {
    const origin = findOrigin(input, input.model, raw.path);
    const held = origin?.kind === 'declared' && origin.rest.length === 0 ? origin.model.constants.get(origin.name) : undefined;
    return origin?.kind === 'declared' && held ? handlersOf(inputOf(input, origin.model), held, depth + 1) : [unknownHandler(input, raw)];
  }
  if (raw.kind !== 'object') return [unknownHandler(input, raw)];
  return [
    ...raw.spreads.flatMap((spread) => handlersOf(input, spread, depth + 1)),
    ...raw.entries.map(({ key, value }): FoundHandler => {
      const wrapped = value.kind === 'call' ? input.evaluate(value) : undefined;
      const at = wrapped?.kind === 'call' ? wrapped.callee.indexOf('handlers') : -1;
      const isWrapped = value.kind === 'call' && wrapped?.kind === 'call' && wrapped.callee[0] === sdk && at !== -1;
      const handler = isWrapped ? value.args.at(-1) : value;
      const options = isWrapped && value.args.length > 1 ? value.args[0] && input.evaluate(value.args[0]) : undefined;
      const context = handler?.kind === 'function' ? parameterName(handler.parameters[0]) : undefined;
      return { ...readKey(input, key), value: handler, options, wrapper: isWrapped ? wrapped.callee.slice(at + 1).join('.') : undefined, context, input };
    }),
  ];
}

/** `[KEY]` is as good as its constant. */
function readKey(input: TaskExtractorInput, key: string): Pick<FoundHandler, 'key' | 'source'> {
  const computed = /^\[([\w$.]+)\]$/.exec(key)?.[1];
  const value = computed === undefined ? undefined : input.evaluate({ kind: 'reference', path: computed.split('.') });
  if (value?.kind === 'literal') return { key: plainText(value), source: 'key' };
  return { key, source: key.startsWith('[') ? 'dynamic' : 'key' };
}

function unknownHandler(input: TaskExtractorInput, value: StaticValue): FoundHandler {
  return { input, key: `...${plainText(value)}`, source: 'dynamic', value: undefined, options: undefined, wrapper: undefined, context: undefined };
}

function handlerRecord(input: TaskExtractorInput, site: CallSite, service: Pick<TaskRecord, 'id' | 'idSource'>, handler: FoundHandler): TaskRecord {
  const { signature, parameterTypes } = readFunctionValue(handler.input, handler.value);
  return {
    framework: 'restate',
    kind: 'handler',
    id: `${service.id}/${handler.key}`,
    idSource: service.idSource === 'dynamic' ? 'dynamic' : handler.source,
    queue: service.id,
    ...readOptions(handler.options, handler.wrapper === undefined || handler.wrapper === 'handler' ? {} : { type: { kind: 'literal', value: handler.wrapper } }),
    decorators: [],
    ...written('signature', signature),
    ...written('payload', parameterTypes[1]),
    ...siteOf(input.model, site),
  };
}

/** `ctx.run('charge', fn)` is remembered under its name, `ctx.promise('approved')` is resolved under its own. */
function readStep(input: TaskExtractorInput, site: CallSite, contexts: readonly string[], queue: string | undefined): TaskRecord[] {
  const [context, method] = site.callee;
  const [first, second] = site.args;
  if (site.callee.length !== 2 || !contexts.includes(context!) || first === undefined || first.kind === 'function') return [];
  if (method !== 'promise' && !(method === 'run' && second)) return [];
  const options = method === 'run' && site.args[2] ? input.evaluate(site.args[2]) : undefined;
  return [
    {
      framework: 'restate', kind: 'step', ...readTaskId(input, first), ...written('queue', queue),
      ...retryField(propertyOf(options, 'maxRetryAttempts'), options && pickKeys(options, ['initialRetryInterval', 'maxRetryInterval', 'maxRetryDuration', 'retryIntervalFactor'])),
      ...(method === 'promise' ? { options: printStatic({ kind: 'literal', value: 'promise' }) } : {}),
      decorators: [], ...siteOf(input.model, site),
    },
  ];
}

interface FoundServe {
  readonly record: TaskRecord;
  readonly items: readonly ListItem[];
}

/** `serve({ services })`, `createEndpointHandler({ services })`, `endpoint().bind(a).bind(b)`. */
function servesOf(input: TaskExtractorInput): readonly FoundServe[] {
  return [...input.model.calls, ...input.model.chains].flatMap((site): FoundServe[] => {
    const { path } = readCallOrigin(input, site);
    const method = path.at(-1);
    if (!packages.includes(path[0] ?? '')) return [];
    const items = method === 'bind' && path.includes('endpoint()')
      ? site.args.slice(0, 1).map((item) => readItem(input, input.model, item))
      : path.length === 2 && (method === 'serve' || method === 'createEndpointHandler') ? listed(input, site) : undefined;
    if (!items) return [];
    const services: StaticValue = { kind: 'array', items: items.map((item) => ({ kind: 'literal', value: nameOfItem(item) })) };
    const place = siteOf(input.model, site);
    return [
      {
        items,
        record: {
          framework: 'restate', kind: 'listener', id: method ?? '', idSource: 'constant', ...optionsField(undefined, [], { services }), decorators: [],
          ...place, registeredBy: site.within ?? site.assignedTo ?? site.callee[0] ?? '',
        },
      },
    ];
  });
}

function listed(input: TaskExtractorInput, site: CallSite): readonly ListItem[] | undefined {
  const services = propertyOf(site.args[0], 'services') ?? propertyOf(site.args[0] && input.evaluate(site.args[0]), 'services');
  return services && readList(input, input.model, services);
}

function nameOfItem(item: ListItem): string {
  if (item.kind === 'unknown') return `<${item.text}>`;
  const name = item.value?.kind === 'call' ? propertyOf(item.value.args[0], 'name') : undefined;
  return name ? plainText(name) : item.kind === 'declared' ? `<${item.name}>` : '<inline>';
}

const findServed = createListFinder(packages, /\.bind\(/, (input) => servesOf(input).flatMap(({ items }) => items));

function isListed(input: TaskExtractorInput, site: CallSite): boolean {
  return site.within !== undefined && findServed(input).names.has(keyOfName({ file: input.model.source.path, name: site.within }));
}
