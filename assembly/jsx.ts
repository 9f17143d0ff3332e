import { blockEnd, at, find, length, startsWith } from './text';
import { isNameCode, isSpaceCode, isWordCode, nameEnd, skipTrivia } from './characters';
import {
  addComment, addToken, bracket, endLine, endTextLine, last, literal, loseTrack, popBracket, punctuator, pushBracket, setLast, setWord, tokenKind, topBracket,
} from './state';

export namespace jsxState {
  export const element: i32 = 0;
  export const attributes: i32 = 1;
  export const children: i32 = 2;
  /** The code around the element, or a hole in it, comes next. */
  export const code: i32 = 3;
}

/** Where `readJsx` goes on. */
let state: i32 = jsxState.code;

/**
 * Whether `<` at a place where an operand may stand begins an element. `<T,>(x)`, `<T extends U>(x)`, `<const T>(x)` and `<T = U>(x)`
 * are generic arrows in TSX; `<T>(x: T) => T` is a type there, told from an element by the missing `</T`.
 */
export function isJsxStart(position: i32): bool {
  const start = skipTrivia(position + 1);
  const first = at(start);
  if (first === 62) return true;
  if (!isWordCode(first) || (first >= 48 && first <= 57)) return false;
  const end = nameEnd(start);
  const after = skipTrivia(end);
  const next = at(after);
  if (next === 44 || next === 61) return false;
  if (next === 62) return at(skipTrivia(after + 1)) !== 40 || (first >= 97 && first <= 122) || hasClosingTag(start, end, after);
  if (startsWith('extends', after) && !isNameCode(at(after + 7))) {
    const bound = at(skipTrivia(after + 7));
    return bound === 61 || bound === 62 || bound === 47;
  }
  return !(end - start === 5 && startsWith('const', start) && isWordCode(next));
}

function hasClosingTag(nameFrom: i32, nameTo: i32, from: i32): bool {
  const size = nameTo - nameFrom;
  for (let open = find(60, from); open < length; open = find(60, open + 1)) {
    if (at(open + 1) === 47 && isSame(nameFrom, open + 2, size) && !isNameCode(at(open + 2 + size))) return true;
  }
  return false;
}

/** Whether the same units stand at both places. */
function isSame(one: i32, other: i32, size: i32): bool {
  for (let i = 0; i < size; i++) if (other + i >= length || at(one + i) !== at(other + i)) return false;
  return true;
}

/**
 * Reads JSX from `start`, where `from` says what stands, up to the end of the outermost element or to a `{`, and returns where code
 * goes on. A loop and no recursion: an icon of ten thousand paths is a list of ten thousand siblings.
 */
export function readJsx(from: i32, start: i32): i32 {
  state = from;
  let position = start;
  while (state !== jsxState.code) {
    if (state === jsxState.element) position = readElement(position);
    else if (state === jsxState.attributes) position = readAttributes(position);
    else position = readChildren(position);
  }
  return position;
}

function goOn(next: i32, position: i32): i32 {
  state = next;
  return position;
}

/** From `<` to the end of the name. */
function readElement(position: i32): i32 {
  const start = skipTagTrivia(position + 1, position);
  pushBracket(bracket.jsxElement, start);
  if (at(start) === 62) return goOn(jsxState.children, start + 1);
  const end = nameEnd(start);
  if (end === start) return giveUp();
  addToken(tokenKind.jsxName, start, end);
  setLast(end - 1);
  const after = skipTagTrivia(end, end - 1);
  if (at(after) !== 60) return goOn(jsxState.attributes, after);
  const close = typeArgumentsEnd(after);
  return close === -1 ? giveUp() : goOn(jsxState.attributes, close);
}

