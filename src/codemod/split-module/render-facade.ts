import { printExportList, printReexports, printSideEffectImport, type PrintedName } from '../../language/typescript/print.js';
import { relativeSpecifier } from '../../language/typescript/specifier.js';
import type { ExportEntry, ModuleModel, Statement } from '../../model/module-model.js';
import { exportNameOf, findNeeds, type FileImports, type SplitContext } from './file-imports.js';
import type { PlacedPart } from './placement.js';
import { createRangeWriter, findFilePragmas, type RangeWriter } from './ranges.js';
import { appendLines, renderStatements } from './render-module.js';
import { readWiringComments, type NameComments } from './wiring-comments.js';

export interface FacadeInput {
  readonly context: SplitContext;
  /** Wiring statements whose module is loaded by the facade for evaluation order alone. */
  readonly preamble: ReadonlySet<number>;
  /** What the statements that stay need. */
  readonly imports: FileImports;
  /** Those of them that are comments: types of the modules, for what stays and for whoever imports the facade. */
  readonly types: readonly string[];
  /** Import statements that some new module repeats, with their comments. */
  readonly carried: ReadonlySet<number>;
}

/**
 * The text left under the old path. Order is meaning here: modules are evaluated in the order in which the facade names them,
 * so what the god file loaded itself comes first, then the new modules in the order of their effects.
 */
export function renderFacade(input: FacadeInput): string {
  const { context } = input;
  const { model, placement, print } = context;
  const { newline } = print;
  const ranges = createRangeWriter(model, model.header.end);
  const header = renderHeader(input, ranges);
  const loads = renderLoads(input, ranges);
  const firstStaying = placement.staying[0]?.fullSpan.start ?? model.footer.start;
  loads.push(...ranges.pause(firstStaying).close);
  const staying = renderStatements(context, placement.source, placement.staying, false, ranges);
  const footer = renderFooter(context);
  const close = ranges.enter(footer === '' ? model.source.text.length : model.footer.start, model.source.text.length).close;
  const sections = [
    header,
    [renderNote(input), ...renderLeftoverComments(input)].join(newline),
    loads.join(newline),
    renderDoors(input).join(newline),
    input.imports.siblings.join(newline),
    trimBlankLines(appendLines(staying, close, newline)),
    printExportList(stayingExports(context), print).join(newline),
    footer,
  ];
  return joinFacade(sections, newline);
}

export function joinFacade(sections: readonly string[], newline: string): string {
  return sections.filter((section) => section !== '').join(newline + newline) + newline;
}

/** The header as it stands; a range that begins in it and holds nothing of the facade is closed right away. */
export function renderHeader({ context, imports }: FacadeInput, ranges: RangeWriter): string {
  const { model, placement, print } = context;
  const { statements, source } = model;
  const kept = statements.filter((statement) => statement.role === 'wiring' && (isKept(statement) || imports.outside.some((item) => item.statement === statement.index)));
  const next = kept[0]?.span.start ?? placement.staying[0]?.span.start ?? source.text.length;
  const header = source.text.slice(model.header.start, model.header.end).trimEnd();
  const stays = placement.staying.length === 0 ? [] : findFilePragmas(model, [...kept, ...placement.staying].map(({ fullSpan }) => fullSpan));
  return appendLines(header, [...ranges.pause(next).close, ...stays], print.newline).trimEnd();
}

export function renderNote({ context }: FacadeInput): string {
  const { placement, ending } = context;
  const folders = [...new Set(placement.modules.map((part) => relativeSpecifier(placement.source, part.file, ending).replace(/[^/]*$/, '')))];
  const where = folders.length === 1 && folders[0] !== './' ? folders[0]! : 'the modules below';
  return `// Facade: the code lives in ${where}; every name is still available here.`;
}

/** Comments of imports and export lists that no new file repeats. A comment is never lost, even when what it spoke of is gone. */
export function renderLeftoverComments({ context, carried }: FacadeInput): string[] {
  const needed = findNeeds(context.model.statements);
  const isImport = (statement: Statement): boolean => statement.kind === 'import';
  return context.model.statements.filter((statement) => statement.role === 'wiring').flatMap((statement) => {
    const comments = readWiringComments(context.model, statement);
    if (isKept(statement)) return [];
    const ofNames = [...comments.ofNames].flatMap(([name, { before, after }]) => (isImport(statement) && !needed.has(name) ? [...before, ...after] : []));
    if (carried.has(statement.index)) return [...comments.detached, ...ofNames];
    return [...comments.detached, ...comments.attached, ...comments.inner, ...ofNames, ...comments.behind, ...(comments.trailing ? [comments.trailing] : [])];
  });
}

/** Statements that stay as they are: they bind no local name, or (`export import x = require('./x')`) one that nothing else can export. */
export function isKept(statement: Statement): boolean {
  if (statement.kind === 'export-from' || statement.kind === 'export-star') return true;
  if (statement.kind === 'import-equals') return statement.role === 'wiring' && statement.exportedAs.length > 0;
  return statement.kind === 'import' && statement.imports[0]?.names.length === 0;
}

