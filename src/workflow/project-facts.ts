import { relativePath, type FilePath } from '../host/path.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { HiddenNeeds } from '../plan/split/hidden-order.js';

/** For each import whose module reaches the file again, the names that the modules on the way take from the file. */
export function findHiddenNeeds(project: Project, model: ModuleModel): HiddenNeeds {
  const source = model.source.path;
  const needs = new Map<string, readonly string[]>();
  const known = new Map<FilePath, readonly string[]>();
  for (const statement of model.statements) {
    const record = statement.role === 'wiring' && statement.kind === 'import' ? statement.imports[0] : undefined;
    const target = record && project.resolve(source, record.specifier);
    if (!record || target?.kind !== 'file' || target.path === source) continue;
    const names = known.get(target.path) ?? takenFrom(project, model, target.path);
    known.set(target.path, names);
    if (names.length > 0) for (const { local } of record.names) needs.set(local, names);
  }
  return needs;
}

/** Local names that modules reachable from `start` import from the file; all of them for a namespace or a re-export of all. */
function takenFrom(project: Project, model: ModuleModel, start: FilePath): readonly string[] {
  const source = model.source.path;
  const seen = new Set<FilePath>([source, start]);
  const queue = [start];
  const taken = new Set<string>();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const { to, record } of (project.graph.edgesFrom.get(file) ?? []).filter(runsTarget)) {
      if (to === source) for (const { imported, typeOnly } of record.names) if (!typeOnly) taken.add(imported);
      if (to === source && record.form === 'export-star') taken.add('*');
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  const isTaken = (exported: string): boolean => taken.has('*') || taken.has(exported);
  return [...new Set(model.exports.flatMap((entry) => (entry.local !== undefined && !entry.typeOnly && isTaken(entry.exported) ? [entry.local] : [])))];
}

function runsTarget({ record }: ImportEdge): boolean {
  return record.kind !== 'type' && record.kind !== 'dynamic';
}

/**
 * Modules that nobody makes wait for each other run while another one waits: `await connect()` in an imported module used to hold up
 * every statement of the file, and holds up only those of its modules that import it, too. What can be observed stays in
 * the file, which waits for all of them (ECMA-262 16.2.1.6.1.3, AsyncModuleExecutionFulfilled).
 */
export function pinBehindAwaits(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ModuleModel {
  const waiting = findWaiting(project, model.source.path, read);
  if (waiting === undefined) return model;
  const because = `runs after ${relativePath(project.root, waiting)}, which waits at top level: in another module it would not wait for it`;
  const statements = model.statements.map((statement): Statement => (statement.effect === 'none' || statement.role === 'wiring'
    ? statement
    : { ...statement, pins: [...statement.pins, { kind: 'top-level-await', span: statement.span, because }] }));
  return { ...model, statements };
}

/** The first module that `start` loads, at any distance, and that waits at top level. */
function findWaiting(project: Project, start: FilePath, read: (file: FilePath) => ModuleModel): FilePath | undefined {
  const seen = new Set<FilePath>([start]);
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const mayWait = file !== start && /\bawait\b/.test(project.files.get(file)?.text ?? '');
    if (mayWait && read(file).statements.some(({ pins }) => pins.some(({ kind }) => kind === 'top-level-await'))) return file;
    for (const edge of project.graph.edgesFrom.get(file) ?? []) {
      if (!runsTarget(edge) || seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push(edge.to);
    }
  }
  return undefined;
}

/**
 * `import { stock, restock } from './stock.js'` with `export let stock` there: reading it at top level depends on which
 * statements have run before, though an import looks like a constant in the file itself.
 */
export function markLiveImports(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ModuleModel {
  const live = new Map<string, boolean>();
  const isLive = (name: string): boolean => {
    const found = live.get(name) ?? isImportLive(project, model, read, name);
    live.set(name, found);
    return found;
  };
  const statements = model.statements.map((statement): Statement => {
    const seen = statement.effect === 'none' ? statement.reads.find(({ name, when }) => when === 'hard' && isLive(name)) : undefined;
    return seen ? { ...statement, effect: 'possible', because: `reads ${seen.name}, which its own module assigns` } : statement;
  });
  return { ...model, statements };
}

/** Whether the name is imported from a module that assigns it. */
export function isImportLive(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel, name: string): boolean {
  const statement = model.statements.find(({ kind, imports }) => kind === 'import' && imports[0]?.names.some(({ local }) => local === name));
  const record = statement?.imports[0];
  const imported = record?.names.find(({ local }) => local === name);
  if (!record || !imported || imported.typeOnly || imported.imported === '*') return false;
  return isAssigned(project, read, model.source.path, record.specifier, imported.imported, new Set());
}

/** Follows re-exports to the declaration and asks whether its module assigns it anywhere. */
function isAssigned(project: Project, read: (file: FilePath) => ModuleModel, from: FilePath, specifier: string, name: string, seen: Set<string>): boolean {
  const target = project.resolve(from, specifier);
  if (target.kind !== 'file' || !project.files.has(target.path) || seen.has(`${name} ${target.path}`)) return false;
  seen.add(`${name} ${target.path}`);
  const model = read(target.path);
  return model.exports.filter(({ exported }) => exported === name || exported === '*').some((entry) => {
    if (entry.from !== undefined) return isAssigned(project, read, target.path, entry.from, entry.exported === '*' ? name : (entry.imported ?? name), seen);
    return model.statements.some(({ writes }) => writes.some((write) => write.name === entry.local));
  });
}
