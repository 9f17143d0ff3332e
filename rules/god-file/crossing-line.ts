import type { LineStarts } from '../../src/text/line-index.js';
import type { Span } from '../../src/text/span.js';

/**
 * Number of the first line after `limit` lines with code, 1-based; the last line when there are not so many. A line counts when something stands on
 * it that is neither white space nor comment. `comments` are sorted and do not overlap.
 */
export function findCrossingLine(text: string, lineStarts: LineStarts, comments: readonly Span[], limit: number): number {
  let code = 0;
  let next = 0;
  for (let line = 0; line < lineStarts.length; line++) {
    const end = lineStarts[line + 1] ?? text.length;
    let position = lineStarts[line]!;
    while (position < end) {
      while (next < comments.length && comments[next]!.end <= position) next++;
      const comment = comments[next];
      if (comment !== undefined && comment.start <= position) position = comment.end;
      else if (isSpace(text, position)) position++;
      else break;
    }
    if (position < end && ++code > limit) return line + 1;
  }
  return lineStarts.length;
}

/** A file over its limit has some ten thousand of them, nearly all the first one here. */
function isSpace(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code === 0x20 || (code <= 0x0d && code >= 0x09) || (code > 0x7f && /\s/.test(text[position]!));
}
