import type { FilePath } from '../host/path.js';
import type { ImportRecord } from '../model/import-record.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import type { Resolution } from '../model/resolution.js';
import { resolveExport, resolveLocal } from './export-set.js';
import { normalForm } from './normal-form.js';
import { resolveOwn, type Side } from './side.js';

/** One observable moment of the evaluation of a module graph. */
export type EvaluationEvent =
  | { readonly kind: 'statement'; readonly file: FilePath; readonly model: ModuleModel; readonly statement: Statement }
  /** The last statement of the module has run. */
  | { readonly kind: 'module'; readonly file: FilePath; readonly model: ModuleModel }
  /** First evaluation of a package, or of a file that is not code. */
  | { readonly kind: 'external'; readonly specifier: string; readonly record: ImportRecord; readonly model: ModuleModel };

type Step = { readonly record: ImportRecord } | { readonly statement: Statement };

interface Frame {
  readonly file: FilePath;
  readonly model: ModuleModel;
  readonly steps: readonly Step[];
  next: number;
}

/**
 * Evaluation of a module and of all that it imports: depth first, a module after its requests in source order, each once
 * (ECMA-262 16.2.1.6.1.3 InnerModuleEvaluation). A module that is being evaluated already is stepped over, which is what makes
 * cycles observable. With `inPlace` an import runs where it stands, as TypeScript's CommonJS output does; a `require` always does.
 */
export function evaluateFrom(side: Side, entry: FilePath, inPlace: boolean, visit: (event: EvaluationEvent) => void): void {
  const started = new Set<string>([entry]);
  const stack: Frame[] = [openFrame(side, entry, inPlace)];
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const step = frame.steps[frame.next++];
    if (!step) {
      stack.pop();
      visit({ kind: 'module', file: frame.file, model: frame.model });
    } else if ('statement' in step) {
      visit({ kind: 'statement', file: frame.file, model: frame.model, statement: step.statement });
    } else {
      const resolution = side.project.resolve(frame.file, step.record.specifier);
      const key = resolution.kind === 'file' ? resolution.path : step.record.specifier;
      if (started.has(key)) continue;
      started.add(key);
      if (resolution.kind === 'file' && side.project.files.has(resolution.path)) stack.push(openFrame(side, resolution.path, inPlace));
      else if (!isSilent(step.record, resolution)) {
        const specifier = resolution.kind === 'asset' || resolution.kind === 'file' ? side.name(resolution.path) : step.record.specifier;
        visit({ kind: 'external', specifier, record: step.record, model: frame.model });
      }
    }
  }
}

/**
 * A JSON file imported for its value does nothing; a style sheet imported for its effect is placed where it is first met. A file
 * that is not there runs nothing: `import-graph` tells of it.
 */
function isSilent(record: ImportRecord, resolution: Resolution): boolean {
  if (resolution.kind === 'external') return resolution.sideEffectFree;
  if (resolution.kind === 'asset') return record.kind !== 'side-effect';
  return resolution.kind === 'unresolved' && record.specifier.startsWith('.');
}

function openFrame(side: Side, file: FilePath, inPlace: boolean): Frame {
  const model = side.read(file);
  const first: Step[] = [];
  const body: Step[] = [];
  for (const statement of model.statements) {
    const target = statement.role === 'wiring' && !inPlace && model.format !== 'commonjs' ? first : body;
    for (const record of statement.imports) if (isEvaluated(side, model, statement, record)) target.push({ record });
    // A `require` gives its names their values where it stands.
    if (!statement.erased && (statement.role !== 'wiring' || model.format === 'commonjs')) body.push({ statement });
  }
  return { file, model, steps: [...first, ...body], next: 0 };
}

/** Files whose bodies run when `entry` is imported. */
export function evaluatedFiles(side: Side, entry: FilePath): ReadonlySet<FilePath> {
  const files = new Set<FilePath>();
  evaluateFrom(side, entry, false, (event) => {
    if (event.kind === 'module') files.add(event.file);
  });
  return files;
}

