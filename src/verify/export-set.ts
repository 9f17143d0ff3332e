import type { Location } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { ImportRecord } from '../model/import-record.js';
import type { ExportEntry, ModuleModel, Statement } from '../model/module-model.js';
import { describeSteps, readDetectedNames, readExportSteps, type ExportStep } from './commonjs-exports.js';
import { specifierTarget, declarationKeyword, normalForm } from './normal-form.js';
import { locate, locateFile, resolveOwn, type Side } from './side.js';

/** What a name means once every re-export is followed. */
export interface Binding {
  /** `src/shop/cart.ts#addItem`, `external:zod#z`, `namespace:src/shop/cart.ts`. Equal for one and the same binding. */
  readonly origin: string;
  /** Sorted, merged declarations have several: `function`, `class`, `const`, `let`, `var`, `enum`, `const enum`, `namespace`, `interface`, `type`, `expression`, `external`, `module namespace`. */
  readonly kinds: readonly string[];
  /** No value stands behind it, or one hop on the way was marked as type. */
  readonly typeOnly: boolean;
  readonly at: Location;
  /** Where it is declared, for a binding of the project. */
  readonly declared?: { readonly file: FilePath; readonly local: string; readonly statements: readonly Statement[] };
  /** For a module namespace of a project file. */
  readonly namespaceOf?: FilePath;
}

export interface ExportSet {
  /** By exported name, `default` included. `* from zod` stands for all the names of a package. */
  readonly names: ReadonlyMap<string, Binding>;
  /** CommonJS: what is done to the exports, in order. Whoever iterates over them sees it. */
  readonly order?: readonly string[];
  /** CommonJS: the names that Node finds without running the file, so that `import { a } from` works. Sorted. */
  readonly detected?: readonly string[];
}

/** Resolution in progress: ECMA-262 16.2.1.6.3 ResolveExport stops at a (module, name) that it has seen. */
type Seen = Set<string>;
type Found = Binding | 'ambiguous' | undefined;

export function exportSet(side: Side, file: FilePath): ExportSet {
  const model = side.read(file);
  if (model.format === 'commonjs') return commonJsSet(side, model);
  const names = new Map<string, Binding>();
  for (const name of [...exportedNames(side, file, new Set())].sort()) {
    const binding = name.startsWith('* from ') ? externalStar(side, file, name) : resolveExport(side, file, name);
    if (binding && binding !== 'ambiguous') names.set(name, binding);
  }
  const assignment = model.statements.find((statement) => statement.kind === 'export-assignment');
  if (assignment) names.set('export =', resolveAssignment(side, model, assignment));
  return { names };
}

/** `export = Shop` gives the whole of Shop; of any other value the text is what can be compared. */
function resolveAssignment(side: Side, model: ModuleModel, statement: Statement): Binding {
  const { words } = normalForm(side, model, statement);
  const found = words.length === 3 ? resolveLocal(side, model, words[2]!) : undefined;
  if (found && found !== 'ambiguous') return found;
  return { origin: words.slice(2).join(' '), kinds: ['expression'], typeOnly: false, at: locate(model, statement.span.start) };
}

/** The exports of a CommonJS module as its text assigns them: names, their order, and what Node detects without running it. */
function commonJsSet(side: Side, model: ModuleModel): ExportSet {
  const steps = readExportSteps(side, model);
  const names = new Map<string, Binding>();
  const base = steps.findLastIndex((step) => step.kind === 'base');
  steps.forEach((step, index) => {
    // What was put on the first object is gone when `module.exports` gets another.
    if (step.kind === 'other' || index < base) return;
    if (step.kind === 'member') names.set(step.exported, commonJsBinding(side, model, step, new Set()));
    else if (step.value !== 'object') names.set('module.exports', commonJsBinding(side, model, step, new Set()));
  });
  return { names, order: describeSteps(steps), detected: readDetectedNames(side, model) };
}

