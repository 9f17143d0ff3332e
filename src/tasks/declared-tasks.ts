import { ToolError } from '../diagnostic/tool-error.js';
import { joinPath, relativePath, type FilePath } from '../host/path.js';
import type { DecoratorUse, FunctionShape } from '../model/declaration-site.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { StaticValue } from '../model/static-value.js';
import type { TaskDeclaration, TaskValuePlace } from '../model/task-declaration.js';
import type { TaskRecord } from '../model/task-record.js';
import { spanContains } from '../text/span.js';
import { readCallOrigin } from './call-origin.js';
import { readHandlerFields, shapeFields, type HandlerFields } from './handler-shape.js';
import { findExportOrigin, findOrigin, isSame } from './named-origin.js';
import { optionsField, retryField, written } from './record-fields.js';
import { numberOrText, plainText } from './static-text.js';
import { locationAt, readTaskId } from './task-site.js';
import type { TaskExtractor, TaskExtractorInput, TaskFileSearch } from './task-extractor.js';

/** An extractor for what the configuration declares. Throws ToolError for a declaration that names neither a call nor a decorator, or a place that is none. */
export function buildDeclaredExtractor(declaration: TaskDeclaration): TaskExtractor {
  checkDeclaration(declaration);
  const isLocal = declaration.from.startsWith('.');
  const name = (declaration.call ?? declaration.decorator!).split('.');
  return {
    framework: declaration.framework,
    packages: isLocal ? [] : [declaration.from],
    methods: name.length > 1 ? [name.at(-1)!] : [],
    // A name keeps its word in the text of every file that imports it, whatever it is called there.
    ...(isLocal ? { findFiles: ({ project }: TaskFileSearch) => [...project.files].flatMap(([file, { text }]) => (text.includes(name.at(-1)!) ? [file] : [])) } : {}),
    extract: (input) => (declaration.call === undefined ? readDecorators(input, declaration, name) : readCalls(input, declaration, name)),
  };
}

const namedPlaces: readonly string[] = ['export', 'class', 'method', 'file'];

function checkDeclaration(declaration: TaskDeclaration): void {
  const { framework, call, decorator } = declaration;
  const fail = (detail: string, help: string): never => {
    throw new ToolError('configuration is not valid', `tasks.frameworks: '${framework}' ${detail}`, help);
  };
  if ((call === undefined) === (decorator === undefined)) {
    fail(call === undefined ? 'has neither a call nor a decorator' : 'has both a call and a decorator', 'Name one of the two; declare a framework that has both twice.');
  }
  for (const [key, place] of Object.entries(placesOf(declaration))) {
    if (typeof place === 'string' && !namedPlaces.includes(place) && !/^\d+(?:\.[\w$-]+)*$/.test(place)) {
      fail(`has '${place}' as ${key}, which is no place of a value`, `Write the position of an argument (0), a property of one ("0.name"), or one of ${namedPlaces.join(', ')}.`);
    }
  }
}

function placesOf({ id, queue, priority, retry, backoff, timeout, concurrency, schedule, timeZone, options, handler }: TaskDeclaration): Readonly<Record<string, TaskValuePlace | undefined>> {
  return { id, queue, priority, retry, backoff, timeout, concurrency, schedule, timeZone, options, handler };
}

/** One place that registers a task, in the terms of the places of a declaration. */
interface Registration {
  readonly args: readonly StaticValue[];
  readonly names: Readonly<Record<string, string | undefined>>;
  readonly shape?: FunctionShape;
  readonly decorators: readonly string[];
  readonly registeredBy: string;
  readonly registration: TaskRecord['registration'] & string;
  readonly offset: number;
}

function readCalls(input: TaskExtractorInput, declaration: TaskDeclaration, name: readonly string[]): TaskRecord[] {
  const { model } = input;
  return [...model.calls, ...model.chains].filter((site) => leadsTo(input, declaration, name, site.callee, () => readCallOrigin(input, site).path)).map((site) => {
    const holder = site.assignedTo ?? heldBy(model, site.span.start);
    return readRecord(input, declaration, {
      args: site.args, names: { export: exportedAs(model, holder), file: fileName(input) }, decorators: [],
      registeredBy: site.within ?? site.assignedTo ?? site.callee.join('.'), registration: 'call', offset: site.span.start,
    });
  });
}

