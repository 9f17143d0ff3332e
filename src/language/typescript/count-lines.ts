import type { LineCounts } from '../../model/source-file.js';
import type { LineStarts } from '../../text/line-index.js';
import type { Span } from '../../text/span.js';
import { isSpaceCode } from './scan-characters.js';

/**
 * A line with code and comment is code; a line of white space is blank wherever it stands, inside a template or a comment too.
 * A newline at the end of the text does not start another line. `comments` are sorted and do not overlap.
 */
export function measureLines(text: string, lineStarts: LineStarts, comments: readonly Span[]): LineCounts {
  const physical = text.length === 0 ? 0 : lineStarts.at(-1) === text.length ? lineStarts.length - 1 : lineStarts.length;
  let code = 0;
  let comment = 0;
  let next = 0;
  for (let line = 0; line < physical; line++) {
    const end = lineStarts[line + 1] ?? text.length;
    let position = lineStarts[line]!;
    let hasComment = false;
    while (position < end) {
      while (next < comments.length && comments[next]!.end <= position) next++;
      const current = comments[next];
      const inComment = current !== undefined && current.start <= position;
      if (isSpaceCode(text.charCodeAt(position))) position++;
      else if (inComment) {
        hasComment = true;
        position = current.end;
      } else break;
    }
    if (position < end) code++;
    else if (hasComment) comment++;
  }
  return { physical, code, comment, blank: physical - code - comment };
}