/** Whether the request survives compilation and runs together with the module body. */
export function isEvaluated(side: Side, model: ModuleModel, statement: Statement, record: ImportRecord): boolean {
  switch (record.form) {
    case 'import':
    case 'import-equals':
      return isImportKept(side, model, statement, record);
    case 'export-from':
      return isReexportKept(side, model, statement, record);
    case 'export-star':
      return record.kind !== 'type';
    case 'require-call':
      return isCalledAtOnce(model, record);
    default:
      return false;
  }
}

function isImportKept(side: Side, model: ModuleModel, statement: Statement, record: ImportRecord): boolean {
  if (record.kind === 'side-effect') return true;
  if (isDeferred(side, model, statement)) return false;
  if (keepsEveryImport(side, model)) return !isMarkedAsType(side, model, statement);
  return record.kind !== 'type' && record.names.some((name) => !name.typeOnly && isUsedAsValue(side, model, name.local));
}

/** `import defer * as menu from './menu.js'` runs its module when a member of `menu` is first looked at. */
function isDeferred(side: Side, model: ModuleModel, statement: Statement): boolean {
  if (!/\bdefer\b/.test(model.source.text.slice(statement.span.start, statement.span.end))) return false;
  const { words } = normalForm(side, model, statement);
  return words[1] === 'defer' && words[2] === '*';
}

/** `import { type A } from 'x'` under verbatimModuleSyntax still evaluates `x`; only `import type` does not. */
function keepsEveryImport(side: Side, model: ModuleModel): boolean {
  const facts = side.project.compilerFacts(model.source.path);
  return model.dialect === 'js' || model.dialect === 'jsx' || facts.verbatimModuleSyntax || facts.keepsUnusedImports === true;
}

function isMarkedAsType(side: Side, model: ModuleModel, statement: Statement): boolean {
  const { words } = normalForm(side, model, statement);
  const at = words[0] === 'export' || words[0] === 'import' ? 1 : 0;
  return words[at] === 'type' && words[at + 1] !== 'from' && words[at + 1] !== ',' && words[at + 1] !== '=';
}

function isReexportKept(side: Side, model: ModuleModel, statement: Statement, record: ImportRecord): boolean {
  if (keepsEveryImport(side, model)) return !isMarkedAsType(side, model, statement);
  if (record.kind === 'type') return false;
  const resolution = resolveOwn(side, model.source.path, record.specifier);
  return record.names.some((name) => {
    if (name.typeOnly) return false;
    if (resolution.kind !== 'file' || name.imported === '*') return true;
    const found = resolveExport(side, resolution.path, name.imported);
    return found === undefined || found === 'ambiguous' || !found.typeOnly;
  });
}

const valueNames = new WeakMap<ModuleModel, ReadonlySet<string>>();

/** TypeScript drops an import whose names are only used as types, or not at all, whether or not it is marked. */
function isUsedAsValue(side: Side, model: ModuleModel, local: string): boolean {
  let names = valueNames.get(model);
  if (!names) {
    const used = new Set<string>();
    for (const { reads, writes } of model.statements) {
      for (const reference of [...reads, ...writes]) if (reference.when !== 'type') used.add(reference.name);
    }
    names = used;
    valueNames.set(model, names);
  }
  if (names.has(local)) return true;
  const exported = model.exports.some((entry) => entry.local === local && entry.from === undefined && !entry.typeOnly);
  if (!exported) return false;
  const found = resolveLocal(side, model, local);
  return found === undefined || found === 'ambiguous' || !found.typeOnly;
}

function isCalledAtOnce(model: ModuleModel, record: ImportRecord): boolean {
  const call = model.calls.find((site) => site.callee.length === 1 && site.callee[0] === 'require' && site.span.start === record.span.start);
  return call?.when === 'hard';
}
