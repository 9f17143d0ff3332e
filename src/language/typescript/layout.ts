import type { ts } from 'ts-morph';
import type { HeaderComment } from '../../model/module-model.js';
import type { Span } from '../../text/span.js';
import type { TextMark } from '../../model/text-mark.js';
import type { ParsedModule } from './compiler.js';

export interface Tile {
  readonly node: ts.Statement;
  readonly span: Span;
  readonly fullSpan: Span;
}

export interface Layout {
  readonly header: Span;
  readonly headerComments: readonly HeaderComment[];
  /** Statements without the directive prologue, each with the bytes that it owns. */
  readonly tiles: readonly Tile[];
  readonly footer: Span;
}

/**
 * Cuts the text into header, statements and footer without gap or overlap. A statement owns the comments and blank lines
 * before it and what follows it on its last line; comments at the top that speak of the whole file go to the header.
 */
export function readLayout(parsed: ParsedModule, marks: readonly TextMark[] = []): Layout {
  const { ts, tree, text } = parsed;
  const closing = new Map(marks.filter(({ action }) => action === 'close').map(({ span }) => [span.start, span.end] as const));
  const prologue = tree.statements.filter((statement, index) =>
    tree.statements.slice(0, index + 1).every((s) => ts.isExpressionStatement(s) && ts.isStringLiteral(s.expression)) && statement);
  const body = tree.statements.slice(prologue.length);
  const { end: headerEnd, comments } = readHeader(parsed, prologue, body[0], marks);

  const tiles: Tile[] = [];
  let position = headerEnd;
  let start: number | undefined;
  for (const [index, node] of body.entries()) {
    if (isGlued(ts, tree, body[index - 1], node)) continue;
    const glued = isGlued(ts, tree, node, body[index + 1]) ? body[index + 1] : undefined;
    const next = body[index + (glued ? 2 : 1)];
    start ??= node.getStart(tree);
    if (ts.isEmptyStatement(node) && next && isOneLine(text, node.end, next.getStart(tree))) continue;
    const nodeEnd = glued?.end ?? node.end;
    const semicolon = next ? leadingSemicolon(text, nodeEnd, next.getStart(tree)) : undefined;
    // A comment above the semicolon is one of the line that it guards, though the grammar puts it inside this statement.
    const end = semicolon === undefined ? nodeEnd : (endBeforeSemicolon(parsed, node) ?? text.slice(0, semicolon).trimEnd().length);
    const fullEnd = endOfTile(parsed, closing, end, semicolon ?? next?.getStart(tree) ?? text.length);
    tiles.push({ node, span: { start, end }, fullSpan: { start: position, end: fullEnd } });
    position = fullEnd;
    start = semicolon;
  }
  return { header: { start: 0, end: headerEnd }, headerComments: comments, tiles, footer: { start: position, end: text.length } };
}

/** `interface Tea {};` is a declaration and an empty statement to the grammar, one thing to whoever wrote it. */
function isGlued(ts: ParsedModule['ts'], tree: ts.SourceFile, node: ts.Statement | undefined, next: ts.Statement | undefined): boolean {
  return !!node && !!next && !ts.isEmptyStatement(node) && ts.isEmptyStatement(next) && next.getStart(tree) === node.end;
}

function isOneLine(text: string, from: number, to: number): boolean {
  return !/[\r\n]/.test(text.slice(from, to));
}

/**
 * Where semicolons are left out, the one in `;[1, 2].forEach(log)` guards the line that it stands on, though the grammar gives it to
 * the statement above (`run()`) or makes it an empty one. It has to go where its line goes.
 */
function leadingSemicolon(text: string, end: number, next: number): number | undefined {
  if (text[end - 1] !== ';' || !isOneLine(text, end, next)) return undefined;
  let at = end - 2;
  while (at >= 0 && /[^\S\r\n]/.test(text[at]!)) at--;
  return at >= 0 && /[\r\n]/.test(text[at]!) ? end - 1 : undefined;
}

/** Undefined when the last token of the statement is not its own semicolon: in `if (a) run()` it may be that of `run()`. */
function endBeforeSemicolon({ ts, tree }: ParsedModule, node: ts.Statement): number | undefined {
  const children = node.getChildren(tree);
  return children.at(-1)?.kind === ts.SyntaxKind.SemicolonToken ? children.at(-2)?.end : undefined;
}

