import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { evaluateIn } from '../evaluate.js';
import { readHandlerFields } from '../handler-shape.js';
import { findExportOrigin } from '../named-origin.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { locationAt, readTaskId } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';
import { findServiceFiles, isCreated, isLoaded } from './service-files.js';
import { mergeSchema, type Schema } from './schema.js';

/** Services of Moleculer 0.15, and of 0.14. */
export const extractor: TaskExtractor = {
  framework: 'moleculer',
  packages: ['moleculer'],
  readsTypeImports: true,
  methods: ['createService'],
  findFiles: findServiceFiles,
  extract: (input) => readSchemas(input).flatMap((found) => readService(input, found)),
};

interface FoundSchema {
  readonly value: StaticValue;
  readonly at: number;
  readonly registration?: TaskRecord['registration'];
}

const members = ['actions', 'events', 'methods', 'mixins', 'started', 'created', 'hooks', 'channels', 'crons', 'settings'];

/** What a file exports, what it gives to `broker.createService()`, and what a class gives to its own `parseServiceSchema()`. */
function readSchemas(input: TaskExtractorInput): readonly FoundSchema[] {
  const { model } = input;
  const loaded = isLoaded(input, model.source.path) ? { registration: 'folder' as const } : {};
  const exported = exportedSchema(input);
  const statement = model.statements.find(({ kind, exportedAs }) => kind === 'export-default' || exportedAs.some(({ exported: own }) => own === 'default'));
  const own = exported && isSchema(exported) ? [{ value: exported, at: statement?.span.start ?? Math.max(model.source.text.search(/module\.exports\s*=/), 0), ...loaded }] : [];
  const called = model.calls.flatMap(({ callee, args, span, within }): FoundSchema[] => {
    const method = callee.at(-1);
    if (callee.length < 2 || (method !== 'createService' && method !== 'parseServiceSchema') || !args[0]) return [];
    const value = input.evaluate(args[0]);
    return isSchema(value) ? [{ value, at: span.start, ...(method === 'createService' || (within !== undefined && isCreated(input, model, within)) ? { registration: 'call' as const } : loaded) }] : [];
  });
  return [...own, ...called];
}

/** A file may hand on the service that another one holds: the runner takes what it exports. */
function exportedSchema(input: TaskExtractorInput): StaticValue | undefined {
  const { model } = input;
  const whole = model.constants.get('module.exports');
  if (whole) {
    const required = whole.kind === 'call' && whole.callee.join('.') === 'require' ? whole.args[0] : undefined;
    const resolution = required?.kind === 'literal' ? input.project.resolve(model.source.path, String(required.value)) : undefined;
    const target = resolution?.kind === 'file' ? input.read(resolution.path) : undefined;
    const value = target?.constants.get('module.exports');
    return target && value ? evaluateIn(input, target, value) : input.evaluate(whole);
  }
  const origin = findExportOrigin(input, model.source.path, 'default');
  const value = origin?.kind === 'declared' ? origin.model.constants.get(origin.name) : undefined;
  return origin?.kind === 'declared' && value ? evaluateIn(input, origin.model, value) : undefined;
}

function isSchema(value: StaticValue): boolean {
  return value.kind === 'object' && propertyOf(value, 'name') !== undefined && members.some((key) => propertyOf(value, key) !== undefined);
}

function readService(input: TaskExtractorInput, { value, at, registration }: FoundSchema): readonly TaskRecord[] {
  const schema = mergeSchema(value);
  const name = readTaskId(input, propertyOf(value, 'name'));
  // An object that is spread into the schema may bring a version.
  const isOpen = value.kind === 'object' && value.spreads.length > 0;
  const version = isOpen ? { ...versionOf(schema), isDynamic: true } : versionOf(schema);
  const full = `${version.prefix}${name.id}`;
  const idSource = version.isDynamic ? 'dynamic' : name.idSource;
  const base = (facts: Pick<TaskRecord, 'kind' | 'id' | 'idSource'> & Partial<TaskRecord>): TaskRecord => ({
    framework: 'moleculer',
    ...facts,
    // The name of an event has nothing of the service in it.
    ...(idSource === 'dynamic' && facts.id.startsWith(full) ? { idSource } : {}),
    decorators: [],
    registeredBy: name.id,
    ...(registration === undefined ? {} : { registration }),
    location: locationAt(input.model, Math.max(at, 0)),
  });
  const prefix = isTrue(propertyOf(schema.settings, '$noServiceNamePrefix')) ? '' : `${full}.`;
  const dependencies = { dependencies: propertyOf(value, 'dependencies') };
  return [
    base({ kind: 'worker', id: full, idSource, queue: full, ...optionsField(schema.settings, ['$noServiceNamePrefix', '$noVersionPrefix'], dependencies) }),
    ...schema.actions.flatMap(({ key, value: action }) => readAction(input, key, action, prefix).map(base)),
    ...schema.events.map(({ key, value: event }) => base(readEvent(input, key, event))),
    ...schema.channels.map(({ key, value: channel }) => base(readEvent(input, key, channel))),
    ...schema.crons.map((cron) => base(readCron(input, cron))),
    ...schema.unknown.map((mixin) => base({ kind: 'task', id: `${full}.<${plainText(mixin)}>`, idSource: 'dynamic' })),
  ];
}

