import type { ModuleModel } from '../../model/module-model.js';
import type { StaticValue } from '../../model/static-value.js';
import type { EvaluationScope } from '../evaluate.js';
import { findOrigin, listExports, type Origin } from '../named-origin.js';
import { propertyOf } from '../static-text.js';

/** One item of `providers`, `controllers` or `imports`. */
export interface ListItem {
  /** `file#name` of a class of the project. */
  readonly classKey?: string;
  /** Which classes it stands for can only be told at run time; a class that its text names is an item of its own. */
  readonly isUnknown?: boolean;
}

interface PlacedValue {
  readonly model: ModuleModel;
  readonly value: StaticValue;
}

const depthLimit = 24;

/** A value with the file whose names it uses: a list of classes in another file speaks of that file's imports. */
export function resolveValue(scope: EvaluationScope, model: ModuleModel, value: StaticValue, depth = 0): PlacedValue {
  if (value.kind !== 'reference' || depth > depthLimit) return { model, value };
  const origin = findOrigin(scope, model, value.path);
  if (origin?.kind !== 'declared') return { model, value };
  let current = origin.model.constants.get([origin.name, ...origin.rest].join('.')) ?? origin.model.constants.get(origin.name);
  for (const key of origin.rest) current = current?.kind === 'object' ? propertyOf(current, key) : current;
  return current ? resolveValue(scope, origin.model, current, depth + 1) : { model, value };
}

export function readItems(scope: EvaluationScope, model: ModuleModel, raw: StaticValue, depth = 0): readonly ListItem[] {
  if (depth > depthLimit) return [{ isUnknown: true }];
  const { model: home, value } = resolveValue(scope, model, raw);
  const next = (inner: StaticValue): readonly ListItem[] => readItems(scope, home, inner, depth + 1);
  switch (value.kind) {
    case 'array':
      return value.items.flatMap(next);
    case 'spread':
      return next(value.value);
    case 'reference':
      return [itemOf(findOrigin(scope, home, value.path))];
    case 'object':
      return readProvider(value, next);
    case 'call':
      return readCall(scope, home, value, next);
    case 'new':
      return [itemOf(findOrigin(scope, home, value.callee))];
    case 'literal':
    case 'function':
      return [];
    case 'dynamic':
    case 'binary':
      return readText(scope, home, value.text);
  }
}

/** `{ provide: MAILER, useClass: Mailer }`; a factory makes what nobody can tell, and an alias makes nothing. */
function readProvider(value: StaticValue, next: (inner: StaticValue) => readonly ListItem[]): readonly ListItem[] {
  const made = propertyOf(value, 'useClass') ?? propertyOf(value, 'useValue') ?? propertyOf(value, 'module');
  return made === undefined || made.kind === 'object' ? [] : next(made);
}

type Call = Extract<StaticValue, { kind: 'call' }>;

/** `forwardRef(() => MailModule)`, `MailModule.forRoot()`, `Object.values(handlers)`; a module that is an argument is imported by the call. */
function readCall(scope: EvaluationScope, model: ModuleModel, { callee, args, text }: Call, next: (inner: StaticValue) => readonly ListItem[]): readonly ListItem[] {
  if (callee.join('.') === 'Object.values' && args[0]) return readNamespace(scope, model, args[0], next);
  const owner = findOrigin(scope, model, callee.length > 1 ? callee.slice(0, -1) : callee);
  const named = namedClasses(scope, model, text);
  return named.length > 0 || owner?.kind === 'package' ? named : [{ isUnknown: true }];
}

function readNamespace(scope: EvaluationScope, model: ModuleModel, value: StaticValue, next: (inner: StaticValue) => readonly ListItem[]): readonly ListItem[] {
  const origin = value.kind === 'reference' ? findOrigin(scope, model, value.path) : undefined;
  if (origin?.kind === 'module') return listExports(scope, origin.model.source.path).map((one) => itemOf(one.origin));
  const { model: home, value: object } = resolveValue(scope, model, value);
  if (object.kind !== 'object' || object.spreads.length > 0) return [{ isUnknown: true }];
  return home === model ? object.entries.flatMap((entry) => next(entry.value)) : object.entries.flatMap((entry) => readItems(scope, home, entry.value));
}

function itemOf(origin: Origin | undefined): ListItem {
  if (origin?.kind === 'package') return {};
  if (origin?.kind !== 'declared') return { isUnknown: true };
  return isClass(origin) ? { classKey: `${origin.model.source.path}#${origin.name}` } : { isUnknown: true };
}

function isClass({ model, name }: Extract<Origin, { kind: 'declared' }>): boolean {
  return model.classes.some((site) => (site.name ?? 'default') === name);
}

/** Classes of the project that a text names: `process.env.MAIL ? [MailProcessor] : []` may register one. */
function namedClasses(scope: EvaluationScope, model: ModuleModel, text: string): readonly ListItem[] {
  const names = [...new Set(text.match(/(?<![\w$.'"`])[A-Za-z_$][\w$]*/g) ?? [])];
  return names.flatMap((name): ListItem[] => {
    const origin = findOrigin(scope, model, [name]);
    if (origin?.kind !== 'declared') return [];
    if (isClass(origin)) return [itemOf(origin)];
    const constant = origin.model.constants.get(origin.name);
    return constant?.kind === 'array' ? [...readItems(scope, origin.model, constant)] : [];
  });
}

function readText(scope: EvaluationScope, model: ModuleModel, text: string): readonly ListItem[] {
  const named = namedClasses(scope, model, text);
  return named.length > 0 || /^\[[\w$\s,.]*\]$/.test(text) ? named : [{ isUnknown: true }];
}
