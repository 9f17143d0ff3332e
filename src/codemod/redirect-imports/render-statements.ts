import type { TextEdit } from '../../edit/text-edit.js';
import type { FilePath } from '../../host/path.js';
import { printImports, printReexports, quoteSpecifier, type PrintedName, type PrintOptions } from '../../language/typescript/print.js';
import { printRequires } from '../../language/typescript/print-commonjs.js';
import type { Importer, ImportPlace } from '../../model/importer.js';
import type { Span } from '../../text/span.js';
import { targetOf } from './specifiers.js';
import type { FileContext, NameGroup, NewStatements } from './redirect-input.js';

type GroupName = NameGroup['names'][number];

/** The statements that were decided on, printed in the file's own style and merged with the imports that it has of the same modules. */
export function renderStatements(context: FileContext, statements: readonly NewStatements[], replaced: ReadonlySet<number>): TextEdit[] {
  const added = new Map<ImportPlace, PrintedName[]>();
  const carried = new Map<string, GroupName[]>();
  const planned = statements.map((statement) => ({ statement, groups: statement.use.form === 'import' ? collect(context, statement, replaced, added, carried) : statement.groups }));
  const edits = planned.map(({ statement, groups }) => {
    const ordered = sortGroups(context, statement.facade, groups);
    const lines = [...statement.use.inner, ...ordered.flatMap((group) => printGroup(context, statement, group))];
    return replaceStatement(context, statement.use.span, lines);
  });
  for (const [place, names] of added) edits.push(extendPlace(context, place, names));
  return edits;
}

/** Names that go into an import that is there already are taken out of the groups; so are those of a module that an earlier statement names now. */
function collect(context: FileContext, statement: NewStatements, replaced: ReadonlySet<number>, added: Map<ImportPlace, PrintedName[]>, carried: Map<string, GroupName[]>): NameGroup[] {
  const { importer, input, file } = context;
  const result: NameGroup[] = [];
  // Scripts of one component see the names of each other, but each is compiled by itself: one may be JavaScript, and one may be dropped where nothing in it uses a name.
  const script = findScript(importer, statement.use.span);
  for (const group of statement.groups) {
    const own: GroupName[] = [];
    const places = importer.imports.filter((place) => place.isOpen && !replaced.has(place.span.start) && findScript(importer, place.span) === script && targetOf(input, file, place.specifier) === group.file);
    for (const name of group.names) {
      const isMarked = name.typeOnly;
      const place = group.file === statement.facade ? undefined : places.find(({ isType, names }) => (isMarked && importer.style.typeMarker === 'statement' ? isType : !isType) && canJoin(names, name));
      if (place) added.set(place, [...(added.get(place) ?? []), printed(name)]);
      else own.push(name);
    }
    if (own.length === 0) continue;
    const key = `${script} ${group.file}`;
    const known = carried.get(key);
    if (known && canFollow(known, own)) known.push(...own);
    else {
      const names = [...own];
      if (!known || known.every(({ typeOnly }) => typeOnly)) carried.set(key, names);
      result.push({ ...group, names });
    }
  }
  return result;
}

function findScript({ scripts = [] }: Importer, { start }: Span): number {
  return scripts.findIndex((script) => script.start <= start && start <= script.end);
}

/**
 * Whether names of a later statement go with those of an earlier one. An `import type` above `import './polyfill'` loads nothing, so that values that join it would be
 * loaded before the polyfill.
 */
function canFollow(known: readonly GroupName[], own: readonly GroupName[]): boolean {
  const isDefault = ({ home }: GroupName): boolean => home.name === 'default';
  if (own.some(({ home }) => home.name === '*') || (own.some(isDefault) && known.some(isDefault))) return false;
  return own.every(({ typeOnly }) => typeOnly) || known.some(({ typeOnly }) => !typeOnly);
}

function canJoin(names: ImportPlace['names'], { home }: GroupName): boolean {
  return home.name !== '*' && (home.name !== 'default' || !names.some(({ imported }) => imported === 'default'));
}

function printed({ home, local, typeOnly, before, after }: GroupName): PrintedName {
  return { imported: home.name, local, typeOnly, before, after };
}

