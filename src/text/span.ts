/** Half-open range of UTF-16 offsets into the original text of one file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

export function sliceSpan(text: string, range: Span): string {
  return text.slice(range.start, range.end);
}

export function spanContains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