function commonJsExport(side: Side, model: ModuleModel, name: string, seen: Seen): Found {
  const step = readExportSteps(side, model).findLast((one) => one.kind === 'member' && one.exported === name);
  if (step && step.kind !== 'other') return commonJsBinding(side, model, step, seen);
  if (name !== 'default') return undefined;
  return { origin: `${side.name(model.source.path)}#module.exports`, kinds: ['unknown'], typeOnly: false, at: locateFile(model.source.path) };
}

function commonJsBinding(side: Side, model: ModuleModel, step: Exclude<ExportStep, { kind: 'other' }>, seen: Seen): Binding {
  const { statement } = step;
  // `var rules = exports.rules = []` gives one value both names.
  const name = step.name ?? statement.declares[0];
  const words = step.kind === 'member' ? step.words : step.value.split(' ');
  const record = statement.role === 'wiring' && words[0] === 'require' ? statement.imports[0] : undefined;
  const imported = record?.names[0];
  const found = record && imported ? resolveImported(side, model, record.specifier, imported.imported, statement, seen)
    : name === undefined ? undefined : resolveLocal(side, model, name, seen);
  if (found && found !== 'ambiguous') return found;
  const first = words[0] === 'async' ? words[1] : words[0];
  const kind = first === 'function' || first === 'class' ? first : 'expression';
  const exported = step.kind === 'member' ? step.exported : '';
  return { origin: `${side.name(model.source.path)}#exports.${exported}`, kinds: [kind], typeOnly: false, at: locate(model, statement.span.start) };
}

/** Whether names may be there that the text does not tell: of an object that is spread, handed on, or made elsewhere. */
function hasUnknownExports(side: Side, model: ModuleModel): boolean {
  return readExportSteps(side, model).some((step) => (step.kind === 'other' && step.key !== 'exports =') || (step.kind === 'base' && step.value !== 'object'));
}

function externalStar(side: Side, file: FilePath, name: string): Binding {
  return { origin: `external:${name.slice('* from '.length)}#*`, kinds: ['external'], typeOnly: false, at: locateFile(file, side.name(file)) };
}

function isPlainStar(record: ImportRecord): boolean {
  return record.form === 'export-star' && (record.names[0] === undefined || record.names[0].local === '*' || record.names[0].local === '');
}

export function starRecords(model: ModuleModel): readonly ImportRecord[] {
  return model.imports.filter(isPlainStar);
}

const entryTables = new WeakMap<ModuleModel, ReadonlyMap<string, readonly ExportEntry[]>>();

/** What a module exports by statements of its own, by exported name. */
function ownEntries(model: ModuleModel): ReadonlyMap<string, readonly ExportEntry[]> {
  const known = entryTables.get(model);
  if (known) return known;
  const table = new Map<string, ExportEntry[]>();
  for (const entry of model.exports) {
    if (entry.exported === '*' || entry.exported === '') continue;
    const entries = table.get(entry.exported);
    if (entries) entries.push(entry);
    else table.set(entry.exported, [entry]);
  }
  entryTables.set(model, table);
  return table;
}

function exportedNames(side: Side, file: FilePath, seen: Set<FilePath>): Set<string> {
  const names = new Set<string>();
  if (seen.has(file)) return names;
  seen.add(file);
  const model = side.read(file);
  for (const name of ownEntries(model).keys()) names.add(name);
  for (const record of starRecords(model)) {
    const resolution = resolveOwn(side, file, record.specifier);
    if (resolution.kind !== 'file') names.add(`* from ${externalName(side, model, record.specifier)}`);
    else for (const name of exportedNames(side, resolution.path, seen)) if (name !== 'default') names.add(name);
  }
  return names;
}

function externalName(side: Side, model: ModuleModel, specifier: string): string {
  return specifier.startsWith('.') ? specifierTarget(side, model, specifier) : specifier;
}

