import type { ts } from 'ts-morph';
import type { ParsedModule } from '../compiler.js';

export interface ClauseComments {
  readonly of: ReadonlyMap<ts.Node, { readonly before: readonly string[]; readonly after: readonly string[] }>;
  /** Comments of the statement that belong to none of its names. */
  readonly inner: readonly string[];
}

/** Which name each comment inside a statement speaks of: the one before it on its line, else the one after it. */
export function readClauseComments({ ts, text, tree }: ParsedModule, statement: ts.Node, elements: readonly ts.Node[]): ClauseComments {
  const of = new Map(elements.map((element) => [element, { before: [] as string[], after: [] as string[] }]));
  const found = findComments(text, statement.getStart(tree), statement.end);
  if (found.length === 0) return { of, inner: [] };
  const left = new Set(found.map(({ start }) => start));
  const take = (ranges: readonly ts.CommentRange[] | undefined, to: string[]): void => {
    for (const { pos, end } of ranges ?? []) if (left.delete(pos)) to.push(text.slice(pos, end));
  };
  elements.forEach((element, index) => {
    const own = of.get(element)!;
    const previous = of.get(elements[index - 1] as ts.Node);
    if (previous) take(ts.getTrailingCommentRanges(text, element.pos), previous.after);
    take(ts.getTrailingCommentRanges(text, element.pos), own.before);
    take(ts.getLeadingCommentRanges(text, element.pos), own.before);
    take(ts.getTrailingCommentRanges(text, element.end), own.after);
    // `tea, // green` at the end of the list.
    const comma = /^\s*,/.exec(text.slice(element.end));
    if (index === elements.length - 1 && comma) take(ts.getTrailingCommentRanges(text, element.end + comma[0].length), own.after);
  });
  return { of, inner: found.filter(({ start }) => left.has(start)).map(({ start, end }) => text.slice(start, end)) };
}

/** Comments between two offsets of a statement that holds nothing but names, braces and strings. */
function findComments(text: string, start: number, end: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const match of text.slice(start, end).matchAll(/"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\/\/[^\r\n]*|\/\*[^]*?\*\//g)) {
    if (match[0].startsWith('/')) found.push({ start: start + match.index, end: start + match.index + match[0].length });
  }
  return found;
}

/** A comment above a statement, or behind it on its line, that speaks to a tool about it alone. */
export function isWatched({ text, tree }: ParsedModule, statement: ts.Node): boolean {
  const above = text.slice(statement.pos, statement.getStart(tree)).trimEnd();
  const lastLine = above.slice(Math.max(above.lastIndexOf('\n'), above.lastIndexOf('\r')) + 1);
  const behind = /^[^\r\n]*/.exec(text.slice(statement.end))![0];
  return /@ts-(?:ignore|expect-error)|-(?:disable|ignore)-next-line|-ignore\b/.test(lastLine) || /-disable-line\b|-ignore\b/.test(behind);
}
