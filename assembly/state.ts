import { findNewline, isSpaceCode } from './characters';
import { at, length } from './text';

/** What the token before is, when it is no word: then `wordStart` is the offset of that word. */
export const punctuator: i32 = -1;
/** A string, template, regular expression or JSX element: what follows is an operator. */
export const literal: i32 = -2;

/** What an open bracket is; it lies in the low bits of a stack entry, above it the offset of a word (see `pushBracket`). */
export namespace bracket {
  export const paren: i32 = 0;
  export const square: i32 = 1;
  export const brace: i32 = 2;
  export const templateHole: i32 = 3;
  export const jsxChild: i32 = 4;
  export const jsxAttribute: i32 = 5;
  export const jsxElement: i32 = 6;
  export const jsxValue: i32 = 7;
}

/** As `tokenKind` in scan-lex.ts. */
export namespace tokenKind {
  export const word: i32 = 0;
  export const punctuator: i32 = 1;
  export const literal: i32 = 2;
  export const jsxName: i32 = 3;
}

/** Where the address and the size of a list of numbers are kept. There is room for as many as a text of this length can have. */
type List = usize;

// @ts-ignore: a decorator of AssemblyScript
@inline
export function addressOf(list: List): usize {
  return load<usize>(list);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function sizeOf(list: List): i32 {
  return load<i32>(list, 4);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function resize(list: List, size: i32): void {
  store<i32>(list, size, 4);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function entry(list: List, index: i32): i32 {
  return load<i32>(addressOf(list) + (<usize>index << 2));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function setEntry(list: List, index: i32, value: i32): void {
  store<i32>(addressOf(list) + (<usize>index << 2), value);
}

/** Whether `<` before an operand begins an element. */
export let jsx: bool = false;
/** Whether tokens and the starts of code lines are wanted. */
export let wantsTokens: bool = false;
/** Offset of the last character of the token before, -1 at the start. */
export let last: i32 = -1;
/** Offset of the token before when it is a word or number, else `punctuator` or `literal`. */
export let wordStart: i32 = punctuator;
/** The word before the parenthesis that the last `)` closed: its offset, or -1. */
export let closedParenWord: i32 = -1;
/** A `/` where only a regular expression may stand had none: no other is looked for, or each would be sought up to the end of its line. */
export let unclosedRegex: bool = false;
/** Something was met that this lexer cannot follow; what it found from there on means nothing. */
export let lost: bool = false;
export let lineStart: i32 = 0;
export let physicalLines: i32 = 0;
export let codeLines: i32 = 0;
export let commentLines: i32 = 0;
let commentEnd: i32 = 0;
/** Offset of the first newline after the comment before. */
let nextNewline: i32 = -1;

/** Start and end of each. */
export const comments = memory.data(8, 4);
/** For each `import`, `export` and `require` that is code and no property name: its offset, then `last` and `wordStart` of the token before. */
export const words = memory.data(8, 4);
/** See statements.ts. */
export const statements = memory.data(8, 4);
/** Kind, start and end of each. */
export const tokens = memory.data(8, 4);
/** Offset of the first character of each code line. */
export const codeLineStarts = memory.data(8, 4);
export const brackets = memory.data(8, 4);

/** Lays the lists behind each other from `address` on; returns where they end. Each may come to as many entries as it has room for, at the most. */
export function layOut(address: usize, units: i32, withTokens: bool): usize {
  // Some more than there can be in the text, for what is closed by its end and for a statement that is given up after its first numbers.
  const room = <usize>(units + 32) << 2;
  let next = address;
  store<usize>(brackets, next);
  next += room;
  // The shortest comment is two characters, the shortest word of interest six.
  store<usize>(comments, next);
  next += room;
  store<usize>(words, next);
  next += room;
  // `import''` is eight characters and seven numbers, but `import a=` is nine and eleven; for a name in a list see `addName`.
  store<usize>(statements, next);
  next += room + (room >> 4 << 2);
  if (withTokens) {
    store<usize>(tokens, next);
    next += room * 3;
    store<usize>(codeLineStarts, next);
    next += room;
  }
  return next;
}

export function start(withJsx: bool, withTokens: bool): void {
  jsx = withJsx;
  wantsTokens = withTokens;
  last = -1;
  wordStart = punctuator;
  closedParenWord = -1;
  unclosedRegex = false;
  lost = false;
  lineStart = 0;
  physicalLines = 0;
  codeLines = 0;
  commentLines = 0;
  commentEnd = 0;
  nextNewline = -1;
  resize(brackets, 0);
  resize(comments, 0);
  resize(words, 0);
  resize(tokens, 0);
  resize(codeLineStarts, 0);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function push(list: List, value: i32): void {
  const size = sizeOf(list);
  setEntry(list, size, value);
  resize(list, size + 1);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function setLast(position: i32): void {
  last = position;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function setWord(position: i32): void {
  wordStart = position;
}

export function setClosedParenWord(position: i32): void {
  closedParenWord = position;
}

export function loseTrack(): void {
  lost = true;
}

export function noteUnclosedRegex(): void {
  unclosedRegex = true;
}

/** `word` is the offset that the closing bracket will ask for, or -1. */
export function pushBracket(kind: i32, word: i32): void {
  push(brackets, (word + 1) * 8 + kind);
}

/** -1 when none is open. */
export function popBracket(): i32 {
  const size = sizeOf(brackets);
  if (size === 0) return -1;
  resize(brackets, size - 1);
  return entry(brackets, size - 1);
}

export function topBracket(otherwise: i32): i32 {
  const size = sizeOf(brackets);
  return size > 0 ? entry(brackets, size - 1) : otherwise;
}

export function addToken(kind: i32, from: i32, to: i32): void {
  if (!wantsTokens) return;
  push(tokens, kind);
  push(tokens, from);
  push(tokens, to);
}

/** A line ends at the newline `position` where code was read token by token. */
export function endLine(position: i32): void {
  if (last >= lineStart) addCodeLine();
  else if (commentEnd > lineStart) commentLines++;
  physicalLines++;
  lineStart = position + 1;
}

/** A line ends at the newline `position` inside a template, a string or JSX text: white space alone is a blank line. */
export function endTextLine(position: i32): void {
  if (last >= lineStart || !isBlankBefore(position)) addCodeLine();
  physicalLines++;
  lineStart = position + 1;
}

/** Notes a comment and counts the lines that end inside it. */
export function addComment(from: i32, to: i32): void {
  // Kept from comment to comment: a minified file has ten thousand of them before its next newline.
  if (nextNewline < from) nextNewline = findNewline(from);
  while (nextNewline < to) {
    if (last >= lineStart) addCodeLine();
    else if (!isBlankBefore(nextNewline)) commentLines++;
    physicalLines++;
    lineStart = nextNewline + 1;
    nextNewline = findNewline(nextNewline + 1);
  }
  push(comments, from);
  push(comments, to);
  commentEnd = to;
}

/** The last line, which has no newline. */
export function endText(): void {
  if (lineStart < length) endLine(length);
}

function addCodeLine(): void {
  codeLines++;
  if (wantsTokens) push(codeLineStarts, lineStart);
}

function isBlankBefore(position: i32): bool {
  let before = position - 1;
  while (before >= lineStart && isSpaceCode(at(before))) before--;
  return before < lineStart;
}