/** A number is a version with a `v` before it, a text is the whole prefix. */
function versionOf({ version, settings }: Schema): { readonly prefix: string; readonly isDynamic: boolean } {
  if (version === undefined || isTrue(propertyOf(settings, '$noVersionPrefix'))) return { prefix: '', isDynamic: false };
  if (version.kind !== 'literal') return { prefix: `${plainText(version)}.`, isDynamic: true };
  if (version.value === null || version.value === undefined) return { prefix: '', isDynamic: false };
  return { prefix: `${typeof version.value === 'number' ? 'v' : ''}${String(version.value)}.`, isDynamic: false };
}

function isTrue(value: StaticValue | undefined): boolean {
  return value?.kind === 'literal' && value.value === true;
}

type Facts = Pick<TaskRecord, 'kind' | 'id' | 'idSource'> & Partial<TaskRecord>;
const wrappers = ['Context'];

/** `send: false` takes the action of a mixin away. */
function readAction(input: TaskExtractorInput, key: string, action: StaticValue, prefix: string): readonly Facts[] {
  if (action.kind === 'literal' && action.value === false) return [];
  const given = propertyOf(action, 'name');
  const name = given ? readTaskId(input, given) : nameOfKey(key);
  const retry = propertyOf(action, 'retryPolicy');
  const bulkhead = propertyOf(action, 'bulkhead');
  return [{
    kind: 'task',
    id: `${prefix}${name.id}`,
    idSource: name.idSource,
    ...retryField(propertyOf(retry, 'retries'), retry?.kind === 'object' ? { ...retry, entries: retry.entries.filter((entry) => entry.key !== 'retries') } : undefined),
    ...written('timeout', numberOrText(propertyOf(action, 'timeout'))),
    ...written('concurrency', numberOrText(propertyOf(bulkhead, 'concurrency'))),
    ...readHandlerFields(input, action.kind === 'object' ? propertyOf(action, 'handler') : action, { wrappers }),
    ...(action.kind === 'object' ? optionsField(action, ['name', 'retryPolicy', 'timeout', 'handler']) : {}),
  }];
}

function readEvent(input: TaskExtractorInput, key: string, event: StaticValue): Facts {
  const given = propertyOf(event, 'name');
  const group = propertyOf(event, 'group');
  return {
    kind: 'listener',
    ...(given ? readTaskId(input, given) : nameOfKey(key)),
    ...written('queue', group && plainText(group)),
    ...readHandlerFields(input, event.kind === 'object' ? propertyOf(event, 'handler') : event, { wrappers }),
    ...(event.kind === 'object' ? optionsField(event, ['name', 'group', 'handler']) : {}),
  };
}

/** `moleculer-cron`: `crons: [{ name, cronTime, onTick, timeZone }]` */
function readCron(input: TaskExtractorInput, cron: StaticValue): Facts {
  const pattern = propertyOf(cron, 'cronTime');
  const zone = propertyOf(cron, 'timeZone');
  return {
    kind: 'schedule',
    ...readTaskId(input, propertyOf(cron, 'name') ?? cron),
    schedule: { ...written('pattern', pattern && plainText(pattern)), ...written('timeZone', zone && plainText(zone)) },
    ...optionsField(cron.kind === 'object' ? cron : undefined, ['name', 'cronTime', 'timeZone', 'onTick', 'onComplete', 'onInitialize']),
  };
}

/** `[EVENT_NAME]: handler` has its key computed. */
function nameOfKey(key: string): Pick<TaskRecord, 'id' | 'idSource'> {
  return { id: key, idSource: key.startsWith('[') ? 'dynamic' : 'key' };
}