export function resolveExport(side: Side, file: FilePath, name: string, seen: Seen = new Set()): Found {
  const key = `${name}\u0000${file}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const model = side.read(file);
  if (model.format === 'commonjs') return commonJsExport(side, model, name, seen);
  const own = ownEntries(model).get(name) ?? [];
  if (own.length > 0) {
    const found = mergeMeanings(own.map((entry) => resolveEntry(side, model, entry, seen)));
    return found && found !== 'ambiguous' && own.every((entry) => entry.typeOnly) ? { ...found, typeOnly: true } : found;
  }
  return name === 'default' ? undefined : resolveThroughStars(side, model, name, seen);
}

/** `export type Drink = 0 | 1; export * as Drink from './kinds.js'`: one name for a type and a namespace, in whichever order the two stand. */
function mergeMeanings(found: readonly Found[]): Found {
  const bindings = found.filter((one): one is Binding => one !== undefined && one !== 'ambiguous');
  const first = bindings[0];
  if (!first || bindings.every(({ origin }) => origin === first.origin)) return found.find((one) => one !== undefined);
  return {
    ...bindings.reduce((all, one) => ({ ...one, ...all })),
    origin: [...new Set(bindings.map(({ origin }) => origin))].sort().join(' and '),
    kinds: [...new Set(bindings.flatMap(({ kinds }) => kinds))].sort(),
    typeOnly: bindings.every(({ typeOnly }) => typeOnly),
  };
}

function resolveThroughStars(side: Side, model: ModuleModel, name: string, seen: Seen): Found {
  let found: Found;
  for (const record of starRecords(model)) {
    const resolution = resolveOwn(side, model.source.path, record.specifier);
    if (resolution.kind !== 'file') continue;
    const next = resolveExport(side, resolution.path, name, seen);
    if (next === undefined) continue;
    if (next === 'ambiguous' || (found !== undefined && found !== 'ambiguous' && found.origin !== next.origin)) return 'ambiguous';
    found = record.kind === 'type' ? { ...next, typeOnly: true } : next;
  }
  return found;
}

function resolveEntry(side: Side, model: ModuleModel, entry: ExportEntry, seen: Seen): Found {
  if (entry.from !== undefined) return resolveImported(side, model, entry.from, entry.imported ?? entry.exported, model.statements[entry.statement], seen);
  const statement = model.statements[entry.statement];
  if (entry.exported === 'default' && statement?.kind === 'export-default') {
    const kind = declarationKeyword(side, model, statement);
    const local = entry.local ?? 'default';
    const statements = kind === 'expression' ? [statement] : declaring(model, local, statement);
    return localBindingOf(side, model, kind === 'expression' ? 'default' : local, statements);
  }
  return resolveLocal(side, model, entry.local ?? entry.exported, seen, statement);
}

function declaring(model: ModuleModel, local: string, fallback: Statement): readonly Statement[] {
  return declarationTable(model).get(local) ?? [fallback];
}

/** The meaning of a name that stands in the module scope of `model`: its own declaration, or what it imports. */
export function resolveLocal(side: Side, model: ModuleModel, local: string, seen: Seen = new Set(), fallback?: Statement): Found {
  const statements = declarationTable(model).get(local);
  if (statements) return localBindingOf(side, model, local, statements);
  const imported = findImport(model, local);
  if (imported) {
    const found = resolveImported(side, model, imported.record.specifier, imported.imported, imported.statement, seen);
    return imported.typeOnly && found && found !== 'ambiguous' ? { ...found, typeOnly: true } : found;
  }
  return fallback ? { origin: `${side.name(model.source.path)}#${local}`, kinds: ['unknown'], typeOnly: false, at: locate(model, fallback.span.start) } : undefined;
}

const declarationTables = new WeakMap<ModuleModel, ReadonlyMap<string, readonly Statement[]>>();

