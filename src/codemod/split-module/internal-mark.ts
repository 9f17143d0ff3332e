import { isAboutNextLine } from '../../language/typescript/layout.js';
import type { TextEdit } from '../../edit/text-edit.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Newline } from '../../text/newline.js';

/** Tags that already say who may use a declaration: TSDoc allows one release tag, and `@internal` would contradict or repeat it. */
const saysAudience = /@(?:internal|public|alpha|beta|experimental|private|hidden|ignore|package|access|api)\b/;
/** Comments that define or describe something else than the declaration below them. */
const isOfFile = /@(?:typedef|callback|import|file|fileoverview|overview|module|packageDocumentation|license|preserve|enum)\b/;
/** Comments that a tool ties to the line or the node right behind them; a line in between would cut the tie. */
const isForTool = /[@#]__|\$Flow|\b(?:ignore|disable|suppress|nosonar|nosemgrep|noinspection|nolint|codeql)\b/i;

interface Comment {
  readonly text: string;
  /** Offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

/**
 * The edit that says `@internal` of a private declaration which is exported for its sibling modules only.
 *
 * A JSDoc comment that stands there takes the tag in: the compiler shows only the last `/** ... *\/` above a declaration, so a
 * second one would hide the documentation and, in JavaScript, the types. Where there is none a line is added, which leaves
 * every line of the author as it was. Offsets are those of the whole text; undefined when the comment says whose it is.
 */
export function planInternalMark({ source: { text } }: ModuleModel, statement: Statement, newline: Newline): TextEdit | undefined {
  const comments = readComments(text, statement.fullSpan.start, statement.span.start);
  const doc = comments.findLast(({ text: comment }) => /^\/\*\*(?![*/])/.test(comment));
  if (doc && saysAudience.test(doc.text)) return undefined;
  const because = 'it was private, and only its sibling modules may use it';
  if (doc && !isOfFile.test(doc.text)) return { ...extendDoc(doc, newline), because };
  const at = findPlace(text, statement, comments);
  let start = at;
  while (start > 0 && /[^\S\r\n]/.test(text[start - 1]!)) start--;
  const indent = text.slice(start, at);
  const opensLine = isLineStart(text, at - indent.length);
  const insert = opensLine ? `/** @internal */${newline}${indent}` : '/** @internal */ ';
  return { span: { start: at, end: at }, insert, because };
}

function extendDoc(doc: Comment, newline: Newline): Pick<TextEdit, 'span' | 'insert'> {
  const closing = /(?:\r\n|\n|\r)([^\S\r\n]*)\*+\/$/.exec(doc.text);
  if (closing) {
    const at = doc.end - closing[0].replace(/^(?:\r\n|\n|\r)/, '').length;
    return { span: { start: at, end: at }, insert: `${closing[1]}* @internal${newline}` };
  }
  const at = doc.end - /\s*\*+\/$/.exec(doc.text)![0].length;
  return { span: { start: at, end: at }, insert: ' @internal' };
}

/** Before the statement, and before comments that speak to a tool about it. */
function findPlace(text: string, statement: Statement, comments: readonly Comment[]): number {
  let at = statement.span.start;
  for (const comment of [...comments].reverse()) {
    const between = text.slice(comment.end, at);
    const isOnLine = !/[\r\n]/.test(between);
    if (!isOnLine && !isForTool.test(comment.text) && !isAboutNextLine(comment.text)) break;
    at = comment.start;
  }
  return at;
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || /[\r\n]/.test(text[at - 1]!);
}

function readComments(text: string, from: number, to: number): Comment[] {
  const found: Comment[] = [];
  for (const match of text.slice(from, to).matchAll(/\/\/[^\r\n\u2028\u2029]*|\/\*[^]*?\*\//g)) {
    found.push({ text: match[0], start: from + match.index, end: from + match.index + match[0].length });
  }
  return found;
}
