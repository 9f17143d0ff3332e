import { directoryOf, joinPath, type FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { CallSite, StaticValue } from '../model/static-value.js';
import { evaluateIn, type EvaluationScope } from './evaluate.js';
import { findOrigin, listExports, type Origin } from './named-origin.js';
import type { TaskExtractorInput } from './task-extractor.js';

/** A construction or call that an object came from, its arguments evaluated in the file where they stand. */
export interface Making {
  readonly callee: readonly string[];
  readonly args: readonly StaticValue[];
}

/**
 * What a callee is, written from the package that it comes from: with `export const orders = hatchet.workflow({ name: 'orders' })` behind an import,
 * `orders.task` is `['@hatchet-dev/typescript-sdk', 'Hatchet', 'init()', 'workflow()', 'task']`, made by `init` and `workflow`, the outermost last.
 * A path that does not lead to a package comes back as it stands.
 */
export interface CallOrigin {
  readonly path: readonly string[];
  readonly makings: readonly Making[];
}

/** Objects that are made of objects deeper than this are left as they stand. */
const depthLimit = 16;

export function readCallOrigin(input: TaskExtractorInput, site: CallSite): CallOrigin {
  return originIn(input, input.model, site.callee, site, 0);
}

function originIn(scope: EvaluationScope, model: ModuleModel, callee: readonly string[], site: CallSite | undefined, depth: number): CallOrigin {
  const asWritten: CallOrigin = { path: callee, makings: [] };
  if (depth > depthLimit || callee.length === 0) return asWritten;
  const chained = callee.findIndex((part) => part.endsWith('()'));
  if (chained !== -1) return { path: [...originIn(scope, model, [...callee.slice(0, chained), callee[chained]!.slice(0, -2)], site, depth + 1).path.map((part, at, all) => (at === all.length - 1 ? `${part}()` : part)), ...callee.slice(chained + 1)], makings: [] };
  const local = site && findLocalMaking(model, callee, site);
  if (local) return extend(scope, model, local.making, local.rest, depth);
  const origin = findOrigin(scope, model, callee);
  if (origin?.kind === 'package') return { path: [origin.specifier, ...(origin.name === '*' ? [] : [origin.name]), ...origin.rest], makings: [] };
  if (origin?.kind !== 'declared') return asWritten;
  const value = origin.model.constants.get(origin.name);
  if (value?.kind === 'reference') return originIn(scope, origin.model, [...value.path, ...origin.rest], undefined, depth + 1);
  if (value?.kind === 'new' || value?.kind === 'call') return extend(scope, origin.model, value, origin.rest, depth);
  const base = findBaseCall(origin.model, origin.name);
  if (base) return extend(scope, origin.model, base, origin.rest, depth);
  const awaited = origin.model.calls.find((call) => call.assignedTo === origin.name && call.when === 'hard');
  return awaited && awaited !== site ? extend(scope, origin.model, awaited, origin.rest, depth) : asWritten;
}

/** `class PlaceOrder extends Workflow.make('PlaceOrder', { ... }) {}` is what it extends. */
function findBaseCall({ classes, calls, source }: ModuleModel, name: string): CallSite | undefined {
  const declared = classes.find((one) => one.name === name);
  return declared && calls.find(({ statement, span }) => statement === declared.statement && /\bextends\s+$/.test(source.text.slice(declared.span.start, span.start)));
}

type MakingValue = Pick<CallSite, 'callee' | 'args'>;

function extend(scope: EvaluationScope, model: ModuleModel, value: MakingValue, rest: readonly string[], depth: number): CallOrigin {
  const base = originIn(scope, model, value.callee, undefined, depth + 1);
  const making: Making = { callee: base.path, args: value.args.map((arg) => evaluateIn(scope, model, arg)) };
  return { path: [...base.path.slice(0, -1), `${base.path.at(-1) ?? ''}()`, ...rest], makings: [...base.makings, making] };
}

/** `const worker = await hatchet.worker('kitchen')` within a function: the object that a later call of the same function works on. */
function findLocalMaking(model: ModuleModel, callee: readonly string[], site: CallSite): { readonly making: MakingValue; readonly rest: readonly string[] } | undefined {
  for (let length = callee.length - 1; length > 0; length--) {
    const text = callee.slice(0, length).join('.');
    const made = model.calls.find((call) => call.assignedTo === text && call !== site && call.when !== 'hard' && call.statement === site.statement);
    if (made) return { making: made, rest: callee.slice(length) };
  }
  return undefined;
}

/** A top-level name of a file, under which it is declared there. */
export interface DeclaredName {
  readonly file: FilePath;
  readonly name: string;
}

export function keyOfName({ file, name }: DeclaredName): string {
  return `${file}#${name}`;
}

/** What stands in a list: something declared under a name, something made in place, or what nobody can tell without running the code. */
export type ListItem =
  | (DeclaredName & { readonly kind: 'declared'; readonly value: StaticValue | undefined })
  /** `holder`: the constant whose list or object it is written in. */
  | { readonly kind: 'inline'; readonly value: StaticValue; readonly holder?: DeclaredName }
  | { readonly kind: 'unknown'; readonly text: string };

/** The items of `[a, ...more, ...Object.values(functions)]`, through constants, imports and namespaces. */
export function readList(scope: EvaluationScope, model: ModuleModel, value: StaticValue, depth = 0): readonly ListItem[] {
  if (depth > depthLimit) return [unknownItem(value)];
  if (value.kind === 'array') {
    return value.items.flatMap((item) => (item.kind === 'spread' ? readList(scope, model, item.value, depth + 1) : [readItem(scope, model, item)]));
  }
  if (value.kind === 'reference' && !value.local) {
    const origin = findOrigin(scope, model, value.path);
    const list = origin?.kind === 'declared' && origin.rest.length === 0 ? origin.model.constants.get(origin.name) : undefined;
    if (origin?.kind !== 'declared' || !list) return [unknownItem(value)];
    return readList(scope, origin.model, list, depth + 1).map((item) => heldBy(item, { file: origin.model.source.path, name: origin.name }));
  }
  const [only] = value.kind === 'call' && value.callee.join('.') === 'Object.values' ? value.args : [];
  if (only?.kind === 'object' && only.spreads.length === 0) return only.entries.map((entry) => readItem(scope, model, entry.value));
  return only?.kind === 'reference' && !only.local ? readValues(scope, model, only.path) ?? [unknownItem(value)] : [unknownItem(value)];
}

function heldBy(item: ListItem, holder: DeclaredName): ListItem {
  return item.kind === 'inline' ? { holder, ...item } : item;
}

/** `Object.values(functions)` of a namespace or of an object of this or another file. */
function readValues(scope: EvaluationScope, model: ModuleModel, path: readonly string[]): readonly ListItem[] | undefined {
  const origin = findOrigin(scope, model, path);
  if (origin?.kind === 'module') return listExports(scope, origin.model.source.path).map((one) => itemOf(scope, one.origin) ?? { kind: 'unknown', text: one.exported });
  const table = origin?.kind === 'declared' && origin.rest.length === 0 ? origin.model.constants.get(origin.name) : undefined;
  if (origin?.kind !== 'declared' || table?.kind !== 'object' || table.spreads.length > 0) return undefined;
  return table.entries.map((entry) => heldBy(readItem(scope, origin.model, entry.value), { file: origin.model.source.path, name: origin.name }));
}

/** One item: a name is followed to the file that declares it, `orders.placed` to what the object holds. */
export function readItem(scope: EvaluationScope, model: ModuleModel, value: StaticValue): ListItem {
  if (value.kind === 'dynamic') return unknownItem(value);
  if (value.kind !== 'reference') return { kind: 'inline', value: evaluateIn(scope, model, value) };
  const origin = value.local ? undefined : findOrigin(scope, model, value.path);
  return (origin && itemOf(scope, origin)) ?? unknownItem(value);
}

function itemOf(scope: EvaluationScope, origin: Origin, depth = 0): ListItem | undefined {
  if (origin.kind !== 'declared' || depth > depthLimit) return undefined;
  const held = origin.model.constants.get(origin.name);
  const inner = origin.rest.reduce<StaticValue | undefined>((current, key) => propertyIn(current, key), held);
  if (inner?.kind === 'reference' && !inner.local) {
    const next = findOrigin(scope, origin.model, inner.path);
    const followed = next && itemOf(scope, next, depth + 1);
    if (followed) return followed;
  }
  if (origin.rest.length > 0) return inner && { kind: 'inline', value: evaluateIn(scope, origin.model, inner), holder: { file: origin.model.source.path, name: origin.name } };
  return { kind: 'declared', file: origin.model.source.path, name: origin.name, value: held && evaluateIn(scope, origin.model, held) };
}

function propertyIn(value: StaticValue | undefined, key: string): StaticValue | undefined {
  return value?.kind === 'object' && value.spreads.length === 0 ? value.entries.find((entry) => entry.key === key)?.value : undefined;
}

function unknownItem(value: StaticValue): ListItem {
  if (value.kind === 'reference') return { kind: 'unknown', text: value.path.join('.') };
  return { kind: 'unknown', text: 'text' in value ? value.text : value.kind };
}

/** Nearest file of one of the given names, in the folder of a file or above it. */
export function findFileAbove({ project }: Pick<EvaluationScope, 'project'>, from: FilePath, names: readonly string[]): FilePath | undefined {
  for (let folder = directoryOf(from); ; folder = directoryOf(folder)) {
    const found = names.map((name) => joinPath(folder, name)).find((file) => project.files.has(file));
    if (found || folder === project.root || directoryOf(folder) === folder) return found;
  }
}
