export type TokenKind = 'word' | 'number' | 'punctuator' | 'string' | 'template' | 'regex' | 'jsx-text';

export interface Token {
  /** As written, but for CRLF, which reads LF: ECMA-262 12.9.6 normalises it in template literals as well. */
  readonly text: string;
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly newlineBefore: boolean;
}

export interface Comment {
  /** As written, newlines as LF, every line without the white space around it: indentation is layout, not text. */
  readonly text: string;
  readonly start: number;
}

export interface TokenStream {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

/** What an open bracket stands in; decides whether a slash after the closing one divides or opens a regular expression. */
export interface Group {
  readonly open: string;
  readonly endsValue: boolean;
}

export interface Lexer {
  readonly text: string;
  readonly end: number;
  readonly jsx: boolean;
  position: number;
  readonly tokens: Token[];
  readonly comments: Comment[];
  newline: boolean;
  groups: Group[];
  /** The group closed by the last token. */
  closed: Group | undefined;
}

export function push(lexer: Lexer, kind: TokenKind, end: number): void {
  const text = lexer.text.slice(lexer.position, end);
  lexer.tokens.push({
    text: kind !== 'word' && text.includes('\r') ? text.replaceAll('\r\n', '\n') : text,
    kind,
    start: lexer.position,
    end,
    newlineBefore: lexer.newline,
  });
  lexer.newline = false;
  lexer.position = end;
}

/** Steps over white space and comments. */
export function skipTrivia(lexer: Lexer): void {
  const { text, end } = lexer;
  while (lexer.position < end) {
    const at = lexer.position;
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (isLineEnd(code)) lexer.newline = true;
      lexer.position++;
    } else if ((code === slash && text.charCodeAt(at + 1) === slash) || (at === 0 && text.startsWith('#!'))) {
      lexer.position = lineEnd(text, at, end);
      addComment(lexer, at);
    } else if (code === slash && text.charCodeAt(at + 1) === star) {
      const close = text.indexOf('*/', at + 2);
      lexer.position = close === -1 ? end : Math.min(close + 2, end);
      addComment(lexer, at);
      if (/[\n\r]/.test(text.slice(at, lexer.position))) lexer.newline = true;
    } else return;
  }
}

const [slash, star] = [0x2f, 0x2a];
const otherSpace = /[\s\ufeff]/;

/** White space as `\s` has it, and the byte order mark. Asked of every character of a file, so the plain ones go without a pattern. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x80 && otherSpace.test(String.fromCharCode(code)));
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

function lineEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isLineEnd(text.charCodeAt(at))) at++;
  return at;
}

function addComment(lexer: Lexer, start: number): void {
  const lines = lexer.text.slice(start, lexer.position).split(/\r\n|[\n\r]/);
  lexer.comments.push({ text: lines.map((line) => line.trim()).join('\n'), start });
}
