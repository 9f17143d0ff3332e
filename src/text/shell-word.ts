import { escapeControls } from './visible.js';

/** A word of a POSIX command line. One with control characters is written as bash and zsh read it, `$'a\u000ab'`. */
export function quoteWord(word: string): string {
  if (/^[\w./@:=+-]+$/.test(word)) return word;
  if (escapeControls(word) !== word) return `$'${escapeControls(word.replaceAll(/(['\\])/g, '\\$1'))}'`;
  return `"${word.replaceAll(/(["\\$`])/g, '\\$1')}"`;
}
