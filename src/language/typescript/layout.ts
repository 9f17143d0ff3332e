import type { ts } from 'ts-morph';
import type { HeaderComment } from '../../model/module-model.js';
import type { Span } from '../../text/span.js';
import type { ParsedModule } from './compiler.js';

export interface Layout {
  readonly header: Span;
  readonly headerComments: readonly HeaderComment[];
  /** Statements without the directive prologue, each with the bytes that it owns. */
  readonly tiles: readonly { readonly node: ts.Statement; readonly fullSpan: Span }[];
  readonly footer: Span;
}

/**
 * Cuts the text into header, statements and footer without gap or overlap. A statement owns the comments and blank lines
 * before it and what follows it on its last line; comments at the top that speak of the whole file go to the header.
 */
export function readLayout(parsed: ParsedModule): Layout {
  const { ts, tree, text } = parsed;
  const prologue = tree.statements.filter((statement, index) =>
    tree.statements.slice(0, index + 1).every((s) => ts.isExpressionStatement(s) && ts.isStringLiteral(s.expression)) && statement);
  const body = tree.statements.slice(prologue.length);
  const { end: headerEnd, comments } = readHeader(parsed, prologue, body[0]);

  const tiles: { node: ts.Statement; fullSpan: Span }[] = [];
  let position = headerEnd;
  for (const node of body) {
    const end = endOfLine(ts, text, node.end);
    tiles.push({ node, fullSpan: { start: position, end } });
    position = end;
  }
  return { header: { start: 0, end: headerEnd }, headerComments: comments, tiles, footer: { start: position, end: text.length } };
}

/** End of the comments that follow on the same line, and of the newline when nothing else does. */
function endOfLine(ts: ParsedModule['ts'], text: string, from: number): number {
  const trailing = ts.getTrailingCommentRanges(text, from) ?? [];
  const end = trailing.at(-1)?.end ?? from;
  const rest = /[^\S\r\n]*(\r\n|\n|\r|$)/y;
  rest.lastIndex = end;
  const match = rest.exec(text);
  return match ? rest.lastIndex : end;
}

function readHeader(parsed: ParsedModule, prologue: readonly ts.Statement[], first: ts.Statement | undefined): { end: number; comments: HeaderComment[] } {
  const { ts, tree, text } = parsed;
  const comments: HeaderComment[] = [];
  const shebang = /^#!.*(\r\n|\n|\r|$)/.exec(text);
  let end = 0;
  if (shebang) {
    comments.push({ span: { start: 0, end: shebang[0].trimEnd().length }, role: 'shebang' });
    end = shebang[0].length;
  }
  for (const directive of prologue) {
    for (const comment of leadingComments(ts, text, end)) {
      comments.push({ span: { start: comment.pos, end: comment.end }, role: roleOf(text.slice(comment.pos, comment.end)) });
    }
    comments.push({ span: { start: directive.getStart(tree), end: directive.end }, role: 'directive' });
    end = endOfLine(ts, text, directive.end);
  }
  const start = first ? first.getStart(tree) : text.length;
  const leading = (leadingComments(ts, text, end)).filter((comment) => comment.end <= start);
  for (const [index, comment] of leading.entries()) {
    const role = roleOf(text.slice(comment.pos, comment.end));
    if (role === 'doc' && first && !isDetached(parsed, leading.slice(index), first)) break;
    comments.push({ span: { start: comment.pos, end: comment.end }, role });
    end = endOfLine(ts, text, comment.end);
  }
  return { end, comments };
}

/**
 * A comment at the top speaks of the file when a blank line parts it from the code, or when the code is an import:
 * nobody documents an import with a block comment, but `// @ts-ignore` above one belongs to it.
 */
function isDetached(parsed: ParsedModule, fromHere: readonly ts.CommentRange[], first: ts.Statement): boolean {
  const { ts, tree, text } = parsed;
  const isImport = ts.isImportDeclaration(first) || ts.isImportEqualsDeclaration(first);
  if (isImport) return !fromHere.some((comment) => isAboutNextLine(text.slice(comment.pos, comment.end))) || hasBlankLineAfter(text, fromHere[0]!, fromHere[1]?.pos ?? first.getStart(tree));
  return fromHere.some((comment, index) => hasBlankLineAfter(text, comment, fromHere[index + 1]?.pos ?? first.getStart(tree)));
}

/** The compiler takes a comment for a leading one only after a newline, so the scan starts on the newline before `from`. */
function leadingComments(ts: ParsedModule['ts'], text: string, from: number): readonly ts.CommentRange[] {
  return (ts.getLeadingCommentRanges(text, Math.max(0, from - 1)) ?? []).filter((comment) => comment.pos >= from);
}

function hasBlankLineAfter(text: string, comment: ts.CommentRange, next: number): boolean {
  return /(\r\n|\n|\r)[^\S\r\n]*(\r\n|\n|\r)/.test(text.slice(comment.end, next));
}

/** Comments that tools apply to the line below them. */
export function isAboutNextLine(comment: string): boolean {
  return /@ts-(ignore|expect-error)|\b(eslint|oxlint|tslint|stylelint)[:-]disable-next-line|\bbiome-ignore\b|\bprettier-ignore(?!-)|\bdeno-lint-ignore(?!-file)/.test(comment);
}

function roleOf(comment: string): HeaderComment['role'] {
  if (/^\/\/\/\s*<(reference|amd)/.test(comment)) return 'reference';
  if (isAboutNextLine(comment)) return 'doc';
  if (/^\/\*!|@license|@preserve|\bcopyright\b|\(c\) \d{4}|SPDX-License|\blicen[sc]ed? (under|information|agreement)\b|\blicen[sc]e:?\s/i.test(comment)) return 'license';
  if (/\beslint-(disable|enable|env)\b|\/\*\s*(globals?|exported)\s|@ts-(nocheck|check)\b|@flow\b|@no-flow|@jsx|(istanbul|c8|v8) ignore (file|start)|@(jest|vitest)-environment|tslint:disable|oxlint-disable\b|biome-ignore-all|deno-lint-ignore-file|prettier-ignore-start|@generated|@noformat|@format\b/.test(comment)) return 'pragma';
  return 'doc';
}
