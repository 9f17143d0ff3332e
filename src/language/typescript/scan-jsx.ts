import { isSpaceCode, isWordCode, skipTrivia } from './scan-characters.js';
import {
  addComment, addToken, bracket, endLine, endTextLine, literal, punctuator, pushBracket, tokenKind, type JsxState, type Lexer,
} from './scan-state.js';

/**
 * Whether `<` at a place where an operand may stand begins an element. `<T,>(x)`, `<T extends U>(x)`, `<const T>(x)` and `<T = U>(x)`
 * are generic arrows in TSX; `<T>(x: T) => T` is a type there, told from an element by the missing `</T`.
 */
export function isJsxStart(lexer: Lexer, position: number): boolean {
  const { text } = lexer;
  const start = skipTrivia(text, position + 1);
  const first = text.charCodeAt(start);
  if (first === 62) return true;
  if (!isWordCode(first) || (first >= 48 && first <= 57)) return false;
  const end = nameEnd(text, start);
  const after = skipTrivia(text, end);
  const next = text.charCodeAt(after);
  if (next === 44 || next === 61) return false;
  const name = text.slice(start, end);
  if (next === 62) return text.charCodeAt(skipTrivia(text, after + 1)) !== 40 || /^[a-z]/.test(name) || hasClosingTag(text, name, after);
  if (text.startsWith('extends', after) && !isNameCode(text.charCodeAt(after + 7))) {
    const bound = text.charCodeAt(skipTrivia(text, after + 7));
    return bound === 61 || bound === 62 || bound === 47;
  }
  return !(name === 'const' && isWordCode(next));
}

function hasClosingTag(text: string, name: string, start: number): boolean {
  const tag = `</${name}`;
  for (let at = text.indexOf(tag, start); at !== -1; at = text.indexOf(tag, at + 1)) {
    if (!isNameCode(text.charCodeAt(at + tag.length))) return true;
  }
  return false;
}

/**
 * Reads JSX from `start`, where `state` says what stands, up to the end of the outermost element or to a `{`, and returns where code
 * goes on. A loop and no recursion: an icon of ten thousand paths is a list of ten thousand siblings.
 */
export function readJsx(lexer: Lexer, state: JsxState, start: number): number {
  lexer.jsxState = state;
  let position = start;
  for (;;) {
    switch (lexer.jsxState) {
      case 'element':
        position = readElement(lexer, position);
        break;
      case 'attributes':
        position = readAttributes(lexer, position);
        break;
      case 'children':
        position = readChildren(lexer, position);
        break;
      case 'code':
        return position;
    }
  }
}

function goOn(lexer: Lexer, state: JsxState, position: number): number {
  lexer.jsxState = state;
  return position;
}

/** From `<` to the end of the name. */
function readElement(lexer: Lexer, position: number): number {
  const start = skipTagTrivia(lexer, position + 1, position);
  pushBracket(lexer, bracket.jsxElement, start);
  if (lexer.text.charCodeAt(start) === 62) return goOn(lexer, 'children', start + 1);
  const end = nameEnd(lexer.text, start);
  if (end === start) return giveUp(lexer);
  addToken(lexer, tokenKind.jsxName, start, end);
  lexer.last = end - 1;
  const after = skipTagTrivia(lexer, end, end - 1);
  if (lexer.text.charCodeAt(after) !== 60) return goOn(lexer, 'attributes', after);
  const close = typeArgumentsEnd(lexer, after);
  return close === -1 ? giveUp(lexer) : goOn(lexer, 'attributes', close);
}

/** In a tag, after its name or after an attribute. */
function readAttributes(lexer: Lexer, start: number): number {
  const { text } = lexer;
  let position = start;
  for (;;) {
    position = skipTagTrivia(lexer, position, lexer.last);
    const code = text.charCodeAt(position);
    if (code === 62) return goOn(lexer, 'children', position + 1);
    if (code === 47) {
      position = skipTagTrivia(lexer, position + 1, position);
      return text.charCodeAt(position) === 62 ? closeElement(lexer, position) : giveUp(lexer);
    }
    if (code === 123) return openHole(lexer, bracket.jsxAttribute, position);
    if (code === 61) {
      position = skipTagTrivia(lexer, position + 1, position);
      const value = text.charCodeAt(position);
      if (value === 123) return openHole(lexer, bracket.jsxAttribute, position);
      if (value === 60) {
        pushBracket(lexer, bracket.jsxValue, -1);
        return goOn(lexer, 'element', position);
      }
      if (value !== 34 && value !== 39) return giveUp(lexer);
      const close = text.indexOf(text.charAt(position), position + 1);
      if (close === -1) return giveUp(lexer);
      for (let at = text.indexOf('\n', position); at !== -1 && at < close; at = text.indexOf('\n', at + 1)) endTextLine(lexer, at);
      lexer.last = close;
      position = close + 1;
      continue;
    }
    const end = nameEnd(text, position);
    if (end === position) return giveUp(lexer);
    lexer.last = end - 1;
    position = end;
  }
}