/** Declaring statements by name, in source order. */
export function declarationTable(model: ModuleModel): ReadonlyMap<string, readonly Statement[]> {
  const found = declarationTables.get(model);
  if (found) return found;
  const table = new Map<string, Statement[]>();
  for (const statement of model.statements) {
    if (statement.role === 'wiring') continue;
    for (const name of statement.declares) table.set(name, [...(table.get(name) ?? []), statement]);
  }
  declarationTables.set(model, table);
  return table;
}

export interface LocalImport {
  readonly record: ImportRecord;
  readonly statement: Statement | undefined;
  readonly imported: string;
  readonly typeOnly: boolean;
}

const importTables = new WeakMap<ModuleModel, ReadonlyMap<string, LocalImport>>();

export function findImport(model: ModuleModel, local: string): LocalImport | undefined {
  let table = importTables.get(model);
  if (!table) {
    const entries = new Map<string, LocalImport>();
    for (const statement of model.statements) {
      for (const record of statement.imports) {
        const isRequire = record.form === 'require-call' && statement.role === 'wiring' && statement.kind === 'import';
        if (record.form !== 'import' && record.form !== 'import-equals' && !isRequire) continue;
        for (const name of record.names) {
          entries.set(name.local, { record, statement, imported: name.imported, typeOnly: name.typeOnly || record.kind === 'type' });
        }
      }
    }
    table = entries;
    importTables.set(model, table);
  }
  return table.get(local);
}

function resolveImported(side: Side, model: ModuleModel, specifier: string, name: string, statement: Statement | undefined, seen: Seen): Found {
  const at = locate(model, statement?.span.start ?? 0);
  const resolution = resolveOwn(side, model.source.path, specifier);
  if (resolution.kind !== 'file') return { origin: `external:${externalName(side, model, specifier)}#${name}`, kinds: ['external'], typeOnly: false, at };
  if (name === '*') return { origin: `namespace:${side.name(resolution.path)}`, kinds: ['module namespace'], typeOnly: false, at, namespaceOf: resolution.path };
  const target = side.read(resolution.path);
  const found = resolveExport(side, resolution.path, name, seen);
  if (found !== undefined) return found;
  if (isOpen(side, target)) return { origin: `${side.name(resolution.path)}#${name}`, kinds: ['unknown'], typeOnly: false, at };
  return undefined;
}

/** Whether names may come from where they cannot be listed: CommonJS, a package behind `export *`. */
export function isOpen(side: Side, model: ModuleModel, seen: Set<FilePath> = new Set()): boolean {
  if (seen.has(model.source.path)) return false;
  seen.add(model.source.path);
  if (model.format === 'commonjs' && model.problems.length === 0) return hasUnknownExports(side, model);
  if (model.format !== 'esm' || model.problems.length > 0 || /\.d\.[cm]?ts$/.test(model.source.path)) return true;
  if (model.statements.some((statement) => statement.kind === 'export-assignment')) return true;
  return starRecords(model).some((record) => {
    const resolution = resolveOwn(side, model.source.path, record.specifier);
    return resolution.kind !== 'file' || isOpen(side, side.read(resolution.path), seen);
  });
}

function localBindingOf(side: Side, model: ModuleModel, local: string, statements: readonly Statement[]): Binding {
  const kinds = [...new Set(statements.map((statement) => declarationKeyword(side, model, statement)))].sort();
  const erased = statements.every((statement) => isErasedKind(side, model, statement));
  return {
    origin: `${side.name(model.source.path)}#${local}`,
    kinds,
    typeOnly: erased,
    at: locate(model, statements[0]!.span.start),
    declared: { file: model.source.path, local, statements },
  };
}

/** A `const enum` and a `declare const` have no statement at run time either, but they are values to whoever imports them. */
function isErasedKind(side: Side, model: ModuleModel, statement: Statement): boolean {
  const keyword = declarationKeyword(side, model, statement);
  return keyword === 'interface' || keyword === 'type' || (keyword === 'namespace' && statement.erased);
}
