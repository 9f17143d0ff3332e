import type { LineCounts } from '../model/source-file.js';

/** What a lexer says of a text, from which a scan reads its imports. */
export interface Lexed {
  readonly lines: LineCounts;
  /** For each `require` and each `import(` that is code and no property name: its offset, then the last character of the token before and, when that is a word, its start. */
  readonly words: Int32Array;
  /** The import and export statements that take something from another module, in their order. */
  readonly statements: StatementNumbers;
  /** Offset after the last of them. */
  readonly statementsEnd: number;
  /** Whether a scan has nothing to say but the lines and these statements, and no escape stands in them. Then they hold until the next text is read. */
  readonly isComplete: boolean;
  /** A bracket without its partner, an unterminated construct, or a `/` or `<` that only a parser can tell: do not trust the rest. */
  readonly lost: boolean;
}

export interface LexedBytes extends Lexed {
  /** Whether each character is one byte. */
  readonly isAscii: boolean;
}

/** From `start` to `end`, for each statement the numbers of `statementField`, then its names. */
export interface StatementNumbers {
  readonly numbers: Int32Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the numbers of a statement lie. `kind` is a place in `edgeKinds`, `form` one in `importForms`; `names` is the count of them. A name is two numbers, where what is
 * imported begins and `nameMark`; where the local name is another one, its start and size follow. An offset may be one of `unwritten`.
 */
export const statementField = { kind: 0, form: 1, start: 2, end: 3, specifierStart: 4, specifierEnd: 5, names: 6 } as const;
export const statementNumbers = 7;

/** In the second number of a name; the size of what is imported stands above these bits. */
export const nameMark = { type: 1, renamed: 2, sizeShift: 2 } as const;

/** What is imported without being named. */
const unwritten = { default: -1, star: -2 } as const;

/** The kind of a statement under `verbatimModuleSyntax`, when that is another one than without it. */
export function verbatimKind(kind: number): number | undefined {
  return kind < 1 << kindShift ? undefined : kind >> kindShift;
}

export function erasedKind(kind: number): number {
  return kind & ((1 << kindShift) - 1);
}

const kindShift = 4;

export function nameAt(text: string, start: number, size: number): string {
  return start >= 0 ? text.slice(start, start + size) : start === unwritten.default ? 'default' : '*';
}
