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

/** The value of a string whose characters are `raw`: ECMA-262 section 12.9.4.2. */
export function decodeString(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))/gi, (_, long: string, four: string, two: string, plain: string) => {
    const hex = long ?? four ?? two;
    const value = hex ? Number.parseInt(hex, 16) : 0;
    return !hex ? plain : value > 0x10ffff ? '' : String.fromCodePoint(value);
  });
}
