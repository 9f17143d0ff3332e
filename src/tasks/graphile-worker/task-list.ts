import type { FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readHandlerFields, shapeFields, type HandlerFields } from '../handler-shape.js';
import { inputOf } from '../listed-names.js';
import { findOrigin, listExports, type NamedOrigin } from '../named-origin.js';
import { plainText } from '../static-text.js';
import type { TaskExtractorInput } from '../task-extractor.js';

export interface ListedTask extends HandlerFields, Pick<TaskRecord, 'id' | 'idSource'> {}

/** The tasks of an object `{ send, 'mail/bill': bill, ...more }`, through names and imports; a namespace import has one for each export. */
export function readTaskList(input: TaskExtractorInput, value: StaticValue, depth = 0): readonly ListedTask[] {
  if (depth > 16) return [unknownTask(value)];
  if (value.kind === 'object') {
    const spread = value.spreads.flatMap((one) => readTaskList(input, one, depth + 1));
    const own = value.entries.map(({ key, value: held }): ListedTask => ({ ...readKey(input, key), ...readHandlerFields(input, held) }));
    // A later key replaces an earlier one.
    return [...new Map([...spread, ...own].map((task) => [task.id, task])).values()];
  }
  if (value.kind !== 'reference' || value.local) return [unknownTask(value)];
  const origin = findOrigin(input, input.model, value.path);
  if (origin?.kind === 'module') return readExports(input, origin.model.source.path);
  const held = origin?.kind === 'declared' ? origin.rest.reduce<StaticValue | undefined>(propertyIn, origin.model.constants.get(origin.name)) : undefined;
  if (origin?.kind !== 'declared' || !held) return [unknownTask(value)];
  return [...readTaskList(inputOf(input, origin.model), held, depth + 1), ...(origin.rest.length === 0 ? readAssigned(origin.model, origin.name) : [])];
}

/** `tasks.send = send`, `tasks['mail/send'] = send` and `Object.assign(tasks, more)` after the list is made. */
function readAssigned({ source }: ModuleModel, name: string): readonly ListedTask[] {
  const own = name.replaceAll('$', '\\$&');
  const assigned = source.text.matchAll(new RegExp(`(?<![\\w$.])${own}(?:\\.([\\w$]+)|\\[\\s*(?:'([^'\\n]*)'|"([^"\\n]*)"|([^\\]\\n]+))\\s*\\])\\s*=(?![=>])`, 'g'));
  const single = [...assigned].map(([, dotted, quoted, doubled, computed]): ListedTask =>
    computed === undefined ? { id: (dotted ?? quoted ?? doubled)!, idSource: 'key' } : { id: `${name}[${computed.trim()}]`, idSource: 'dynamic' });
  const whole = [...source.text.matchAll(new RegExp(`Object\\.assign\\(\\s*${own}\\s*,\\s*([^;\\n]+)\\)`, 'g'))].map(([, more]): ListedTask => ({ id: `...${more!.trim()}`, idSource: 'dynamic' }));
  return [...single, ...whole];
}

/** `[Tasks.Send]: send` */
function readKey(input: TaskExtractorInput, key: string): Pick<TaskRecord, 'id' | 'idSource'> {
  const computed = /^\[([\w$.]+)\]$/.exec(key)?.[1];
  if (computed === undefined) return { id: key, idSource: key.startsWith('[') ? 'dynamic' : 'key' };
  const value = input.evaluate({ kind: 'reference', path: computed.split('.') });
  return value.kind === 'literal' ? { id: plainText(value), idSource: 'constant' } : { id: computed, idSource: 'dynamic' };
}

function propertyIn(value: StaticValue | undefined, key: string): StaticValue | undefined {
  return value?.kind === 'object' && value.spreads.length === 0 ? value.entries.find((entry) => entry.key === key)?.value : undefined;
}

function unknownTask(value: StaticValue): ListedTask {
  return { id: plainText(value), idSource: 'dynamic' };
}

/** Every function that a file exports, re-exports included: a helper that a facade shows is a task too. A default export that is an object stands for all. */
export function readExports(input: TaskExtractorInput, file: FilePath): readonly ListedTask[] {
  const model = input.read(file);
  const whole = model.constants.get('default') ?? model.constants.get('module.exports');
  if (whole?.kind === 'object' || (whole?.kind === 'reference' && isObject(input, model, whole))) return readTaskList(inputOf(input, model), whole);
  const commonJs = [...model.constants].filter(([name]) => name.startsWith('exports.')).map(([name, value]) => ({ id: name.slice('exports.'.length), idSource: 'export-name' as const, ...readHandlerFields(inputOf(input, model), value) }));
  return [...commonJs, ...listExports(input, file).flatMap((one) => readExport(one))];
}

function isObject(input: TaskExtractorInput, model: ModuleModel, value: StaticValue): boolean {
  return inputOf(input, model).evaluate(value).kind === 'object';
}

function readExport({ exported, origin }: NamedOrigin): readonly ListedTask[] {
  const named = { id: exported, idSource: 'export-name' as const };
  if (origin.kind !== 'declared') return origin.kind === 'package' ? [named] : [];
  const shape = origin.model.functions.find(({ name }) => name === origin.name)?.shape;
  if (shape && origin.rest.length === 0) return [{ ...named, ...shapeFields(shape) }];
  const held = origin.model.constants.get(origin.name);
  // A constant or a class is told about in the log and left out; what a call makes may be a function.
  const isOther = origin.model.classes.some(({ name }) => name === origin.name) || (held !== undefined && ['literal', 'object', 'array', 'new'].includes(held.kind)) || isEnum(origin.model, origin.name);
  return isOther ? [] : [held?.kind === 'function' ? { ...named, signature: `${held.async ? 'async ' : ''}(${held.parameters.join(', ')})` } : named];
}

function isEnum({ statements }: ModuleModel, name: string): boolean {
  return statements.some(({ kind, declares }) => kind === 'enum' && declares.includes(name));
}
