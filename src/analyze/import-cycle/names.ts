import type { FilePath } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { ExportEntry, ModuleModel, Statement } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';

/** What a name means once every re-export inside the knot is followed. */
export type Meaning =
  | { readonly kind: 'binding'; readonly file: FilePath; readonly name: string; readonly hoisted: boolean; readonly statements: readonly Statement[] }
  /** The module itself, of `import * as` and `export * as`. */
  | { readonly kind: 'namespace'; readonly file: FilePath }
  /** Defined outside the knot, or outside the project. */
  | { readonly kind: 'outside' }
  /** The module has no such export that could be read: CommonJS, or an error. */
  | { readonly kind: 'unknown'; readonly file: FilePath };

export interface Names {
  readonly model: (file: FilePath) => ModuleModel;
  /** A top-level name as one member uses it, imports followed. */
  readonly meaningOf: (file: FilePath, local: string) => Meaning;
  /** The same, re-exports followed beyond the knot, which reads files there. */
  readonly meaningAnywhere: (file: FilePath, local: string) => Meaning;
  /** An export of a member, re-exports followed. */
  readonly exportMeaning: (file: FilePath, exported: string) => Meaning;
  /** The member that a specifier means; undefined for anything outside the knot. */
  readonly memberAt: (file: FilePath, specifier: string) => FilePath | undefined;
  /** The import that binds a local name. */
  readonly importOf: (file: FilePath, local: string) => ImportRecord | undefined;
}

interface ModuleTables {
  readonly imports: ReadonlyMap<string, { readonly record: ImportRecord; readonly imported: string }>;
  readonly exports: ReadonlyMap<string, ExportEntry>;
  readonly stars: readonly string[];
  readonly declarations: ReadonlyMap<string, readonly Statement[]>;
}

/** Names of the members of one knot. Reads a member when it is first asked about. */
export function createNames(project: Project, read: (file: FilePath) => ModuleModel, members: readonly FilePath[]): Names {
  const inside = new Set(members);
  const tables = new Map<FilePath, ModuleTables>();
  const tablesOf = (file: FilePath): ModuleTables => {
    let known = tables.get(file);
    if (!known) tables.set(file, (known = buildTables(read(file))));
    return known;
  };
  const memberAt = (file: FilePath, specifier: string): FilePath | undefined => {
    const resolution = project.resolve(file, specifier);
    return resolution.kind === 'file' && inside.has(resolution.path) ? resolution.path : undefined;
  };
  const fileAt = (file: FilePath, specifier: string): FilePath | undefined => {
    const resolution = project.resolve(file, specifier);
    return resolution.kind === 'file' && project.files.has(resolution.path) ? resolution.path : undefined;
  };
  const within = createFollower(read, tablesOf, memberAt);
  const anywhere = createFollower(read, tablesOf, fileAt);
  return {
    model: read,
    memberAt,
    meaningOf: (file, name) => within.local(file, name, new Set()),
    meaningAnywhere: (file, name) => anywhere.local(file, name, new Set()),
    exportMeaning: (file, name) => (name === '*' ? { kind: 'namespace', file } : within.exported(file, name, new Set())),
    importOf: (file, name) => tablesOf(file).imports.get(name)?.record,
  };
}

interface Follower {
  readonly local: (file: FilePath, name: string, seen: Set<string>) => Meaning;
  readonly exported: (file: FilePath, name: string, seen: Set<string>) => Meaning;
}

