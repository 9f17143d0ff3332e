import type { FilePath } from '../../host/path.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { Resolution } from '../../model/resolution.js';
import { findNeeds } from './file-imports.js';

/** How many files are read at most to find that loading a module does nothing; beyond it the module is taken to do something. */
const readingLimit = 200;

/**
 * The wiring statements that load another module when the god file is evaluated, in order. An import of which nothing is used
 * as a value is erased by TypeScript, unless `verbatimModuleSyntax` keeps it; JavaScript keeps every import.
 */
export function findLoads(model: ModuleModel, project: Project): readonly Statement[] {
  const facts = project.compilerFacts(model.source.path);
  const keepsAll = model.dialect === 'js' || model.dialect === 'jsx' || facts.verbatimModuleSyntax || facts.keepsUnusedImports === true;
  const needs = findNeeds(model.statements);
  for (const entry of model.exports) if (entry.local !== undefined && !entry.typeOnly) needs.set(entry.local, 'value');
  return model.statements.filter((statement) => {
    const record = statement.role === 'wiring' ? statement.imports[0] : undefined;
    if (!record || isWhollyType(model, statement)) return false;
    if (record.form === 'export-from' || record.form === 'export-star') return record.kind !== 'type' || keepsAll;
    return keepsAll || record.kind === 'side-effect' || record.names.some((name) => !name.typeOnly && needs.get(name.local) === 'value');
  });
}

function isWhollyType(model: ModuleModel, statement: Statement): boolean {
  return /^(import|export)\s+type\b(?!\s*(,|from\b))/.test(model.source.text.slice(statement.span.start, statement.span.end));
}

/**
 * The imports that the facade must repeat for their evaluation alone, so that other modules are loaded in the old order and
 * before the first statement that has an effect.
 *
 * Before a split every import ran before the first statement. Afterwards a module is loaded when the first new module that
 * imports it is: with `import './a'; import './b'` in the god file, a first module that needs only b and a second one that
 * needs a, b now runs before a. `visited` is the order of first loads from the new modules up to the first effect, `kept` the
 * statements that stay in the facade.
 */
export function findPreamble(loads: readonly Statement[], kept: ReadonlySet<number>, visited: readonly number[], isOrderFree: (statement: Statement) => boolean): ReadonlySet<number> {
  const strict = findPrefix(loads, kept, visited);
  if (strict.size === 0) return strict;
  const ordered = loads.filter((statement) => !isOrderFree(statement));
  const inOrder = new Set(ordered.map((statement) => statement.index));
  return findPrefix(ordered, kept, visited.filter((index) => inOrder.has(index)));
}

function findPrefix(loads: readonly Statement[], kept: ReadonlySet<number>, visited: readonly number[]): Set<number> {
  const moved = loads.map((statement) => statement.index).filter((index) => !kept.has(index));
  const lastKept = Math.max(-1, ...loads.map((statement) => statement.index).filter((index) => kept.has(index)));
  const first = moved.findIndex((index) => index > lastKept);
  for (let length = first === -1 ? moved.length : first; length <= moved.length; length++) {
    const prefix = new Set(moved.slice(0, length));
    const rest = visited.filter((index) => !prefix.has(index));
    if (moved.slice(length).every((index, i) => rest[i] === index)) return prefix;
  }
  return new Set(moved);
}

/** Tells whether loading what a specifier means can neither be observed nor observe anything. */
export function createOrderFreedom(project: Project, source: FilePath, read: (file: FilePath) => ModuleModel): (specifier: string) => boolean {
  /** What a file loads in turn when nothing else of it can be observed. */
  const loaded = new Map<FilePath, readonly FilePath[] | undefined>();
  const verdicts = new Map<FilePath, boolean>();

  const readLoaded = (file: FilePath): readonly FilePath[] | undefined => {
    // The god file itself is the one being asked about.
    if (file === source) return [];
    if (loaded.size >= readingLimit || !project.files.has(file)) return undefined;
    const model = read(file);
    if (model.problems.length > 0 || model.statements.some((statement) => statement.effect !== 'none')) return undefined;
    const targets = findLoads(model, project).flatMap((statement) => statement.imports.map(({ specifier }) => project.resolve(file, specifier)));
    return targets.every((target) => target.kind === 'file' || isFreeTarget(target)) ? targets.flatMap((target) => (target.kind === 'file' ? [target.path] : [])) : undefined;
  };
  // All that is reached counts, so that what a circle loads is asked of each of its members.
  const isQuiet = (start: FilePath): boolean => {
    const reached = new Set([start]);
    for (const file of reached) {
      if (!loaded.has(file)) loaded.set(file, readLoaded(file));
      const next = loaded.get(file);
      if (next === undefined) return false;
      for (const target of next) reached.add(target);
    }
    return true;
  };
  return (specifier) => {
    const target = project.resolve(source, specifier);
    if (target.kind !== 'file') return isFreeTarget(target);
    if (!verdicts.has(target.path)) verdicts.set(target.path, isQuiet(target.path));
    return verdicts.get(target.path)!;
  };
}

function isFreeTarget(target: Resolution): boolean {
  return target.kind === 'external' ? target.sideEffectFree : target.kind === 'asset' && /\.json$/.test(target.path);
}
