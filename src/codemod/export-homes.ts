import type { FilePath } from '../host/path.js';
import type { ExportHome, FacadeHomes } from '../model/export-home.js';
import type { ImportRecord } from '../model/import-record.js';
import type { ExportEntry, ModuleModel, Statement } from '../model/module-model.js';
import type { Project } from '../model/project.js';

export interface HomeInput {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  /** Whether two files belong to one package, so that one may name the other by its path. Default: all files of the project do. */
  readonly isSamePackage?: (one: FilePath, other: FilePath) => boolean;
}

/** One step on the way of a name. `because` is why the way ends here, if it does. */
interface Step {
  readonly file: FilePath;
  readonly name: string;
  readonly typeOnly: boolean;
  readonly because?: string;
}

interface Search extends HomeInput {
  /** Every name that a file may export. */
  readonly namesOf: (file: FilePath) => ReadonlySet<string>;
}

type Seen = ReadonlySet<string>;

/**
 * Where each name of a facade is declared. A re-export is the same binding as what it names (ECMA-262 16.2.1.7.2.2 ResolveExport), so whoever takes it
 * from the declaring module gets the same, at any time. A name goes as far as its package does; what cannot be told stays on the facade.
 */
export function findExportHomes(given: HomeInput, facade: FilePath): FacadeHomes {
  const listed = new Map<FilePath, ReadonlySet<string>>();
  // A barrel of a hundred stars is asked for each of its names at each of its stars.
  const input: Search = { ...given, namesOf: (file) => {
    const known = listed.get(file) ?? listExports(input, file, new Set());
    listed.set(file, known);
    return known;
  } };
  const model = input.read(facade);
  const homes = new Map<string, ExportHome>();
  for (const exported of input.namesOf(facade)) {
    const end = followExport(input, { file: facade, name: exported, typeOnly: false }, new Set());
    if (end === undefined || end === 'ambiguous') continue;
    const stays = end.file === facade;
    homes.set(exported, {
      exported,
      file: end.file,
      name: stays ? exported : end.name,
      typeOnly: end.typeOnly,
      ...(stays ? { because: end.because ?? 'is declared there' } : {}),
    });
  }
  const open = findOpenEnd(input, model, new Set());
  return { facade, homes, ...(open === undefined ? {} : { open }) };
}

/** Names that a module exports by its own statements, then those behind `export *`, which never carries `default`. */
function listExports(input: HomeInput, file: FilePath, seen: Set<FilePath>): Set<string> {
  const names = new Set<string>();
  if (seen.has(file)) return names;
  seen.add(file);
  const model = input.read(file);
  for (const name of model.format === 'commonjs' ? memberNames(model) : ownEntries(model).map(({ exported }) => exported)) names.add(name);
  for (const { target } of starTargets(input, model)) {
    if (target !== undefined) for (const name of listExports(input, target, seen)) if (name !== 'default') names.add(name);
  }
  return names;
}

const entryTables = new WeakMap<ModuleModel, readonly ExportEntry[]>();

function ownEntries(model: ModuleModel): readonly ExportEntry[] {
  const known = entryTables.get(model) ?? model.exports.filter(({ exported }) => exported !== '*' && exported !== '');
  entryTables.set(model, known);
  return known;
}

/** Members that a CommonJS module puts on its exports; `*` and chains are left to `findOpenEnd`. */
function memberNames({ exports, statements }: ModuleModel): Set<string> {
  return new Set([...statements.flatMap(({ assignsExports = [], imports, kind }) => [...assignsExports, ...(kind === 'export-from' ? imports.flatMap(({ names }) => names.map(({ local }) => local)) : [])]),
    ...exports.map(({ exported }) => exported)].filter((name) => name !== '*' && name !== '__esModule'));
}

interface Star {
  readonly record: ImportRecord;
  readonly typeOnly: boolean;
  /** Undefined for what is no file of the project. */
  readonly target: FilePath | undefined;
}

function starTargets({ project }: HomeInput, model: ModuleModel): readonly Star[] {
  return model.statements.filter(({ kind }) => kind === 'export-star').flatMap((statement) => statement.imports.flatMap((record): readonly Star[] => {
    if (record.names.some(({ local }) => local !== '*')) return [];
    const resolution = project.resolve(model.source.path, record.specifier);
    return [{ record, typeOnly: record.kind === 'type', target: resolution.kind === 'file' && project.files.has(resolution.path) ? resolution.path : undefined }];
  }));
}

