import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { CallSite, StaticValue } from '../../model/static-value.js';
import { evaluateIn, findImportOf } from '../evaluate.js';
import { readFileArgument } from '../file-argument.js';
import { inputOf } from '../listed-names.js';
import { findExportOrigin, findOrigin, listExports, type NamedOrigin } from '../named-origin.js';
import { findSource } from '../nearest-package.js';
import { propertyOf } from '../static-text.js';
import type { TaskExtractorInput, TaskFileSearch } from '../task-extractor.js';

export const workerPackages = ['@temporalio/worker', '@temporalio/testing'];

/** A function that a worker can be asked to run. */
export interface RunFunction {
  readonly kind: 'workflow' | 'task';
  /** Name of the export, or key of the object of activities. */
  readonly id: string;
  readonly idSource: 'export-name' | 'key' | 'dynamic';
  /** Where it is declared, or where the worker is made for what only the running program knows. */
  readonly model: ModuleModel;
  /** Declared name in that file. */
  readonly name: string;
  readonly value?: StaticValue;
  readonly at: number;
  readonly registration: 'export' | 'list';
}

export interface Workers {
  readonly functions: readonly RunFunction[];
}

const known = new WeakMap<Project, Workers>();

/** `Worker.create()` and `bundleWorkflowCode()` of the whole project, with the functions that they are given. One that two workers run is listed once. */
export function findWorkers(search: TaskFileSearch): Workers {
  const { project, read } = search;
  const remembered = known.get(project);
  if (remembered) return remembered;
  const files = [...project.scanned]
    .filter(([, { imports }]) => imports.some(({ specifier, kind }) => kind !== 'type' && workerPackages.includes(specifier)))
    .map(([file]) => file)
    .sort(compareText);
  const found = files.flatMap((file) => {
    const model = read(file);
    return readWorkers({ ...search, model, evaluate: (value) => evaluateIn(search, model, value), importOf: (local) => findImportOf(model, local) });
  });
  const keys = new Set<string>();
  const functions = found.filter((one) => {
    const key = `${one.kind} ${one.id} ${one.model.source.path}#${one.name}`;
    return !keys.has(key) && !!keys.add(key);
  });
  const workers = { functions };
  known.set(project, workers);
  return workers;
}

function readWorkers(input: TaskExtractorInput): readonly RunFunction[] {
  return input.model.calls.flatMap((site) => {
    if (!isWorkerCall(input, site) || !site.args[0]) return [];
    const options = objectOf(input, site.args[0]);
    return [...readWorkflows(input, propertyOf(options, 'workflowsPath')), ...readActivities(input, site, propertyOf(options, 'activities'))];
  });
}

export function isWorkerCall(input: TaskExtractorInput, { callee }: CallSite): boolean {
  const origin = findOrigin(input, input.model, callee);
  if (origin?.kind !== 'package' || !workerPackages.includes(origin.specifier)) return false;
  const path = [...(origin.name === '*' ? [] : [origin.name]), ...origin.rest].join('.');
  return path === 'Worker.create' || path === 'bundleWorkflowCode';
}

/** The options with spreads and names of this file followed, but no further: `activities` must keep its name to be found as a namespace. */
function objectOf(input: TaskExtractorInput, raw: StaticValue): StaticValue | undefined {
  const value = raw.kind === 'reference' ? input.model.constants.get(raw.path.join('.')) ?? input.evaluate(raw) : raw;
  if (value?.kind !== 'object' || value.spreads.length === 0) return value;
  const merged = value.spreads.flatMap((spread) => {
    const inner = objectOf(input, spread);
    return inner?.kind === 'object' ? inner.entries : [];
  });
  return { ...value, entries: [...merged.filter(({ key }) => !value.entries.some((entry) => entry.key === key)), ...value.entries] };
}

