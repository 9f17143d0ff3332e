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
    text: text.includes('\r') ? text.replaceAll('\r\n', '\n') : text,
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
  const { text } = lexer;
  while (lexer.position < lexer.end) {
    const at = lexer.position;
    const char = text[at]!;
    if (/\s|\ufeff/.test(char)) {
      if (/[\n\r\u2028\u2029]/.test(char)) lexer.newline = true;
      lexer.position++;
    } else if (char === '/' && text[at + 1] === '/' || (at === 0 && char === '#' && text[1] === '!')) {
      lexer.position = lineEnd(text, at, lexer.end);
      addComment(lexer, at);
    } else if (char === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      lexer.position = close === -1 ? lexer.end : Math.min(close + 2, lexer.end);
      addComment(lexer, at);
      if (/[\n\r]/.test(text.slice(at, lexer.position))) lexer.newline = true;
    } else return;
  }
}

function lineEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !/[\n\r\u2028\u2029]/.test(text[at]!)) at++;
  return at;
}

function addComment(lexer: Lexer, start: number): void {
  const lines = lexer.text.slice(start, lexer.position).split(/\r\n|[\n\r]/);
  lexer.comments.push({ text: lines.map((line) => line.trim()).join('\n'), start });
}