/** What closes a range that a comment above has opened belongs to the statement before it, blank lines between them or not. */
function endOfTile({ ts, text }: ParsedModule, closing: ReadonlyMap<number, number>, from: number, limit: number): number {
  let end = endOfLine(ts, text, from);
  for (;;) {
    const blank = /\s*/y;
    blank.lastIndex = end;
    blank.exec(text);
    const close = closing.get(blank.lastIndex);
    if (end === from || close === undefined || close > limit) return end;
    const after = endOfLine(ts, text, close);
    // Code on the line of the comment: it cannot be cut off there.
    if (after > limit || !/[\r\n]$|^$/.test(text.slice(close, after)) || (after === close && after < text.length)) return end;
    end = after;
  }
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

function readHeader(
  parsed: ParsedModule, prologue: readonly ts.Statement[], first: ts.Statement | undefined, marks: readonly TextMark[],
): { end: number; comments: HeaderComment[] } {
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
  const lastReference = leading.findLastIndex((comment) => roleOf(text.slice(comment.pos, comment.end)) === 'reference');
  for (const [index, comment] of leading.entries()) {
    const role = roleOf(text.slice(comment.pos, comment.end));
    // `/// <reference>` is read at the top of a file only, and belongs to the file whatever stands around it.
    const belongsToCode = index > lastReference && first && !isAboutFile(text.slice(comment.pos, comment.end));
    if (belongsToCode && opensShortRange(parsed, marks, comment, first)) break;
    if (role === 'doc' && belongsToCode && (isBanner(parsed, comment, first) || !isDetached(parsed, leading.slice(index), first))) break;
    comments.push({ span: { start: comment.pos, end: comment.end }, role });
    end = endOfLine(ts, text, comment.end);
  }
  return { end, comments };
}

/** TypeDoc, Closure and JSDoc take such a comment for that of the file, even right above a declaration. */
function isAboutFile(comment: string): boolean {
  return /^\/\*\*[^]*@(?:module|packageDocumentation|fileoverview|file|overview)\b/.test(comment);
}

/** `/* eslint-disable no-alert *\/` above a function is about that function when an `eslint-enable` follows; above imports it is about the file. */
function opensShortRange({ ts, tree }: ParsedModule, marks: readonly TextMark[], comment: ts.CommentRange, first: ts.Statement): boolean {
  if (ts.isImportDeclaration(first) || ts.isImportEqualsDeclaration(first)) return false;
  const mark = marks.find(({ action, span }) => action === 'open' && span.start === comment.pos);
  return mark !== undefined && marks.some(({ action, family, span }) => action === 'close' && family === mark.family && span.start > first.getStart(tree));
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

/** `// ---- Fruit ----` opens a section; above an import it is taken for a title of the file. */
function isBanner({ ts, text }: ParsedModule, comment: ts.CommentRange, first: ts.Statement): boolean {
  return !ts.isImportDeclaration(first) && !ts.isImportEqualsDeclaration(first) && /^(?:\/\/|\/\*)[\s*]*(?:[-=*#~─═]{4,}|#?region\b)/.test(text.slice(comment.pos, comment.end));
}

/** The compiler takes a comment for a leading one only after a newline, so the scan starts on the newline before `from`. */
function leadingComments(ts: ParsedModule['ts'], text: string, from: number): readonly ts.CommentRange[] {
  return (ts.getLeadingCommentRanges(text, Math.max(0, from - 1)) ?? []).filter((comment) => comment.pos >= from);
}

function hasBlankLineAfter(text: string, comment: ts.CommentRange, next: number): boolean {
  return /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n|\n|\r)/.test(text.slice(comment.end, next));
}

/** Comments that tools apply to the line below them. */
export function isAboutNextLine(comment: string): boolean {
  return /@ts-(ignore|expect-error)|\b(eslint|oxlint|tslint|stylelint)[:-]disable-next-line|\bbiome-ignore\b|\bprettier-ignore(?!-)|\bdeno-lint-ignore(?!-file)/.test(comment);
}

/** What a comment at the top of a file is. */
export function roleOf(comment: string): HeaderComment['role'] {
  if (/^\/\/\/\s*<(reference|amd)/.test(comment)) return 'reference';
  if (isAboutNextLine(comment)) return 'doc';
  if (/^\/\*!|@license|@preserve|\bcopyright\b|\(c\) \d{4}|SPDX-License|\blicen[sc]ed? (under|information|agreement)\b|\blicen[sc]e:?\s/i.test(comment)) return 'license';
  if (/\beslint-(disable|enable|env)\b|\/\*\s*(globals?|exported|eslint|jshint)\s|@ts-(nocheck|check)\b|@flow\b|@no-flow|@jsx|(istanbul|c8|v8) ignore (file|start)|@(jest|vitest)-environment|tslint:disable|oxlint-disable\b|biome-ignore-all|deno-lint-ignore-file|prettier-ignore-start|@generated|@noformat|@format\b/.test(comment)) return 'pragma';
  return 'doc';
}
