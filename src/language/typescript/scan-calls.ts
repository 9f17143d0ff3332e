import type { ImportRecord } from '../../model/import-record.js';
import type { Span } from '../../text/span.js';
import { skipTrivia, stringEnd } from './scan-lex.js';
import { withSemicolon } from './scan-clause.js';

interface LiteralCall {
  readonly specifier: string;
  readonly specifierSpan: Span;
  readonly end: number;
}

/** `import('x')` at the word `import`; undefined when it is another use of the word or the specifier is computed. */
export function readImportCall(text: string, word: number, isType: boolean): ImportRecord | undefined {
  const call = readLiteralCall(text, word + 'import'.length);
  return call && record(isType ? 'type' : 'dynamic', isType ? 'import-type' : 'import-call', call, { start: word, end: call.end });
}

/** `require('x')` or `import x = require('x')` at the word `require`. */
export function readRequireCall(text: string, word: number): ImportRecord | undefined {
  const call = readLiteralCall(text, word + 'require'.length);
  if (!call) return undefined;
  const before = /(?:export\s+)?import\s+(?:(type)\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*$/u.exec(text.slice(Math.max(0, word - 300), word));
  if (!before) return record('require', 'require-call', call, { start: word, end: call.end });
  const typeOnly = before[1] !== undefined;
  const names = [{ imported: '*', local: before[2]!, typeOnly }];
  const span = { start: word - before[0].length, end: withSemicolon(text, call.end) };
  return { ...record(typeOnly ? 'type' : 'require', 'import-equals', call, span), names };
}

function record(kind: ImportRecord['kind'], form: ImportRecord['form'], call: LiteralCall, span: Span): ImportRecord {
  return { kind, form, specifier: call.specifier, specifierSpan: call.specifierSpan, span, names: [] };
}

/** A parenthesis, a string or a template without holes, and the closing parenthesis or further arguments. */
function readLiteralCall(text: string, start: number): LiteralCall | undefined {
  let position = skipTrivia(text, start);
  if (text[position] !== '(') return undefined;
  position = skipTrivia(text, position + 1);
  const quote = text[position];
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  const close = quote === '`' ? text.indexOf('`', position + 1) + 1 : stringEnd(text, position);
  const specifierSpan = { start: position + 1, end: close - 1 };
  const raw = text.slice(specifierSpan.start, specifierSpan.end);
  if (close === 0 || text[close - 1] !== quote || (quote === '`' && raw.includes('${'))) return undefined;
  const after = skipTrivia(text, close);
  const isCall = text[after] === ')' || text[after] === ',';
  return isCall ? { specifier: decode(raw), specifierSpan, end: callEnd(text, after) } : undefined;
}

/** Offset after the parenthesis that closes the call, options in between. */
function callEnd(text: string, start: number): number {
  let depth = 1;
  for (let position = start; position < text.length; position = skipTrivia(text, position)) {
    const character = text[position]!;
    if (character === '"' || character === "'") {
      position = stringEnd(text, position);
      continue;
    }
    position++;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return position;
  }
  return text.length;
}

function decode(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))/gi, (_, long: string, four: string, two: string, plain: string) => {
    const hex = long ?? four ?? two;
    return hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : plain;
  });
}
