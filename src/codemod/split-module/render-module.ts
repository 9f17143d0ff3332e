import { rebaseRecord, rebaseSpecifier } from '../../language/typescript/specifier.js';
import type { FilePath } from '../../host/path.js';
import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import type { HeaderComment, Statement } from '../../model/module-model.js';
import type { Newline } from '../../text/newline.js';
import { joinImports, type FileImports, type SplitContext } from './file-imports.js';
import { planInternalMark } from './internal-mark.js';
import type { PlacedPart } from './placement.js';
import { createRangeWriter, findFilePragmas, isCopiedPragma, type RangeWriter } from './ranges.js';

const copiedRoles: readonly HeaderComment['role'][] = ['license', 'pragma', 'directive'];

/** The text of one new module: what of the header concerns every file, its imports, its statements byte for byte, and statements that export. */
export function renderModule(context: SplitContext, part: PlacedPart, imports: FileImports, exports: readonly string[] = []): string {
  const { model, print } = context;
  const { newline } = print;
  const ranges = createRangeWriter(model);
  const header = renderCopiedHeader(context, part);
  const lines = joinImports(context, imports, ranges, part.statements[0]?.fullSpan.start ?? model.footer.start);
  let body = renderStatements(context, part.file, part.statements, true, ranges, model.format === 'commonjs' && lines.length > 0);
  const last = model.statements.at(-1);
  const footer = model.source.text.slice(model.footer.start, model.footer.end);
  if (last && part.statements.includes(last) && footer.trim() !== '') {
    body += footer;
    ranges.enter(model.footer.start, model.footer.end);
  }
  body = appendLines(body, ranges.finish().close, newline);
  const marks = lines.length > 0 || exports.length > 0 || exportsSomething(context, part) ? [] : [`export {}${print.style.semicolons ? ';' : ''}`];
  const text = [header, lines.join(newline), body, ...marks, exports.join(newline)].filter((section) => section !== '').map((section) => section.replace(/^(?:[^\S\r\n]*(?:\r\n|\n|\r))+|\s+$/g, ''));
  return text.join(newline + newline) + newline;
}

/**
 * `interface Array<T> { .. }` alone in a file is no local name of that file but a global one: what neither imports nor exports is a
 * script to TypeScript, and to Node.js it may be CommonJS.
 */
function exportsSomething({ model, placement }: SplitContext, part: PlacedPart): boolean {
  return model.format !== 'esm' || part.statements.some((statement) => statement.exportedAs.length > 0 ||
    (statement.exportInsertAt !== undefined && statement.declares.some((name) => placement.mustExport.has(name))));
}

