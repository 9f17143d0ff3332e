import type { Span } from '../text/span.js';

/** One top-level declaration as the scanner sees it, without a syntax tree. Overloads and merged declarations are one. */
export interface OutlineDeclaration {
  readonly names: readonly string[];
  readonly kind: 'function' | 'class' | 'variable' | 'enum' | 'interface' | 'type' | 'namespace';
  /** Of its first statement: from the first token to the last. */
  readonly span: Span;
  /** Code lines of all its statements: lines with a character that is neither white space nor comment. */
  readonly lines: number;
  readonly exported: boolean;
  /** Other names of the same outline that occur in it as code, sorted. Shadowing is not seen; names after a dot do not count. */
  readonly uses: readonly string[];
}

/** The shape of one file: enough to say how large its parts are and which hang together. */
export interface Outline {
  /** In the order of the text. */
  readonly declarations: readonly OutlineDeclaration[];
  /** Code lines of top-level statements that declare nothing; imports and re-exports are not counted. */
  readonly looseLines: number;
}
