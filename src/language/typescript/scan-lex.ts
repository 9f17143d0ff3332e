import { startAssembly, type Assembly } from '../../host/assembly.js';
import { buildLineStarts } from '../../text/line-index.js';
import { measureLines } from './count-lines.js';
import { lexerCode } from './lexer.generated.js';
import type { Span } from '../../text/span.js';
import type { Lexed } from '../language.js';

export interface LexedText extends Lexed {
  /** Start and end of each comment and of a leading hashbang, in order. */
  readonly comments: Int32Array;
  /** Three numbers a token, when they are wanted: kind, start, end. */
  readonly tokens: Int32Array;
  /** Offset of the first character of each code line, when tokens are wanted. */
  readonly codeLineStarts: Int32Array;
}

export interface LexOptions {
  /** `.tsx`, and JavaScript of every extension. */
  readonly jsx?: boolean;
  readonly tokens?: boolean;
}

/** As in assembly/state.ts. */
export const tokenKind = { word: 0, punctuator: 1, literal: 2, jsxName: 3 } as const;

/** What assembly/lexer.ts exports. */
interface LexerCalls {
  readonly resultsAddress: () => number;
  readonly place: (units: number, tokens: boolean) => number;
  readonly widenText: (address: number) => boolean;
  readonly bytesAddress: () => number;
  readonly lex: (jsx: boolean, tokens: boolean) => void;
}

/** By place: lost, lines (physical, code, comment, whether other line ends were met), then address and size of each list. */
const result = { lost: 0, physical: 1, code: 2, comment: 3, otherLineEnds: 4, comments: 5, words: 7, tokens: 9, codeLineStarts: 11 } as const;

/** The memory of the lexer never becomes smaller: after a text that needed more than this a new one is started. */
const largestKept = 64 * 1024 * 1024;

let started: Assembly<LexerCalls> | undefined;

/** One pass over a text: comments, line counts and the words that begin an import, without a syntax tree. */
export function lexText(text: string, { jsx = false, tokens = false }: LexOptions = {}): LexedText {
  const { lexer, address } = place(text.length, tokens);
  lexer.bytes().write(text, address, 'utf16le');
  return lexPlaced(lexer, () => text, jsx, tokens);
}

/** The same for the text that the bytes are in ASCII; undefined when they are not, or hold a zero. */
export function lexAscii(bytes: Buffer, { jsx = false }: Pick<LexOptions, 'jsx'> = {}): LexedText | undefined {
  const { lexer } = place(bytes.length, false);
  const address = lexer.calls.bytesAddress();
  bytes.copy(lexer.bytes(), address);
  return lexer.calls.widenText(address) ? lexPlaced(lexer, () => bytes.toString('latin1'), jsx, false) : undefined;
}

function place(units: number, tokens: boolean): { readonly lexer: Assembly<LexerCalls>; readonly address: number } {
  if (started && started.bytes().length > largestKept) started = undefined;
  const lexer = (started ??= startAssembly<LexerCalls>(lexerCode));
  const address = lexer.calls.place(units, tokens);
  if (address === 0) throw new Error(`there is no memory to read a text of ${units} characters`);
  return { lexer, address };
}

function lexPlaced(lexer: Assembly<LexerCalls>, textOf: () => string, jsx: boolean, tokens: boolean): LexedText {
  lexer.calls.lex(jsx, tokens);
  const numbers = lexer.numbers();
  const results = lexer.calls.resultsAddress() >> 2;
  const at = (index: number): number => numbers[results + index]!;
  const list = (index: number): Int32Array => numbers.slice(at(index) >> 2, (at(index) >> 2) + at(index + 1));
  const comments = list(result.comments);
  const [physical, code, comment] = [at(result.physical), at(result.code), at(result.comment)];
  const text = at(result.otherLineEnds) === 1 ? textOf() : '';
  return {
    comments,
    // The pass counts LF and CRLF. The other line terminators are so rare that they are worth a second look at the text.
    lines: text === '' ? { physical, code, comment, blank: physical - code - comment } : measureLines(text, buildLineStarts(text), spansOf(comments)),
    words: list(result.words),
    tokens: tokens ? list(result.tokens) : none,
    codeLineStarts: tokens ? list(result.codeLineStarts) : none,
    lost: at(result.lost) === 1,
  };
}

/** Pairs of offsets as spans. */
export function spansOf(pairs: Int32Array): readonly Span[] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => ({ start: pairs[i * 2]!, end: pairs[i * 2 + 1]! }));
}

const none = new Int32Array(0);

/** JavaScript may hold JSX whatever its extension; in TypeScript `<` before an operand is a type assertion or type parameters. */
export function mayHoldJsx(extension: string): boolean {
  return extension === '.tsx' || !/ts$/.test(extension);
}
