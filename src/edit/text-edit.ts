import type { Span } from '../text/span.js';

/** Replaces `span` of the original text by `insert`. */
export interface TextEdit {
  readonly span: Span;
  readonly insert: string;
  readonly because: string;
}

/**
 * Applies edits given in any order. Throws when two overlap: an overlap means that two parts of a codemod disagree.
 * Insertions at one offset keep the order in which they were given.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits.map((edit, order) => ({ edit, order })).sort(
    (a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order,
  );
  let out = '';
  let position = 0;
  for (const { edit } of sorted) {
    if (edit.span.start < position) {
      throw new Error(`overlapping edits at offset ${edit.span.start}: ${edit.because}`);
    }
    out += text.slice(position, edit.span.start) + edit.insert;
    position = edit.span.end;
  }
  return out + text.slice(position);
}
