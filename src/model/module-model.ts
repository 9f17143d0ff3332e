import type { Span } from '../text/span.js';
import type { ClassSite, DirectedFunction, FunctionSite } from './declaration-site.js';
import type { CommentRead, CommentType } from './comment-type.js';
import type { ImportRecord } from './import-record.js';
import type { Member } from './member.js';
import type { Reference } from './reference.js';
import type { SourceFile } from './source-file.js';
import type { TextMark } from './text-mark.js';
import type { CallSite, Dispatch, StaticValue } from './static-value.js';

/**
 * `none`: evaluating the statement can neither be observed nor observe anything that changes (function, literal, `new Map()`).
 * `possible`: it reads state that another statement may have changed, but changes nothing itself (`registry.size`).
 * `ordered`: it may change state, so its place among the other `possible` and `ordered` statements must be kept.
 */
export type Effect = 'none' | 'possible' | 'ordered';

/** Why a statement cannot leave its file. */
export interface Pin {
  readonly kind:
    | 'import-meta' | 'file-path' | 'top-level-this' | 'eval' | 'with' | 'top-level-await' | 'main-guard' | 'ambient'
    | 'commonjs' | 'undividable' | 'merged-import' | 'export-assignment' | 'dynamic-path' | 'using' | 'unsupported';
  readonly span: Span;
  /** A fact, e.g. "reads import.meta.url, which names the file that it stands in". */
  readonly because: string;
}

export interface ExportedName {
  readonly exported: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

export type StatementKind =
  | 'function' | 'class' | 'variable' | 'enum' | 'interface' | 'type' | 'namespace' | 'ambient'
  | 'export-default' | 'expression' | 'control' | 'empty'
  | 'import' | 'export-list' | 'export-from' | 'export-star' | 'import-equals' | 'export-assignment' | 'directive';

/**
 * `declaration` declares at least one top-level name, `loose` declares none but runs (or is a default-exported expression),
 * `wiring` connects modules (imports, export lists, re-exports) and is rebuilt by a split rather than moved.
 */
export type StatementRole = 'declaration' | 'loose' | 'wiring';

/** One top-level statement. The `fullSpan`s of all statements, the header and the footer tile the text without gap or overlap. */
export interface Statement {
  readonly index: number;
  readonly kind: StatementKind;
  readonly role: StatementRole;
  /** From the first token (decorators and modifiers included, JSDoc excluded) to the last. */
  readonly span: Span;
  /** `span` with the comments and blank lines before it and the trailing comment and newline on its last line. */
  readonly fullSpan: Span;
  /** Names that it declares at top level. Overloads and merged declarations share one name over several statements. */
  readonly declares: readonly string[];
  /** Names exported by the statement itself (`export const a`, `export default function f`), not by an export list elsewhere. */
  readonly exportedAs: readonly ExportedName[];
  /** Uses of top-level bindings other than its own names. Sorted by offset. */
  readonly reads: readonly Reference[];
  /** Assignments to top-level bindings, its own initialisers aside. Sorted by offset. */
  readonly writes: readonly Reference[];
  readonly effect: Effect;
  /** Why `effect` is what it is: "calls defineTask(), which is not known to be pure". */
  readonly because: string;
  /** Nothing of it exists at run time. */
  readonly erased: boolean;
  readonly pins: readonly Pin[];
  /** Module specifiers inside the statement: `import()`, `require()`, `import('x').T`, `vi.mock('x')`; for wiring, its own. */
  readonly imports: readonly ImportRecord[];
  /** Where `export ` is inserted when the declaration must become visible to other modules; undefined when it is exported under its own name already or cannot be. */
  readonly exportInsertAt?: number;
  /** Why no other file can be given its names, so that everything that uses them shares its file. */
  readonly keepPrivate?: string;
  /** CommonJS: top-level names that functions inside it assign, its own included: they may change at any time. */
  readonly assignsLater?: readonly string[];
  /** CommonJS: the members of the exports that it assigns; `*` is `module.exports` itself. */
  readonly assignsExports?: readonly string[];
  /** CommonJS: it may leave the file all the same, if these members are assigned in its place from what it exports in its new file. */
  readonly forwards?: readonly string[];
  /** JavaScript: names in the types that its comments write. */
  readonly commentReads?: readonly CommentRead[];
  /** JavaScript: module specifiers in its comments, quotes excluded: `@type {import('./x').T}`. */
  readonly commentPaths?: readonly { readonly specifier: string; readonly span: Span }[];
  /** Names of other statements whose file it must share, for a reason that no reference shows. */
  readonly standsWith?: readonly { readonly name: string; readonly because: string }[];
  /** An object whose properties were variables: its members are assigned from anywhere, as those were. */
  readonly holdsState?: boolean;
  /** Its declared type is what the compiler infers from the code, not what is written. */
  readonly inferred?: boolean;
  /** Of a statement of at least 100 lines: what it is made of, what would leave it most easily first. */
  readonly members?: readonly Member[];
  /** For loose statements: `@3`, stable for one text, used by plans. Undefined otherwise. */
  readonly looseId?: string;
}

/** An export of the module, whichever statement makes it. */
export interface ExportEntry {
  readonly exported: string;
  /** Local binding; undefined for a re-export from another module. */
  readonly local?: string;
  /** Specifier of a re-export; undefined for a local one. */
  readonly from?: string;
  /** Name in the other module for a re-export (`*` for `export * as ns`). */
  readonly imported?: string;
  readonly typeOnly: boolean;
  readonly statement: number;
}

export interface HeaderComment {
  readonly span: Span;
  readonly role: 'shebang' | 'license' | 'pragma' | 'reference' | 'directive' | 'doc';
}

export interface CodeStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly indent: string;
  readonly trailingComma: boolean;
  /** Spaces inside `{ a }`. */
  readonly bracketSpacing: boolean;
  /** Whether type names are marked inside the braces (`{ type A }`) or by the statement (`import type { A }`). */
  readonly typeMarker: 'inline' | 'statement';
  /** Whether `import type { A } from 'x'` stands before `import { b } from 'x'`. */
  readonly typesFirst?: boolean;
  readonly printWidth: number;
  /** Of a CommonJS file. */
  readonly requires?: RequireStyle;
}

