/**
 * C0 and C1 controls, DEL, the line separators of Unicode and what turns the direction of writing round: what moves the cursor, begins a line, speaks to the
 * reader of a log or shows `txt.ts` where `st.txt` stands.
 */
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const controlsInLines = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Control characters as escapes: a file named `a\n::error::b` must not print a command of its own. With `lines`, tabs and LF are kept. */
export function escapeControls(text: string, lines = false): string {
  return text.replace(lines ? controlsInLines : controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
