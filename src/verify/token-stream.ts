import { push, skipTrivia, type Lexer, type TokenKind, type TokenStream } from './lexer.js';
import { lexJsxElement, startsJsxElement } from './token-stream-jsx.js';

/**
 * A lexer of its own, so that the proof does not rest on the parser that made the change. White space and comments fall away
 * between tokens only: strings, templates, regular expressions and JSX text stay character for character.
 */
export function readTokens(text: string, start: number, end: number, jsx: boolean): TokenStream {
  const lexer: Lexer = { text, end, jsx, position: start, tokens: [], comments: [], newline: false, groups: [], closed: undefined };
  while (lexer.position < end) {
    if (!lexCode(lexer)) push(lexer, 'punctuator', lexer.position + 1);
  }
  return { tokens: lexer.tokens, comments: lexer.comments };
}

const wordPattern = /#?(?:[\p{ID_Start}$_]|\\u(?:[\dA-Fa-f]{4}|\{[\dA-Fa-f]+\}))(?:[\p{ID_Continue}$\u200c\u200d]|\\u(?:[\dA-Fa-f]{4}|\{[\dA-Fa-f]+\}))*/uy;
const numberPattern = /0[xXbBoO][\dA-Fa-f_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y;
/** `<` and `>` never join with their neighbours: `Map<string, Set<T>>=` holds no shift. */
const punctuatorPattern =
  /\.\.\.|===|!==|\*\*=|&&=|\|\|=|\?\?=|=>|==|!=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.@#]/y;
const regexPattern = /\/(?:[^\\/[\n\r\u2028\u2029]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[\p{ID_Continue}$]*/uy;
const stringPattern = /"(?:[^"\\\n\r]|\\(?:\r\n|[^]))*"|'(?:[^'\\\n\r]|\\(?:\r\n|[^]))*'/y;

const wordsBeforeValue = new Set([
  'return', 'typeof', 'instanceof', 'in', 'of', 'new', 'delete', 'void', 'throw', 'case', 'do', 'else', 'await', 'yield', 'default', 'extends',
]);
const wordsBeforeCondition = new Set(['if', 'while', 'for', 'with']);

function matchAt(pattern: RegExp, lexer: Lexer): number | undefined {
  pattern.lastIndex = lexer.position;
  const match = pattern.exec(lexer.text);
  if (!match) return undefined;
  const end = lexer.position + match[0].length;
  return end > lexer.end ? undefined : end;
}

/** Lexes one token, or a whole template or JSX element. False when nothing is recognised. */
function lexCode(lexer: Lexer): boolean {
  skipTrivia(lexer);
  if (lexer.position >= lexer.end) return true;
  const char = lexer.text[lexer.position]!;
  if (isPlainWordStart(char)) {
    const end = plainWordEnd(lexer.text, lexer.position);
    if (end !== undefined && end <= lexer.end) {
      push(lexer, 'word', end);
      return true;
    }
  }
  if (char === '`') return lexTemplate(lexer);
  if (char === '"' || char === "'") return pushMatch(lexer, 'string', stringPattern);
  if (isDigit(char) || (char === '.' && isDigit(lexer.text[lexer.position + 1] ?? ''))) return pushMatch(lexer, 'number', numberPattern);
  if (char === '/' && expectsValue(lexer) && pushMatch(lexer, 'regex', regexPattern)) return true;
  if (char === '<' && lexer.jsx && expectsValue(lexer) && startsJsxElement(lexer.text, lexer.position) && attemptJsx(lexer)) return true;
  if (!loneMarks.has(char) && pushMatch(lexer, 'word', wordPattern)) return true;
  return lexPunctuator(lexer, char);
}

/** Begin no longer punctuator and no word. */
const loneMarks = new Set('{}()[];,<>~:@');

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isPlainWordStart(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_' || char === '$';
}

/** End of a word of plain letters; undefined where an escape or another letter may go on with it. */
function plainWordEnd(text: string, start: number): number | undefined {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    const isPlain = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x24;
    if (!isPlain) return code === 0x5c || code >= 0x80 ? undefined : at;
  }
}

