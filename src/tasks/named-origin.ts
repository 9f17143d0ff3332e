import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import { findImportOf, type EvaluationScope } from './evaluate.js';

/** What a dotted path of names leads to, through imports and re-exports. */
export type Origin =
  /** A top-level name of a file, or `default`; `rest` is what follows it in the path. */
  | { readonly kind: 'declared'; readonly model: ModuleModel; readonly name: string; readonly rest: readonly string[] }
  /** A whole module: `import * as emails from './emails'`. */
  | { readonly kind: 'module'; readonly model: ModuleModel }
  /** An export of a package; `name` is `*` for its namespace. */
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string; readonly rest: readonly string[] };

const depthLimit = 24;

/** Undefined for a name that is neither imported nor declared at top level, and for an export that is not there. */
export function findOrigin(scope: EvaluationScope, model: ModuleModel, path: readonly string[], depth = 0): Origin | undefined {
  const [first, ...rest] = path;
  if (first === undefined || depth > depthLimit) return undefined;
  const imported = findImportOf(model, first);
  if (!imported) return declares(model, first) ? { kind: 'declared', model, name: first, rest } : undefined;
  return findIn(scope, model, imported.specifier, imported.imported, rest, depth);
}

/** The origin of one export of a file, `default` included. */
export function findExportOrigin(scope: EvaluationScope, file: FilePath, name: string, rest: readonly string[] = [], depth = 0): Origin | undefined {
  if (depth > depthLimit) return undefined;
  const model = scope.read(file);
  const entry = model.exports.find(({ exported, typeOnly }) => exported === name && !typeOnly) ?? model.exports.find(({ exported }) => exported === name);
  if (entry?.from !== undefined) return findIn(scope, model, entry.from, entry.imported ?? name, rest, depth);
  if (entry) return findOrigin(scope, model, [entry.local ?? name, ...rest], depth + 1) ?? { kind: 'declared', model, name: entry.local ?? name, rest };
  const assigned = findAssigned(scope, model, name, rest, depth);
  if (assigned || name === 'default') return assigned;
  for (const record of model.imports) {
    if (record.form !== 'export-star') continue;
    const resolution = scope.project.resolve(file, record.specifier);
    const found = resolution.kind === 'file' ? findExportOrigin(scope, resolution.path, name, rest, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** `exports.send = send` and `module.exports = { send }`; what is written in place is known as `exports.send`. */
function findAssigned(scope: EvaluationScope, model: ModuleModel, name: string, rest: readonly string[], depth: number): Origin | undefined {
  const whole = model.constants.get('module.exports');
  const own = model.constants.get(`exports.${name}`) ?? (whole?.kind === 'object' ? whole.entries.find(({ key }) => key === name)?.value : undefined);
  if (!own) return undefined;
  const followed = own.kind === 'reference' ? findOrigin(scope, model, [...own.path, ...rest], depth + 1) : undefined;
  return followed ?? { kind: 'declared', model, name: `exports.${name}`, rest };
}

function findIn(scope: EvaluationScope, model: ModuleModel, specifier: string, name: string, rest: readonly string[], depth: number): Origin | undefined {
  const resolution = scope.project.resolve(model.source.path, specifier);
  if (resolution.kind !== 'file') return { kind: 'package', specifier, name, rest };
  if (name !== '*') return findExportOrigin(scope, resolution.path, name, rest, depth + 1);
  const [member, ...others] = rest;
  return member === undefined ? { kind: 'module', model: scope.read(resolution.path) } : findExportOrigin(scope, resolution.path, member, others, depth + 1);
}

function declares({ statements, constants }: ModuleModel, name: string): boolean {
  return constants.has(name) || statements.some((statement) => statement.role === 'declaration' && statement.declares.includes(name));
}

export interface NamedOrigin {
  readonly exported: string;
  readonly origin: Origin;
}

/**
 * What a namespace import of a file shows at run time, in the order of the source: types left out, `export *` followed without its `default`,
 * an own export before one of the same name behind a star, and two of the same name behind two stars left out, as the language does.
 */
export function listExports(scope: EvaluationScope, file: FilePath, seen: ReadonlySet<FilePath> = new Set()): readonly NamedOrigin[] {
  const model = scope.read(file);
  const own = model.exports.flatMap(({ exported, typeOnly }): NamedOrigin[] => {
    if (typeOnly || exported === '*') return [];
    const origin = findExportOrigin(scope, file, exported);
    return origin && !isType(origin) ? [{ exported, origin }] : [];
  });
  const taken = new Set(own.map(({ exported }) => exported));
  const starred = new Map<string, NamedOrigin | undefined>();
  for (const record of model.imports) {
    if (record.form !== 'export-star' || record.kind === 'type') continue;
    const resolution = scope.project.resolve(file, record.specifier);
    if (resolution.kind !== 'file' || seen.has(resolution.path)) continue;
    for (const one of listExports(scope, resolution.path, new Set([...seen, file]))) {
      if (one.exported === 'default' || taken.has(one.exported)) continue;
      const known = starred.get(one.exported);
      starred.set(one.exported, !starred.has(one.exported) || (known && isSame(known.origin, one.origin)) ? one : undefined);
    }
  }
  return [...own, ...[...starred.values()].filter((one) => one !== undefined)];
}

/** `export { Dish } from './dish'` says nothing of what Dish is. */
function isType(origin: Origin): boolean {
  if (origin.kind !== 'declared') return false;
  const declaring = origin.model.statements.filter(({ declares: names }) => names.includes(origin.name));
  return declaring.length > 0 && declaring.every(({ erased }) => erased);
}

export function isSame(a: Origin, b: Origin): boolean {
  if (a.kind === 'package') {
    return b.kind === 'package' && a.specifier === b.specifier && a.name === b.name && a.rest.join('.') === b.rest.join('.');
  }
  return b.kind !== 'package' && a.model.source.path === b.model.source.path && (a.kind === 'declared' ? a.name : '*') === (b.kind === 'declared' ? b.name : '*');
}
