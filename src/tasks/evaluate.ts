import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { foldArithmetic, type StaticValue } from '../model/static-value.js';

export interface EvaluationScope {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
}

/** Constants that are defined by each other, or objects as deep as this, are left as they stand. */
const depthLimit = 24;

/** Follows names through top-level constants, enum members, imports and re-exports. What cannot be followed comes back as it is. */
export function evaluateIn(scope: EvaluationScope, model: ModuleModel, value: StaticValue, depth = 0): StaticValue {
  if (depth > depthLimit) return value;
  const next = (inner: StaticValue) => evaluateIn(scope, model, inner, depth + 1);
  switch (value.kind) {
    case 'reference':
      return value.local ? value : evaluateReference(scope, value.from === undefined ? model : scope.read(value.from), value.path, depth) ?? { ...value, from: value.from ?? model.source.path };
    case 'array':
      return { kind: 'array', items: value.items.map(next).flatMap((item) => (item.kind === 'spread' && item.value.kind === 'array' ? item.value.items : [item])) };
    case 'spread':
      return { kind: 'spread', value: next(value.value) };
    case 'call':
      return evaluateRequire(scope, model, value, depth) ?? { ...value, callee: canonicalCallee(model, value.callee), args: value.args.map(next) };
    case 'binary':
      return foldArithmetic(next(value.left), value.operator, next(value.right)) ?? { kind: 'dynamic', text: value.text };
    case 'new':
      return { kind: 'new', callee: canonicalCallee(model, value.callee), args: value.args.map(next) };
    case 'object':
      return mergeSpreads(value.entries.map(({ key, value: inner }) => ({ key: keyOf(key, next), value: next(inner) })), value.spreads.map(next));
    default:
      return value;
  }
}

/** `require('./base')` of a file that assigns an object or a value to `module.exports`. */
function evaluateRequire(scope: EvaluationScope, model: ModuleModel, { callee, args }: Extract<StaticValue, { kind: 'call' }>, depth: number): StaticValue | undefined {
  const [specifier] = args;
  if (callee.length !== 1 || callee[0] !== 'require' || specifier?.kind !== 'literal') return undefined;
  const resolution = scope.project.resolve(model.source.path, String(specifier.value));
  const target = resolution.kind === 'file' ? scope.read(resolution.path) : undefined;
  const whole = target?.constants.get('module.exports');
  return target && (whole?.kind === 'object' || whole?.kind === 'literal') ? evaluateIn(scope, target, whole, depth + 1) : undefined;
}

/** `[EVENTS.served]: handler`; a key that is computed in another way keeps its brackets. */
function keyOf(key: string, next: (inner: StaticValue) => StaticValue): string {
  const path = /^\[([A-Za-z_$][\w$]*(?:\.[\w$]+)*)\]$/.exec(key)?.[1];
  const value = path === undefined ? undefined : next({ kind: 'reference', path: path.split('.') });
  return value?.kind === 'literal' && (typeof value.value === 'string' || typeof value.value === 'number') ? String(value.value) : key;
}

type Entry = { readonly key: string; readonly value: StaticValue };

/** `{ ...RETRY, attempts: 5 }`: spreads come first, a later key replaces an earlier one. Kept apart when a spread is unknown. */
function mergeSpreads(entries: readonly Entry[], spreads: readonly StaticValue[]): StaticValue {
  const merged = new Map<string, StaticValue>();
  for (const spread of spreads) {
    if (spread.kind !== 'object' || spread.spreads.length > 0) return { kind: 'object', entries, spreads };
    for (const { key, value } of spread.entries) merged.set(key, value);
  }
  for (const { key, value } of entries) merged.set(key, value);
  return { kind: 'object', entries: [...merged].map(([key, value]) => ({ key, value })), spreads: [] };
}

function canonicalCallee(model: ModuleModel, callee: readonly string[]): readonly string[] {
  const imported = callee[0] === undefined ? undefined : findImportOf(model, callee[0]);
  if (!imported || imported.specifier.startsWith('.')) return callee;
  return imported.imported === '*' ? [imported.specifier, ...callee.slice(1)] : [imported.specifier, imported.imported, ...callee.slice(1)];
}

export function findImportOf(model: ModuleModel, local: string): { readonly specifier: string; readonly imported: string } | undefined {
  for (const { form, names, specifier, span } of model.imports) {
    if (form === 'require-call') {
      const imported = requiredName(model.source.text, span, local);
      if (imported !== undefined) return { specifier, imported };
    }
    if (form !== 'import' && form !== 'import-equals') continue;
    const name = names.find((one) => one.local === local);
    if (name) return { specifier, imported: name.imported };
  }
  return undefined;
}

