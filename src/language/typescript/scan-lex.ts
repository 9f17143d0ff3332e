import type { LineCounts } from '../../model/source-file.js';
import { buildLineStarts } from '../../text/line-index.js';
import type { Span } from '../../text/span.js';
import { characterClasses, firstLandmark, lineEnd, regexEnd, wordEnd } from './scan-characters.js';
import { isJsxStart, readJsx } from './scan-jsx.js';
import { measureLines } from './count-lines.js';
import {
  addComment, addToken, bracket, endLine, endText, endTextLine, literal, punctuator, pushBracket, tokenKind, type Lexer,
} from './scan-state.js';

export interface LexedText {
  /** Comments and a leading hashbang, in order. */
  readonly comments: readonly Span[];
  readonly lines: LineCounts;
  /** See `Lexer`. */
  readonly words: readonly number[];
  readonly tokens: readonly number[];
  readonly codeLineStarts: readonly number[];
  /** A bracket without its partner, an unterminated construct, or a `/` or `<` that only a parser can tell: do not trust the rest. */
  readonly lost: boolean;
}

export interface LexOptions {
  /** `.tsx`, and JavaScript of every extension. */
  readonly jsx?: boolean;
  readonly tokens?: boolean;
}

const wordsBeforeOperand = new Set(
  ('return typeof case in of delete void throw new instanceof else do yield await default extends').split(' '),
);
const wordsBeforeCondition = new Set(['if', 'while', 'for', 'with']);

/**
 * One pass over a text: comments, line counts and the words that begin an import, without a syntax tree. The two hard questions
 * of such a lexer are whether `/` divides or begins a regular expression and whether `<` compares or begins a JSX element
 * (ECMA-262 section 12, goal symbols; JSX specification); both are answered from the token before, looked at only then.
 */
export function lexText(text: string, options: LexOptions = {}): LexedText {
  const lexer: Lexer = {
    text,
    jsx: options.jsx ?? false,
    position: 0,
    last: -1,
    wordStart: punctuator,
    closedParenWord: -1,
    brackets: [],
    comments: [],
    commentEnd: 0,
    lineStart: 0,
    nextNewline: -1,
    unclosedRegex: false,
    physicalLines: 0,
    codeLines: 0,
    commentLines: 0,
    words: [],
    tokens: options.tokens ? [] : undefined,
    codeLineStarts: [],
    jsxState: 'code',
    lost: false,
  };
  if (text.startsWith('#!')) {
    lexer.position = lineEnd(text, 0);
    addComment(lexer, 0, lexer.position);
  }
  readCode(lexer);
  endText(lexer);
  const { comments, words, tokens = [], codeLineStarts } = lexer;
  return { comments, words, tokens, codeLineStarts, lines: linesOf(lexer), lost: lexer.lost || lexer.brackets.length > 0 };
}

/** The pass counts LF and CRLF. The other line terminators are so rare that they are worth a second look at the text. */
function linesOf(lexer: Lexer): LineCounts {
  const { text, codeLines: code, commentLines: comment, physicalLines: physical } = lexer;
  const hasOtherLineEnds = text.includes('\u2028') || text.includes('\u2029') || (text.includes('\r') && /\r(?!\n)/.test(text));
  if (hasOtherLineEnds) return measureLines(text, buildLineStarts(text), lexer.comments);
  return { physical, code, comment, blank: physical - code - comment };
}

/**
 * The loop knows words, white space and punctuators that mean nothing here; `readers` do the rest. They are called by number, so
 * that the compiler of the JavaScript engine keeps them apart: with all of them in one function it is busy for half of a short run.
 */
function readCode(lexer: Lexer): void {
  const { text, tokens } = lexer;
  const length = text.length;
  const classes = characterClasses;
  let position = lexer.position;
  while (position < length) {
    const found = classes[text.charCodeAt(position)]!;
    if (found === 1) {
      // a word
      const start = position++;
      while (position < length && classes[text.charCodeAt(position)] === 1) position++;
      const size = position - start;
      if (size === 6 || size === 7) noteWord(lexer, start, size);
      if (tokens) tokens.push(tokenKind.word, start, position);
      lexer.wordStart = start;
      lexer.last = position - 1;
    } else if (found === 2) {
      // white space
      position++;
    } else if (found === 0) {
      if (tokens) tokens.push(tokenKind.punctuator, position, position + 1);
      lexer.wordStart = punctuator;
      lexer.last = position++;
    } else position = readers[found - firstLandmark]!(lexer, position);
  }
}

