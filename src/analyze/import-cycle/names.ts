import type { FilePath } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { ExportEntry } from '../../model/module-model.js';
import type { LinkStatement, ModuleLinks } from '../../model/module-links.js';
import type { CompilerFacts, Project } from '../../model/project.js';
import { sliceSpan } from '../../text/span.js';

/**
 * What a name holds before its module has run. `ready`: its value, as function declarations do. `undefined`: nothing yet, but it
 * may be read (`var`, and what TypeScript makes of enums and namespaces). `dead`: reading it throws (`const`, `let`, `class`).
 */
export type EarlyState = 'ready' | 'undefined' | 'dead';

export interface Binding {
  readonly kind: 'binding';
  readonly file: FilePath;
  /** `default` for a default export without a name. */
  readonly name: string;
  readonly early: EarlyState;
  readonly statements: readonly LinkStatement[];
}

/** What a name means once every re-export is followed as far as was asked. */
export type Meaning =
  | Binding
  /** The module itself, of `import * as` and `export * as`. */
  | { readonly kind: 'namespace'; readonly file: FilePath }
  /** Defined beyond the files that were to be followed. */
  | { readonly kind: 'outside' }
  /** The module has no such export that could be read: CommonJS, or an error. */
  | { readonly kind: 'unknown'; readonly file: FilePath };

export interface Names {
  readonly links: (file: FilePath) => ModuleLinks;
  /** Every file that was read, in no order. */
  readonly filesRead: ReadonlySet<FilePath>;
  /** Names followed inside the knot. */
  readonly within: Follower;
  /** Names followed wherever they lead in the project, which may read files outside the knot. */
  readonly anywhere: Follower;
  readonly isMember: (file: FilePath) => boolean;
  /** The member that a specifier means; undefined for anything outside the knot. */
  readonly memberAt: (file: FilePath, specifier: string) => FilePath | undefined;
  /** The import that binds a local name. */
  readonly importOf: (file: FilePath, local: string) => ImportRecord | undefined;
  /** When a module uses each of its top-level names. */
  readonly usesIn: (file: FilePath) => ReadonlyMap<string, ImportUses>;
}

export interface Follower {
  /** A top-level name as one module uses it, imports followed. */
  readonly local: (file: FilePath, name: string) => Meaning;
  /** An export of a module, re-exports followed; `*` is the module itself. */
  readonly exported: (file: FilePath, name: string) => Meaning;
}

interface ModuleTables {
  readonly imports: ReadonlyMap<string, { readonly record: ImportRecord; readonly imported: string }>;
  readonly exports: ReadonlyMap<string, ExportEntry>;
  readonly stars: readonly string[];
  readonly declarations: ReadonlyMap<string, readonly LinkStatement[]>;
}

type Targets = Map<FilePath, Map<string, FilePath | null>>;

/** A resolver answers for one set of files; what each of its answers leads to in the project is asked again with every text of an open file. */
const knownTargets = new WeakMap<Project['resolve'], Targets>();

function targetsOf({ resolve }: Project): Targets {
  let targets = knownTargets.get(resolve);
  if (!targets) knownTargets.set(resolve, (targets = new Map()));
  return targets;
}

/** The same for every text of another file. */
const tablesByLinks = byLinks(buildTables);
const usesByLinks = byLinks(tallyUses);

function byLinks<T>(build: (links: ModuleLinks) => T): (links: ModuleLinks) => T {
  const known = new WeakMap<ModuleLinks, T>();
  return (links) => {
    let built = known.get(links);
    if (built === undefined) known.set(links, (built = build(links)));
    return built;
  };
}

/** Names of the members of one knot. Reads a file when it is first asked about. */
export function createNames(project: Project, read: (file: FilePath) => ModuleLinks, members: ReadonlySet<FilePath>): Names {
  const tables = new Map<FilePath, ModuleTables>();
  const targets = targetsOf(project);
  const filesRead = new Set<FilePath>();
  const links = (file: FilePath): ModuleLinks => {
    filesRead.add(file);
    return read(file);
  };
  const tablesOf = (file: FilePath): ModuleTables => {
    let known = tables.get(file);
    if (!known) tables.set(file, (known = tablesByLinks(links(file))));
    return known;
  };
  const fileAt = (file: FilePath, specifier: string): FilePath | undefined => {
    let known = targets.get(file);
    if (!known) targets.set(file, (known = new Map()));
    let target = known.get(specifier);
    if (target === undefined) {
      const resolution = project.resolve(file, specifier);
      target = resolution.kind === 'file' && project.files.has(resolution.path) ? resolution.path : null;
      known.set(specifier, target);
    }
    return target ?? undefined;
  };
  const memberAt = (file: FilePath, specifier: string): FilePath | undefined => {
    const target = fileAt(file, specifier);
    return target !== undefined && members.has(target) ? target : undefined;
  };
  return {
    links,
    filesRead,
    within: createFollower(links, tablesOf, memberAt),
    anywhere: createFollower(links, tablesOf, fileAt),
    isMember: (file) => members.has(file),
    memberAt,
    importOf: (file, name) => tablesOf(file).imports.get(name)?.record,
    usesIn: (file) => usesByLinks(links(file)),
  };
}

/** Follows imports and re-exports as far as `fileAt` knows a file. */
function createFollower(
  links: (file: FilePath) => ModuleLinks,
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
    return statements ? declaredBinding(links(file), name, statements) : { kind: 'unknown', file };
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
      const statement = links(file).statements[entry.statement];
      return bindingOf(links(file), name, statement ? [statement] : []);
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
  return {
    local: remembering((file, name) => local(file, name, new Set())),
    exported: remembering((file, name) => (name === '*' ? { kind: 'namespace', file } : exported(file, name, new Set()))),
  };
}

