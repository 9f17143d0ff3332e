import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FileChange } from '../../edit/change-set.js';
import type { TextEdit } from '../../edit/text-edit.js';
import type { FilePath } from '../../host/path.js';
import type { ExportHome, FacadeHomes } from '../../model/export-home.js';
import type { Importer, ModuleUse } from '../../model/importer.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';

/** The package that a file belongs to. */
export interface PackagePlace {
  readonly folder: FilePath;
  readonly name?: string;
  /** Its `exports` field; undefined when it has none. */
  readonly exports?: unknown;
}

export interface RedirectInput {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  /** What a file takes from the modules that `isWanted` knows by their specifiers. */
  readonly readImporter: (file: FilePath, isWanted: (specifier: string) => boolean) => Importer;
  readonly facades: ReadonlyMap<FilePath, FacadeHomes>;
  /** Homes of the exports of any module: of a barrel that passes all of a facade on. */
  readonly homesOf: (file: FilePath) => FacadeHomes;
  readonly packageOf: (file: FilePath) => PackagePlace;
  /** Why a file keeps its imports of a facade: it is mocked, it loads it for what runs then, the user left it out. */
  readonly keepsFacade: (file: FilePath, facade: FilePath) => string | undefined;
  /** What would no longer run if a facade were not loaded but one of its modules: a fact. Undefined when nothing. */
  readonly lostEffect: (facade: FilePath, home: FilePath) => string | undefined;
  /** Whether an ES module under Node finds a name in the facade, a CommonJS module, and would find none in the one that declares it: `module.exports = { list() {}, add }`. */
  readonly isHidden: (facade: FilePath, exported: string, home: FilePath, name: string) => boolean;
  /** Whether the order in which the modules of a facade are loaded can be observed. */
  readonly isOrdered: (facade: FilePath) => boolean;
}

/** A place that still names the facade. */
export interface LeftUse {
  readonly file: FilePath;
  readonly facade: FilePath;
  /** Offset in the text of `file`. */
  readonly offset: number;
  readonly form: string;
  readonly names: readonly string[];
  readonly because: string;
}

export interface Redirected {
  readonly changes: readonly FileChange[];
  /** Places that were found, by importer: `file`, and how many of them name a declaring module now. */
  readonly importers: readonly { readonly file: FilePath; readonly found: number; readonly rewritten: number }[];
  readonly left: readonly LeftUse[];
  readonly notes: readonly Diagnostic[];
}

/** What is known while one file is rewritten. */
export interface FileContext {
  readonly input: RedirectInput;
  readonly importer: Importer;
  readonly file: FilePath;
  readonly facade: FilePath;
  readonly homes: FacadeHomes;
  /** Names that must not be given to something new. Grows. */
  readonly taken: Set<string>;
}

/** What becomes of one place. `edits` are empty when it stays as it is. */
export interface Decision {
  readonly edits: readonly TextEdit[];
  readonly statement?: NewStatements;
  readonly left: readonly { readonly names: readonly string[]; readonly because: string }[];
  readonly isRewritten: boolean;
}

/** A statement that is printed anew: the names that go to each module, in order. */
export interface NewStatements {
  readonly use: ModuleUse;
  readonly facade: FilePath;
  readonly groups: readonly NameGroup[];
}

export interface NameGroup {
  readonly file: FilePath;
  readonly specifier: string;
  readonly names: readonly { readonly home: Pick<ExportHome, 'name'>; readonly local: string; readonly typeOnly: boolean; readonly before: readonly string[]; readonly after: readonly string[] }[];
}