/** Follows imports and re-exports as far as `fileAt` knows a file. */
function createFollower(
  read: (file: FilePath) => ModuleModel,
  tablesOf: (file: FilePath) => ModuleTables,
  fileAt: (file: FilePath, specifier: string) => FilePath | undefined,
): Follower {
  const follow = (file: FilePath, specifier: string, imported: string, seen: Set<string>): Meaning => {
    const target = fileAt(file, specifier);
    if (!target) return { kind: 'outside' };
    return imported === '*' ? { kind: 'namespace', file: target } : exported(target, imported, seen);
  };

  const local = (file: FilePath, name: string, seen: Set<string>): Meaning => {
    const { imports, declarations } = tablesOf(file);
    const bound = imports.get(name);
    if (bound) return follow(file, bound.record.specifier, bound.imported, seen);
    const statements = declarations.get(name);
    return statements ? { kind: 'binding', file, name, hoisted: statements.every(isHoisted), statements } : { kind: 'unknown', file };
  };

  const exported = (file: FilePath, name: string, seen: Set<string>): Meaning => {
    const key = `${file}\n${name}`;
    // `export * from` each other: a.ts and b.ts both pass the question on for ever.
    if (seen.has(key)) return { kind: 'unknown', file };
    seen.add(key);
    const { exports, stars } = tablesOf(file);
    const entry = exports.get(name);
    if (entry?.from !== undefined) return follow(file, entry.from, entry.imported ?? name, seen);
    if (entry?.local !== undefined) {
      const meaning = local(file, entry.local, seen);
      if (meaning.kind !== 'unknown') return meaning;
    }
    if (entry) {
      const statement = read(file).statements[entry.statement];
      const statements = statement ? [statement] : [];
      return { kind: 'binding', file, name, hoisted: statements.length > 0 && statements.every(isHoisted), statements };
    }
    if (name === 'default') return { kind: 'unknown', file };
    let leaves = false;
    for (const specifier of stars) {
      const meaning = follow(file, specifier, name, seen);
      if (meaning.kind === 'outside') leaves = true;
      else if (meaning.kind !== 'unknown') return meaning;
    }
    return leaves ? { kind: 'outside' } : { kind: 'unknown', file };
  };
  return { local, exported };
}

/** Usable before the module body runs: function declarations are initialised on linking, types are not there at all. */
function isHoisted(statement: Statement): boolean {
  return statement.erased || statement.kind === 'function' || statement.kind === 'ambient';
}

function buildTables(model: ModuleModel): ModuleTables {
  const imports = new Map<string, { record: ImportRecord; imported: string }>();
  const stars: string[] = [];
  for (const record of model.imports) {
    if (record.form === 'export-star' && record.names.every((name) => name.local === '*')) stars.push(record.specifier);
    if (record.form !== 'import' && record.form !== 'import-equals') continue;
    for (const name of record.names) imports.set(name.local, { record, imported: name.imported });
  }
  const declarations = new Map<string, Statement[]>();
  for (const statement of model.statements) {
    for (const name of statement.declares) {
      const known = declarations.get(name);
      if (known) known.push(statement);
      else declarations.set(name, [statement]);
    }
  }
  const exports = new Map<string, ExportEntry>();
  for (const entry of model.exports) if (entry.exported !== '*') exports.set(entry.exported, entry);
  return { imports, exports, stars, declarations };
}

/**
 * Whether TypeScript leaves an import out of the emitted module: it is written as a value import, but everything that it
 * binds is used as a type or not at all.
 */
export function isErasedImport(names: Names, project: Project, file: FilePath, record: ImportRecord): boolean {
  if (record.form !== 'import' || record.names.length === 0) return false;
  const model = names.model(file);
  if (model.dialect === 'js' || model.dialect === 'jsx' || project.compilerFacts(file).verbatimModuleSyntax) return false;
  const locals = new Set(record.names.filter((name) => !name.typeOnly).map((name) => name.local));
  for (const entry of model.exports) {
    // `export { Menu }` of an imported interface is erased too, but only the other file can tell; it counts as used.
    if (entry.from === undefined && !entry.typeOnly && entry.local !== undefined && locals.has(entry.local)) return false;
  }
  return model.statements.every(
    (statement) => statement.erased || ![...statement.reads, ...statement.writes].some((use) => use.when !== 'type' && locals.has(use.name)),
  );
}