/** By character class: each reads what begins at `position` and returns where code goes on. */
const readers: readonly ((lexer: Lexer, position: number) => number)[] = [
  readLineEnd, readSlash, readString, readTemplate, openBracket, closeBracket, closeBrace, readLessThan, readOperator,
];

function readLineEnd(lexer: Lexer, position: number): number {
  endLine(lexer, position);
  return position + 1;
}

function openBracket(lexer: Lexer, position: number): number {
  const code = lexer.text.charCodeAt(position);
  if (code === 40) pushBracket(lexer, bracket.paren, lexer.wordStart);
  else pushBracket(lexer, code === 91 ? bracket.square : bracket.brace, -1);
  return addPunctuator(lexer, position, position + 1);
}

/** `!`, `+`, `-`: `total!` and `i++` are operands as `total` and `i` are. A newline in between makes them prefixes. */
function readOperator(lexer: Lexer, position: number): number {
  const { text } = lexer;
  const isBang = text.charCodeAt(position) === 33;
  const isTwin = text.startsWith(isBang ? '!=' : text.charAt(position).repeat(2), position);
  const isPostfix = isBang !== isTwin && lexer.last >= lexer.lineStart && !isOperandNext(lexer, -1);
  return isPostfix ? addLiteral(lexer, position, position + (isBang ? 1 : 2)) : addPunctuator(lexer, position, position + 1);
}

function readSlash(lexer: Lexer, position: number): number {
  const { text } = lexer;
  const next = position + 1 < text.length ? text.charCodeAt(position + 1) : 0;
  if (next === 47 || next === 42) {
    const close = next === 47 ? lineEnd(text, position) : text.indexOf('*/', position + 2) + 2;
    const isOpen = next === 42 && close === 1;
    if (isOpen) lexer.lost = true;
    const end = isOpen ? text.length : close;
    addComment(lexer, position, end);
    return end;
  }
  const isRegex = !lexer.unclosedRegex && isOperandNext(lexer, position);
  const end = isRegex ? regexEnd(text, position) : -1;
  if (isRegex && end === -1) lexer.lost = lexer.unclosedRegex = true;
  // Flags are read with the expression, or they would pass for a name.
  return end === -1 ? addPunctuator(lexer, position, position + 1) : addLiteral(lexer, position, wordEnd(text, end));
}

/** `<` where elements may stand. */
function readLessThan(lexer: Lexer, position: number): number {
  const { text } = lexer;
  if (!lexer.jsx) return addPunctuator(lexer, position, position + 1);
  // `a << b` is one operator: its second half is not at the place of an operand.
  if (text.startsWith('<<', position)) return addPunctuator(lexer, position, position + 2);
  if (text.startsWith('<!--', position)) lexer.lost = true;
  if (!isJsxStart(lexer, position) || !isOperandNext(lexer, position)) return addPunctuator(lexer, position, position + 1);
  addToken(lexer, tokenKind.literal, position, position + 1);
  return readJsx(lexer, 'element', position);
}

/** Notes `import`, `export` and `require` where they name no property. */
function noteWord(lexer: Lexer, start: number, size: number): void {
  const { text } = lexer;
  const first = text.charCodeAt(start);
  if (size === 6) {
    if (first !== 105 && first !== 101) return;
    if (!text.startsWith('import', start) && !text.startsWith('export', start)) return;
  } else if (size !== 7 || first !== 114 || !text.startsWith('require', start)) return;
  if (!followsDot(text, lexer.last)) lexer.words.push(start, lexer.last, lexer.wordStart);
}

/** `a.require` and `a?.require` name a property, `...require` does not. */
function followsDot(text: string, last: number): boolean {
  return last >= 0 && text.charCodeAt(last) === 46 && text[last - 1] !== '.';
}

function addLiteral(lexer: Lexer, start: number, end: number): number {
  addToken(lexer, tokenKind.literal, start, end);
  lexer.last = end - 1;
  lexer.wordStart = literal;
  return end;
}

function addPunctuator(lexer: Lexer, start: number, end: number): number {
  addToken(lexer, tokenKind.punctuator, start, end);
  lexer.last = end - 1;
  lexer.wordStart = punctuator;
  return end;
}