/** What the facade itself loads, in the order of the god file. */
function renderLoads({ context, preamble, imports }: FacadeInput, ranges: RangeWriter): string[] {
  const { model, print } = context;
  const lines: string[] = [];
  for (const statement of model.statements) {
    if (statement.role !== 'wiring') continue;
    if (isKept(statement)) {
      const { close, open } = ranges.enter(statement.fullSpan.start, statement.fullSpan.end);
      lines.push(...close, ...open);
      lines.push(model.source.text.slice(statement.fullSpan.start, statement.fullSpan.end).replace(/^\s+|\s+$/g, ''));
      continue;
    }
    const needed = imports.outside.find((item) => item.statement === statement.index);
    if (needed) {
      const { close, open } = ranges.enter(statement.span.start);
      lines.push(...close, ...open, ...needed.lines);
    }
    const reexported = reexportsOf(context, statement);
    if (reexported.length > 0) lines.push(...printReexports(statement.imports[0]!.specifier, reexported, print));
    const isLoaded = needed?.isValue === true || reexported.some((name) => !name.typeOnly);
    if (preamble.has(statement.index) && !isLoaded) lines.push(printSideEffectImport(statement.imports[0]!.specifier, print.style));
  }
  return lines;
}

/** `import { a } from './x'; export { a };` has become `export { a } from './x'`. */
function reexportsOf({ model, placement }: SplitContext, statement: Statement): PrintedName[] {
  return model.exports.flatMap((entry): PrintedName[] => {
    const binding = entry.local === undefined ? undefined : placement.imported.get(entry.local);
    if (!binding || binding.statement !== statement.index) return [];
    return [{ imported: binding.name.imported, local: entry.exported, typeOnly: entry.typeOnly || binding.name.typeOnly, ...commentsOf(model, entry) }];
  });
}

function renderDoors(input: FacadeInput): string[] {
  const entriesOf = new Map<PlacedPart, ExportEntry[]>(input.context.placement.modules.map((part) => [part, []]));
  const partOf = new Map(input.context.placement.modules.flatMap((part) => part.statements.map((statement) => [statement.index, part] as const)));
  for (const entry of input.context.model.exports) {
    for (const part of findParts(input.context, entry, partOf)) entriesOf.get(part)?.push(entry);
  }
  return input.context.placement.modules.flatMap((part) => renderDoor(input, part, entriesOf.get(part)!));
}

/** How the facade opens one new module: its public names, or its evaluation alone when it has effects and no public value. */
function renderDoor(input: FacadeInput, part: PlacedPart, entries: readonly ExportEntry[]): string[] {
  const { context } = input;
  const { model, placement, print, ending } = context;
  const specifier = relativeSpecifier(placement.source, part.file, ending);
  const names = entries.map((entry): PrintedName => {
    const imported = entry.local === 'default' ? 'default' : exportNameOf(model, entry.local!);
    return { imported, local: entry.exported, typeOnly: entry.typeOnly, ...commentsOf(model, entry) };
  });
  const lines = [...printReexports(specifier, names, print)];
  const hasEffect = part.statements.some((statement) => statement.effect !== 'none');
  if (hasEffect && !names.some((name) => !name.typeOnly)) lines.push(printSideEffectImport(specifier, print.style));
  return lines;
}

/** What an export list says of one of its names. */
function commentsOf(model: ModuleModel, entry: ExportEntry): NameComments | undefined {
  const statement = model.statements[entry.statement]!;
  return statement.kind === 'export-list' ? readWiringComments(model, statement).ofNames.get(entry.exported) : undefined;
}

/** The part that declares what is exported, and the one that holds a statement that exports it itself. */
function findParts({ model, placement }: SplitContext, entry: ExportEntry, partOf: ReadonlyMap<number, PlacedPart>): ReadonlySet<PlacedPart> {
  if (entry.local === undefined || placement.imported.has(entry.local)) return new Set();
  const holder = model.statements[entry.statement]!.role === 'wiring' ? undefined : partOf.get(entry.statement);
  return new Set([placement.ownerOf.get(entry.local), holder].filter((part) => part !== undefined));
}

/** Names of statements that stay and were exported by a list of their own. */
function stayingExports({ model, placement }: SplitContext): PrintedName[] {
  const own = new Set(placement.staying.flatMap((statement) => statement.declares));
  return model.exports
    .filter((entry) => entry.local !== undefined && own.has(entry.local) && model.statements[entry.statement]!.kind === 'export-list')
    .map((entry) => ({ imported: entry.local!, local: entry.exported, typeOnly: entry.typeOnly, ...commentsOf(model, entry) }));
}

export function renderFooter({ model, placement }: SplitContext): string {
  const last = model.statements.at(-1);
  const movesAway = last !== undefined && last.role !== 'wiring' && !placement.staying.includes(last);
  return movesAway ? '' : model.source.text.slice(model.footer.start, model.footer.end).trim();
}

export function trimBlankLines(text: string): string {
  return text.replace(/^(?:[^\S\r\n]*(?:\r\n|\n|\r))+|\s+$/g, '');
}
