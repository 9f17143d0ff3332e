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

/** Undefined for a name that is neither imported nor declared at top level, and for an export that is not there. */
export function findOrigin(scope: EvaluationScope, model: ModuleModel, path: readonly string[], seen: Set<string> = new Set()): Origin | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  const imported = findImportOf(model, first);
  if (!imported) return declares(model, first) ? { kind: 'declared', model, name: first, rest } : undefined;
  return findIn(scope, model, imported.specifier, imported.imported, rest, seen);
}

/** The origin of one export of a file, `default` included. */
export function findExportOrigin(scope: EvaluationScope, file: FilePath, name: string, rest: readonly string[] = [], seen: Set<string> = new Set()): Origin | undefined {
  // Files that hand on everything of each other lead to every file by every way.
  const asked = `${file} ${[name, ...rest].join('.')}`;
  if (seen.has(asked)) return undefined;
  seen.add(asked);
  const model = scope.read(file);
  const entry = model.exports.find(({ exported, typeOnly }) => exported === name && !typeOnly) ?? model.exports.find(({ exported }) => exported === name);
  if (entry?.from !== undefined) return findIn(scope, model, entry.from, entry.imported ?? name, rest, seen);
  if (entry) return findOrigin(scope, model, [entry.local ?? name, ...rest], seen) ?? { kind: 'declared', model, name: entry.local ?? name, rest };
  const assigned = findAssigned(scope, model, name, rest, seen);
  if (assigned || name === 'default') return assigned;
  const found = starTargets(scope, model).flatMap((target) => findExportOrigin(scope, target, name, rest, seen) ?? []);
  return found.every((one) => isSame(one, found[0]!)) ? found[0] : undefined;
}

function starTargets(scope: EvaluationScope, model: ModuleModel): readonly FilePath[] {
  return model.imports.flatMap((record) => {
    if (record.form !== 'export-star' || record.kind === 'type') return [];
    const resolution = scope.project.resolve(model.source.path, record.specifier);
    return resolution.kind === 'file' ? [resolution.path] : [];
  });
}

/** `exports.send = send` and `module.exports = { send }`; what is written in place is known as `exports.send`. */
function findAssigned(scope: EvaluationScope, model: ModuleModel, name: string, rest: readonly string[], seen: Set<string>): Origin | undefined {
  const whole = model.constants.get('module.exports');
  const own = model.constants.get(`exports.${name}`) ?? (whole?.kind === 'object' ? whole.entries.find(({ key }) => key === name)?.value : undefined);
  if (!own) return undefined;
  const followed = own.kind === 'reference' ? findOrigin(scope, model, [...own.path, ...rest], seen) : undefined;
  return followed ?? { kind: 'declared', model, name: `exports.${name}`, rest };
}

function findIn(scope: EvaluationScope, model: ModuleModel, specifier: string, name: string, rest: readonly string[], seen: Set<string>): Origin | undefined {
  const resolution = scope.project.resolve(model.source.path, specifier);
  if (resolution.kind !== 'file') return { kind: 'package', specifier, name, rest };
  if (name !== '*') return findExportOrigin(scope, resolution.path, name, rest, seen);
  const [member, ...others] = rest;
  return member === undefined ? { kind: 'module', model: scope.read(resolution.path) } : findExportOrigin(scope, resolution.path, member, others, seen);
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
export function listExports(scope: EvaluationScope, file: FilePath): readonly NamedOrigin[] {
  return [...exportedNames(scope, file, new Set())].flatMap((exported) => {
    const origin = findExportOrigin(scope, file, exported);
    return origin && !isType(origin) ? [{ exported, origin }] : [];
  });
}

/** Whether a name leads anywhere is asked afterwards: a file that was met behind a star already may show more here than it did there. */
function exportedNames(scope: EvaluationScope, file: FilePath, met: Set<FilePath>): ReadonlySet<string> {
  const names = new Set<string>();
  if (met.has(file)) return names;
  met.add(file);
  const model = scope.read(file);
  for (const { exported, typeOnly } of model.exports) if (!typeOnly && exported !== '*') names.add(exported);
  for (const target of starTargets(scope, model)) {
    for (const name of exportedNames(scope, target, met)) if (name !== 'default') names.add(name);
  }
  return names;
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
