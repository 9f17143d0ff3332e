import type { ts } from 'ts-morph';
import type { ImportRecord } from '../../model/import-record.js';
import type { ExportEntry, ModuleModel, Statement } from '../../model/module-model.js';
import type { SourceFile } from '../../model/source-file.js';
import type { Bindings } from './bindings.js';
import { parseText, parseTree, type ParsedModule } from './compiler.js';
import { readExports } from './exports.js';
import { readImportRecords } from './import-records.js';
import { readLayout } from './layout.js';
import { isErased } from './references.js';
import { shiftStatement, shiftSites } from './shift-model.js';
import { readStyle } from './style.js';

/**
 * What a full reading of `source` would say, for a text that differs from that of `old` in nothing but the imports and re-exports at its top, which bring the same
 * names: all below them is what it was, some lines up or down. Found from the two texts alone, at a tenth of the cost. Both were read under the same compiler facts.
 * Undefined where a reading might say something else.
 */
export function reviseModel(old: ModuleModel, source: SourceFile): ModuleModel | undefined {
  if (!isPlain(old, source)) return undefined;
  const cut = findCut(old, source.text);
  const top = cut && readTop(old, source, cut);
  if (!cut || !top) return undefined;
  const { rest, end } = cut;
  const move = { offset: end - old.statements[rest]!.fullSpan.start, index: top.statements.length - rest };
  const below = old.statements.slice(rest).map((statement) => shiftStatement(statement, move));
  const statements = [...top.statements, ...below];
  let style: ModuleModel['style'] | undefined;
  return {
    ...shiftSites(old, move),
    source,
    footer: { start: old.footer.start + move.offset, end: old.footer.end + move.offset },
    statements,
    imports: statements.flatMap(({ imports }) => imports),
    exports: [...top.exports, ...old.exports.filter(({ statement }) => statement >= rest).map((entry) => ({ ...entry, statement: entry.statement + move.index }))],
    // Decided by votes of the whole text, and asked for only where something is to be printed into it.
    get style() {
      return (style ??= readStyle(parseTree(source)));
    },
  };
}

/** `@jsx` names a factory where it stands near the top; marks hold for what lies between two of them. */
function isPlain({ dialect, format, marks, problems, commentTypes, source: { path, text } }: ModuleModel, source: SourceFile): boolean {
  return /\.[cm]?tsx?$/i.test(path) && path === source.path && (dialect === 'ts' || dialect === 'tsx') && format === 'esm' && marks.length === 0 && problems.length === 0 &&
    commentTypes === undefined && !text.includes('@jsx') && !source.text.includes('@jsx');
}

interface Cut {
  /** Index of the first old statement that stands as it was, together with all behind it. */
  readonly rest: number;
  /** Offset of that statement, with what belongs to it, in the new text. */
  readonly end: number;
  /** Where the new text begins to be another, set back to what stands in front of the statement there. */
  readonly start: number;
}

function findCut({ statements, header, source: { text: old } }: ModuleModel, text: string): Cut | undefined {
  const least = Math.min(old.length, text.length);
  let start = 0;
  while (start < least && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < least - start && old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++;
  const rest = statements.findIndex(({ fullSpan }) => fullSpan.start >= old.length - tail);
  const next = statements[rest];
  // A semicolon, or the `with` of import attributes, would go on with the import above it.
  if (!next || rest === 0 || /^(?:;|with\b)/.test(old.slice(next.span.start, next.span.start + 5))) return undefined;
  if (start < statements[0]!.span.start || !statements.slice(0, rest).every(isTop)) return undefined;
  const first = statements.find(({ fullSpan }) => start < fullSpan.end)!;
  return { rest, end: next.fullSpan.start + text.length - old.length, start: Math.max(header.end, first.fullSpan.start) };
}

function isTop({ kind, pins, standsWith }: Statement): boolean {
  return (kind === 'import' || kind === 'export-from' || kind === 'export-star') && pins.length === 0 && standsWith === undefined;
}

function readTop(old: ModuleModel, source: SourceFile, { rest, end, start }: Cut): Pick<ModuleModel, 'statements' | 'exports'> | undefined {
  const text = source.text.slice(0, end);
  // A comment may open a range, or close one.
  if (!/[\r\n]$/.test(text) || /\/[/*]/.test(text.slice(start))) return undefined;
  const parsed = parseText(source, text);
  const { header, tiles } = readLayout(parsed);
  const nodes = tiles.map(({ node }) => node);
  if (hasProblem(parsed) || header.end !== old.header.end || tiles.length === 0 || tiles.at(-1)!.fullSpan.end !== end || !nodes.every((node) => kindOf(parsed, node) !== undefined)) return undefined;
  const [first] = old.statements as readonly [Statement];
  const statements = tiles.map(({ node, span, fullSpan }, index): Statement => ({
    index, kind: kindOf(parsed, node)!, role: 'wiring', span, fullSpan, declares: [], exportedAs: [], reads: [], writes: [],
    effect: first.effect, because: first.because, erased: isErased(parsed.ts, node), pins: [], imports: readImportRecords(parsed, node),
  }));
  if (statements[0]!.kind !== first.kind || !isSameNames(old.statements.slice(0, rest), statements)) return undefined;
  return { statements, exports: readTopExports(parsed, nodes, statements) };
}

function hasProblem({ tree }: ParsedModule): boolean {
  return (tree as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics.length > 0;
}

function kindOf({ ts }: ParsedModule, node: ts.Statement): 'import' | 'export-from' | 'export-star' | undefined {
  if (ts.isImportDeclaration(node)) return ts.isStringLiteral(node.moduleSpecifier) ? 'import' : undefined;
  if (!ts.isExportDeclaration(node) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return undefined;
  return node.exportClause ? 'export-from' : 'export-star';
}

/** What an `export { a }` without `from` means would have to be looked up; none stands here. */
function readTopExports(parsed: ParsedModule, nodes: readonly ts.Statement[], statements: readonly Statement[]): readonly ExportEntry[] {
  return readExports(parsed, { byName: new Map() } as unknown as Bindings, nodes, statements);
}

/**
 * The code below may be judged by what a name is imported as, and from where: `path.join` of `node:path` is known, and what comes from a file of the project is not
 * taken for a package.
 */
function isSameNames(before: readonly Statement[], after: readonly Statement[]): boolean {
  const [old, now] = [namesOf(before), namesOf(after)];
  return old !== undefined && now !== undefined && old.size === now.size && [...old].every(([local, one]) => {
    const other = now.get(local);
    return other !== undefined && one.imported === other.imported && one.typeOnly === other.typeOnly && isAlike(one.specifier, other.specifier);
  });
}

function isAlike(one: string, other: string): boolean {
  return one === other || (isOwn.test(one) && isOwn.test(other) && one[0] === other[0]);
}

/** A path, or an alias that no package can be called by. */
const isOwn = /^(?:\.\.?|#[\w-]*|~|@)\//;

interface TopName {
  readonly imported: string;
  readonly typeOnly: boolean;
  readonly specifier: string;
}

/** Undefined where a name stands twice. */
function namesOf(statements: readonly Statement[]): ReadonlyMap<string, TopName> | undefined {
  const names = new Map<string, TopName>();
  const records: readonly ImportRecord[] = statements.flatMap(({ imports }) => imports).filter(({ form }) => form === 'import');
  for (const { specifier, names: own } of records) {
    for (const { imported, local, typeOnly } of own) {
      if (names.has(local)) return undefined;
      names.set(local, { imported, typeOnly, specifier });
    }
  }
  return names;
}
