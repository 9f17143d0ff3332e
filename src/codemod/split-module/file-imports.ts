import type { FilePath } from '../../host/path.js';
import { printImports, type PrintedName, type PrintOptions } from '../../language/typescript/print.js';
import { rebaseRecord, rebaseSpecifier, relativeSpecifier, type SpecifierEnding } from '../../language/typescript/specifier.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { PlacedPart, Placement } from './placement.js';
import type { RangeWriter } from './ranges.js';
import { readWiringComments } from './wiring-comments.js';

export interface SplitContext {
  readonly model: ModuleModel;
  readonly placement: Placement;
  readonly print: PrintOptions;
  readonly ending: SpecifierEnding;
  /** Whether what is exported for sibling modules alone is marked `@internal`. */
  readonly marksInternal: boolean;
  /** New modules that need a `'use client'` of their own when the old file has one. */
  readonly client: ReadonlySet<FilePath>;
}

export interface FileImports {
  /** Per import statement of the god file, what the new file needs of it, in source order. */
  readonly outside: readonly { readonly statement: number; readonly lines: readonly string[]; readonly isValue: boolean }[];
  /** Imports of sibling modules, in evaluation order. */
  readonly siblings: readonly string[];
}

/** The lines of all imports of a file, the groups of the god file parted by blank lines as they were. */
export function joinImports({ model }: SplitContext, { outside, siblings }: FileImports, ranges: RangeWriter, next: number): string[] {
  const opensGroup = (index: number): boolean => /^(?:[^\S\r\n]*(?:\r\n|\n|\r(?!\n)))/.test(model.source.text.slice(model.statements[index]!.fullSpan.start));
  const isParted = (from: number, to: number): boolean => {
    const between = model.statements.slice(from + 1, to + 1);
    return between.every((statement) => statement.role === 'wiring') && between.some((statement) => opensGroup(statement.index));
  };
  const lines: string[] = [];
  outside.forEach((item, i) => {
    const previous = outside[i - 1];
    const { close, open } = ranges.enter(model.statements[item.statement]!.span.start);
    lines.push(...close);
    if (previous && isParted(previous.statement, item.statement)) lines.push('');
    lines.push(...open, ...item.lines);
  });
  lines.push(...ranges.pause(next).close);
  // Modules of the same folder join the last group when it is about relative modules, too.
  const imports = model.statements.filter((statement) => statement.kind === 'import');
  const last = outside.at(-1);
  const isGrouped = imports.some((statement, i) => i > 0 && isParted(imports[i - 1]!.index, statement.index));
  if (last && siblings.length > 0 && isGrouped && !model.statements[last.statement]!.imports[0]!.specifier.startsWith('.')) lines.push('');
  return [...lines, ...siblings];
}

/** Whether a name is needed at run time or only by the type checker. */
type Need = 'type' | 'value';

/** The imports that `statements` need once they stand in `file`: exactly the names that they use. */
export function buildFileImports(context: SplitContext, file: FilePath, statements: readonly Statement[], alsoUsed: readonly string[] = []): FileImports {
  const needs = findNeeds(statements);
  for (const name of alsoUsed) needs.set(name, 'value');
  const own = new Set(statements.flatMap((statement) => statement.declares));
  return { outside: buildOutside(context, file, needs), siblings: buildSiblings(context, file, needs, own) };
}

export function findNeeds(statements: readonly Statement[]): Map<string, Need> {
  const needs = new Map<string, Need>();
  for (const statement of statements) {
    for (const { name, when } of [...statement.reads, ...statement.writes]) {
      if (when !== 'type') needs.set(name, 'value');
      else if (!needs.has(name)) needs.set(name, 'type');
    }
  }
  return needs;
}

