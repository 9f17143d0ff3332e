import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { keyOfName, readCallOrigin, readItem, readList, type ListItem } from '../call-origin.js';
import { createListFinder } from '../listed-names.js';
import { callsInside, numberOrStatic, optionsField, retryField, written } from '../record-fields.js';
import { plainText, printStatic, propertyOf } from '../static-text.js';
import { printHandler, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

/** Effect 3 has a package of its own, Effect 4 a folder of the main one. */
const homes = ['@effect/workflow', 'effect/workflow', 'effect/unstable/workflow'];
const modules = ['Workflow', 'Activity', 'DurableDeferred', 'DurableClock', 'DurableQueue', 'DurableRateLimiter'];
const packages = homes.flatMap((home) => [home, ...modules.map((name) => `${home}/${name}`)]);

export const extractor: TaskExtractor = {
  framework: 'effect-workflow',
  packages,
  methods: ['toLayer'],
  extract: (input) => {
    const layers = input.model.calls.flatMap((site) => readLayer(input, site));
    const taken = new Set(layers.flatMap(({ steps }) => steps));
    return [...layers.flatMap(({ records }) => records), ...input.model.calls.filter((site) => !taken.has(site)).flatMap((site) => readMaking(input, site, undefined))];
  },
};

/** `['Workflow', 'make']`, however its module was imported; undefined for what is not of these packages. */
function memberOf(input: TaskExtractorInput, site: CallSite): { readonly path: readonly string[]; readonly made: readonly StaticValue[] } | undefined {
  const { path, makings } = readCallOrigin(input, site);
  const [specifier, ...rest] = path;
  const home = homes.find((one) => specifier === one || specifier?.startsWith(`${one}/`));
  if (home === undefined || specifier === undefined) return undefined;
  return { path: specifier === home ? rest : [specifier.slice(home.length + 1), ...rest], made: makings.at(-1)?.args ?? [] };
}

interface FoundLayer {
  readonly records: readonly TaskRecord[];
  readonly steps: readonly CallSite[];
}

/** `PlaceOrder.toLayer(handler)`: the workflow is executed by a layer, and only where that layer is part of what is launched. */
function readLayer(input: TaskExtractorInput, site: CallSite): FoundLayer[] {
  const member = memberOf(input, site);
  if (member?.path.join('.') !== 'Workflow.make().toLayer') return [];
  const name = nameOf(member.made);
  const [handler] = site.args;
  const named = handler?.kind === 'reference' ? handler.path.slice(0, 1) : [];
  const steps = callsInside(input.model, site, named).map((step) => ({ step, records: readMaking(input, step, name) })).filter(({ records }) => records.length > 0);
  const own: TaskRecord = {
    framework: 'effect-workflow',
    kind: 'handler',
    id: name ?? site.callee.slice(0, -1).join('.'),
    idSource: name === undefined ? 'dynamic' : 'constant',
    decorators: [],
    ...written('signature', handler?.kind === 'call' ? `${handler.callee.join('.')}(...)` : printHandler(handler)),
    ...(isComposed(input, site) ? { registration: 'list' as const } : {}),
    ...siteOf(input.model, site),
  };
  return [{ records: [own, ...steps.flatMap(({ records }) => records)], steps: steps.map(({ step }) => step) }];
}

/** Effect 4 has the name of a workflow as the first argument, Effect 3 among the options. */
function nameOf(args: readonly StaticValue[]): string | undefined {
  const [first] = args;
  const name = first?.kind === 'object' ? propertyOf(first, 'name') : first;
  return name?.kind === 'literal' ? plainText(name) : undefined;
}

/** Progress is kept under the names of activities, timers, queues and promises. */
const makers: Readonly<Record<string, TaskRecord['kind']>> = {
  'Workflow.make': 'workflow', 'Activity.make': 'step', 'DurableDeferred.make': 'step', 'DurableClock.make': 'step', 'DurableClock.sleep': 'step',
  'DurableRateLimiter.rateLimit': 'step', 'DurableQueue.make': 'queue', 'DurableQueue.worker': 'worker', 'DurableQueue.makeWorker': 'worker',
};

function readMaking(input: TaskExtractorInput, site: CallSite, workflow: string | undefined): readonly TaskRecord[] {
  const made = memberOf(input, site)?.path.join('.');
  const kind = made === undefined ? undefined : makers[made];
  if (made === undefined || kind === undefined) return [];
  if (kind === 'worker') return [readWorker(input, site)];
  const [first, second] = site.args;
  const evaluated = first && input.evaluate(first);
  const options = evaluated?.kind === 'object' ? evaluated : second && input.evaluate(second);
  const name = first?.kind === 'object' || evaluated?.kind === 'object' ? propertyOf(first, 'name') ?? propertyOf(evaluated, 'name') : first;
  const payload = propertyOf(options, 'payload');
  return [
    {
      framework: 'effect-workflow',
      kind,
      ...readTaskId(input, name),
      ...written('queue', workflow),
      ...readRetry(input, site),
      ...optionsField(options, ['name', 'payload', 'execute'], kind === 'step' && made !== 'Activity.make' ? { is: { kind: 'literal', value: made } } : {}),
      decorators: [],
      ...written('payload', payload && printStatic(payload)),
      ...siteOf(input.model, site),
    },
  ];
}

/** `Activity.make({ ... }).pipe(Activity.retry({ times: 5 }))` */
function readRetry(input: TaskExtractorInput, site: CallSite): Pick<TaskRecord, 'retry'> {
  const piped = input.model.chains.filter(({ callee, span }) => span.start === site.span.start && callee.at(-1) === 'pipe').flatMap(({ args }) => args.map(input.evaluate));
  const retry = piped.find((arg) => arg.kind === 'call' && arg.callee.at(-1) === 'retry');
  return retry?.kind === 'call' ? retryField(propertyOf(retry.args[0], 'times'), undefined) : {};
}

/** `DurableQueue.worker(mailQueue, handler, { concurrency })` */
function readWorker(input: TaskExtractorInput, site: CallSite): TaskRecord {
  const [queue, handler, raw] = site.args;
  const made = queue && input.evaluate(queue);
  const name = made?.kind === 'call' ? propertyOf(made.args[0], 'name') : undefined;
  return {
    framework: 'effect-workflow',
    kind: 'worker',
    ...(name?.kind === 'literal' ? { id: plainText(name), idSource: 'constant' as const } : readTaskId(input, queue)),
    ...written('concurrency', numberOrStatic(propertyOf(raw && input.evaluate(raw), 'concurrency'))),
    decorators: [],
    ...written('signature', printHandler(handler)),
    ...(isComposed(input, site) ? { registration: 'list' as const } : {}),
    ...siteOf(input.model, site),
  };
}

const composers = ['merge', 'mergeAll', 'provide', 'provideMerge', 'launch', 'build', 'buildWithScope', 'toRuntime'];
const layerHomes = ['effect', 'effect/Layer'];

/** Every layer that `Layer.mergeAll(...)`, `Layer.launch(...)` or `layer.pipe(Layer.provide(...))` names, anywhere. */
const findComposed = createListFinder(layerHomes.slice(1), /\bLayer\.(?:merge|mergeAll|provide|provideMerge|launch|build|buildWithScope|toRuntime)\b/, (input) =>
  [...input.model.calls, ...input.model.chains].flatMap((site): readonly ListItem[] => {
    const composed = isComposer(readCallOrigin(input, site).path) ? site.args : [];
    const piped = site.callee.at(-1) === 'pipe' && site.callee.length > 1 && site.args.some((arg) => mentionsComposer(input, arg))
      ? [{ kind: 'reference' as const, path: site.callee.slice(0, -1) }]
      : [];
    return [...composed, ...piped].flatMap((arg) => (arg.kind === 'array' ? readList(input, input.model, arg) : arg.kind === 'reference' ? [readItem(input, input.model, arg)] : []));
  }));

function isComposer(path: readonly string[]): boolean {
  const [specifier, ...rest] = path;
  const method = specifier === 'effect' && rest[0] === 'Layer' ? rest[1] : specifier === 'effect/Layer' ? rest[0] : undefined;
  return method !== undefined && composers.includes(method);
}

/** `Layer.launch` without parentheses is a composer too. */
function mentionsComposer(input: TaskExtractorInput, arg: StaticValue): boolean {
  if (arg.kind === 'call') return isComposer(readCallOrigin(input, { ...input.model.calls[0]!, callee: arg.callee }).path);
  return arg.kind === 'reference' && isComposer(readCallOrigin(input, { ...input.model.calls[0]!, callee: arg.path }).path);
}

/** A layer that is made within the call that composes it is part of it. */
function isComposed(input: TaskExtractorInput, site: CallSite): boolean {
  if (site.within !== undefined && findComposed(input).names.has(keyOfName({ file: input.model.source.path, name: site.within }))) return true;
  return input.model.calls.some((call) => call !== site && call.span.start < site.span.start && site.span.end <= call.span.end && isComposer(readCallOrigin(input, call).path));
}
