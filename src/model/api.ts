import type { FilePath } from '../host/path.js';

/**
 * A piece of a declaration, with every name replaced by what it means. `kind` tells declarations (`class`, `function`, `const`), members (`property`,
 * `method`, `getter`), parts of signatures (`type-parameter`, `parameter`, `returns`) and types (`union`, `reference`, `literal`) apart.
 */
export interface ApiNode {
  readonly kind: string;
  /** Key of a member, name of a parameter. Never the name of a declaration: `ApiSymbol` has it. */
  readonly name?: string;
  /** Keyword, literal, operator, or the name of something global. */
  readonly text?: string;
  /** Index in `ApiSurface.symbols`. */
  readonly ref?: number;
  /** `optional`, `readonly`, `static`, `abstract`, `private`, `protected`, `rest`, `const`, `deprecated`. Sorted. */
  readonly flags?: readonly string[];
  readonly children: readonly ApiNode[];
  /** As the compiler prints it, on one line; for people. Absent where nobody would look. */
  readonly shown?: string;
}

/** Something declared, of which types speak: a declaration of the project, one of a package, a type parameter. */
export interface ApiSymbol {
  readonly name: string;
  /** Of what is not followed: `zod#ZodType` of a package, `src/till.ts#Till` of a file that is the same on both sides. */
  readonly identity?: string;
  /** Why its type cannot be told: a fact that goes on after its name. Two unknown types are never equal. */
  readonly unknown?: string;
  /** A type parameter, or a parameter that a type names: it has meaning in one declaration only. */
  readonly isLocal: boolean;
  /** Merged declarations, each in its place: overloads, interface and class, class and namespace. Empty for what is not followed. */
  readonly declarations: readonly ApiNode[];
  /** Where the declaration stands, for what is followed. */
  readonly file?: FilePath;
}

export interface ApiExport {
  readonly symbol: number;
  /** Passed on by `export type`, so that it is no value whatever it means. */
  readonly typeOnly: boolean;
}

/** `declare module 'express' { interface Request { user: User } }` and `declare global`. */
export interface ApiAugmentation {
  /** `global`, or the identity of the module. */
  readonly target: string;
  readonly name: string;
  readonly symbol: number;
}

export interface ApiEntry {
  /** By exported name; `export =` for the value of such an assignment. */
  readonly exports: ReadonlyMap<string, ApiExport>;
  /** `export * from` what is not followed, sorted. */
  readonly stars: readonly string[];
  readonly augmentations: readonly ApiAugmentation[];
}

/** What the compiler says of declarations that it cannot write: an inferred type without a name outside its file. */
export interface EmitProblem {
  readonly file: FilePath;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** `TS4058`. */
  readonly code: string;
  readonly message: string;
}

/** A name of which the compiler rejects the declarations, because they do not go together: what it writes as its type is one of them, by the layout. */
export interface RejectedName {
  /** `default` for a second default export. */
  readonly name: string;
  readonly file: FilePath;
  /** `TS2395`. */
  readonly code: string;
  readonly message: string;
}

/** The types of everything that a few entry files export. */
export interface ApiSurface {
  readonly symbols: readonly ApiSymbol[];
  readonly entries: ReadonlyMap<FilePath, ApiEntry>;
  /** Whether the project has its declarations written at all. */
  readonly emitsDeclarations: boolean;
  readonly problems: readonly EmitProblem[];
  /** Of the files that may differ, sorted by name. */
  readonly rejected: readonly RejectedName[];
}

/** `isAnnotated`: every type was written as its source says it. The two readings of a pair agree in this, so that the compiler spells both in one way. */
export type ApiReading = { readonly kind: 'read'; readonly isAnnotated: boolean; readonly surface: ApiSurface } | { readonly kind: 'unread'; readonly reason: string };