/** In a tag, after its name or after an attribute. */
function readAttributes(start: i32): i32 {
  let position = start;
  while (true) {
    position = skipTagTrivia(position, last);
    const code = at(position);
    if (code === 62) return goOn(jsxState.children, position + 1);
    if (code === 47) {
      position = skipTagTrivia(position + 1, position);
      return at(position) === 62 ? closeElement(position) : giveUp();
    }
    if (code === 123) return openHole(bracket.jsxAttribute, position);
    if (code === 61) {
      position = skipTagTrivia(position + 1, position);
      const value = at(position);
      if (value === 123) return openHole(bracket.jsxAttribute, position);
      if (value === 60) {
        pushBracket(bracket.jsxValue, -1);
        return goOn(jsxState.element, position);
      }
      if (value !== 34 && value !== 39) return giveUp();
      const close = find(value, position + 1);
      if (close === length) return giveUp();
      for (; position < close; position++) if (at(position) === 10) endTextLine(position);
      setLast(close);
      position = close + 1;
      continue;
    }
    const end = nameEnd(position);
    if (end === position) return giveUp();
    setLast(end - 1);
    position = end;
  }
}

/** Text between tags. */
function readChildren(start: i32): i32 {
  setLast(start - 1);
  for (let position = start; position < length; position++) {
    const code = at(position);
    if (code === 10) endTextLine(position);
    else if (code === 123) return openHole(bracket.jsxChild, position);
    else if (code === 60) {
      const next = skipTrivia(position + 1);
      return at(next) === 47 ? readClosingTag(position) : goOn(jsxState.element, position);
    } else if (code === 62 || code === 125) return giveUp(); // no JSX text: a generic arrow was taken for an element
  }
  return giveUp();
}

function readClosingTag(position: i32): i32 {
  const slash = skipTagTrivia(position + 1, position);
  const start = skipTagTrivia(slash + 1, slash);
  const end = nameEnd(start);
  const close = skipTagTrivia(end, end - 1);
  const opened = max((topBracket(0) >> 3) - 1, 0);
  const isPair = isSame(start, opened, end - start) && !isNameCode(at(opened + end - start));
  return at(close) === 62 && isPair ? closeElement(close) : giveUp();
}

/** The element ends with the `>` at `position`; goes on in what it stands in. */
function closeElement(position: i32): i32 {
  popBracket();
  setLast(position);
  const outer = topBracket(bracket.brace) & 7;
  if (outer === bracket.jsxElement) return goOn(jsxState.children, position + 1);
  if (outer === bracket.jsxValue) {
    popBracket();
    return goOn(jsxState.attributes, position + 1);
  }
  addToken(tokenKind.literal, position, position + 1);
  setWord(literal);
  return goOn(jsxState.code, position + 1);
}

function openHole(kind: i32, position: i32): i32 {
  addToken(tokenKind.punctuator, position, position + 1);
  pushBracket(kind, -1);
  setLast(position);
  setWord(punctuator);
  return goOn(jsxState.code, position + 1);
}

function giveUp(): i32 {
  loseTrack();
  return goOn(jsxState.code, length);
}

/** White space and comments between the parts of a tag; `before` is the last character before them. */
function skipTagTrivia(start: i32, before: i32): i32 {
  setLast(before);
  let position = start;
  while (position < length) {
    const code = at(position);
    if (code === 10) endLine(position++);
    else if (isSpaceCode(code)) position++;
    else {
      const end = code === 47 ? skipComment(position) : position;
      if (end === position) break;
      addComment(position, end);
      position = end;
    }
  }
  return position;
}

/** Offset after the comment at `start`, or `start`. */
function skipComment(start: i32): i32 {
  const next = at(start + 1);
  if (next === 47) return find(10, start);
  if (next !== 42) return start;
  const close = blockEnd(start + 2);
  return close === -1 ? length : close;
}

/** `<List<Item> rows={rows} />`: offset after the type arguments, -1 when they are not of the plain kind. */
function typeArgumentsEnd(start: i32): i32 {
  let depth = 0;
  for (let position = start; position < length; position++) {
    const code = at(position);
    if (code === 60) depth++;
    else if (code === 62) {
      if (at(position - 1) !== 61 && --depth === 0) {
        setLast(position);
        return position + 1;
      }
    } else if (code === 10) endTextLine(position);
    else if (code === 47 || code === 96 || code === 40) return -1;
  }
  return -1;
}
