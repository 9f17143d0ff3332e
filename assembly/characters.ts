import { at, blockEnd, find, findLineEnd, findStringBreak, length } from './text';

/** What a unit can begin. From `lineEnd` on it is what the lexer must look at: `readAt` in code.ts has a case for each. */
export namespace charClass {
  /** A punctuator that tells the lexer nothing. */
  export const other: u8 = 0;
  export const word: u8 = 1;
  export const space: u8 = 2;
  export const lineEnd: u8 = 3;
  export const slash: u8 = 4;
  export const quote: u8 = 5;
  export const backtick: u8 = 6;
  export const opening: u8 = 7;
  export const closing: u8 = 8;
  export const closeBrace: u8 = 9;
  export const lessThan: u8 = 10;
  export const operator: u8 = 11;
}

/** By unit, for all 65,536: the question comes for every character of a project, and a table needs no comparison. */
const classes = memory.data(0x10000);

export function fillClasses(): void {
  memory.fill(classes, charClass.other, 128);
  memory.fill(classes + 128, charClass.word, 0x10000 - 128);
  for (let code = 48; code < 58; code++) mark(code, charClass.word);
  for (let code = 65; code < 91; code++) mark(code, charClass.word);
  for (let code = 97; code < 123; code++) mark(code, charClass.word);
  markAll('_$#', charClass.word);
  // White space and line terminators, ECMA-262 sections 12.2 and 12.3.
  markAll('\t\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff', charClass.space);
  markAll('\n', charClass.lineEnd);
  markAll('/', charClass.slash);
  markAll('\'"', charClass.quote);
  markAll('`', charClass.backtick);
  markAll('([{', charClass.opening);
  markAll(')]', charClass.closing);
  markAll('}', charClass.closeBrace);
  markAll('<', charClass.lessThan);
  markAll('!+-', charClass.operator);
}

function mark(code: i32, value: u8): void {
  store<u8>(classes + code, value);
}

function markAll(characters: string, value: u8): void {
  for (let i = 0; i < characters.length; i++) mark(characters.charCodeAt(i), value);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function classOf(code: i32): u8 {
  return load<u8>(classes + code);
}

/** Letters, digits, `_`, `$`, `#`, and everything beyond ASCII that is no white space. */
export function isWordCode(code: i32): bool {
  return classOf(code) === charClass.word;
}

export function isSpaceCode(code: i32): bool {
  const found = classOf(code);
  return found === charClass.space || found === charClass.lineEnd;
}

export function isLineEndCode(code: i32): bool {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

/** Offset after the word that begins at `start`; `start` itself when none does. */
export function wordEnd(start: i32): i32 {
  let position = start;
  while (position < length && isWordCode(at(position))) position++;
  return position;
}

/** Offset after the closing quote, or of the line end when there is none. A backslash carries the string over a line end. */
export function stringEnd(start: i32): i32 {
  const quote = at(start);
  let position = findStringBreak(quote, start + 1);
  while (position < length) {
    const code = at(position);
    if (code === quote) return position + 1;
    if (code !== 92) return position;
    position = findStringBreak(quote, position + (at(position + 1) === 13 && at(position + 2) === 10 ? 3 : 2));
  }
  return length;
}

/** Offset after the closing slash, or -1 when the line ends first: then the slash was a division. */
export function regexEnd(start: i32): i32 {
  let inClass = false;
  for (let position = start + 1; position < length; position++) {
    const code = at(position);
    if (isLineEndCode(code)) return -1;
    if (code === 92) position++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return position + 1;
  }
  return -1;
}

/** Offset of the first character from `start` that is neither white space nor comment. */
export function skipTrivia(start: i32): i32 {
  let position = start;
  while (position < length) {
    const code = at(position);
    if (isSpaceCode(code)) position++;
    else if (code !== 47) break;
    else if (at(position + 1) === 47) position = findLineEnd(position);
    else if (at(position + 1) === 42) {
      const close = blockEnd(position + 2);
      position = close === -1 ? length : close;
    } else break;
  }
  return position;
}

/** `Menu.Item`, `data-id`, `xlink:href`. */
export function isNameCode(code: i32): bool {
  return isWordCode(code) || code === 45 || code === 46 || code === 58;
}

export function nameEnd(start: i32): i32 {
  let position = start;
  while (position < length && isNameCode(at(position))) position++;
  return position;
}

/** Offset of the first LF from `start`, or the length of the text. */
export function findNewline(start: i32): i32 {
  return find(10, start);
}
