import { rebaseRecord } from '../../language/typescript/specifier.js';
import type { FilePath } from '../../host/path.js';
import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import type { HeaderComment, ModuleModel, Statement } from '../../model/module-model.js';
import { joinImports, type FileImports, type SplitContext } from './file-imports.js';
import { planInternalMark } from './internal-mark.js';
import type { PlacedPart } from './placement.js';

const copiedRoles: readonly HeaderComment['role'][] = ['license', 'pragma', 'directive'];

/** The text of one new module: what of the header concerns every file, its imports, and its statements byte for byte. */
export function renderModule(context: SplitContext, part: PlacedPart, imports: FileImports): string {
  const { model, print } = context;
  const { newline } = print;
  const header = renderCopiedHeader(context);
  const lines = joinImports(context, imports);
  let body = renderStatements(context, part.file, part.statements, true);
  const last = model.statements.at(-1);
  const footer = model.source.text.slice(model.footer.start, model.footer.end);
  if (last && part.statements.includes(last) && footer.trim() !== '') body += footer;
  const text = [header, lines.join(newline), body].filter((section) => section !== '').map((section) => section.replace(/^(?:[^\S\r\n]*(?:\r\n|\n|\r))+|\s+$/g, ''));
  return text.join(newline + newline) + newline;
}

function renderCopiedHeader({ model, print }: SplitContext): string {
  const copied = model.headerComments.filter((comment) => copiedRoles.includes(comment.role));
  return copied.map(({ span }) => model.source.text.slice(span.start, span.end)).join(print.newline);
}

/** Statements in source order. Two that were not neighbours get a blank line between them. */
export function renderStatements(context: SplitContext, file: FilePath, statements: readonly Statement[], exportShared: boolean): string {
  const { newline } = context.print;
  let text = '';
  let previous: Statement | undefined;
  for (const statement of statements) {
    const rendered = renderStatement(context, file, statement, exportShared, previous !== undefined && needsSemicolon(context, previous, statement));
    // The second statement of a line has a space before it; at the start of a line that space would be an indentation.
    const isMidLine = /[^\r\n]/.test(context.model.source.text[statement.fullSpan.start - 1] ?? '\n');
    const own = isMidLine && (!previous || previous.index !== statement.index - 1) ? rendered.replace(/^[^\S\r\n]+/, '') : rendered;
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
  return endsOpen && /^[([`+\-/*,.]/.test(text.slice(statement.span.start, statement.span.end));
}

function renderStatement(context: SplitContext, file: FilePath, statement: Statement, exportShared: boolean, needsGuard: boolean): string {
  const { model, placement, print } = context;
  const { start, end } = statement.fullSpan;
  const edits: TextEdit[] = [];
  if (needsGuard) {
    const at = statement.span.start - start;
    edits.push({ span: { start: at, end: at }, insert: ';', because: 'the line above has no semicolon of its own' });
  }
  const mustExport = exportShared && statement.declares.some((name) => placement.mustExport.has(name));
  if (mustExport && statement.exportInsertAt !== undefined) {
    const mark = context.marksInternal && isPrivate(model, statement) ? planInternalMark(model, statement, print.newline) : undefined;
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
  return applyEdits(model.source.text.slice(start, end), edits);
}

/** No name of it leaves the module that the god file was. */
function isPrivate(model: ModuleModel, statement: Statement): boolean {
  return !model.exports.some((entry) => entry.local !== undefined && statement.declares.includes(entry.local));
}