/** A barrel of a hundred `export *` is asked for the same names by each of its importers. */
function remembering(follow: (file: FilePath, name: string) => Meaning): (file: FilePath, name: string) => Meaning {
  const known = new Map<FilePath, Map<string, Meaning>>();
  return (file, name) => {
    let meanings = known.get(file);
    if (!meanings) known.set(file, (meanings = new Map()));
    let meaning = meanings.get(name);
    if (!meaning) meanings.set(name, (meaning = follow(file, name)));
    return meaning;
  };
}

/** By the statements of a name in the tables of its file, which are the same for every text of another one. */
const declaredBindings = new WeakMap<readonly LinkStatement[], Binding>();

function declaredBinding(links: ModuleLinks, name: string, statements: readonly LinkStatement[]): Binding {
  let binding = declaredBindings.get(statements);
  if (!binding) declaredBindings.set(statements, (binding = bindingOf(links, name, statements)));
  return binding;
}

function bindingOf({ source }: ModuleLinks, name: string, statements: readonly LinkStatement[]): Binding {
  const states = statements.map((statement) => earlyState(source.text, statement));
  // Overloads and merged declarations: an interface beside a class of the same name is there from the start, the class is not.
  const early = states.includes('dead') || states.length === 0 ? 'dead' : states.includes('undefined') ? 'undefined' : 'ready';
  return { kind: 'binding', file: source.path, name, early, statements };
}

function earlyState(text: string, statement: LinkStatement): EarlyState {
  if (statement.erased || statement.kind === 'function' || statement.kind === 'ambient') return 'ready';
  if (statement.kind === 'enum' || statement.kind === 'namespace') return 'undefined';
  // `if (hot) { var soup = 1; }` declares soup for the whole module.
  if (statement.kind === 'control') return 'undefined';
  return statement.kind === 'variable' && /^(?:export\s+)?var\b/.test(sliceSpan(text, statement.span)) ? 'undefined' : 'dead';
}

function buildTables(model: ModuleLinks): ModuleTables {
  const imports = new Map<string, { record: ImportRecord; imported: string }>();
  const stars: string[] = [];
  for (const record of model.imports) {
    if (record.form === 'export-star' && record.names.every((name) => name.local === '*')) stars.push(record.specifier);
    if (record.form !== 'import' && record.form !== 'import-equals') continue;
    for (const name of record.names) imports.set(name.local, { record, imported: name.imported });
  }
  const declarations = new Map<string, LinkStatement[]>();
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

/** When a module uses the names that an import binds. */
export interface ImportUses {
  readonly hard: number;
  readonly soft: number;
  readonly type: number;
  /** Names that are exported again by an export list. */
  readonly exported: number;
}

export function countUses(names: Names, file: FilePath, record: ImportRecord): ImportUses {
  const uses = { hard: 0, soft: 0, type: 0, exported: 0 };
  for (const { local, typeOnly } of record.names) {
    const own = typeOnly ? undefined : names.usesIn(file).get(local);
    for (const time of ['hard', 'soft', 'type', 'exported'] as const) uses[time] += own?.[time] ?? 0;
  }
  return uses;
}

function tallyUses(links: ModuleLinks): ReadonlyMap<string, ImportUses> {
  const tally = new Map<string, { -readonly [K in keyof ImportUses]: ImportUses[K] }>();
  const add = (name: string, time: keyof ImportUses): void => {
    let uses = tally.get(name);
    if (!uses) tally.set(name, (uses = { hard: 0, soft: 0, type: 0, exported: 0 }));
    uses[time]++;
  };
  for (const entry of links.exports) if (entry.from === undefined && !entry.typeOnly && entry.local !== undefined) add(entry.local, 'exported');
  for (const statement of links.statements) {
    for (const use of statement.reads) add(use.name, statement.erased ? 'type' : use.when);
    for (const use of statement.writes) add(use.name, statement.erased ? 'type' : use.when);
  }
  return tally;
}

/**
 * Whether TypeScript leaves an import out of the emitted module: it is written as a value import, but everything that it
 * binds is used as a type or not at all. `export { Menu }` of an imported interface is left out too, but only the other file
 * can tell; it counts as used.
 */
export function isErasedImport(names: Names, project: Project, file: FilePath, record: ImportRecord): boolean {
  if ((record.form !== 'import' && record.form !== 'import-equals') || record.names.length === 0) return false;
  const links = names.links(file);
  const facts = project.compilerFacts(file);
  let known = erasures.get(record);
  if (known?.links !== links || known.facts !== facts) erasures.set(record, (known = { links, facts, isErased: isErasedUnder(names, links, facts, file, record) }));
  return known.isErased;
}

/** Of all imports of a knot none has changed but those of the open file. */
const erasures = new WeakMap<ImportRecord, { readonly links: ModuleLinks; readonly facts: CompilerFacts; readonly isErased: boolean }>();

function isErasedUnder(names: Names, { dialect }: ModuleLinks, facts: CompilerFacts, file: FilePath, record: ImportRecord): boolean {
  if (dialect === 'js' || dialect === 'jsx' || facts.verbatimModuleSyntax || facts.keepsUnusedImports === true) return false;
  const uses = countUses(names, file, record);
  return uses.hard + uses.soft + uses.exported === 0;
}
