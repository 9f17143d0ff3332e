import { push, skipTrivia, type Lexer } from './lexer.js';

/** Lexes the code of a `{}` hole up to its closing brace. */
type HoleLexer = (lexer: Lexer) => boolean;

const namePattern = /[\p{ID_Start}$_][\p{ID_Continue}$\-.:]*/uy;

/** `<T,>(x)` and `<T extends U>(x)` are generic arrows in a .tsx file, everything else before an operand is an element. */
export function startsJsxElement(text: string, at: number): boolean {
  const rest = text.slice(at, at + 120);
  return /^<\s*(?:[\p{ID_Start}$_>])/u.test(rest) && !/^<\s*(?:const\s+)?[\w$]+\s*(?:,|=|extends\s+[^=>/])/.test(rest);
}

/** Lexes one element with everything in it. False when it does not close: then it was none. */
export function lexJsxElement(lexer: Lexer, lexHoleCode: HoleLexer): boolean {
  const opened = lexTag(lexer, lexHoleCode);
  if (opened === undefined) return false;
  if (opened === 'self-closed') return true;
  return lexChildren(lexer, lexHoleCode);
}

function lexTag(lexer: Lexer, lexHoleCode: HoleLexer): 'open' | 'self-closed' | undefined {
  push(lexer, 'punctuator', lexer.position + 1);
  while (lexer.position < lexer.end) {
    skipTrivia(lexer);
    const char = lexer.text[lexer.position];
    if (char === undefined) return undefined;
    if (char === '>') {
      push(lexer, 'punctuator', lexer.position + 1);
      return 'open';
    }
    if (char === '/' && lexer.text[lexer.position + 1] === '>') {
      push(lexer, 'punctuator', lexer.position + 2);
      return 'self-closed';
    }
    if (!lexAttribute(lexer, lexHoleCode, char)) return undefined;
  }
  return undefined;
}

function lexAttribute(lexer: Lexer, lexHoleCode: HoleLexer, char: string): boolean {
  if (char === '{') return lexHole(lexer, lexHoleCode);
  if (char === '=') {
    push(lexer, 'punctuator', lexer.position + 1);
    return true;
  }
  if (char === '"' || char === "'") {
    const close = lexer.text.indexOf(char, lexer.position + 1);
    if (close === -1 || close >= lexer.end) return false;
    push(lexer, 'string', close + 1);
    return true;
  }
  if (char === '<') return lexer.tokens.at(-1)?.text === '=' ? lexJsxElement(lexer, lexHoleCode) : lexTypeArguments(lexer);
  namePattern.lastIndex = lexer.position;
  const name = namePattern.exec(lexer.text);
  if (!name) return false;
  push(lexer, 'word', lexer.position + name[0].length);
  return true;
}

/** `<List<Item> rows={...}/>` */
function lexTypeArguments(lexer: Lexer): boolean {
  let depth = 0;
  for (let at = lexer.position; at < lexer.end; at++) {
    if (lexer.text[at] === '<') depth++;
    else if (lexer.text[at] === '>' && --depth === 0) {
      push(lexer, 'word', at + 1);
      return true;
    }
  }
  return false;
}

function lexHole(lexer: Lexer, lexHoleCode: HoleLexer): boolean {
  push(lexer, 'punctuator', lexer.position + 1);
  if (!lexHoleCode(lexer)) return false;
  push(lexer, 'punctuator', lexer.position + 1);
  return true;
}

function lexChildren(lexer: Lexer, lexHoleCode: HoleLexer): boolean {
  while (lexer.position < lexer.end) {
    const next = nextMark(lexer);
    if (next === undefined) return false;
    if (next > lexer.position) push(lexer, 'jsx-text', next);
    if (lexer.text[next] === '{') {
      if (!lexHole(lexer, lexHoleCode)) return false;
    } else if (/^<\s*\//.test(lexer.text.slice(next, next + 20))) {
      const close = lexer.text.indexOf('>', next);
      if (close === -1 || close >= lexer.end) return false;
      push(lexer, 'punctuator', close + 1);
      return true;
    } else if (!lexJsxElement(lexer, lexHoleCode)) return false;
  }
  return false;
}

function nextMark(lexer: Lexer): number | undefined {
  for (let at = lexer.position; at < lexer.end; at++) {
    if (lexer.text[at] === '<' || lexer.text[at] === '{') return at;
  }
  return undefined;
}
