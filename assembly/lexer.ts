// The lexer of TypeScript and JavaScript: `npm run generate` compiles it to the WebAssembly that src/language/typescript/scan-lex.ts runs. It is no
// JavaScript because most runs are short: an engine makes fast machine code of WebAssembly at once, and of JavaScript when half of the project is read.
import { fillClasses } from './characters';
import { readCode } from './code';
import { mayHoldMarks } from './marks';
import * as state from './state';
import * as reading from './statements';
import { at, decode, findLineEnd, hasOtherLineEnds, length, margin, placeText } from './text';

fillClasses();

/** Where the results of `lex` lie: see `result` in src/language/typescript/scan-lex.ts. */
const results = memory.data(17 * 4, 4);

export function resultsAddress(): usize {
  return results;
}

/** Makes room for a text of so many UTF-16 units and for what is found in it; returns where the text is to be written. */
export function place(units: i32, withTokens: bool): usize {
  const text = (__heap_base + 15 & ~(<usize>15)) + (<usize>margin << 1);
  const textEnd = text + (<usize>units << 1);
  const end = state.layOut((textEnd + (<usize>margin << 1) + 15) & ~(<usize>15), units, withTokens);
  const pages = <i32>((end + 0xffff) >>> 16);
  if (pages > memory.size() && memory.grow(pages - memory.size()) === -1) return 0;
  memory.fill(text - (<usize>margin << 1), 0, <usize>margin << 1);
  memory.fill(textEnd, 0, <usize>margin << 1);
  placeText(text, units);
  return text;
}

/** Reads the text that was written where `place` said. */
export function lex(withJsx: bool, withTokens: bool): void {
  state.start(withJsx, withTokens);
  let position = 0;
  if (at(0) === 35 && at(1) === 33) {
    position = findLineEnd(0);
    state.addComment(0, position);
  }
  readCode(position);
  state.endText();
  const isLost = state.lost || state.sizeOf(state.brackets) > 0;
  if (isLost) reading.forgetStatements();
  else reading.readStatements();
  put(0, isLost ? 1 : 0);
  put(1, state.physicalLines);
  put(2, state.codeLines);
  put(3, state.commentLines);
  put(4, hasOtherLineEnds() ? 1 : 0);
  put(5, <i32>state.addressOf(state.comments));
  put(6, state.sizeOf(state.comments));
  put(7, <i32>state.addressOf(state.words));
  put(8, state.sizeOf(state.words));
  put(9, <i32>state.addressOf(state.tokens));
  put(10, state.sizeOf(state.tokens));
  put(11, <i32>state.addressOf(state.codeLineStarts));
  put(12, state.sizeOf(state.codeLineStarts));
  putStatements();
}

function putStatements(): void {
  put(13, <i32>state.addressOf(state.statements));
  put(14, state.sizeOf(state.statements));
  put(15, reading.statementsEnd);
  put(16, reading.areComplete ? 1 : 0);
}

/** Reads nothing but the statement whose `import` or `export` is at `start` of a text that was placed. */
export function readStatement(start: i32, exportStart: i32): void {
  reading.forgetStatements();
  reading.readStatement(start, exportStart);
  putStatements();
}

/** Whether the text may hold more than lines and imports. `address`: where its bytes are. */
export function holdsMarks(address: usize, bytes: i32): bool {
  return mayHoldMarks(address, bytes);
}

/** Where the bytes of a text that was placed can be written: what is kept there is kept later. */
export function bytesAddress(): usize {
  return state.addressOf(state.brackets);
}

/** Makes the text of so many bytes of UTF-8 at `address` and returns its units, fewer than bytes unless all of it is ASCII. -1 when they are none. */
export function decodeText(address: usize, bytes: i32): i32 {
  return decode(address, bytes) ? length : -1;
}

function put(index: i32, value: i32): void {
  store<i32>(results + (<usize>index << 2), value);
}
