import type { Span } from '../../text/span.js';
import { isSpaceCode } from './scan-characters.js';

/** What the token before is, when it is no word: then `wordStart` is the offset of that word. */
export const punctuator = -1;
/** A string, template, regular expression or JSX element: what follows is an operator. */
export const literal = -2;

/** What an open bracket is; it lies in the low bits of a stack entry, above it the offset of a word (see `pushBracket`). */
export const bracket = { paren: 0, square: 1, brace: 2, templateHole: 3, jsxChild: 4, jsxAttribute: 5, jsxElement: 6, jsxValue: 7 } as const;

export type JsxState = 'element' | 'attributes' | 'children' | 'code';

export interface Lexer {
  readonly text: string;
  /** Whether `<` before an operand begins an element. */
  readonly jsx: boolean;
  position: number;
  /** Offset of the last character of the token before, -1 at the start. */
  last: number;
  /** Offset of the token before when it is a word or number, else `punctuator` or `literal`. */
  wordStart: number;
  /** The word before the parenthesis that the last `)` closed: its offset, or -1. */
  closedParenWord: number;
  readonly brackets: number[];
  readonly comments: Span[];
  commentEnd: number;
  lineStart: number;
  /** Offset of the first newline after the comment before. */
  nextNewline: number;
  /** A `/` where only a regular expression may stand had none: no other is looked for, or each would be sought up to the end of its line. */
  unclosedRegex: boolean;
  physicalLines: number;
  codeLines: number;
  commentLines: number;
  /** For each `import`, `export` and `require` that is code and no property name: its offset, then `last` and `wordStart` of the token before. */
  readonly words: number[];
  /** Three numbers a token, when they are wanted: kind, start, end. */
  readonly tokens: number[] | undefined;
  /** Offset of the first character of each code line, when tokens are wanted. */
  readonly codeLineStarts: number[];
  /** Where `readJsx` goes on; `code` when the code around the element, or a hole in it, comes next. */
  jsxState: JsxState;
  /** Something was met that this lexer cannot follow; what it found from there on means nothing. */
  lost: boolean;
}

export const tokenKind = { word: 0, punctuator: 1, literal: 2, jsxName: 3 } as const;

/** `word` is the offset that the closing bracket will ask for, or -1. */
export function pushBracket(lexer: Lexer, kind: number, word: number): void {
  lexer.brackets.push((word + 1) * 8 + kind);
}

export function addToken(lexer: Lexer, kind: number, start: number, end: number): void {
  lexer.tokens?.push(kind, start, end);
}

/** A line ends at the newline `at` where code was read token by token. */
export function endLine(lexer: Lexer, at: number): void {
  if (lexer.last >= lexer.lineStart) addCodeLine(lexer);
  else if (lexer.commentEnd > lexer.lineStart) lexer.commentLines++;
  lexer.physicalLines++;
  lexer.lineStart = at + 1;
}

/** A line ends at the newline `at` inside a template, a string or JSX text: white space alone is a blank line. */
export function endTextLine(lexer: Lexer, at: number): void {
  if (lexer.last >= lexer.lineStart || !isBlankBefore(lexer, at)) addCodeLine(lexer);
  lexer.physicalLines++;
  lexer.lineStart = at + 1;
}

/** Notes a comment and counts the lines that end inside it. */
export function addComment(lexer: Lexer, start: number, end: number): void {
  const { text } = lexer;
  // Kept from comment to comment: a minified file has ten thousand of them before its next newline.
  if (lexer.nextNewline < start) lexer.nextNewline = findNewline(text, start);
  for (let at = lexer.nextNewline; at < end; at = lexer.nextNewline = findNewline(text, at + 1)) {
    if (lexer.last >= lexer.lineStart) addCodeLine(lexer);
    else if (!isBlankBefore(lexer, at)) lexer.commentLines++;
    lexer.physicalLines++;
    lexer.lineStart = at + 1;
  }
  lexer.comments.push({ start, end });
  lexer.commentEnd = end;
}

/** Offset of the first LF from `start`, or the length of the text. */
function findNewline(text: string, start: number): number {
  const at = text.indexOf('\n', start);
  return at === -1 ? text.length : at;
}

/** The last line, which has no newline. */
export function endText(lexer: Lexer): void {
  if (lexer.lineStart < lexer.text.length) endLine(lexer, lexer.text.length);
}

function addCodeLine(lexer: Lexer): void {
  lexer.codeLines++;
  if (lexer.tokens) lexer.codeLineStarts.push(lexer.lineStart);
}

function isBlankBefore(lexer: Lexer, at: number): boolean {
  let position = at - 1;
  while (position >= lexer.lineStart && isSpaceCode(lexer.text.charCodeAt(position))) position--;
  return position < lexer.lineStart;
}

/** JavaScript may hold JSX whatever its extension; in TypeScript `<` before an operand is a type assertion or type parameters. */
export function mayHoldJsx(extension: string): boolean {
  return extension === '.tsx' || !/ts$/.test(extension);
}