/** Text between tags. */
function readChildren(lexer: Lexer, start: number): number {
  const { text } = lexer;
  lexer.last = start - 1;
  for (let position = start; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 10) endTextLine(lexer, position);
    else if (code === 123) return openHole(lexer, bracket.jsxChild, position);
    else if (code === 60) {
      const next = skipTrivia(text, position + 1);
      return text.charCodeAt(next) === 47 ? readClosingTag(lexer, position) : goOn(lexer, 'element', position);
    } else if (code === 62 || code === 125) return giveUp(lexer); // no JSX text: a generic arrow was taken for an element
  }
  return giveUp(lexer);
}

function readClosingTag(lexer: Lexer, position: number): number {
  const { text } = lexer;
  const slash = skipTagTrivia(lexer, position + 1, position);
  const start = skipTagTrivia(lexer, slash + 1, slash);
  const end = nameEnd(text, start);
  const close = skipTagTrivia(lexer, end, end - 1);
  const opened = ((lexer.brackets.at(-1) ?? 0) >> 3) - 1;
  const isPair = text.startsWith(text.slice(start, end), opened) && !isNameCode(text.charCodeAt(opened + end - start));
  return text.charCodeAt(close) === 62 && isPair ? closeElement(lexer, close) : giveUp(lexer);
}

/** The element ends with the `>` at `position`; goes on in what it stands in. */
function closeElement(lexer: Lexer, position: number): number {
  lexer.brackets.pop();
  lexer.last = position;
  const outer = (lexer.brackets.at(-1) ?? bracket.brace) & 7;
  if (outer === bracket.jsxElement) return goOn(lexer, 'children', position + 1);
  if (outer === bracket.jsxValue) {
    lexer.brackets.pop();
    return goOn(lexer, 'attributes', position + 1);
  }
  addToken(lexer, tokenKind.literal, position, position + 1);
  lexer.wordStart = literal;
  return goOn(lexer, 'code', position + 1);
}

function openHole(lexer: Lexer, kind: number, position: number): number {
  addToken(lexer, tokenKind.punctuator, position, position + 1);
  pushBracket(lexer, kind, -1);
  lexer.last = position;
  lexer.wordStart = punctuator;
  return goOn(lexer, 'code', position + 1);
}

function giveUp(lexer: Lexer): number {
  lexer.lost = true;
  return goOn(lexer, 'code', lexer.text.length);
}

/** White space and comments between the parts of a tag; `last` is the last character before them. */
function skipTagTrivia(lexer: Lexer, start: number, last: number): number {
  const { text } = lexer;
  lexer.last = last;
  let position = start;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 10) endLine(lexer, position++);
    else if (isSpaceCode(code)) position++;
    else {
      const end = code === 47 ? skipComment(text, position) : position;
      if (end === position) break;
      addComment(lexer, position, end);
      position = end;
    }
  }
  return position;
}

/** Offset after the comment at `start`, or `start`. */
function skipComment(text: string, start: number): number {
  const next = text.charCodeAt(start + 1);
  if (next !== 47 && next !== 42) return start;
  const close = next === 47 ? text.indexOf('\n', start) : text.indexOf('*/', start + 2) + 2;
  return close === -1 || (next === 42 && close === 1) ? text.length : close;
}

/** `<List<Item> rows={rows} />`: offset after the type arguments, -1 when they are not of the plain kind. */
function typeArgumentsEnd(lexer: Lexer, start: number): number {
  let depth = 0;
  for (let position = start; position < lexer.text.length; position++) {
    const code = lexer.text.charCodeAt(position);
    if (code === 60) depth++;
    else if (code === 62) {
      if (lexer.text.charCodeAt(position - 1) !== 61 && --depth === 0) {
        lexer.last = position;
        return position + 1;
      }
    } else if (code === 10) endTextLine(lexer, position);
    else if (code === 47 || code === 96 || code === 40) return -1;
  }
  return -1;
}

function nameEnd(text: string, start: number): number {
  let position = start;
  while (position < text.length && isNameCode(text.charCodeAt(position))) position++;
  return position;
}

/** `Menu.Item`, `data-id`, `xlink:href`. */
function isNameCode(code: number): boolean {
  return isWordCode(code) || code === 45 || code === 46 || code === 58;
}
