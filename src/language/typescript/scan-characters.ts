/** What a character can begin, as far as the lexer asks. */
export const characterClass = { plain: 0, word: 1, space: 2, special: 3 } as const;

/** By code, for ASCII: a table, because the question comes for every character of a project. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\w$#]/.test(character)) return characterClass.word;
  if (/[\n/"'`()[\]{}<!+-]/.test(character)) return characterClass.special;
  return /\s/.test(character) ? characterClass.space : characterClass.plain;
});

export function classOf(code: number): number {
  return code < 128 ? classes[code]! : isSpaceCode(code) ? characterClass.space : characterClass.word;
}

/** Letters, digits, `_`, `$`, `#`, and everything beyond ASCII that is no white space. Not what `charCodeAt` answers after the end. */
export function isWordCode(code: number): boolean {
  return code < 128 ? classes[code] === characterClass.word : code >= 128 && !isSpaceCode(code);
}

/** White space and line terminators, ECMA-262 sections 12.2 and 12.3. */
export function isSpaceCode(code: number): boolean {
  if (code < 128) return code <= 32 && (code === 32 || (code >= 9 && code <= 13));
  if (code < 160) return false;
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
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

/** Offset after the closing slash, or -1 when the line ends first: then the slash was a division. */
export function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (isLineEndCode(code)) return -1;
    if (code === 92) position++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return position + 1;
  }
  return -1;
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