/** Every function that the module shows, its helpers included: the name of the export is what a client asks for. */
function readWorkflows(input: TaskExtractorInput, path: StaticValue | undefined): readonly RunFunction[] {
  const target = path && readFileArgument(input, path, 'module');
  const file = target && findSource(input.project, target);
  if (!file) return [];
  return exportsOf(input, file).flatMap(({ exported, origin }) => {
    const found = functionOf(origin);
    return found ? [{ ...found, kind: 'workflow' as const, id: exported, idSource: 'export-name' as const, registration: 'export' as const }] : [];
  });
}

function exportsOf(input: TaskExtractorInput, file: FilePath): readonly NamedOrigin[] {
  const model = input.read(file);
  if (model.format !== 'commonjs') return listExports(input, file);
  const names = [...model.constants.keys()].filter((name) => name.startsWith('exports.')).map((name) => name.slice('exports.'.length));
  return names.flatMap((exported) => {
    const value = model.constants.get(`exports.${exported}`);
    const origin = value?.kind === 'reference' ? findOrigin(input, model, value.path) ?? findExportOrigin(input, file, exported) : undefined;
    return origin ? [{ exported, origin }] : [];
  });
}

type Declared = Pick<RunFunction, 'model' | 'name' | 'at' | 'value'>;

/** A signal or a query is an export too, and no function; a call may make one, and nobody can tell without running it. */
function functionOf(origin: NamedOrigin['origin']): Declared | undefined {
  if (origin.kind !== 'declared' || origin.rest.length > 0) return undefined;
  const { model, name } = origin;
  const site = model.functions.find((one) => one.name === name);
  if (site) return { model, name, at: site.span.start };
  const value = model.constants.get(name);
  const isMade = value?.kind === 'call' && !isDefinition(value.callee);
  return isMade ? { model, name, value, at: model.statements.find(({ declares }) => declares.includes(name))?.span.start ?? 0 } : undefined;
}

function isDefinition(callee: readonly string[]): boolean {
  return /^(?:define(?:Signal|Query|Update|SearchAttributeKey)|proxy(?:Activities|LocalActivities|Sinks))$/.test(callee.at(-1) ?? '');
}

/** `activities` as a namespace, or as an object with spreads of namespaces; what a function returns is only known by its text. */
function readActivities(input: TaskExtractorInput, site: CallSite, raw: StaticValue | undefined): readonly RunFunction[] {
  if (raw === undefined) return [];
  const unknown = (text: string): RunFunction => ({ kind: 'task', id: text, idSource: 'dynamic', model: input.model, name: text, at: site.span.start, registration: 'list' });
  const value = raw.kind === 'reference' && !findOrigin(input, input.model, raw.path) ? input.evaluate(raw) : raw;
  if (value.kind === 'object') {
    return [
      ...value.spreads.flatMap((spread) => readActivities(input, site, spread)),
      ...value.entries.map(({ key, value: inner }): RunFunction => {
        const origin = inner.kind === 'reference' ? findOrigin(input, input.model, inner.path) : undefined;
        const found = origin && functionOf(origin);
        return { ...(found ?? { model: input.model, name: key, value: inner, at: site.span.start }), kind: 'task', id: key, idSource: 'key', registration: 'list' };
      }),
    ];
  }
  if (value.kind !== 'reference') return [unknown('text' in value ? value.text : value.kind)];
  const origin = findOrigin(input, input.model, value.path);
  if (origin?.kind === 'module') {
    return exportsOf(input, origin.model.source.path).flatMap(({ exported, origin: inner }): RunFunction[] => {
      const found = functionOf(inner);
      return found ? [{ ...found, kind: 'task', id: exported, idSource: 'export-name', registration: 'list' }] : [];
    });
  }
  const constant = origin?.kind === 'declared' && origin.rest.length === 0 ? origin.model.constants.get(origin.name) : undefined;
  if (origin?.kind !== 'declared' || !constant || constant.kind === 'reference') return [unknown(value.path.join('.'))];
  return readActivities(inputOf(input, origin.model), { ...site, span: { start: 0, end: 0 } }, constant);
}
