import type { Span } from '../../text/span.js';

export interface LexedText {
  /** Comments and a leading hashbang, in order. */
  readonly comments: readonly Span[];
  /** Offsets of the word `import` where it is code and not a property name after a dot. */
  readonly importWords: readonly number[];
  /** The same for `require`. */
  readonly requireWords: readonly number[];
}

const wordsBeforeRegex = new Set(
  ('return typeof case in of delete void throw new instanceof else do yield await default extends').split(' '),
);
const wordsBeforeCondition = new Set(['if', 'while', 'for', 'with']);
const templateHole = -2;

/**
 * Finds comments without a syntax tree. The one hard question of such a lexer is whether `/` divides or begins a regular
 * expression (ECMA-262 section 12, goal symbols); it is answered from the token before, looked at only when a `/` comes.
 * An unterminated quote ends with its line, so that prose in JSX text spoils one line and not the rest of the file.
 */
export function lexText(text: string): LexedText {
  const comments: Span[] = [];
  const importWords: number[] = [];
  const requireWords: number[] = [];
  const length = text.length;
  let position = 0;

  // The token before: offset of its last character, and of its first when it is a word or number.
  let last = -1;
  let wordStart = -1;
  // For each open parenthesis the word before it (start, end), for each open brace the last character before it.
  const parens: number[] = [];
  const braces: number[] = [];
  let closedParenWordStart = -1;
  let closedParenWordEnd = -1;
  let closedBraceBefore = -1;

  if (text.startsWith('#!')) {
    position = lineEnd(text, 0);
    comments.push({ start: 0, end: position });
  }

  while (position < length) {
    const code = text.charCodeAt(position);
    if (code === 32 || code === 10) {
      position++;
      continue;
    }
    if (isWordCode(code)) {
      const start = position++;
      while (position < length && isWordCode(text.charCodeAt(position))) position++;
      const size = position - start;
      if (size === 6 && code === 105 && text.startsWith('import', start)) {
        if (!followsDot(text, last)) importWords.push(start);
      } else if (size === 7 && code === 114 && text.startsWith('require', start)) {
        if (!followsDot(text, last)) requireWords.push(start);
      }
      wordStart = start;
      last = position - 1;
      continue;
    }
    switch (code) {
      case 47: {
        const next = text.charCodeAt(position + 1);
        if (next === 47) {
          const end = lineEnd(text, position);
          comments.push({ start: position, end });
          position = end;
          continue;
        }
        if (next === 42) {
          const close = text.indexOf('*/', position + 2);
          const end = close === -1 ? length : close + 2;
          comments.push({ start: position, end });
          position = end;
          continue;
        }
        const end = isRegexAllowed() ? regexEnd(text, position) : -1;
        if (end !== -1) {
          // The flags are read as a word: an operand, as the expression itself is.
          position = end;
          last = end - 1;
          wordStart = position - 1;
          continue;
        }
        break;
      }
      case 34:
      case 39:
        position = stringEnd(text, position);
        token(position - 1);
        continue;
      case 96:
        templateFrom(position + 1);
        continue;
      case 40:
        parens.push(wordStart, last);
        break;
      case 41:
        closedParenWordEnd = parens.pop() ?? -1;
        closedParenWordStart = parens.pop() ?? -1;
        break;
      case 123:
        braces.push(last);
        break;
      case 125: {
        const before = braces.pop() ?? -1;
        if (before === templateHole) {
          templateFrom(position + 1);
          continue;
        }
        closedBraceBefore = before;
        break;
      }
      default:
        if (isSpaceCode(code)) {
          position++;
          continue;
        }
    }
    token(position);
    position++;
  }
  return { comments, importWords, requireWords };

  function token(lastCharacter: number): void {
    last = lastCharacter;
    wordStart = -1;
  }

  /** Reads template characters up to the closing backtick or the next `${`. */
  function templateFrom(start: number): void {
    position = start;
    while (position < length) {
      const code = text.charCodeAt(position);
      if (code === 92) position++;
      else if (code === 96) break;
      else if (code === 36 && text.charCodeAt(position + 1) === 123) {
        braces.push(templateHole);
        position++;
        break;
      }
      position++;
    }
    token(position);
    position++;
  }

  function isRegexAllowed(): boolean {
    if (last === -1) return true;
    if (wordStart !== -1) return isWordBeforeRegex(wordStart, last);
    const code = text.charCodeAt(last);
    switch (code) {
      case 41: // `if (ready) /x/.test(s)` but `(a) / 2`
        return closedParenWordStart !== -1 && wordsBeforeCondition.has(text.slice(closedParenWordStart, closedParenWordEnd + 1));
      case 125: // after a block, not after an object literal
        return isBlockOpenedAfter(closedBraceBefore);
      case 93:
      case 96:
      case 34:
      case 39:
        return false;
      case 43: // `i++ / 2`
      case 45:
        return text.charCodeAt(last - 1) !== code;
      case 33: // `total! / 2`
        return !/[\w$)\]]/.test(text[last - 1] ?? '');
      case 60: // `</div>`
        return last !== position - 1;
      default:
        return true;
    }
  }

  function isBlockOpenedAfter(before: number): boolean {
    if (before === -1) return true;
    const character = text[before]!;
    if (character === '>') return text[before - 1] === '=';
    if (/[);{}]/.test(character)) return true;
    if (!isWordCode(text.charCodeAt(before))) return false;
    let start = before;
    while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
    const word = text.slice(start, before + 1);
    return word === 'else' || word === 'do' || !wordsBeforeRegex.has(word);
  }

  function isWordBeforeRegex(start: number, end: number): boolean {
    return end - start < 10 && wordsBeforeRegex.has(text.slice(start, end + 1)) && text[start - 1] !== '.';
  }
}

/** `a.require` and `a?.require` name a property, `...require` does not. */
function followsDot(text: string, last: number): boolean {
  return text.charCodeAt(last) === 46 && text.charCodeAt(last - 1) !== 46;
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
function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) return -1;
    if (code === 92) position++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return position + 1;
  }
  return -1;
}

function lineEnd(text: string, start: number): number {
  let position = start;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) break;
  }
  return position;
}

/** Letters, digits, `_`, `$`, `#` by character code: a table, because this test runs for every character of a project. */
const wordCodes = Uint8Array.from({ length: 128 }, (_, code) => (/[\w$#]/.test(String.fromCharCode(code)) ? 1 : 0));

function isWordCode(code: number): boolean {
  return code < 128 ? wordCodes[code] === 1 : !isSpaceCode(code);
}

/** White space and line terminators, ECMA-262 sections 12.2 and 12.3. */
export function isSpaceCode(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
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

/** Offset of the first character from `start` that is neither white space nor comment. */
export function skipTrivia(text: string, start: number): number {
  let position = start;
  while (position < text.length) {
    if (isSpaceCode(text.charCodeAt(position))) position++;
    else if (text.startsWith('//', position)) position = lineEnd(text, position);
    else if (text.startsWith('/*', position)) {
      const close = text.indexOf('*/', position + 2);
      position = close === -1 ? text.length : close + 2;
    } else break;
  }
  return position;
}