function followExport(input: Search, at: Step, seen: Seen): Step | 'ambiguous' | undefined {
  const key = `${at.name}\u0000${at.file}`;
  if (seen.has(key)) return undefined;
  const next = new Set([...seen, key]);
  const model = input.read(at.file);
  if (model.format === 'commonjs') return followMember(input, at, model, next);
  const entries = ownEntries(model).filter(({ exported }) => exported === at.name);
  if (entries.length === 0) return at.name === 'default' ? undefined : followStars(input, at, model, next);
  // A name that is exported twice, as a type and as a value of the same name, comes from one place or stays.
  const ends = entries.map((entry) => followEntry(input, at, model, entry, next));
  const [first] = ends;
  if (first === undefined || first === 'ambiguous') return first;
  if (ends.some((end) => end === undefined || end === 'ambiguous' || end.file !== first.file || end.name !== first.name)) return { ...at, because: 'stands for a type and a value of different modules' };
  return { ...first, typeOnly: ends.every((end) => (end as Step).typeOnly) };
}

function followStars(input: Search, at: Step, model: ModuleModel, seen: Seen): Step | 'ambiguous' | undefined {
  let found: Step | undefined;
  for (const { target, typeOnly } of starTargets(input, model)) {
    if (target === undefined || !input.namesOf(target).has(at.name)) continue;
    const end = followInto(input, at, { file: target, name: at.name, typeOnly: at.typeOnly || typeOnly }, seen);
    if (end === undefined) continue;
    // Two stars that give one name two meanings give it none (ECMA-262 16.2.1.7.2.2, step 8).
    if (end === 'ambiguous' || (found !== undefined && (found.file !== end.file || found.name !== end.name))) return 'ambiguous';
    found = found === undefined || found.typeOnly ? end : found;
  }
  return found;
}

/** The way goes on into another file unless that is another package or, for an ES module, CommonJS, where `default` means the whole. */
function followInto(input: Search, at: Step, next: Step, seen: Seen): Step | 'ambiguous' | undefined {
  if (input.isSamePackage?.(at.file, next.file) === false) return { ...at, typeOnly: next.typeOnly, because: 'comes from another package' };
  const [from, to] = [input.read(at.file), input.read(next.file)];
  if (isCommonJs(from) !== isCommonJs(to)) return { ...at, typeOnly: next.typeOnly, because: 'comes from a module of another format' };
  if (to.statements.some(({ kind }) => kind === 'export-assignment')) return { ...at, typeOnly: next.typeOnly, because: 'comes from a module with `export =`' };
  if (next.name === '*') return next;
  return followExport(input, next, seen);
}

function isCommonJs({ format }: ModuleModel): boolean {
  return format === 'commonjs';
}

function followEntry(input: Search, at: Step, model: ModuleModel, entry: ExportEntry, seen: Seen): Step | 'ambiguous' | undefined {
  const typeOnly = at.typeOnly || entry.typeOnly;
  if (entry.from !== undefined) return followSpecifier(input, at, entry.from, entry.imported ?? entry.exported, typeOnly, model.statements[entry.statement], seen);
  const local = entry.local ?? entry.exported;
  const declaring = model.statements.filter(({ declares, role }) => role !== 'wiring' && declares.includes(local));
  if (declaring.length > 0 || model.statements[entry.statement]?.role !== 'wiring') return { ...at, typeOnly, because: 'is declared there' };
  for (const statement of model.statements) {
    if (statement.kind !== 'import') continue;
    for (const record of statement.imports) {
      const name = record.names.find((one) => one.local === local);
      if (name) return followSpecifier(input, at, record.specifier, name.imported, typeOnly || name.typeOnly || record.kind === 'type', statement, seen);
    }
  }
  return { ...at, typeOnly, because: 'comes from where no statement says' };
}

function followSpecifier(input: Search, at: Step, specifier: string, name: string, typeOnly: boolean, statement: Statement | undefined, seen: Seen): Step | 'ambiguous' | undefined {
  const resolution = input.project.resolve(at.file, specifier);
  // A package that imports itself may mean its own build, which is no part of the project.
  if (resolution.kind !== 'file' || !input.project.files.has(resolution.path)) return { ...at, typeOnly, because: `comes from ${specifier}` };
  if (statement && hasAttributes(input.read(at.file), statement)) return { ...at, typeOnly, because: 'is imported with attributes' };
  return followInto(input, at, { file: resolution.path, name, typeOnly }, seen);
}

/** `import shop from './shop.json' with { type: 'json' }`. */
function hasAttributes({ source }: ModuleModel, { span, imports }: Statement): boolean {
  const end = imports[0]?.specifierSpan.end;
  return end !== undefined && /^\s*(?:with|assert)\b/.test(source.text.slice(end + 1, span.end));
}

/**
 * What a member of the exports of a CommonJS module was assigned. Such an assignment is a copy, made once: it is followed only where the source can
 * have no other value later.
 */
