import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { createListFinder } from '../listed-names.js';
import { keyOfName, readCallOrigin, readList, type CallOrigin, type ListItem } from '../call-origin.js';
import { callsInside, numberOrStatic, optionsField, patternsOf, retryField, written } from '../record-fields.js';
import { plainText, printStatic, propertyOf } from '../static-text.js';
import { printHandler, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

const doors = [
  'astro', 'bun', 'cloudflare', 'connect', 'deno/fresh', 'digitalocean', 'edge', 'express', 'fastify', 'h3', 'hono', 'koa', 'lambda', 'next', 'nitro', 'node', 'nuxt',
  'redwood', 'remix', 'sveltekit',
];
const packages = ['inngest', ...doors.map((door) => `inngest/${door}`)];

/** A step is remembered under its id, so that a run that began before a deployment goes on after it. */
const stepMethods = ['run', 'sendEvent', 'sleep', 'sleepUntil', 'waitForEvent', 'waitForSignal', 'sendSignal', 'invoke', 'fetch'];

export const extractor: TaskExtractor = {
  framework: 'inngest',
  packages,
  methods: ['createFunction', 'send', ...stepMethods],
  extract: (input) => {
    const functions = input.model.calls.flatMap((site) => readFunction(input, site));
    const taken = new Set(functions.flatMap(({ steps }) => steps));
    return [
      ...functions.flatMap(({ records }) => records),
      ...input.model.calls.filter((site) => !taken.has(site)).flatMap((site) => [...readStep(input, site, ['step'], undefined), ...readServe(input, site), ...readEvent(input, site)]),
    ];
  },
};

interface FoundFunction {
  readonly records: readonly TaskRecord[];
  readonly steps: readonly CallSite[];
}

/** Version 4 has the triggers among the options, version 3 as an argument of their own. */
function readFunction(input: TaskExtractorInput, site: CallSite): FoundFunction[] {
  if (site.kind !== 'call' || site.callee.at(-1) !== 'createFunction' || site.callee.length < 2) return [];
  const origin = readCallOrigin(input, site);
  const [options, second, third] = site.args;
  const handler = third ?? second;
  if (!packages.includes(origin.path[0] ?? '') && !isOptions(input, options)) return [];
  const evaluated = options && input.evaluate(options);
  const name = readTaskId(input, propertyOf(options, 'id') ?? propertyOf(evaluated, 'id'));
  const app = appOf(origin, site.callee.slice(0, -1));
  const id = { id: `${app.id}-${name.id}`, idSource: app.isKnown ? name.idSource : ('dynamic' as const) };
  const triggers = third ? second && input.evaluate(second) : propertyOf(evaluated, 'triggers');
  const own: TaskRecord = {
    framework: 'inngest',
    kind: 'task',
    ...id,
    ...readOptions(evaluated, triggers),
    decorators: [],
    ...written('signature', printHandler(handler)),
    ...(isListed(input, site) ? { registration: 'list' as const } : {}),
    ...siteOf(input.model, site),
  };
  const named = handler?.kind === 'reference' && handler.path.length === 1 ? handler.path : [];
  const failure = propertyOf(evaluated, 'onFailure');
  const steps = callsInside(input.model, site, [...named, ...(failure?.kind === 'reference' ? failure.path.slice(0, 1) : [])]);
  const aliases = ['step', ...aliasesOf(handler)];
  const found = steps.map((step) => ({ step, records: readStep(input, step, aliases, id.id) })).filter(({ records }) => records.length > 0);
  return [{ records: [own, ...found.flatMap(({ records }) => records)], steps: found.map(({ step }) => step) }];
}

/** Something else may have a method of that name. */
function isOptions(input: TaskExtractorInput, options: StaticValue | undefined): boolean {
  return /inngest/i.test(input.model.source.text) && propertyOf(options && input.evaluate(options), 'id') !== undefined;
}

function appOf(origin: CallOrigin, owner: readonly string[]): { readonly id: string; readonly isKnown: boolean } {
  const id = propertyOf(origin.makings.at(-1)?.args[0], 'id');
  return id?.kind === 'literal' ? { id: plainText(id), isKnown: true } : { id: `<${id ? plainText(id) : owner.join('.')}>`, isKnown: false };
}

/** `async ({ event, step: s }) => ...` */
function aliasesOf(handler: StaticValue | undefined): readonly string[] {
  const alias = handler?.kind === 'function' ? /[{,]\s*step\s*:\s*([\w$]+)/.exec(handler.parameters[0] ?? '')?.[1] : undefined;
  return alias === undefined ? [] : [alias];
}

function readOptions(options: StaticValue | undefined, triggers: StaticValue | undefined): Partial<TaskRecord> {
  const list = triggers?.kind === 'array' ? triggers.items : triggers ? [triggers] : [];
  const crons = list.flatMap((trigger) => cronOf(trigger) ?? []);
  const others = list.filter((trigger) => cronOf(trigger) === undefined);
  return {
    ...retryField(propertyOf(options, 'retries'), undefined),
    ...written('priority', numberOrStatic(propertyOf(options, 'priority'))),
    ...written('concurrency', numberOrStatic(propertyOf(options, 'concurrency'))),
    ...written('timeout', numberOrStatic(propertyOf(options, 'timeouts'))),
    ...(crons.length > 0 ? { schedule: written('pattern', patternsOf({ kind: 'array', items: crons })) } : {}),
    ...optionsField(options, ['id', 'retries', 'priority', 'concurrency', 'timeouts', 'triggers'], others.length > 0 ? { triggers: { kind: 'array', items: others } } : {}),
  };
}

/** `{ cron: '0 4 * * *' }`, or `cron('0 4 * * *')` of the package. */
function cronOf(trigger: StaticValue): StaticValue | undefined {
  return trigger.kind === 'call' && trigger.callee.join('.') === 'inngest.cron' ? trigger.args[0] : propertyOf(trigger, 'cron');
}

/** `step.run('charge', fn)` and `step.ai.infer('advise', ...)`; `{ id, name }` in place of the id is allowed everywhere. */
function readStep(input: TaskExtractorInput, site: CallSite, aliases: readonly string[], queue: string | undefined): TaskRecord[] {
  const at = site.callee.findIndex((part) => aliases.includes(part));
  const method = site.callee.slice(at + 1);
  if (at === -1 || !(method.length === 1 && stepMethods.includes(method[0]!)) && !(method.length === 2 && method[0] === 'ai')) return [];
  const [first] = site.args;
  if (first === undefined) return [];
  const id = readTaskId(input, propertyOf(first, 'id') ?? first);
  return [{ framework: 'inngest', kind: 'step', ...id, ...written('queue', queue), options: printStatic({ kind: 'literal', value: method.join('.') }), decorators: [], ...siteOf(input.model, site) }];
}

/** `inngest.send({ name: 'shop/order.placed' })`: what triggers name. */
function readEvent(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  if (site.callee.at(-1) !== 'send' || site.callee.length < 2 || readCallOrigin(input, site).path[0] !== 'inngest') return [];
  const [first] = site.args;
  const events = first?.kind === 'array' ? first.items : first ? [first] : [];
  return events.map((event) => ({ framework: 'inngest', kind: 'job', ...readTaskId(input, propertyOf(event, 'name') ?? event), decorators: [], ...siteOf(input.model, site) }));
}

/** `serve({ client, functions })` of any of the adapters, `serve(client, functions)` of version 2, `connect({ apps: [{ client, functions }] })`. */
function servesOf(input: TaskExtractorInput, site: CallSite): readonly { readonly client: StaticValue | undefined; readonly functions: StaticValue }[] {
  const [specifier, name] = readCallOrigin(input, site).path;
  if (specifier === undefined || !packages.includes(specifier) || site.callee.length > 2) return [];
  const [first, second] = site.args;
  if (name === 'serve' || name === 'createServer') {
    const functions = propertyOf(first, 'functions') ?? second;
    return functions ? [{ client: propertyOf(first, 'client') ?? first, functions }] : [];
  }
  const apps = name === 'connect' ? propertyOf(first, 'apps') : undefined;
  return apps?.kind !== 'array' ? [] : apps.items.flatMap((app) => {
    const functions = propertyOf(app, 'functions');
    return functions ? [{ client: propertyOf(app, 'client'), functions }] : [];
  });
}

function readServe(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  return servesOf(input, site).map(({ client, functions }) => {
    const made = client && input.evaluate(client);
    const id = made?.kind === 'new' ? propertyOf(made.args[0], 'id') : undefined;
    const items: StaticValue[] = readList(input, input.model, functions).map((item) => ({ kind: 'literal', value: idOfItem(item) }));
    return {
      framework: 'inngest',
      kind: 'worker',
      ...(id ? readTaskId(input, id) : readTaskId(input, client)),
      ...optionsField(undefined, [], { functions: { kind: 'array', items } }),
      decorators: [],
      ...siteOf(input.model, site),
    };
  });
}

function idOfItem(item: ListItem): string {
  if (item.kind === 'unknown') return `<${item.text}>`;
  const id = item.value?.kind === 'call' ? propertyOf(item.value.args[0], 'id') : undefined;
  return id ? plainText(id) : item.kind === 'declared' ? `<${item.name}>` : '<inline>';
}

const findServed = createListFinder(packages, undefined, (input) =>
  input.model.calls.flatMap((site) => servesOf(input, site).flatMap(({ functions }) => readList(input, input.model, functions))));

function isListed(input: TaskExtractorInput, site: CallSite): boolean {
  const name = site.within;
  if (name !== undefined && findServed(input).names.has(keyOfName({ file: input.model.source.path, name }))) return true;
  return input.model.calls.some((call) => call !== site && call.span.start <= site.span.start && site.span.end <= call.span.end && servesOf(input, call).length > 0);
}
