/** White space and line terminators, ECMA-262 sections 12.2 and 12.3. */
const spaces = '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** 1 for what is part of a word, 2 for white space, by code: a table and no comparison, because the question comes for many characters of a project. */
const characterClasses = buildClasses();

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(0x10000).fill(1);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (!/[\w$#]/.test(character)) classes[code] = 0;
  }
  for (const character of spaces) classes[character.charCodeAt(0)] = 2;
  return classes;
}

/** Letters, digits, `_`, `$`, `#`, and everything beyond ASCII that is no white space. Not what `charCodeAt` answers after the end. */
export function isWordCode(code: number): boolean {
  return characterClasses[code] === 1;
}

export function isSpaceCode(code: number): boolean {
  return characterClasses[code] === 2;
}

export function isLineEndCode(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

/** Offset of the first line terminator from `start`, or the end of the text. */
export function lineEnd(text: string, start: number): number {
  const length = text.length;
  let position = start;
  while (position < length && !isLineEndCode(text.charCodeAt(position))) position++;
  return position;
}

/** Offset after the word that begins at `start`; `start` itself when none does. */
export function wordEnd(text: string, start: number): number {
  const length = text.length;
  let position = start;
  while (position < length && isWordCode(text.charCodeAt(position))) position++;
  return position;
}

/** Offset after the closing quote, or of the line end when there is none. A backslash carries the string over a line end. */
export function stringEnd(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  let position = start + 1;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === quote) return position + 1;
    if (code === 92) {
      position++;
      if (text.charCodeAt(position) === 13 && text.charCodeAt(position + 1) === 10) position++;
    } else if (code === 10 || code === 13) return position;
  }
  return Math.min(position, text.length);
}

/** Offset of the first character from `start` that is neither white space nor comment. */
export function skipTrivia(text: string, start: number): number {
  let position = start;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (isSpaceCode(code)) position++;
    else if (code !== 47) break;
    else if (text.charCodeAt(position + 1) === 47) position = lineEnd(text, position);
    else if (text.charCodeAt(position + 1) === 42) {
      const close = text.indexOf('*/', position + 2);
      position = close === -1 ? text.length : close + 2;
    } else break;
  }
  return position;
}