function readDecorators(input: TaskExtractorInput, declaration: TaskDeclaration, name: readonly string[]): TaskRecord[] {
  const { model } = input;
  const isWanted = ({ path }: DecoratorUse): boolean => leadsTo(input, declaration, name, path, () => path);
  return model.classes.flatMap((site) => {
    const own = site.name ?? 'default';
    const names = { class: own, export: exportedAs(model, own), file: fileName(input) };
    const found = site.decorators.filter(isWanted).map((decorator) => readRecord(input, declaration, {
      args: decorator.args, names, decorators: site.decorators.map(({ text }) => text), registeredBy: own, registration: 'decorator', offset: decorator.span.start,
    }));
    return [...found, ...site.members.flatMap((member) => member.decorators.filter(isWanted).map((decorator) => readRecord(input, declaration, {
      args: decorator.args, names: { ...names, method: member.name }, ...(member.shape ? { shape: member.shape } : {}),
      decorators: [...site.decorators, ...member.decorators].map(({ text }) => text), registeredBy: `${own}.${member.name}`, registration: 'decorator', offset: decorator.span.start,
    })))];
  });
}

/** Whether a path of names, through imports and re-exports, is the declared name. */
function leadsTo(input: TaskExtractorInput, { from }: TaskDeclaration, name: readonly string[], path: readonly string[], canonical: () => readonly string[]): boolean {
  const last = name.at(-1)!;
  if (!from.startsWith('.')) {
    const origin = findOrigin(input, input.model, path);
    if (origin?.kind === 'package') return origin.specifier === from && isName([...(origin.name === '*' ? [] : [origin.name]), ...origin.rest], name);
    if (path.at(-1) !== last) return false;
    const [specifier, ...rest] = canonical();
    return specifier === from && isName(rest, name);
  }
  const file = findDeclaredModule(input.project, from);
  if (!file) return false;
  const [first, ...rest] = name;
  const target = findExportOrigin(input, file, first!.replace(/\(\)$/, ''), []);
  if (!target) return false;
  const origin = findOrigin(input, input.model, path);
  if (!origin) return false;
  const base = origin.kind === 'module' ? undefined : { ...origin, rest: [] };
  return base !== undefined && isSame(base, target.kind === 'module' ? target : { ...target, rest: [] }) && origin.kind !== 'module' && isName(origin.rest, [...(target.kind === 'module' ? [] : target.rest), ...rest]);
}

function isName(path: readonly string[], name: readonly string[]): boolean {
  return path.join('.') === name.join('.');
}

const extensions: readonly string[] = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '/index.ts', '/index.tsx', '/index.js'];

