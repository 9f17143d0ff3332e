/**
 * JSON in lines, ending with one. JSON lets DEL, the C1 controls and the line separators of Unicode stand as they are, and a terminal takes U+009B for the
 * beginning of a command: a file name may hold it. As escapes they are the same text.
 */
export function printJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${text}\n`;
}