function pushMatch(lexer: Lexer, kind: TokenKind, pattern: RegExp): boolean {
  const end = matchAt(pattern, lexer);
  if (end === undefined) return false;
  push(lexer, kind, end);
  return true;
}

function lexPunctuator(lexer: Lexer, char: string): boolean {
  const end = loneMarks.has(char) ? lexer.position + 1 : matchAt(punctuatorPattern, lexer);
  if (end === undefined) return false;
  const text = loneMarks.has(char) ? char : lexer.text.slice(lexer.position, end);
  if (text === '(') lexer.groups.push({ open: text, endsValue: !wordsBeforeCondition.has(lexer.tokens.at(-1)?.text ?? '') });
  else if (text === '[') lexer.groups.push({ open: text, endsValue: true });
  else if (text === '{') lexer.groups.push({ open: text, endsValue: opensObject(lexer) });
  else if (text === ')' || text === ']' || text === '}') lexer.closed = lexer.groups.pop();
  push(lexer, 'punctuator', end);
  return true;
}

function opensObject(lexer: Lexer): boolean {
  const last = lexer.tokens.at(-1);
  if (!last) return false;
  return last.kind === 'punctuator' ? /^(?:[(,=:[?!]|&&|\|\||\?\?|\.\.\.)$/.test(last.text) : last.text === 'return';
}

/** Whether the next token begins an operand: then a slash opens a regular expression and `<` may open an element. */
function expectsValue(lexer: Lexer): boolean {
  const last = lexer.tokens.at(-1);
  if (!last) return true;
  if (last.kind === 'word') return wordsBeforeValue.has(last.text) && lexer.tokens.at(-2)?.text !== '.';
  if (last.kind !== 'punctuator') return false;
  if (last.text === ')' || last.text === ']' || last.text === '}') return lexer.closed?.endsValue === false;
  return last.text !== '++' && last.text !== '--';
}

function lexTemplate(lexer: Lexer): boolean {
  let scan = lexer.position + 1;
  while (scan < lexer.end) {
    const char = lexer.text[scan]!;
    if (char === '\\') scan += 2;
    else if (char === '`') {
      push(lexer, 'template', scan + 1);
      return true;
    } else if (char === '$' && lexer.text[scan + 1] === '{') {
      push(lexer, 'template', scan + 2);
      if (!lexUntilBrace(lexer)) return false;
      scan = lexer.position + 1;
    } else scan++;
  }
  return false;
}

/** Lexes to the `}` that closes the current hole and stops in front of it. */
function lexUntilBrace(lexer: Lexer): boolean {
  const outer = lexer.groups;
  const last = lexer.tokens.length;
  lexer.groups = [];
  let found = false;
  while (lexer.position < lexer.end) {
    skipTrivia(lexer);
    if (lexer.text[lexer.position] === '}' && lexer.groups.length === 0) {
      found = true;
      break;
    }
    // A hole begins with an operand, although the token before it is the end of a literal.
    if (lexer.tokens.length === last && lexer.text[lexer.position] === '/' && pushMatch(lexer, 'regex', regexPattern)) continue;
    if (lexer.tokens.length === last && lexer.jsx && lexer.text[lexer.position] === '<' && attemptJsx(lexer)) continue;
    if (!lexCode(lexer)) break;
  }
  lexer.groups = outer;
  return found;
}

/** `type F = <T>(x: T) => T` looks like an element until its closing tag does not come: then `<` is a bracket. */
function attemptJsx(lexer: Lexer): boolean {
  const { position, newline, groups } = lexer;
  const [tokens, comments] = [lexer.tokens.length, lexer.comments.length];
  if (lexJsxElement(lexer, lexUntilBrace)) return true;
  lexer.position = position;
  lexer.newline = newline;
  lexer.groups = groups;
  lexer.tokens.length = tokens;
  lexer.comments.length = comments;
  return false;
}