function followMember(input: Search, at: Step, model: ModuleModel, seen: Seen): Step | 'ambiguous' | undefined {
  if (!memberNames(model).has(at.name)) return undefined;
  const settled = findUnsettled(model, at.name);
  if (settled !== undefined) return { ...at, because: settled };
  const forward = model.statements.find(({ kind, imports }) => kind === 'export-from' && imports.some(({ names }) => names.some(({ local }) => local === at.name)));
  const record = forward?.imports[0];
  const name = record?.names.find(({ local }) => local === at.name);
  if (record && name) return followRequire(input, at, record.specifier, name.imported, seen);
  const local = ownEntries(model).find(({ exported }) => exported === at.name)?.local;
  for (const statement of local === undefined ? [] : model.statements) {
    if (statement.role !== 'wiring' || statement.kind !== 'import') continue;
    for (const required of statement.imports) {
      const taken = required.names.find((one) => one.local === local);
      if (taken) return followRequire(input, at, required.specifier, taken.imported, seen);
    }
  }
  return { ...at, because: 'is declared there' };
}

function followRequire(input: Search, at: Step, specifier: string, name: string, seen: Seen): Step | 'ambiguous' | undefined {
  const resolution = input.project.resolve(at.file, specifier);
  if (resolution.kind !== 'file' || !input.project.files.has(resolution.path)) return { ...at, because: `comes from ${specifier}` };
  const end = followInto(input, at, { file: resolution.path, name, typeOnly: at.typeOnly }, seen);
  // `require('./shop').total` of a module that does not list it may be a member that something else puts there.
  if (end === undefined || end === 'ambiguous') return { ...at, because: `comes from ${specifier}, which does not list it` };
  const target = input.read(resolution.path);
  return name !== '*' && findUnsettled(target, name) !== undefined ? { ...at, because: 'is a copy of what may change later' } : end;
}

/** Why a member of the exports may have another value at another time. */
function findUnsettled({ statements, source }: ModuleModel, name: string): string | undefined {
  const assigning = statements.filter(({ assignsExports = [] }) => assignsExports.includes(name));
  if (assigning.length > 1) return 'is assigned more than once';
  if (statements.some(({ assignsExports = [] }, index) => assignsExports.includes('*') && statements.slice(0, index).some((one) => one.assignsExports?.includes(name)))) return 'is assigned to exports that are replaced later';
  // `exports.raise = () => { exports.count += 1; }`, and an alias of the exports through which anything may be assigned.
  const writes = [...source.text.matchAll(/\bexports\s*(?:\.\s*([\p{ID_Continue}$]+)|\[\s*(?:(['"])([^'"]*)\2\s*\])?)\s*(?:\+\+|--|[-+*/%&|^?<>]*=(?![=>])|\])?/gu)];
  const isWritten = writes.filter(([whole, dotted, , quoted]) => /(?:\+\+|--|=)$/.test(whole) && (dotted ?? quoted) === name).length > assigning.length;
  const isAliased = statements.some(({ pins, assignsExports }) => assignsExports === undefined && pins.some(({ kind }) => kind === 'commonjs'));
  return isWritten || isAliased ? 'may be assigned again by code that runs later' : undefined;
}

/** Why not every name of a module can be listed. */
function findOpenEnd(input: HomeInput, model: ModuleModel, seen: Set<FilePath>): string | undefined {
  const { path } = model.source;
  if (seen.has(path)) return undefined;
  seen.add(path);
  if (model.problems.length > 0) return 'it cannot be read in full';
  if (model.statements.some(({ kind }) => kind === 'export-assignment')) return 'it exports one value as a whole (`export =`)';
  if (model.format === 'commonjs') {
    if (model.statements.some(({ pins }) => pins.some(({ kind }) => kind === 'undividable'))) return 'its exports depend on what happens while it runs';
    const whole = model.statements.find(({ assignsExports = [], role }) => assignsExports.includes('*') && role !== 'wiring');
    const value = whole && model.source.text.slice(whole.span.start, whole.span.end).replace(/^[^]*?=\s*(?=\S)/, '');
    return value !== undefined && (!value.startsWith('{') || value.includes('...')) ? 'it exports one value as a whole (`module.exports =`)' : undefined;
  }
  if (model.format === 'script') return 'it is no module';
  for (const { target, record } of starTargets(input, model)) {
    if (target === undefined) return `it re-exports all of ${record.specifier}`;
    const open = input.read(target).format === 'commonjs' ? 'it re-exports all of a CommonJS module' : findOpenEnd(input, input.read(target), seen);
    if (open !== undefined) return open;
  }
  return undefined;
}
