import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { printFile } from '../file-argument.js';
import { readHandlerFields } from '../handler-shape.js';
import { optionsField, written } from '../record-fields.js';
import { plainText, propertyOf } from '../static-text.js';
import { exportedNameOf, findTaskObject } from '../task-object.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { readControllers } from './controllers.js';
import { readDefineOptions, readInterval } from './options.js';

/** Agenda 6 exports the class by name, 5 and before as the default. */
const classes: readonly string[] = ['', 'Agenda'];

export const extractor: TaskExtractor = {
  framework: 'agenda',
  packages: ['agenda', '@hokify/agenda'],
  readsTypeImports: true,
  methods: ['define', 'every', 'schedule', 'now', 'nowDebounced', 'create', 'on', 'once'],
  // `module.exports = (agenda) => agenda.define(...)` imports nothing.
  findFiles: ({ project }) => {
    const isUsed = [...project.scanned.values()].some(({ imports }) => imports.some(({ specifier }) => extractor.packages.includes(specifier)));
    return isUsed ? [...project.files].flatMap(([file, { text }]) => (/\bagenda\.define\s*[(<]/.test(text) ? [file] : [])) : [];
  },
  extract: (input) => [...input.model.calls.flatMap((site) => [...readInstance(input, site), ...readCall(input, site)]), ...readControllers(input, extractor.packages)],
};

type Facts = Omit<TaskRecord, 'framework' | 'decorators' | 'registeredBy' | 'location' | 'registration'>;

function record({ model }: TaskExtractorInput, site: CallSite, facts: Facts): TaskRecord {
  return { framework: 'agenda', ...facts, decorators: [], registration: 'call', ...siteOf(model, site) };
}

/** The instance is what works: its options are the defaults of every definition. */
function readInstance(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const name = exportedNameOf(input.model, extractor.packages, site.callee);
  if (site.kind !== 'new' || name === undefined || !classes.includes(name)) return [];
  const options = site.args[0] && input.evaluate(site.args[0]);
  const own = propertyOf(options, 'name');
  return [record(input, site, { kind: 'worker', ...(own ? readTaskId(input, own) : { id: 'Agenda', idSource: 'class-name' as const }), ...optionsField(options, ['backend', 'db', 'mongo', 'name']) })];
}

function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const reader = site.kind === 'call' ? readers.get(site.callee.at(-1) ?? '') : undefined;
  const owner = site.callee.slice(0, -1);
  if (!reader || owner.length === 0) return [];
  const object = findTaskObject(input, extractor.packages, owner, site);
  // Handed in without a type, as in JavaScript, it is told by its name.
  if (object ? !classes.includes(object.name) : !/^(?:this\.)?_?agenda$/i.test(owner.join('.'))) return [];
  return reader(input, site).map((facts) => record(input, site, facts));
}

type Reader = (input: TaskExtractorInput, site: CallSite) => readonly Facts[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['define', readDefinition],
  ['every', (input, site) => readNames(input, site.args[1]).map((id) => ({ kind: 'schedule', ...id, ...readInterval(site.args[0] && input.evaluate(site.args[0]), site.args[3] && input.evaluate(site.args[3])) }))],
  ['schedule', (input, site) => readNames(input, site.args[1]).map((id) => ({ kind: 'job', ...id, ...readWhen(input, site) }))],
  ['now', (input, site) => [{ kind: 'job', ...readTaskId(input, site.args[0]), ...written('payload', site.typeArguments[0]) }]],
  ['nowDebounced', (input, site) => [{ kind: 'job', ...readTaskId(input, site.args[0]), ...written('payload', site.typeArguments[0]) }]],
  ['create', readCreated],
  ['on', readListener],
  ['once', readListener],
]);

/** `define(name, handler, options)`; until version 3 the options stood in the middle. */
function readDefinition(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const [name, ...rest] = site.args;
  const [second, third] = rest;
  const isOld = third !== undefined && second !== undefined && input.evaluate(second).kind === 'object';
  const [handler, raw] = isOld ? [third, second] : [second, third];
  const options = raw && input.evaluate(raw);
  return [{
    kind: 'task', ...readTaskId(input, name), ...readDefineOptions(options, forkedFile(input)), ...readHandlerFields(input, handler, { wrappers: ['Job'] }),
    ...written('payload', site.typeArguments[0]),
  }];
}

/** A forked job is handed the path of the file whose code called `define`, and its helper loads that file. */
function forkedFile(input: TaskExtractorInput): Readonly<Record<string, StaticValue>> {
  const isForking = [...input.project.files.values()].some(({ text }) => /\bforkHelper\b/.test(text) && /\bagenda\b/i.test(text));
  return isForking ? { file: { kind: 'literal', value: printFile(input, input.model.source.path) } } : {};
}

function readNames(input: TaskExtractorInput, value: StaticValue | undefined): readonly Pick<TaskRecord, 'id' | 'idSource'>[] {
  const list = value && input.evaluate(value);
  return list?.kind === 'array' ? (value?.kind === 'array' ? value : list).items.map((item) => readTaskId(input, item)) : [readTaskId(input, value)];
}

/** `schedule('in 20 minutes', 'send')`: once, so that it is no schedule of its own. */
function readWhen(input: TaskExtractorInput, site: CallSite): Partial<Facts> {
  const when = site.args[0] && input.evaluate(site.args[0]);
  const options = site.args[3] && input.evaluate(site.args[3]);
  return { ...optionsField(options, [], when ? { when } : {}), ...written('payload', site.typeArguments[0]) };
}

/** `agenda.create('send', data).priority('high').repeatEvery('1 hour', { timezone }).save()`, in one chain or on the variable that holds it. */
function readCreated(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const chained = input.model.chains.filter(({ span }) => span.start === site.span.start && span.end > site.span.end);
  const later = site.assignedTo === undefined
    ? []
    : [...input.model.calls, ...input.model.chains].filter(({ callee, within }) => callee[0] === site.assignedTo && within === site.within && callee.slice(1, -1).every((part) => part.endsWith('()')));
  const argsOf = (method: string) => [...chained, ...later].find(({ callee }) => callee.at(-1) === method)?.args.map(input.evaluate);
  const repeat = argsOf('repeatEvery');
  const [at] = argsOf('repeatAt') ?? [];
  const [priority] = argsOf('priority') ?? [];
  const [unique] = argsOf('unique') ?? [];
  const [when] = argsOf('schedule') ?? [];
  const interval = repeat ? readInterval(repeat[0], repeat[1]) : {};
  return [{
    kind: repeat ?? at ? 'schedule' : 'job',
    ...readTaskId(input, site.args[0]),
    ...interval,
    ...(at ? { schedule: { pattern: plainText(at) } } : {}),
    ...written('priority', priority && (priority.kind === 'literal' && typeof priority.value === 'number' ? priority.value : plainText(priority))),
    ...optionsField(repeat?.[1], ['timezone'], { ...(unique ? { unique } : {}), ...(when ? { when } : {}) }),
    ...written('payload', site.typeArguments[0]),
  }];
}

function readListener(input: TaskExtractorInput, site: CallSite): readonly Facts[] {
  const { signature } = readHandlerFields(input, site.args[1]);
  return [{ kind: 'listener', ...readTaskId(input, site.args[0]), ...written('signature', signature) }];
}

