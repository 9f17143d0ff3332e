import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import { readShimMark } from '../../model/shim.js';
import { findShimStatements } from '../shim-statements.js';
import { joinItems, readNameList } from './name-list.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { PrintOptions } from '../../language/typescript/print.js';

/** The comment that decant puts before a name, `split --facade shim` included. */
const mark = /\/\*\* @deprecated Import (?:(?:type )?\{ [^{}*]* \} from|\* as [^\s*]+ from|the default export of|it from) '[^'\r\n*]*'\. \*\/[^\S\r\n]*/g;

export const facadeLine = /^\/\/ Facade: the code lives in [^\r\n]*; every name is still available here\.$/m;
const deprecatedLine = /^\/\/ Deprecated: import from ([^\r\n]*?) instead\. Every name is still available here\.$/m;

/** The facade as it was before it became a shim. `readText` gives the model of another text of the same file. */
export function removeShim(model: ModuleModel, readText: (text: string) => ModuleModel): ModuleModel {
  const { text, newline } = model.source;
  const marked: number[] = [];
  const edits: TextEdit[] = [...cutLine(text, newline), ...findShimStatements(model).map((statement) => cutStatement(text, statement))];
  for (const [index, statement] of model.statements.entries()) {
    // JSDoc of CommonJS stands above its statement, that of a name between the braces.
    const from = model.format === 'commonjs' ? statement.fullSpan.start : statement.span.start;
    const found = [...text.slice(from, statement.span.end).matchAll(mark)];
    for (const each of found) {
      const start = from + each.index;
      const end = start + each[0].length;
      const breaks = /^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0;
      edits.push({ span: { start, end: start < statement.span.start ? end + breaks : end }, insert: '', because: 'the name is no longer deprecated' });
    }
    if (found.length > 0) marked.push(index);
  }
  const plain = applyEdits(text, edits).replace(deprecatedLine, '// Facade: the code lives in $1; every name is still available here.');
  if (plain === text) return model;
  const read = readText(plain);
  const joined = joinLists(read, marked);
  return joined === plain ? read : readText(joined);
}

/** A line of its own below the note of a facade; else below the header with a blank line between, or above everything with one below it. */
function cutLine(text: string, newline: string): readonly TextEdit[] {
  const found = readShimMark(text);
  if (!found) return [];
  const above = text.slice(0, found.start);
  const isBelowNote = above.endsWith(newline) && facadeLine.test(lastLine(above.slice(0, -newline.length)));
  const before = isBelowNote ? newline.length : /(?:\r\n|\n|\r){0,2}$/.exec(above)![0].length;
  const after = found.start === 0 ? /^(?:\r\n|\n|\r){0,2}/.exec(text.slice(found.end))![0].length : 0;
  return [{ span: { start: found.start - before, end: found.end + after }, insert: '', because: 'the facade is no shim any more' }];
}

function lastLine(text: string): string {
  return /[^\r\n]*$/.exec(text)![0];
}

/** With the blank line above it, and with the newline behind it unless the text ends there. */
function cutStatement(text: string, { span }: Statement): TextEdit {
  const behind = /^[^\S\r\n]*(?:\r\n|\n|\r)/.exec(text.slice(span.end))?.[0];
  const above = /(?:\r\n|\n|\r)[^\S\r\n]*$/.exec(text.slice(0, span.start))?.[0] ?? '';
  const all = /\s*$/.exec(text.slice(0, span.start))![0];
  return { span: { start: span.start - (behind === undefined ? all.length : above.length), end: span.end + (behind?.length ?? 0) }, insert: '', because: 'the facade is silent' };
}

function joinLists(model: ModuleModel, marked: readonly number[]): string {
  const { text } = model.source;
  const options = printOptionsOf(model);
  return applyEdits(text, marked.flatMap((index) => {
    const statement = model.statements[index];
    const list = statement && readNameList(text, statement.span);
    return (statement && list && joinItems(statement.span, list, options)) ?? [];
  }));
}

export function printOptionsOf({ style, source, dialect }: ModuleModel): PrintOptions {
  return { style, newline: source.newline, types: dialect === 'ts' || dialect === 'tsx' };
}
