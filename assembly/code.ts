import { charClass, classOf, isSpaceCode, isWordCode, regexEnd, wordEnd } from './characters';
import { isJsxStart, jsxState, readJsx } from './jsx';
import {
  addComment, addToken, bracket, closedParenWord, endLine, endTextLine, jsx, last, lineStart, literal, loseTrack, noteUnclosedRegex, popBracket, punctuator, push,
  pushBracket, setClosedParenWord, setLast, setWord, tokenKind, unclosedRegex, wantsTokens, words, wordStart,
} from './state';
import { at, blockEnd, findLineEnd, findStringBreak, isWord, length, startsWith } from './text';

/**
 * One pass over the code from `start` on. The two hard questions of such a lexer are whether `/` divides or begins a regular expression and whether `<`
 * compares or begins a JSX element (ECMA-262 section 12, goal symbols; JSX specification); both are answered from the token before, looked at only then.
 */
export function readCode(start: i32): void {
  const end = length;
  let position = start;
  while (position < end) {
    const found = classOf(at(position));
    if (found === charClass.word) {
      const first = position++;
      while (position < end && classOf(at(position)) === charClass.word) position++;
      const size = position - first;
      if (size === 6 || size === 7) noteWord(first, size);
      if (wantsTokens) addToken(tokenKind.word, first, position);
      setWord(first);
      setLast(position - 1);
    } else if (found === charClass.space) {
      position++;
    } else if (found === charClass.other) {
      if (wantsTokens) addToken(tokenKind.punctuator, position, position + 1);
      setWord(punctuator);
      setLast(position++);
    } else position = readAt(position, found);
  }
}

/** Reads what begins at `position` and returns where code goes on. */
function readAt(position: i32, found: u8): i32 {
  switch (found) {
    case charClass.lineEnd:
      endLine(position);
      return position + 1;
    case charClass.slash:
      return readSlash(position);
    case charClass.quote:
      return readString(position);
    case charClass.backtick:
      return readTemplate(position);
    case charClass.opening:
      return openBracket(position);
    case charClass.closing:
      return closeBracket(position);
    case charClass.closeBrace:
      return closeBrace(position);
    case charClass.lessThan:
      return readLessThan(position);
    default:
      return readOperator(position);
  }
}

function openBracket(position: i32): i32 {
  const code = at(position);
  if (code === 40) pushBracket(bracket.paren, wordStart);
  else pushBracket(code === 91 ? bracket.square : bracket.brace, -1);
  return addPunctuator(position, position + 1);
}

/** `!`, `+`, `-`: `total!` and `i++` are operands as `total` and `i` are. A newline in between makes them prefixes. */
function readOperator(position: i32): i32 {
  const code = at(position);
  const isBang = code === 33;
  const isTwin = at(position + 1) === (isBang ? 61 : code);
  const isPostfix = isBang !== isTwin && last >= lineStart && !isOperandNext(-1);
  return isPostfix ? addLiteral(position, position + (isBang ? 1 : 2)) : addPunctuator(position, position + 1);
}

function readSlash(position: i32): i32 {
  const next = at(position + 1);
  if (next === 47) {
    const end = findLineEnd(position);
    addComment(position, end);
    return end;
  }
  if (next === 42) {
    const close = blockEnd(position + 2);
    if (close === -1) loseTrack();
    const end = close === -1 ? length : close;
    addComment(position, end);
    return end;
  }
  const isRegex = !unclosedRegex && isOperandNext(position);
  const end = isRegex ? regexEnd(position) : -1;
  if (isRegex && end === -1) {
    loseTrack();
    noteUnclosedRegex();
  }
  // Flags are read with the expression, or they would pass for a name.
  return end === -1 ? addPunctuator(position, position + 1) : addLiteral(position, wordEnd(end));
}

/** `<` where elements may stand. */
function readLessThan(position: i32): i32 {
  if (!jsx) return addPunctuator(position, position + 1);
  // `a << b` is one operator: its second half is not at the place of an operand.
  if (at(position + 1) === 60) return addPunctuator(position, position + 2);
  if (startsWith('<!--', position)) loseTrack();
  if (!isJsxStart(position) || !isOperandNext(position)) return addPunctuator(position, position + 1);
  addToken(tokenKind.literal, position, position + 1);
  return readJsx(jsxState.element, position);
}

/** Notes `import`, `export` and `require` where they name no property. */
function noteWord(start: i32, size: i32): void {
  const first = at(start);
  if (size === 6) {
    if (first !== 105 && first !== 101) return;
    if (!startsWith('import', start) && !startsWith('export', start)) return;
  } else if (first !== 114 || !startsWith('require', start)) return;
  if (followsDot(last)) return;
  push(words, start);
  push(words, last);
  push(words, wordStart);
}

/** `a.require` and `a?.require` name a property, `...require` does not. */
function followsDot(before: i32): bool {
  return before >= 0 && at(before) === 46 && at(before - 1) !== 46;
}

function addLiteral(start: i32, end: i32): i32 {
  addToken(tokenKind.literal, start, end);
  setLast(end - 1);
  setWord(literal);
  return end;
}

