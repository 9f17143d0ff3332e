import type { Program } from 'oxc-parser';
import type { Span } from '../../../text/span.js';
import { startOf } from './declared-names.js';

export type TopStatement = Program['body'][number];

export interface StatementTile {
  readonly node: TopStatement;
  readonly span: Span;
}

/**
 * The top-level statements as the full reader counts them (`readLayout`): without the directives at the top, an empty statement
 * that touches the one before it taken as its end, and a semicolon that opens a line as the start of what follows on it.
 */
export function readTiles(text: string, program: Program): readonly StatementTile[] {
  const { body } = program;
  const first = body.findIndex((node) => !isDirective(node));
  const tiles: StatementTile[] = [];
  let start: number | undefined;
  for (let index = first === -1 ? body.length : first; index < body.length; index++) {
    const node = body[index]!;
    const following = body[index + 1];
    if (index > first && isGlued(body[index - 1]!, node)) continue;
    const glued = following && isGlued(node, following) ? following : undefined;
    const next = body[index + (glued ? 2 : 1)];
    start ??= startOf(node);
    if (node.type === 'EmptyStatement' && next && isOneLine(text, node.end, startOf(next))) continue;
    const nodeEnd = glued?.end ?? node.end;
    const semicolon = next ? leadingSemicolon(text, nodeEnd, startOf(next)) : undefined;
    const end = semicolon === undefined ? nodeEnd : semicolon - trailingSpace(text, semicolon);
    tiles.push({ node, span: { start, end } });
    start = semicolon;
  }
  return tiles;
}

function isDirective(node: TopStatement): boolean {
  return node.type === 'ExpressionStatement' && node.expression.type === 'Literal' && typeof node.expression.value === 'string';
}

function isGlued(node: TopStatement, next: TopStatement): boolean {
  return node.type !== 'EmptyStatement' && next.type === 'EmptyStatement' && next.start === node.end;
}

function isOneLine(text: string, from: number, to: number): boolean {
  return !/[\r\n]/.test(text.slice(from, to));
}

/** The place of a semicolon that ends a statement only by the grammar: it stands on the line of the next one, `;[1, 2].forEach(log)`. */
function leadingSemicolon(text: string, end: number, next: number): number | undefined {
  if (text[end - 1] !== ';' || !isOneLine(text, end, next)) return undefined;
  const space = trailingSpace(text, end - 1);
  return space > 0 && /[\r\n]/.test(text.slice(end - 1 - space, end - 1)) ? end - 1 : undefined;
}

/** How much white space stands before an offset. Counted backwards: a look at the whole text before each statement would be quadratic. */
function trailingSpace(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  return end - at;
}