/** What `local` holds of a `require`: `*` in `const bull = require('bull')`, a name in `const { Queue: Q } = require('bullmq')` and `require('cron').CronJob`. */
function requiredName(text: string, { start, end }: { readonly start: number; readonly end: number }, local: string): string | undefined {
  const target = /(?:([\w$]+)|\{([^{}]*)\})\s*=\s*$/.exec(text.slice(Math.max(0, start - 2000), start));
  if (!target) return undefined;
  const member = /^\s*\.\s*([\w$]+)/.exec(text.slice(end))?.[1];
  if (target[1] !== undefined) return target[1] === local ? member ?? '*' : undefined;
  if (member !== undefined) return undefined;
  for (const item of target[2]!.split(',')) {
    const [, name, alias] = /^\s*([\w$]+)\s*(?::\s*([\w$]+))?\s*(?:=.*)?$/.exec(item) ?? [];
    if (name !== undefined && (alias ?? name) === local) return name;
  }
  return undefined;
}

function evaluateReference(scope: EvaluationScope, model: ModuleModel, path: readonly string[], depth: number): StaticValue | undefined {
  for (let length = path.length; length > 0; length--) {
    const constant = model.constants.get(path.slice(0, length).join('.'));
    if (!constant) continue;
    return readProperty(evaluateIn(scope, model, constant, depth + 1), path.slice(length));
  }
  const fixed = readStaticMember(model, path);
  if (fixed) return evaluateIn(scope, model, fixed, depth + 1);
  const [first, ...rest] = path;
  const imported = first === undefined ? undefined : findImportOf(model, first);
  if (!imported) return undefined;
  const resolution = scope.project.resolve(model.source.path, imported.specifier);
  if (resolution.kind !== 'file') return undefined;
  const target = imported.imported === '*' ? rest : [imported.imported, ...rest];
  return evaluateExport(scope, resolution.path, target, depth + 1);
}

/** `Queues.Mail` of `class Queues { static readonly Mail = 'mail' }`. */
function readStaticMember({ classes }: ModuleModel, [owner, key, ...rest]: readonly string[]): StaticValue | undefined {
  if (key === undefined) return undefined;
  const member = classes.find(({ name }) => name === owner)?.members.find((one) => one.static && one.name === key);
  return member?.value && readProperty(member.value, rest);
}

function evaluateExport(scope: EvaluationScope, file: FilePath, path: readonly string[], depth: number, seen: Set<string> = new Set()): StaticValue | undefined {
  const [name, ...rest] = path;
  // Files that hand on everything of each other lead to every file by every way.
  const asked = `${file} ${path.join('.')}`;
  if (name === undefined || depth > depthLimit || seen.has(asked)) return undefined;
  seen.add(asked);
  const model = scope.read(file);
  const assigned = readCommonJsExport(model, path);
  if (assigned) return evaluateIn(scope, model, assigned, depth + 1);
  const entry = model.exports.find((one) => one.exported === name);
  if (entry && entry.from === undefined) return evaluateReference(scope, model, [entry.local ?? name, ...rest], depth + 1);
  const sources = entry?.from !== undefined
    ? [{ specifier: entry.from, path: entry.imported === '*' ? rest : [entry.imported ?? name, ...rest] }]
    : model.imports.filter(({ form }) => form === 'export-star').map(({ specifier }) => ({ specifier, path }));
  for (const source of sources) {
    const resolution = scope.project.resolve(file, source.specifier);
    const value = resolution.kind === 'file' ? evaluateExport(scope, resolution.path, source.path, depth + 1, seen) : undefined;
    if (value) return value;
  }
  return undefined;
}

/** `module.exports = { KITCHEN: 'kitchen' }` and `exports.KITCHEN = 'kitchen'`. */
function readCommonJsExport({ constants, format }: ModuleModel, [name, ...rest]: readonly string[]): StaticValue | undefined {
  if (format !== 'commonjs' || name === undefined) return undefined;
  const whole = constants.get('module.exports');
  const single = constants.get(`exports.${name}`);
  if (single) return whole ? undefined : readMember(single, rest);
  return whole && readMember(whole, name === 'default' ? rest : [name, ...rest]);
}

/** `{ retry }` and then `retry.attempts`: the rest of the path belongs to the name in between. */
function readMember(value: StaticValue, [key, ...rest]: readonly string[]): StaticValue | undefined {
  if (key === undefined) return value;
  if (value.kind === 'reference') return { ...value, path: [...value.path, key, ...rest] };
  const inner = readProperty(value, [key]);
  return inner && readMember(inner, rest);
}

function readProperty(value: StaticValue, path: readonly string[]): StaticValue | undefined {
  let current: StaticValue | undefined = value;
  for (const key of path) {
    if (current?.kind !== 'object' || current.spreads.length > 0) return undefined;
    current = current.entries.find((entry) => entry.key === key)?.value;
  }
  return current;
}
