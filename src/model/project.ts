import type { FilePath } from '../host/path.js';
import type { ImportRecord } from './import-record.js';
import type { Resolution } from './resolution.js';
import type { LineCounts, SourceFile } from './source-file.js';
import type { TaskDeclaration } from './task-declaration.js';

/** `// decant-allow god-file: the parser is one table`. */
export interface Allowance {
  readonly id: string;
  /** Empty when none is given. */
  readonly reason: string;
  /** 1-based. */
  readonly line: number;
}

/** The cheap view of one file: made without a syntax tree. */
export interface ScannedModule {
  readonly path: FilePath;
  readonly imports: readonly ImportRecord[];
  readonly lines: LineCounts;
  /** `decant-allow` comments in the first 20 lines. */
  readonly allowances: readonly Allowance[];
  /** Its header says that a program wrote it (`@generated`, `DO NOT EDIT`). */
  readonly generated: boolean;
  /** It holds the words that begin the mark of a shim: `readShimMark` tells whether it is one. */
  readonly marked: boolean;
}

export interface ImportEdge {
  readonly from: FilePath;
  readonly to: FilePath;
  readonly record: ImportRecord;
}

export interface UnresolvedImport {
  readonly from: FilePath;
  readonly record: ImportRecord;
  readonly reason: string;
}

/**
 * Who imports whom, and how, without what is imported: all that a walk over every module reads. A module is its place in `modules` of the graph; its
 * edges are those from `starts[module]` up to `starts[module + 1]`, in the order in which its text names their targets.
 */
export interface GraphShape {
  readonly starts: Int32Array;
  /** For each edge a module. */
  readonly targets: Int32Array;
  /** Places in `edgeKinds`. */
  readonly kinds: Uint8Array;
  /** Places in `importForms`. */
  readonly forms: Uint8Array;
}

/** Edges between files of the project. Packages and assets outside it are not nodes. */
export interface ModuleGraph {
  readonly modules: readonly FilePath[];
  readonly edgesFrom: ReadonlyMap<FilePath, readonly ImportEdge[]>;
  readonly edgesTo: ReadonlyMap<FilePath, readonly ImportEdge[]>;
  readonly unresolved: readonly UnresolvedImport[];
  /** Known without the edges, where these are made when somebody asks for them. */
  readonly shape?: GraphShape;
  /** It differs from another graph in the imports of one file, if at all. */
  readonly revises?: { readonly graph: ModuleGraph; readonly file: FilePath };
}

/** The compiler options that change what a module means. */
export interface CompilerFacts {
  readonly tsconfig?: FilePath;
  readonly jsx?: string;
  readonly jsxFactory?: string;
  readonly jsxFragmentFactory?: string;
  readonly emitDecoratorMetadata: boolean;
  readonly verbatimModuleSyntax: boolean;
  /** `importsNotUsedAsValues` or `preserveValueImports` of TypeScript before 5.5: an import of which only types are used is evaluated all the same. */
  readonly keepsUnusedImports?: boolean;
  readonly isolatedModules: boolean;
  readonly isolatedDeclarations: boolean;
  readonly allowImportingTsExtensions: boolean;
  readonly moduleResolution?: string;
  readonly module?: string;
  readonly checkJs: boolean;
  /** Declaration files are emitted, so every type that another file infers must have a name there. */
  readonly declaration?: boolean;
  /** Declarations marked `@internal` are left out of the declaration files. */
  readonly stripInternal?: boolean;
  /** Undefined where nothing says: `strict` is on by default since TypeScript 6. */
  readonly noImplicitAny?: boolean;
}

export interface SkippedFile {
  readonly path: FilePath;
  readonly reason: string;
}

/** Immutable snapshot of the files under study. */
export interface Project {
  readonly root: FilePath;
  readonly files: ReadonlyMap<FilePath, SourceFile>;
  readonly scanned: ReadonlyMap<FilePath, ScannedModule>;
  readonly graph: ModuleGraph;
  readonly compilerFacts: (file: FilePath) => CompilerFacts;
  /** Memoised; the same answer that the graph was linked with. */
  readonly resolve: (from: FilePath, specifier: string) => Resolution;
  /** Files that could be read but not understood. */
  readonly unparsed: readonly SkippedFile[];
  /** Files left out on purpose (binary, too large). */
  readonly skipped: readonly SkippedFile[];
  /** Configuration that decides what imports mean and could not be read in full: a tsconfig with a syntax error or a missing `extends`. */
  readonly brokenConfigs: readonly SkippedFile[];
  /** Frameworks of background tasks that the configuration declares. */
  readonly declaredTasks: readonly TaskDeclaration[];
  /** Hash of the text of one file of the project. */
  readonly contentHash: (file: FilePath) => string;
  /** It differs from another project in the text of one file, so that what others say by themselves is known from there. */
  readonly revises?: { readonly project: Project; readonly file: FilePath };
}
