import type { Span } from '../text/span.js';

/** A type that a comment of a JavaScript file declares (`@typedef`, `@callback`) or imports (`@import`). */
export interface CommentType {
  readonly name: string;
  /** The comment. */
  readonly span: Span;
  /** Index of the statement that the comment moves with; undefined for the header of the file. */
  readonly statement?: number;
  /** Names of its type parameters, and their `@template` tags as written, one a line. */
  readonly parameters: readonly string[];
  readonly templates: readonly string[];
  /** For `@import`: where it comes from. `*` is the namespace. */
  readonly imported?: { readonly specifier: string; readonly name: string };
}

/** A name of the file, or of a comment type, in a type that a comment writes. */
export interface CommentRead {
  readonly name: string;
  /** `typeof name`: only an import gives that, no alias of a type. */
  readonly isValue: boolean;
}
