import type { Span } from '../../text/span.js';
import { skipTrivia, stringEnd } from './scan-characters.js';

export interface LiteralCall {
  readonly specifier: string;
  /** The characters between the quotes. */
  readonly specifierSpan: Span;
  /** After the parenthesis that closes the call. */
  readonly end: number;
}

/** A parenthesis, a string or a template without holes, and the closing parenthesis or further arguments. Undefined for a computed specifier. */
export function readLiteralCall(text: string, start: number): LiteralCall | undefined {
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
  return isCall ? { specifier: decodeString(raw), specifierSpan, end: callEnd(text, after) } : undefined;
}

const longestOptions = 4000;

/**
 * Offset after the parenthesis that closes the call, options in between; `start` when it does not come soon: of ten thousand calls that
 * lie in each other, each would be read up to the end of the text.
 */
function callEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + longestOptions);
  let depth = 1;
  for (let position = start; position < limit; position = skipTrivia(text, position)) {
    const character = text[position]!;
    if (character === '"' || character === "'") {
      position = stringEnd(text, position);
      continue;
    }
    position++;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return position;
  }
  return start;
}

const singleEscapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', 0: '\0' };

/** The value of a string whose characters are `raw`: ECMA-262 section 12.9.4.2. A backslash before a line end continues the line. */
export function decodeString(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[^]))/gi, (_, long: string, four: string, two: string, plain: string) => {
    const hex = long ?? four ?? two;
    if (!hex) return /[\r\n\u2028\u2029]/.test(plain) ? '' : (singleEscapes[plain] ?? plain);
    const value = Number.parseInt(hex, 16);
    return value > 0x10ffff ? '' : String.fromCodePoint(value);
  });
}
