import { escapeUnit, unseenBeyondAscii } from '../text/visible.js';

/**
 * JSON in lines, ending with one. JSON lets DEL, the C1 controls and the line separators of Unicode stand as they are, and a terminal takes U+009B for the
 * beginning of a command: a file name may hold it. As escapes they are the same text.
 */
export function printJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(unseenBeyondAscii, escapeUnit);
  return `${text}\n`;
}
