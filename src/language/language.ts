import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { ApiReading } from '../model/api.js';
import type { EmittedDecorators } from '../model/emitted-decorators.js';
import type { Importer } from '../model/importer.js';
import type { ModuleLinks } from '../model/module-links.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Outline } from '../model/outline.js';
import type { CompilerFacts, ScannedModule, SkippedFile } from '../model/project.js';
import type { Resolution } from '../model/resolution.js';
import type { SourceFile } from '../model/source-file.js';
import type { Lexed } from './lexed.js';

export type ScanResult =
  | { readonly kind: 'scanned'; readonly module: ScannedModule }
  | { readonly kind: 'unparsed'; readonly reason: string };

/** The one compiler option that changes what a scan says. */
export type ScanFacts = Pick<CompilerFacts, 'verbatimModuleSyntax'>;

/** What a scan looks at: line starts only where something is wrong. */
export type ScanSource = Pick<SourceFile, 'path' | 'text' | 'lineStarts'>;

export interface ResolverInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  readonly projectFiles: ReadonlySet<FilePath>;
}

/** Answers for the set of files that it was made for; memoised. */
export interface Resolver {
  /** Configuration files that were needed so far and could not be read in full. Sorted by path. */
  brokenConfigs(): readonly SkippedFile[];
  /** Configuration files that were looked for so far and are found only through another one, whether they are there or not. */
  configFiles?(): readonly FilePath[];
  resolve(from: FilePath, specifier: string): Resolution;
  compilerFacts(file: FilePath): CompilerFacts;
  /** The same answer with what was tried on the way to it, in order, one fact a step. Not memoised. */
  explain?(from: FilePath, specifier: string): { readonly resolution: Resolution; readonly steps: readonly string[] };
  /** A resolver for another set of files under the same configuration: only files of the language have come, gone or changed. */
  withFiles?(input: ResolverInput): Resolver;
}

/** One version of a project whose types are asked for. */
export interface ApiInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  readonly files: ReadonlyMap<FilePath, SourceFile>;
  readonly edgesFrom: ReadonlyMap<FilePath, readonly { readonly to: FilePath }[]>;
  readonly resolve: (from: FilePath, specifier: string) => Resolution;
  readonly tsconfig?: FilePath;
  /** Whether the build writes declaration files. */
  readonly emitsDeclarations: boolean;
  /** Files whose exports are asked for. */
  readonly entries: readonly FilePath[];
  /** Whether a file may differ from the other version, or reach one that does. The types of all others are the same on both sides and are only named. */
  readonly isOpen: (file: FilePath) => boolean;
  /** Whether types are inferred even where all of them are written: the other version leaves some out. */
  readonly inferred: boolean;
}

/**
 * The seam between decant and a programming language. Only the folder of a language imports its parser or resolver.
 * `scan` is called for every file and must stay near the cost of reading the bytes; `read` loads a compiler and is called
 * only for files that somebody asked about.
 */
export interface Language {
  readonly id: string;
  /** With the leading dot. */
  readonly extensions: readonly string[];
  /** Asks for a fact only where the result depends on it. `lexed`: what the lexer of the language says of the text, where it is known. */
  scan(source: ScanSource, facts: ScanFacts, lexed?: Lexed): ScanResult;
  /** Never throws on bad syntax: `problems` of the model lists it. */
  read(source: SourceFile, facts: CompilerFacts): ModuleModel;
  /** What `read` says of each, for less than `read` costs for each. */
  readMany?(files: readonly { readonly source: SourceFile; readonly facts: CompilerFacts }[]): readonly ModuleModel[];
  /** What `read` says of a text that differs only in what it imports from `old`, which was read under the same facts. Undefined where that cannot be told from the two texts. */
  revise?(old: ModuleModel, source: SourceFile): ModuleModel | undefined;
  /** The part of `read` that import cycles need, at a fraction of its cost. Never throws on bad syntax. */
  links(source: SourceFile, facts: CompilerFacts): ModuleLinks;
  /** At the cost of a scan. Undefined when the text has no structure that could be followed. */
  outline(source: SourceFile): Outline | undefined;
  /** What the compiler emits for the decorators of a file; with `type`, for a type that the file knows. */
  readDecorators?(source: SourceFile, facts: CompilerFacts, type?: string): readonly EmittedDecorators[];
  /** What a file takes from the modules that `isWanted` knows by their specifiers. Never throws on bad syntax. */
  readImporter?(source: SourceFile, isWanted: (specifier: string) => boolean): Importer;
  createResolver(input: ResolverInput): Resolver;
  /** Reads types with a compiler. The reader keeps what it parsed for its next call: two versions of a project are nearly the same files. */
  createApiReader?(): (input: ApiInput) => ApiReading;
}