/** An unterminated quote ends with its line, so that the rest of a broken file is still counted. */
function readString(lexer: Lexer, start: number): number {
  const { text } = lexer;
  const length = text.length;
  const quote = text.charCodeAt(start);
  let position = start + 1;
  for (; position < length; position++) {
    const code = text.charCodeAt(position);
    if (code === quote) return addLiteral(lexer, start, position + 1);
    if (code === 10 || code === 13) break;
    if (code === 92) position = readEscape(lexer, position);
  }
  lexer.lost = true;
  return addLiteral(lexer, start, Math.min(position, length));
}

/** Offset of the last character of the escape at `start`. A backslash carries a string over a line end. */
function readEscape(lexer: Lexer, start: number): number {
  const { text } = lexer;
  const escaped = start + 1 + (text.startsWith('\r\n', start + 1) ? 1 : 0);
  if (text.charCodeAt(escaped) === 10) endTextLine(lexer, escaped);
  return escaped;
}

/** Reads from a backtick, or from the brace that closes a hole, up to the closing backtick or into the next hole. */
function readTemplate(lexer: Lexer, start: number): number {
  const { text } = lexer;
  for (let position = start + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 92) position = readEscape(lexer, position);
    else if (code === 10) endTextLine(lexer, position);
    else if (code === 96) return addLiteral(lexer, start, position + 1);
    else if (code === 36 && text.startsWith('${', position)) {
      addLiteral(lexer, start, position + 1);
      pushBracket(lexer, bracket.templateHole, -1);
      return addPunctuator(lexer, position + 1, position + 2);
    }
  }
  lexer.lost = true;
  return addLiteral(lexer, start, text.length);
}

function closeBracket(lexer: Lexer, position: number): number {
  const kind = lexer.text.charCodeAt(position) === 41 ? bracket.paren : bracket.square;
  const open = lexer.brackets.length > 0 ? lexer.brackets.pop()! : -1;
  if (open === -1 || (open & 7) !== kind) lexer.lost = true;
  lexer.closedParenWord = (open >> 3) - 1;
  return addPunctuator(lexer, position, position + 1);
}

/** At `}`: when it closes a hole of a template or of JSX, that is read on, up to its end or to the next hole. */
function closeBrace(lexer: Lexer, position: number): number {
  const open = lexer.brackets.length > 0 ? lexer.brackets.pop()! : -1;
  const kind = open & 7;
  if (open === -1 || kind < bracket.brace) lexer.lost = true;
  addPunctuator(lexer, position, position + 1);
  if (open === -1 || kind <= bracket.brace) return position + 1;
  if (kind === bracket.templateHole) return readTemplate(lexer, position);
  return readJsx(lexer, kind === bracket.jsxChild ? 'children' : 'attributes', position + 1);
}

/**
 * Whether an expression may begin after the token before. `}` ends a block or an object and `>` compares or closes type
 * arguments, which only a parser tells: with a `position` that makes the lexer lost, and the answer is a guess.
 */
function isOperandNext(lexer: Lexer, position: number): boolean {
  const { text, last, wordStart } = lexer;
  if (wordStart >= 0) return isWordBeforeOperand(text, wordStart, last);
  if (wordStart === literal) return false;
  if (last === -1) return true;
  switch (text.charCodeAt(last)) {
    case 41: // `if (ready) /x/.test(s)` but `(a) / 2`
      return lexer.closedParenWord !== -1 && isControlWord(text, lexer.closedParenWord);
    case 93:
      return false;
    case 46: // `[.../x/.exec(s)]` but `1. / 2`
      return text.charCodeAt(last - 1) === 46;
    case 62:
      if (text.charCodeAt(last - 1) === 61) return true;
      if (position !== -1) lexer.lost = true;
      return position !== -1;
    case 125:
      if (position !== -1) lexer.lost = true;
      return position !== -1 && lexer.lineStart > last;
    default:
      return true;
  }
}

function isControlWord(text: string, start: number): boolean {
  const word = text.slice(start, wordEnd(text, start));
  if (word === 'await') return /\bfor\s+$/.test(text.slice(Math.max(0, start - 20), start));
  return wordsBeforeCondition.has(word) && !followsDot(text, start - 1);
}

function isWordBeforeOperand(text: string, start: number, end: number): boolean {
  return end - start < 10 && wordsBeforeOperand.has(text.slice(start, end + 1)) && !followsDot(text, start - 1);
}

