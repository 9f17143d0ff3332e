import { printReexports, printSideEffectImport, type PrintedName } from '../../language/typescript/print.js';
import { describeHome, isDescribable, type FacadeNames, type NewHome } from './new-homes.js';
import { markItems, readNameList, type ListItem } from './name-list.js';
import { printOptionsOf } from './plain-facade.js';
import type { TextEdit } from '../../edit/text-edit.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';

export interface MarkInput {
  readonly model: ModuleModel;
  readonly names: FacadeNames;
  /** What stands in for `export * from` a file: the names that come through it. Undefined where they cannot be listed. */
  readonly namesOfStar: (statement: Statement) => StarNames | undefined;
}

export interface StarNames {
  readonly homes: readonly NewHome[];
  /** Something runs when the file is loaded, so that it has to be loaded although no value of it is named. */
  readonly isEvaluated: boolean;
}

export interface MarkedNames {
  readonly edits: readonly TextEdit[];
  readonly marked: ReadonlySet<string>;
}

/**
 * `@deprecated` before every name that is exported elsewhere. It has to stand at the name: a tag on `export { a } from './x'` or on `export *` is
 * read by no compiler (TypeScript#53754, #59894).
 */
export function markNames(input: MarkInput): MarkedNames {
  const marked = new Set<string>();
  const markOf = (exported: string): string | undefined => {
    const home = input.names.homes.get(exported);
    if (home === undefined || !isDescribable(home)) return undefined;
    marked.add(exported);
    return `/** @deprecated ${describeHome(home)} */`;
  };
  const edits = input.model.statements.flatMap((statement) => (input.model.format === 'commonjs' ? markCommonJs(input.model, statement, markOf) : markModule(input, statement, markOf)));
  return { edits, marked };
}

type MarkOf = (exported: string) => string | undefined;

function markModule(input: MarkInput, statement: Statement, markOf: MarkOf): readonly TextEdit[] {
  const { model } = input;
  if (statement.kind === 'export-star') return nameStar(input, statement, markOf);
  if (statement.kind !== 'export-from' && statement.kind !== 'export-list') return [];
  const { text } = model.source;
  const list = readNameList(text, statement.span);
  return list ? markItems(statement.span, list, (item) => markItem(item, exportedName(item), markOf), printOptionsOf(model)) : [];
}

/** What its author says of a deprecated name is worth more than what decant knows. */
function markItem({ comments }: ListItem, exported: string, markOf: MarkOf): string | undefined {
  return comments.some((comment) => comment.includes('@deprecated')) ? undefined : markOf(exported);
}

/** `heat`, `type Heat`, `warm as heat`, `heat as 'two words'`. */
function exportedName({ text }: ListItem): string {
  const last = text.split(/\s+(?:as\s+)?/).at(-1)!;
  return /\sas\s/.test(text) || !/^['"]/.test(last) ? unquote(text.split(/\sas\s+/).at(-1)!.replace(/^type\s+/, '')) : unquote(text);
}

function unquote(name: string): string {
  return name.trim().replace(/^(['"])(.*)\1$/, '$2');
}

/** `export * from './stove'` carries no mark, so its names are written out. */
function nameStar({ model, namesOfStar }: MarkInput, statement: Statement, markOf: MarkOf): readonly TextEdit[] {
  const [record] = statement.imports;
  const names = record && namesOfStar(statement);
  // With attributes or comments in it the statement is more than a list of names.
  if (!record || !names || !/^export(?: type)? \* from (['"])[^'"]*\1;?$/.test(model.source.text.slice(statement.span.start, statement.span.end))) return [];
  const printed = names.homes.map(({ exported, typeOnly }): PrintedName => {
    const comment = markOf(exported);
    return { imported: exported, local: exported, typeOnly: typeOnly || record.kind === 'type', ...(comment === undefined ? {} : { comment }) };
  });
  const options = printOptionsOf(model);
  const lines = [...printReexports(record.specifier, printed, options)];
  if (names.isEvaluated && record.kind !== 'type' && printed.every(({ typeOnly }) => typeOnly)) lines.push(printSideEffectImport(record.specifier, model.style));
  return lines.length === 0 ? [] : [{ span: statement.span, insert: lines.join(model.source.newline), because: 'a star carries no marks' }];
}

const wholeExports = /^(?:module\s*\.\s*)?exports\s*=\s*(?:module\s*\.\s*exports\s*=\s*)?(?=\{)/;

/** `exports.heat = require('./stove').heat`, or the members of `module.exports = { heat, cool }`. */
function markCommonJs({ source, ...model }: ModuleModel, statement: Statement, markOf: MarkOf): readonly TextEdit[] {
  const { text } = source;
  const { start, end } = statement.span;
  const written = text.slice(start, end);
  if (wholeExports.test(written)) {
    const list = readNameList(text, statement.span);
    const options = printOptionsOf({ source, ...model });
    return list ? markItems(statement.span, list, (item) => markItem(item, unquote(item.text.split(/\s*:/)[0]!), markOf), options) : [];
  }
  const members = statement.assignsExports ?? statement.imports.flatMap(({ names }) => (statement.kind === 'export-from' ? names.map(({ local }) => local) : []));
  const [only] = members;
  if (only === undefined || members.length > 1 || only === '*') return [];
  const isOwn = text.slice(statement.fullSpan.start, start).includes('@deprecated');
  const comment = isOwn ? undefined : markOf(only);
  return comment === undefined ? [] : [{ span: { start, end: start }, insert: `${comment}${source.newline}`, because: 'the name says where it is now' }];
}