function buildOutside(context: SplitContext, file: FilePath, needs: ReadonlyMap<string, Need>): FileImports['outside'] {
  const { model, placement, print } = context;
  const result: { statement: number; lines: string[]; isValue: boolean }[] = [];
  for (const statement of model.statements) {
    const record = statement.role === 'wiring' && (statement.kind === 'import' || statement.kind === 'import-equals') ? statement.imports[0] : undefined;
    if (!record) continue;
    const used = record.names.filter((name) => needs.has(name.local) && placement.imported.get(name.local)?.statement === statement.index);
    if (used.length === 0) continue;
    const comments = readWiringComments(model, statement);
    const names = used.map((name): PrintedName => ({
      ...name,
      ...comments.ofNames.get(name.local),
      typeOnly: name.typeOnly || (print.types && needs.get(name.local) === 'type'),
    }));
    const specifier = rebaseSpecifier(record.specifier, model.source.path, file);
    const isVerbatim = record.form === 'import-equals' || comments.attached.some(isAboutErrors) || (used.length === record.names.length && names.every((name, i) => name.typeOnly === used[i]!.typeOnly));
    const text = model.source.text;
    const lines = isVerbatim
      ? [text.slice(statement.span.start, record.specifierSpan.start).replace(/^export\s+/, '') + rebaseRecord(record, text, model.source.path, file) + text.slice(record.specifierSpan.end, statement.span.end)]
      : [...comments.inner, ...printImports(specifier, names, styleOf(print, record), text.slice(record.specifierSpan.end + 1, statement.span.end))];
    const last = lines.length - 1;
    if (comments.trailing) lines[last] += ` ${comments.trailing}`;
    result.push({ statement: statement.index, lines: [...comments.attached, ...lines], isValue: names.some((name) => !name.typeOnly) });
  }
  return result;
}

/** What comes of `import { a, type B }` marks its types in the same way, whatever the rest of the file does. */
function styleOf(print: PrintOptions, { names }: ImportRecord): PrintOptions {
  const isMixed = names.some((name) => name.typeOnly) && names.some((name) => !name.typeOnly);
  return isMixed ? { ...print, style: { ...print.style, typeMarker: 'inline' } } : print;
}

/**
 * `// @ts-expect-error` is itself an error where there is none to expect, and nobody knows which of the names below it has the
 * error: all of them stay.
 */
function isAboutErrors(comment: string): boolean {
  return /@ts-(?:expect-error|ignore)\b/.test(comment);
}

function buildSiblings(context: SplitContext, file: FilePath, needs: ReadonlyMap<string, Need>, own: ReadonlySet<string>): string[] {
  const { model, placement, print, ending } = context;
  const { order } = nameTableOf(model);
  const inOrder = [...needs].filter(([name]) => order.has(name)).sort(([a], [b]) => order.get(a)! - order.get(b)!);
  const byPart = new Map<PlacedPart, PrintedName[]>();
  for (const [name, need] of inOrder) {
    const owner = placement.ownerOf.get(name);
    if (!owner || own.has(name) || owner.file === file) continue;
    const names = byPart.get(owner) ?? [];
    names.push({ imported: exportNameOf(model, name), local: name, typeOnly: print.types && (need === 'type' || isTypeName(model, name)) });
    byPart.set(owner, names);
  }
  return placement.modules.flatMap((part) => {
    const names = byPart.get(part);
    return names ? printImports(relativeSpecifier(file, part.file, ending), names, print) : [];
  });
}

/** Asked for every name that one module takes from another, so the statements are sorted by name once. */
interface NameTable {
  /** Place of each declared name among all of the file, by its first declaration. */
  readonly order: ReadonlyMap<string, number>;
  readonly exportNames: ReadonlyMap<string, string>;
  readonly declaring: ReadonlyMap<string, readonly Statement[]>;
}

const nameTables = new WeakMap<ModuleModel, NameTable>();

function nameTableOf(model: ModuleModel): NameTable {
  const known = nameTables.get(model);
  if (known) return known;
  const order = new Map<string, number>();
  const exportNames = new Map<string, string>();
  const declaring = new Map<string, Statement[]>();
  for (const statement of model.statements) {
    for (const { local, exported } of statement.exportedAs) if (!exportNames.has(local)) exportNames.set(local, exported);
    for (const name of statement.declares) {
      if (!order.has(name)) order.set(name, order.size);
      const statements = declaring.get(name);
      if (statements) statements.push(statement);
      else declaring.set(name, [statement]);
    }
  }
  const table = { order, exportNames, declaring };
  nameTables.set(model, table);
  return table;
}

/** The name under which the module that declares `name` exports it: `default` for `export default function name() {}`. */
export function exportNameOf(model: ModuleModel, name: string): string {
  return nameTableOf(model).exportNames.get(name) ?? name;
}

export function isTypeName(model: ModuleModel, name: string): boolean {
  const declaring = nameTableOf(model).declaring.get(name) ?? [];
  return declaring.length > 0 && declaring.every((statement) => statement.erased && ['interface', 'type', 'namespace', 'import-equals'].includes(statement.kind));
}
