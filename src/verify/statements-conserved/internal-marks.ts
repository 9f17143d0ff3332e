import type { CheckInput } from '../check.js';
import { matchStatements, type Pair, type Standing } from '../matching.js';
import { sidesOf, type Side } from '../side.js';
import { withTargets } from './comment-targets.js';

/**
 * Comments of statements that gained or lost `export` and differ in nothing but `@internal`, counted by their text before the change.
 * The tag says of a declaration that its module exports it for its siblings alone, so it may come and go with the `export`.
 */
export function countMarkedComments(input: CheckInput): Map<string, number> {
  const counts = new Map<string, number>();
  const sides = sidesOf(input);
  for (const { before, after } of matchStatements(input).pairs) {
    if (before.form.exported === after.form.exported) continue;
    const now = new Set(docsOf(sides.after, after).map(withoutMark));
    for (const doc of docsOf(sides.before, before)) {
      const plain = withoutMark(doc);
      const isMarkAlone = plain === '/** */' && doc !== plain;
      if (isMarkAlone || now.has(plain)) counts.set(doc, (counts.get(doc) ?? 0) + 1);
    }
  }
  return counts;
}

/** Those that say `@internal` now and did not before. */
export function findMarked(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(({ before, after }) => before.form.exported !== after.form.exported && isMarked(after) && !isMarked(before));
}

function isMarked(standing: Standing): boolean {
  return docsOf(undefined, standing).some((doc) => /@internal\b/.test(doc));
}

/** As the lexer of the proof gives comments: every line trimmed. A comment that a blank line parts from the first statement lies in the header. */
function docsOf(side: Side | undefined, { model, statement }: Standing): readonly string[] {
  const start = model.statements[statement.index - 1]?.fullSpan.end ?? 0;
  const comments = model.source.text.slice(start, statement.span.start).match(/\/\/[^\r\n]*|\/\*[^]*?\*\//g) ?? [];
  return comments.filter((text) => /^\/\*\*(?![*/])/.test(text)).map((text) => text.split(/\r\n|\n|\r/).map((line) => line.trim()).join('\n')).map((text) => (side ? withTargets(side, model, text) : text));
}

function withoutMark(doc: string): string {
  return doc.replace(/\n\* @internal(?=\n)| @internal(?=[\s*])/, '');
}