function optionsOf({ importer }: FileContext, width?: number): PrintOptions {
  return { style: width === undefined ? importer.style : { ...importer.style, printWidth: width }, newline: importer.source.newline, types: importer.isTyped };
}

function printGroup(context: FileContext, { use }: NewStatements, group: NameGroup): readonly string[] {
  const options = optionsOf(context);
  const tail = /^\s*;?$/.test(use.tail) ? use.tail : undefined;
  const names = group.names.map(printed);
  const semicolons = { ...options, style: { ...options.style, semicolons: tail === undefined ? options.style.semicolons : tail.includes(';') } };
  switch (use.form) {
    case 'export-from':
    case 'export-star':
      return printReexports(group.specifier, names, semicolons);
    case 'import-equals':
      return names.map(({ local }) => `import ${use.isType ? 'type ' : ''}${local} = require(${quoteSpecifier(group.specifier, options.style)})${semicolons.style.semicolons ? ';' : ''}`);
    case 'require-statement':
      return printRequires(group.specifier, names, { ...semicolons, style: { ...semicolons.style, requires: { keyword: use.keyword ?? 'const', destructures: true, isPadded: options.style.requires?.isPadded === true } } });
    case 'comment-import':
      return [`/** @import ${printClause(names)} from ${quoteSpecifier(group.specifier, options.style)} */`];
    default:
      return printImports(group.specifier, sortNames(use.names.map(({ imported }) => imported), names), options, tail);
  }
}

function printClause(names: readonly PrintedName[]): string {
  const whole = names.find(({ imported }) => imported === 'default');
  const named = names.filter((name) => name !== whole).map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`));
  return [...(whole ? [whole.local] : []), ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : [])].join(', ');
}

/** Sorted if what they came from was. */
function sortNames(model: readonly string[], names: readonly PrintedName[]): readonly PrintedName[] {
  if (model.length < 2 || !isSorted(model)) return names;
  return [...names].sort((a, b) => compareNames(a.imported, b.imported));
}

function isSorted(list: readonly string[]): boolean {
  return list.every((one, index) => index === 0 || compareNames(list[index - 1]!, one) <= 0);
}

function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
}

/** In the order in which the facade loads them, unless nobody can tell and the file sorts its imports. */
function sortGroups(context: FileContext, facade: FilePath, groups: readonly NameGroup[]): readonly NameGroup[] {
  const specifiers = context.importer.imports.map(({ specifier }) => specifier);
  if (new Set(specifiers).size < 3 || !isSorted(specifiers) || context.input.isOrdered(facade)) return groups;
  return [...groups].sort((a, b) => compareNames(a.specifier, b.specifier));
}

function replaceStatement({ importer }: FileContext, span: Span, lines: readonly string[]): TextEdit {
  const { text, newline } = importer.source;
  const because = 'each name is taken from the module that declares it';
  const lineStart = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
  const indent = text.slice(lineStart, span.start);
  const isIndent = /^[ \t]*$/.test(indent);
  if (lines.length > 0) {
    const pad = isIndent ? indent : '';
    return { span, insert: lines.map((line) => line.split(newline).join(newline + pad)).join(newline + pad), because };
  }
  // The line goes with the statement if nothing else stands on it.
  const behind = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(span.end));
  return isIndent && behind ? { span: { start: lineStart, end: span.end + behind[0].length }, insert: '', because } : { span, insert: '', because };
}

function extendPlace(context: FileContext, place: ImportPlace, names: readonly PrintedName[]): TextEdit {
  const { importer } = context;
  const written = importer.source.text.slice(place.span.start, place.span.end);
  const isWrapped = /[\r\n]/.test(written);
  const all: PrintedName[] = [...place.names.map((name): PrintedName => ({ ...name }))];
  for (const name of names) if (!all.some(({ imported, local }) => imported === name.imported && local === name.local)) all.push(name);
  const sorted = sortNames(place.names.map(({ imported }) => imported), all);
  const lines = printImports(place.specifier, sorted, optionsOf(context, isWrapped ? 0 : Math.max(importer.style.printWidth, written.length)), /^\s*;?$/.test(place.tail) ? place.tail : undefined);
  return replaceStatement(context, place.span, lines);
}