function addPunctuator(start: i32, end: i32): i32 {
  addToken(tokenKind.punctuator, start, end);
  setLast(end - 1);
  setWord(punctuator);
  return end;
}

/** An unterminated quote ends with its line, so that the rest of a broken file is still counted. */
function readString(start: i32): i32 {
  const quote = at(start);
  let position = findStringBreak(quote, start + 1);
  while (position < length) {
    const code = at(position);
    if (code === quote) return addLiteral(start, position + 1);
    if (code !== 92) break;
    position = findStringBreak(quote, readEscape(position) + 1);
  }
  loseTrack();
  return addLiteral(start, min(position, length));
}

/** Offset of the last character of the escape at `start`. A backslash carries a string over a line end. */
function readEscape(start: i32): i32 {
  const escaped = start + (at(start + 1) === 13 && at(start + 2) === 10 ? 2 : 1);
  if (at(escaped) === 10) endTextLine(escaped);
  return escaped;
}

/** Reads from a backtick, or from the brace that closes a hole, up to the closing backtick or into the next hole. */
function readTemplate(start: i32): i32 {
  for (let position = start + 1; position < length; position++) {
    const code = at(position);
    if (code === 92) position = readEscape(position);
    else if (code === 10) endTextLine(position);
    else if (code === 96) return addLiteral(start, position + 1);
    else if (code === 36 && at(position + 1) === 123) {
      addLiteral(start, position + 1);
      pushBracket(bracket.templateHole, -1);
      return addPunctuator(position + 1, position + 2);
    }
  }
  loseTrack();
  return addLiteral(start, length);
}

function closeBracket(position: i32): i32 {
  const kind = at(position) === 41 ? bracket.paren : bracket.square;
  const open = popBracket();
  if (open === -1 || (open & 7) !== kind) loseTrack();
  setClosedParenWord((open >> 3) - 1);
  return addPunctuator(position, position + 1);
}

/** At `}`: when it closes a hole of a template or of JSX, that is read on, up to its end or to the next hole. */
function closeBrace(position: i32): i32 {
  const open = popBracket();
  const kind = open & 7;
  if (open === -1 || kind < bracket.brace) loseTrack();
  addPunctuator(position, position + 1);
  if (open === -1 || kind <= bracket.brace) return position + 1;
  if (kind === bracket.templateHole) return readTemplate(position);
  return readJsx(kind === bracket.jsxChild ? jsxState.children : jsxState.attributes, position + 1);
}

/**
 * Whether an expression may begin after the token before. `}` ends a block or an object and `>` compares or closes type
 * arguments, which only a parser tells: with a `position` that makes the lexer lost, and the answer is a guess.
 */
function isOperandNext(position: i32): bool {
  if (wordStart >= 0) return isWordBeforeOperand(wordStart, last);
  if (wordStart === literal) return false;
  if (last === -1) return true;
  switch (at(last)) {
    case 41: // `if (ready) /x/.test(s)` but `(a) / 2`
      return closedParenWord >= 0 && isControlWord(closedParenWord);
    case 93:
      return false;
    case 46: // `[.../x/.exec(s)]` but `1. / 2`
      return at(last - 1) === 46;
    case 62:
      if (at(last - 1) === 61) return true;
      if (position !== -1) loseTrack();
      return position !== -1;
    case 125:
      if (position !== -1) loseTrack();
      return position !== -1 && lineStart > last;
    default:
      return true;
  }
}

/** `if`, `while`, `for`, `with` and `for await`: what their parentheses hold is a condition, and an expression may follow. */
function isControlWord(start: i32): bool {
  const size = wordEnd(start) - start;
  if (isWord(start, size, 'await')) return isAfterFor(start);
  const isControl = isWord(start, size, 'if') || isWord(start, size, 'for') || isWord(start, size, 'while') || isWord(start, size, 'with');
  return isControl && !followsDot(start - 1);
}

/** Looks at no more than twenty characters before. */
function isAfterFor(start: i32): bool {
  const first = max(0, start - 20);
  let end = start;
  while (end > first && isSpaceCode(at(end - 1))) end--;
  if (end === start || end - 3 < first || !startsWith('for', end - 3)) return false;
  const before = end - 4 < first ? 0 : at(end - 4);
  // As \b has it: letters, digits and the underscore of ASCII.
  return !(before < 128 && isWordCode(before) && before !== 36 && before !== 35);
}

function isWordBeforeOperand(start: i32, end: i32): bool {
  const size = end - start + 1;
  return isOperandWord(start, size) && !followsDot(start - 1);
}

function isOperandWord(start: i32, size: i32): bool {
  switch (size) {
    case 2:
      return startsWith('in', start) || startsWith('of', start) || startsWith('do', start);
    case 3:
      return startsWith('new', start);
    case 4:
      return startsWith('case', start) || startsWith('void', start) || startsWith('else', start);
    case 5:
      return startsWith('throw', start) || startsWith('yield', start) || startsWith('await', start);
    case 6:
      return startsWith('return', start) || startsWith('typeof', start) || startsWith('delete', start);
    case 7:
      return startsWith('default', start) || startsWith('extends', start);
    case 10:
      return startsWith('instanceof', start);
    default:
      return false;
  }
}
