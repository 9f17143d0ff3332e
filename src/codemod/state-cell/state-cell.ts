import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import { readStateSites } from '../../language/typescript/state-sites.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { StateDeclaration, StateSite } from '../../model/state-site.js';
import { renderCell, type CellProperty } from './render-cell.js';

export interface CellRequest {
  /** Name of the object; chosen when it is left out. */
  readonly cell?: string;
  /** Variables that nothing stands against, with all that their statements declare. */
  readonly names: readonly string[];
}

export interface BuiltCell {
  readonly cell: string;
  readonly names: readonly string[];
  /** Places that read or write one of them. */
  readonly occurrences: number;
}

export interface CelledText {
  readonly text: string;
  readonly cells: readonly BuiltCell[];
  /** Of the old text, sorted and without overlap. */
  readonly edits: readonly TextEdit[];
}

/** The file with some variables turned into properties of objects. Nothing else of it is touched: each place is an edit of its own. */
export function buildStateCells(model: ModuleModel, requests: readonly CellRequest[], isTyped: boolean): CelledText {
  const { text } = model.source;
  const reading = readStateSites(model.source, new Set(requests.flatMap(({ names }) => names)), isTyped);
  const taken = new Set([...reading.takenNames, ...requests.flatMap(({ cell }) => cell ?? [])]);
  const cells = requests.map((request) => {
    const cell = request.cell ?? chooseName(request.names, taken);
    taken.add(cell);
    return { cell, names: request.names, declarations: reading.declarations.filter(({ declarators }) => declarators.some(({ name }) => request.names.includes(name))) };
  });
  const cellOf = new Map(cells.flatMap(({ cell, names }) => names.map((name) => [name, cell] as const)));
  const places = reading.sites.flatMap((site) => {
    const cell = cellOf.get(site.name);
    return cell === undefined ? [] : editSite(site, cell);
  });
  // An insertion at the end of a statement belongs to the next one: `let count = 0;` and, in the next line, `count = 1;`.
  const isInside = (edit: TextEdit, span: { readonly start: number; readonly end: number }): boolean => span.start <= edit.span.start && edit.span.start < span.end;
  const slice = (start: number, end: number): string =>
    applyEdits(text.slice(start, end), places.filter((edit) => isInside(edit, { start, end })).map((edit) => ({ ...edit, span: { start: edit.span.start - start, end: edit.span.end - start } })));
  const moved = cells.flatMap(({ cell, declarations }) => placeCell(model, cell, declarations, slice));
  const edits = [...moved, ...places.filter((edit) => !moved.some(({ span }) => isInside(edit, span)))].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return {
    text: applyEdits(text, edits),
    cells: cells.map(({ cell, names }) => ({ cell, names, occurrences: reading.sites.filter((site) => names.includes(site.name)).length })),
    edits,
  };
}

function chooseName(names: readonly string[], taken: ReadonlySet<string>): string {
  const candidates = ['state', 'moduleState', 'sharedState', `${names[0]!.replace(/^[_$]+/, '')}State`];
  for (let number = 2; ; number++) {
    const free = candidates.find((candidate) => !taken.has(candidate) && /^[\p{ID_Start}]/u.test(candidate));
    if (free !== undefined) return free;
    candidates.splice(0, candidates.length, `state${number}`);
  }
}

/**
 * `(0, state.notify)()`: called as a member the function would get the object as its `this`. In brackets of its own the compiler takes
 * `0,` for a mistake (TS2695) and `void 0,` for an intention.
 */
function editSite({ name, span, form, needsSemicolon }: StateSite, cell: string): TextEdit[] {
  const because = `${name} is a property of ${cell}`;
  const before = { start: span.start, end: span.start };
  const after = { start: span.end, end: span.end };
  if (form === 'shorthand') return [{ span: after, insert: `: ${cell}.${name}`, because }];
  if (form === 'plain') return [{ span: before, insert: `${cell}.`, because }];
  return [{ span: before, insert: `${needsSemicolon ? ';' : ''}(${form === 'wrapped' ? 'void 0' : '0'}, ${cell}.`, because }, { span: after, insert: ')', because }];
}

function placeCell(model: ModuleModel, cell: string, declarations: readonly StateDeclaration[], slice: (start: number, end: number) => string): TextEdit[] {
  const { text } = model.source;
  const because = `its variables become properties of ${cell}`;
  const statements = declarations.map(({ span }) => statementAt(model, span.start));
  const properties = declarations.flatMap((declaration, index) => readProperties(model, declaration, statements[index]!, slice));
  const isOld = declarations.every(({ keyword }) => keyword === 'var') && !/\b(?:const|let)\b/.test(text);
  return statements.map((statement, index): TextEdit => {
    const { start, end } = takenSpan(model, statement, index === 0);
    const tail = /(?:\r\n|[\n\r])$/.exec(text.slice(start, end))?.[0] ?? '';
    if (index === 0) return { span: { start, end }, insert: renderCell(model.style, model.source.newline, isOld ? 'var' : 'const', cell, properties) + tail, because };
    const beginsLine = start === 0 || /[\n\r]/.test(text[start - 1]!);
    return { span: { start, end }, insert: beginsLine ? '' : tail, because };
  });
}

export function statementAt(model: ModuleModel, start: number): Statement {
  return model.statements.find(({ span }) => span.start === start)!;
}

/** The statement with the comments that belong to it: what stands above a blank line belongs to the file. */
function takenSpan({ source }: ModuleModel, { span, fullSpan }: Statement, isFirst: boolean): { readonly start: number; readonly end: number } {
  const lead = source.text.slice(fullSpan.start, span.start);
  const detached = lead.length - attachedComments(lead).length;
  const isBlank = lead.slice(0, detached).trim() === '';
  return { start: !isFirst && isBlank ? fullSpan.start : fullSpan.start + detached, end: fullSpan.end };
}

/** What stands directly above a statement, of all that stands above it. */
export function attachedComments(lead: string): string {
  const blank = /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?=[\n\r])/g;
  const last = [...lead.matchAll(blank)].at(-1);
  return (last ? lead.slice(last.index + last[0].length) : lead).replace(/^(?:[^\S\r\n]*(?:\r\n|[\n\r]))+/, '');
}

function readProperties(model: ModuleModel, { declarators, span }: StateDeclaration, statement: Statement, slice: (start: number, end: number) => string): CellProperty[] {
  const { text } = model.source;
  const lead = attachedComments(text.slice(statement.fullSpan.start, span.start));
  let comments = lines(lead);
  return declarators.map((declarator, index): CellProperty => {
    const { name, type, initializer, needsBrackets, admitsUndefined } = declarator;
    const end = (initializer ?? type ?? declarator.nameSpan).end;
    const next = declarators[index + 1];
    const gap = next ? text.slice(end, next.nameSpan.start).replace(',', '') : text.slice(span.end, statement.fullSpan.end);
    const [trailing = '', ...above] = gap.split(/\r\n|[\n\r]/);
    const value = initializer ? slice(initializer.start, initializer.end) : `undefined${type && !admitsUndefined ? '!' : ''}`;
    const typed = type ? `${needsBrackets ? `(${value})` : value} as ${slice(type.start, type.end)}` : value;
    const property = { comments, code: `${name}: ${typed}`, trailing: trailing.trim() };
    comments = next ? lines(above.join('\n')) : [];
    return property;
  });
}

function lines(text: string): string[] {
  return text.split(/\r\n|[\n\r]/).map((line) => line.trim()).filter((line) => line !== '');
}