function renderCopiedHeader({ model, print, client }: SplitContext, { statements, file }: PlacedPart): string {
  const isFor = ({ span }: HeaderComment): boolean => client.has(file) || !/^(['"])use client\1/.test(model.source.text.slice(span.start, span.end));
  const copied = model.headerComments.filter((comment) => copiedRoles.includes(comment.role) && isCopiedPragma(model, comment.span.start) && isFor(comment));
  const comments = copied.map(({ span }) => model.source.text.slice(span.start, span.end));
  return [...comments, ...findFilePragmas(model, statements.map(({ fullSpan }) => fullSpan))].join(print.newline);
}

/** Lines below a text, which may end in the middle of one. */
export function appendLines(text: string, lines: readonly string[], newline: Newline): string {
  if (lines.length === 0) return text;
  return (text === '' || /[\r\n]$/.test(text) ? text : text + newline) + lines.map((line) => line + newline).join('');
}

/**
 * Statements in source order. Two that were not neighbours get a blank line between them. `followsRequire`: a printed call stands above, which
 * without semicolons the first statement may lean on.
 */
export function renderStatements(
  context: SplitContext, file: FilePath, statements: readonly Statement[], exportShared: boolean, ranges: RangeWriter, followsRequire = false,
): string {
  const { newline } = context.print;
  let text = '';
  let previous: Statement | undefined;
  for (const statement of statements) {
    const needsGuard = previous ? needsSemicolon(context, previous, statement) : followsRequire && !context.print.style.semicolons && opensLikeOperand(context, statement);
    const rendered = renderStatement(context, file, statement, exportShared, needsGuard);
    // The second statement of a line has a space before it; at the start of a line that space would be an indentation.
    const isMidLine = /[^\r\n]/.test(context.model.source.text[statement.fullSpan.start - 1] ?? '\n');
    const bare = isMidLine ? rendered.replace(/^[^\S\r\n]+/, '') : rendered;
    const { close, open } = ranges.enter(statement.fullSpan.start, statement.fullSpan.end);
    text = appendLines(text, close, newline);
    const own = open.length === 0 ? bare : appendLines('', open, newline) + bare.replace(/^(?:[^\S\r\n]*(?:\r\n|\n|\r))+/, '');
    if (previous) {
      if (!/[\r\n]$/.test(text)) text += newline;
      const wereNeighbours = previous.index === statement.index - 1;
      if (!wereNeighbours && !/^[^\S\r\n]*(\r\n|\n|\r)/.test(own)) text += newline;
    }
    text += own;
    previous = statement;
  }
  return text;
}

/**
 * Without semicolons a statement may lean on the one before it: in `run()` / `;[1, 2].forEach(log)` the semicolon belongs to `run()`
 * and leaves with it. Under another neighbour, `const a = b` / `[1, 2].forEach(log)` reads as one expression (ECMA-262 12.10).
 */
function needsSemicolon({ model }: SplitContext, previous: Statement, statement: Statement): boolean {
  if (previous.index === statement.index - 1) return false;
  const { text } = model.source;
  const endsOpen = ['variable', 'expression', 'type', 'export-default', 'import-equals'].includes(previous.kind) && text[previous.span.end - 1] !== ';';
  return endsOpen && opensLikeOperand({ model }, statement);
}

function opensLikeOperand({ model }: Pick<SplitContext, 'model'>, { span }: Statement): boolean {
  return /^[([`+\-/*,.]/.test(model.source.text.slice(span.start, span.end));
}

/**
 * `export class Note {}` with `namespace Note { export interface Props {} }` behind it: one name of which only the class is exported. The keyword on the
 * namespace would make `Note.Props` known outside, and whoever speaks of `Note.Props` is in this file.
 */
function isExportedBeside({ placement }: SplitContext, statement: Statement, name: string): boolean {
  return placement.declaring.get(name)!.some((other) => other !== statement && other.exportedAs.length > 0 && other.exportInsertAt === undefined);
}

function renderStatement(context: SplitContext, file: FilePath, statement: Statement, exportShared: boolean, needsGuard: boolean): string {
  const { model, placement, print } = context;
  const { start, end } = statement.fullSpan;
  const edits: TextEdit[] = [];
  if (needsGuard) {
    const at = statement.span.start - start;
    edits.push({ span: { start: at, end: at }, insert: ';', because: 'the line above has no semicolon of its own' });
  }
  const mustExport = exportShared && statement.declares.some((name) => placement.mustExport.has(name) && !isExportedBeside(context, statement, name));
  if (mustExport && statement.exportInsertAt !== undefined) {
    const mark = context.marksInternal && !statement.declares.some((name) => placement.leaving.has(name)) ? planInternalMark(model, statement, print.newline) : undefined;
    if (mark) edits.push({ ...mark, span: { start: mark.span.start - start, end: mark.span.end - start } });
    const at = statement.exportInsertAt - start;
    edits.push({ span: { start: at, end: at }, insert: 'export ', because: 'another module uses it' });
  }
  for (const record of statement.imports) {
    const { specifierSpan: span } = record;
    const insert = rebaseRecord(record, model.source.text, model.source.path, file);
    if (insert === model.source.text.slice(span.start, span.end)) continue;
    edits.push({ span: { start: span.start - start, end: span.end - start }, insert, because: 'the path is seen from another folder' });
  }
  for (const { specifier, span } of statement.commentPaths ?? []) {
    const insert = rebaseSpecifier(specifier, model.source.path, file);
    if (insert !== specifier && span.start >= start) edits.push({ span: { start: span.start - start, end: span.end - start }, insert, because: 'the path is seen from another folder' });
  }
  return applyEdits(model.source.text.slice(start, end), edits);
}
