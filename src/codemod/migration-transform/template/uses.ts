import type { Whole } from './namespace.js';

export interface Taken {
  /** Name in the module: `default` or an export name. */
  readonly imported: string;
  /** Name on this side: the local binding, or the exported name of a re-export. */
  readonly local: string;
  readonly isType: boolean;
  /** Comments before the name, and behind it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Where a static import writes it. */
  readonly at?: { readonly start: number; readonly end: number };
}

/** One place in a file that names a module. */
export interface Use {
  readonly form: 'import' | 'export-from' | 'export-star' | 'import-equals' | 'require-statement' | 'call' | 'import-type' | 'comment-type' | 'comment-import';
  readonly specifier: string;
  /** The characters between the quotes. */
  readonly inside: { readonly start: number; readonly end: number };
  readonly start: number;
  readonly end: number;
  readonly names: readonly Taken[];
  readonly whole?: { readonly local: string; readonly taken: Whole };
  readonly isType: boolean;
  /** Why nothing can be said of it. */
  readonly because?: string;
  /** Comments of a statement that belong to none of its names. */
  readonly inner: readonly string[];
  /** What follows the closing quote. */
  readonly tail: string;
  /** A comment speaks to a tool about this one statement. */
  readonly isWatched: boolean;
  readonly keyword?: string;
}
