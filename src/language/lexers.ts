import { codeExtensions } from './typescript/resolve-candidates.js';
import { lexAscii, lexText, mayHoldJsx } from './typescript/scan-lex.js';
import type { Lexed } from './language.js';

/** What a language does first with each text, for a thread that does nothing else: what resolves or reads a file in full is not loaded with it. */
export interface Lexer {
  readonly lexText: (text: string) => Lexed;
  /** The same for the text that the bytes are in ASCII; undefined when they are not, or hold a zero. */
  readonly lexAscii: (bytes: Buffer) => Lexed | undefined;
}

const byExtension = new Map(
  codeExtensions.map((extension): readonly [string, Lexer] => {
    const options = { jsx: mayHoldJsx(extension) };
    return [extension, { lexText: (text) => lexText(text, options), lexAscii: (bytes) => lexAscii(bytes, options) }];
  }),
);

/** Undefined for a file whose language has no lexer of its own. */
export function lexerFor(path: string): Lexer | undefined {
  return byExtension.get(path.slice(path.lastIndexOf('.')));
}