/** The file that `from` of a declaration means, with or without its extension; `./src/registry.js` means registry.ts, as in an import. */
export function findDeclaredModule({ root, files }: Pick<Project, 'root' | 'files'>, from: string): FilePath | undefined {
  const path = joinPath(root, from);
  const candidates = [...extensions.map((extension) => `${path}${extension}`), path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2')];
  return candidates.map((candidate) => candidate as FilePath).find((file) => files.has(file));
}

function readRecord(input: TaskExtractorInput, declaration: TaskDeclaration, site: Registration): TaskRecord {
  const raw = (place: TaskValuePlace | undefined): StaticValue | undefined => (place === undefined ? undefined : valueAt(input, site, place));
  const value = (place: TaskValuePlace | undefined): StaticValue | undefined => {
    const found = raw(place);
    return found && input.evaluate(found);
  };
  const textOf = (place: TaskValuePlace | undefined): string | undefined => {
    const found = value(place);
    return found && !isNothing(found) ? plainText(found) : undefined;
  };
  const schedule = { ...written('pattern', textOf(declaration.schedule)), ...written('timeZone', textOf(declaration.timeZone)) };
  return {
    framework: declaration.framework,
    kind: declaration.kind,
    ...readId(input, declaration, site, raw(declaration.id)),
    ...written('queue', textOf(declaration.queue)),
    ...written('priority', numberOrText(value(declaration.priority))),
    ...retryField(value(declaration.retry), value(declaration.backoff)),
    ...written('timeout', numberOrText(value(declaration.timeout))),
    ...written('concurrency', numberOrText(value(declaration.concurrency))),
    ...(Object.keys(schedule).length > 0 ? { schedule } : {}),
    ...(declaration.options === undefined ? {} : optionsField(value(declaration.options), keysWithin(declaration))),
    ...readHandler(input, site, raw(declaration.handler)),
    decorators: site.decorators,
    registeredBy: site.registeredBy,
    registration: site.registration,
    location: locationAt(input.model, site.offset),
  };
}

function isNothing(value: StaticValue): boolean {
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
}

const sources: Readonly<Record<string, TaskRecord['idSource']>> = { export: 'export-name', class: 'class-name', method: 'method-name', file: 'file-path' };

function readId(input: TaskExtractorInput, { id }: TaskDeclaration, { names }: Registration, raw: StaticValue | undefined): Pick<TaskRecord, 'id' | 'idSource'> {
  const source = sources[id];
  if (source === undefined) return readTaskId(input, raw);
  const name = names[id];
  return name === undefined ? { id: String(id), idSource: 'dynamic' } : { id: name, idSource: source };
}

/** A property that is written is taken as it stands, so that it is known whether it is a constant; one that a spread brings is taken from the whole. */
function valueAt(input: TaskExtractorInput, { args, names }: Registration, place: TaskValuePlace): StaticValue | undefined {
  const [first, ...keys] = String(place).split('.');
  if (namedPlaces.includes(first!)) return names[first!] === undefined ? undefined : { kind: 'literal', value: names[first!] };
  const start = args[Number(first)];
  return keys.reduce<StaticValue | undefined>((current, key) => current && (propertyIn(current, key) ?? propertyIn(input.evaluate(current), key)), start);
}

function propertyIn(value: StaticValue, key: string): StaticValue | undefined {
  return value.kind === 'object' ? value.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** Keys of the options that have a field of their own: with `options: 1` the place `1.retry` is `retry`. */
function keysWithin(declaration: TaskDeclaration): readonly string[] {
  const prefix = `${declaration.options}.`;
  return Object.values(placesOf(declaration)).flatMap((place) => (String(place).startsWith(prefix) ? [String(place).slice(prefix.length).split('.')[0]!] : []));
}

function readHandler(input: TaskExtractorInput, { args, shape }: Registration, given: StaticValue | undefined): HandlerFields {
  if (given) return readHandlerFields(input, given);
  if (shape) return shapeFields(shape);
  const last = args.findLast((arg) => arg.kind === 'function' || (arg.kind === 'reference' && !arg.local && readHandlerFields(input, arg).signature?.includes('(')));
  return last ? readHandlerFields(input, last) : {};
}

/** `export const send = defineTask({ ... })`; the top-level variable whose value the call stands in. */
function heldBy({ statements }: ModuleModel, offset: number): string | undefined {
  const statement = statements.find(({ span }) => spanContains(span, { start: offset, end: offset }));
  return statement?.kind === 'export-default' ? 'default' : statement?.kind === 'variable' && statement.declares.length === 1 ? statement.declares[0] : undefined;
}

function exportedAs({ exports }: ModuleModel, local: string | undefined): string | undefined {
  if (local === undefined) return undefined;
  return exports.find((entry) => entry.from === undefined && entry.local === local)?.exported ?? exports.find(({ exported }) => exported === local)?.exported;
}

function fileName({ model, project }: TaskExtractorInput): string {
  return relativePath(project.root, model.source.path).replace(/\.[^./]+$/, '');
}
