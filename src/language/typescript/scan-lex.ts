import { startAssembly, type Assembly } from '../../host/assembly.js';
import { buildLineStarts } from '../../text/line-index.js';
import { measureLines } from './count-lines.js';
import { lexerCode } from './lexer.generated.js';
import type { LineCounts } from '../../model/source-file.js';
import type { Span } from '../../text/span.js';
import type { Lexed, LexedBytes, StatementNumbers } from '../lexed.js';

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
  readonly decodeText: (address: number, bytes: number) => number;
  readonly bytesAddress: () => number;
  readonly lex: (jsx: boolean, tokens: boolean) => void;
  readonly holdsMarks: (address: number, bytes: number) => boolean;
  readonly readStatement: (start: number, exportStart: number) => void;
}

/** Where the results lie. A list is two numbers, its address and its size. */
const result = {
  lost: 0, physical: 1, code: 2, comment: 3, otherLineEnds: 4, comments: 5, words: 7, tokens: 9, codeLineStarts: 11, statements: 13, statementsEnd: 15, areStatementsComplete: 16,
} as const;

/** The memory of the lexer never becomes smaller: after a text that needed more than this a new one is started. */
const largestKept = 64 * 1024 * 1024;

let started: Assembly<LexerCalls> | undefined;

/** One pass over a text: comments, line counts, and what begins an import, without a syntax tree. */
export function lexText(text: string, { jsx = false, tokens = false }: LexOptions = {}): LexedText {
  const lexer = placeText(text, tokens);
  lexer.calls.lex(jsx, tokens);
  return lexedText(lexer, () => text, tokens);
}

/** The same for the text that the bytes are in UTF-8; undefined when they are not, or hold a zero. `isPartial`: the scan has more to say than the lexer, whatever the text is. */
export function lexBytes(bytes: Buffer, jsx: boolean, isPartial: boolean): LexedBytes | undefined {
  const { lexer } = place(bytes.length, false);
  const { calls } = lexer;
  const address = calls.bytesAddress();
  lexer.bytes().set(bytes, address);
  const units = calls.decodeText(address, bytes.length);
  if (units === -1) return undefined;
  const isAscii = units === bytes.length;
  // Lists are written over the bytes.
  const isMore = isPartial || calls.holdsMarks(address, bytes.length);
  calls.lex(jsx, false);
  const numbers = lexer.numbers();
  const at = calls.resultsAddress() >> 2;
  const isComplete =
    !isMore && numbers[at + result.areStatementsComplete] === 1 && numbers[at + result.words + 1] === 0 && numbers[at + result.lost] === 0 && numbers[at + result.otherLineEnds] === 0;
  if (!isComplete) return { ...lexedText(lexer, () => bytes.toString(isAscii ? 'latin1' : 'utf8'), false), isAscii };
  const start = numbers[at + result.statements]! >> 2;
  const statements = { numbers, start, end: start + numbers[at + result.statements + 1]! };
  return { lines: countedLines(numbers, at), words: none, statements, statementsEnd: numbers[at + result.statementsEnd]!, isComplete, lost: false, isAscii };
}

/** Reads one statement at a time of the text, whose `import` or `export` is at `start`; `exportStart` is the `export` before an `import`, or -1. No other text must be read meanwhile. */
export function openStatements(text: string): (start: number, exportStart: number) => Pick<Lexed, 'statements'> {
  const lexer = placeText(text, false);
  return (start, exportStart) => {
    lexer.calls.readStatement(start, exportStart);
    return { statements: statementsAt(lexer.numbers(), lexer.calls.resultsAddress() >> 2) };
  };
}

function placeText(text: string, tokens: boolean): Assembly<LexerCalls> {
  const { lexer, address } = place(text.length, tokens);
  lexer.bytes().write(text, address, 'utf16le');
  return lexer;
}

function place(units: number, tokens: boolean): { readonly lexer: Assembly<LexerCalls>; readonly address: number } {
  if (started && started.bytes().length > largestKept) started = undefined;
  const lexer = (started ??= startAssembly<LexerCalls>(lexerCode));
  const address = lexer.calls.place(units, tokens);
  if (address === 0) throw new Error(`there is no memory to read a text of ${units} characters`);
  return { lexer, address };
}

function lexedText(lexer: Assembly<LexerCalls>, textOf: () => string, tokens: boolean): LexedText {
  const numbers = lexer.numbers();
  const at = lexer.calls.resultsAddress() >> 2;
  const comments = listAt(numbers, at + result.comments);
  const text = numbers[at + result.otherLineEnds] === 1 ? textOf() : '';
  return {
    comments,
    // The pass counts LF and CRLF. The other line terminators are so rare that they are worth a second look at the text.
    lines: text === '' ? countedLines(numbers, at) : measureLines(text, buildLineStarts(text), spansOf(comments)),
    words: listAt(numbers, at + result.words),
    statements: statementsAt(numbers, at),
    statementsEnd: numbers[at + result.statementsEnd]!,
    isComplete: false,
    tokens: tokens ? listAt(numbers, at + result.tokens) : none,
    codeLineStarts: tokens ? listAt(numbers, at + result.codeLineStarts) : none,
    lost: numbers[at + result.lost] === 1,
  };
}

function countedLines(numbers: Int32Array, at: number): LineCounts {
  const physical = numbers[at + result.physical]!;
  const code = numbers[at + result.code]!;
  const comment = numbers[at + result.comment]!;
  return { physical, code, comment, blank: physical - code - comment };
}

function statementsAt(numbers: Int32Array, at: number): StatementNumbers {
  const list = listAt(numbers, at + result.statements);
  return { numbers: list, start: 0, end: list.length };
}

function listAt(numbers: Int32Array, place: number): Int32Array {
  const start = numbers[place]! >> 2;
  return numbers.slice(start, start + numbers[place + 1]!);
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