/** How a CommonJS file takes what it requires. */
export interface RequireStyle {
  readonly keyword: 'const' | 'let' | 'var';
  /** `const { a } = require('./x')`; false in a file that keeps to ECMAScript 5: `var a = require('./x').a`. */
  readonly destructures: boolean;
  /** `require( './x' )`, as WordPress writes calls. */
  readonly isPadded: boolean;
}

export interface SyntaxProblem {
  readonly span: Span;
  readonly message: string;
}

/** The full model of one file. Frozen plain data. */
export interface ModuleModel {
  readonly source: SourceFile;
  readonly dialect: 'ts' | 'tsx' | 'js' | 'jsx';
  readonly format: 'esm' | 'commonjs' | 'script';
  /** Text before the first statement's own comments: shebang, license, pragmas, directives, file documentation. */
  readonly header: Span;
  readonly headerComments: readonly HeaderComment[];
  /** In source order. A pragma in the header is among them only when it bounds a range. */
  readonly marks: readonly TextMark[];
  readonly statements: readonly Statement[];
  /** Text after the last statement. */
  readonly footer: Span;
  readonly imports: readonly ImportRecord[];
  readonly exports: readonly ExportEntry[];
  /** Calls and constructions anywhere in the module, in source order, with what is statically known of their arguments. */
  readonly calls: readonly CallSite[];
  /** Calls on the result of a call (`queue.createJob(data).retries(2)`), by start, then the inner before the outer. */
  readonly chains: readonly CallSite[];
  /** Choices by a dotted path whose last part is `name`, in source order. */
  readonly dispatches: readonly Dispatch[];
  /**
   * Statically known values of top-level `const`s and enum members (`Priority.High`), by dotted name. `default` is what `export default` names
   * no name for, `module.exports` and `exports.send` what CommonJS assigns once.
   */
  readonly constants: ReadonlyMap<string, StaticValue>;
  readonly classes: readonly ClassSite[];
  readonly functions: readonly FunctionSite[];
  /** Functions below top level, methods aside, whose body starts with a directive (`'use step'`). Absent where there are none. */
  readonly directed?: readonly DirectedFunction[];
  /** JavaScript: types that comments declare or import, in source order. */
  readonly commentTypes?: readonly CommentType[];
  readonly style: CodeStyle;
  readonly problems: readonly SyntaxProblem[];
}
