const beyondAscii = '\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';

/** DEL, C1 controls, the line separators of Unicode and what turns the direction of writing round: JSON and XML let them stand, and a terminal acts on them. */
export const unseenBeyondAscii = new RegExp(`[${beyondAscii}]`, 'g');

/** With the C0 controls, what moves the cursor, begins a line, speaks to the reader of a log or shows `txt.ts` where `st.txt` stands. */
const controls = new RegExp(`[\\u0000-\\u001f${beyondAscii}]`, 'g');
const controlsInLines = new RegExp(`[\\u0000-\\u0008\\u000b-\\u001f${beyondAscii}]`, 'g');

/** As JSON and JavaScript write it. */
export function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Control characters as escapes: a file named `a\n::error::b` must not print a command of its own. With `lines`, tabs and LF are kept. */
export function escapeControls(text: string, lines = false): string {
  return text.replace(lines ? controlsInLines : controls, escapeUnit);
}
