import { buildLineStarts } from './line-index.js';

export interface CodeMark {
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16 code units. */
  readonly column: number;
  /** Characters to underline; 1 when not known. Cut at the end of the line. */
  readonly length?: number;
  /** Printed behind the underline. */
  readonly label?: string;
}

export interface CodeFramePaint {
  readonly gutter: (text: string) => string;
  readonly mark: (text: string) => string;
}

const plain: CodeFramePaint = { gutter: (text) => text, mark: (text) => text };

/**
 * The marked lines of a source text with their numbers, each followed by its underline and label:
 * ```
 *   |
 * 3 | import { pay } from './payment.js';
 *   |                     ^^^^^^^^^^^^^^ closes the cycle
 * ```
 * A label that does not fit beside its underline stands below it. Lines in between are left out (`...`). A line longer than `width` is cut around its mark, so that a minified file
 * prints one line and not one screen. Marks outside of the text are ignored. Empty when no mark is left.
 */
export function renderCodeFrame(text: string, marks: readonly CodeMark[], options: { readonly width?: number; readonly paint?: CodeFramePaint } = {}): string {
  const paint = options.paint ?? plain;
  const starts = buildLineStarts(text);
  const sorted = marks.filter((mark) => mark.line >= 1 && mark.line <= starts.length).sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length === 0) return '';
  const gutterWidth = String(sorted.at(-1)!.line).length;
  const width = Math.max(20, (options.width ?? 100) - gutterWidth - 3);
  const gutter = (number = '') => paint.gutter(`${number.padStart(gutterWidth)} |`);
  const out = [gutter()];
  let previous = sorted[0]!.line;
  sorted.forEach((mark, index) => {
    if (mark.line > previous + 1) out.push(paint.gutter('...'));
    const line = text.slice(starts[mark.line - 1], starts[mark.line] ?? text.length).replace(/[\r\n\u2028\u2029]+$/, '');
    const window = cutAround(line, mark.column - 1, width);
    if (index === 0 || mark.line !== previous) out.push(`${gutter(String(mark.line))} ${printable(window.shown)}`.trimEnd());
    const before = window.shown.slice(0, window.offset);
    const length = Math.max(1, Math.min(mark.length ?? 1, window.shown.length - window.offset));
    const underline = '^'.repeat(Math.max(1, displayWidth(window.shown.slice(window.offset, window.offset + length))));
    const indent = ' '.repeat(displayWidth(before));
    const label = mark.label ?? '';
    const isShort = indent.length + underline.length + 1 + displayWidth(label) <= width;
    out.push(`${gutter()} ${indent}${paint.mark(`${underline}${isShort && label !== '' ? ` ${label}` : ''}`)}`);
    if (!isShort) out.push(`${gutter()} ${' '.repeat(Math.min(indent.length, Math.max(0, width - displayWidth(label))))}${paint.mark(label)}`);
    previous = mark.line;
  });
  return out.join('\n');
}

function cutAround(line: string, offset: number, width: number): { shown: string; offset: number } {
  const inside = Math.min(Math.max(0, offset), line.length);
  if (line.length <= width) return { shown: line, offset: inside };
  const from = Math.max(0, Math.min(inside - Math.floor(width / 3), line.length - width));
  const head = from > 0 ? '…' : '';
  const tail = from + width < line.length ? '…' : '';
  const body = line.slice(from + head.length, from + width - tail.length);
  return { shown: head + body + tail, offset: Math.max(0, inside - from) };
}

/**
 * Tabs become two spaces: the width of a tab depends on the column, and the underline must stand below its text. Other control characters
 * become one visible character, so that no source text can speak to the terminal.
 */
function printable(text: string): string {
  return text.replaceAll('\t', '  ').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (control) => (control < ' ' ? String.fromCharCode(0x2400 + control.charCodeAt(0)) : '\ufffd'));
}

/** Columns of a terminal. East Asian wide characters and emoji take two, combining marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of printable(text)) {
    if (/\p{Mark}/u.test(character) || character === '\u200d') continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(character) ? 2 : 1;
  }
  return width;
}
