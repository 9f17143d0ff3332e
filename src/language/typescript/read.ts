import type { ts } from 'ts-morph';
import type { ExportedName, ModuleModel, Statement, StatementKind, StatementRole } from '../../model/module-model.js';
import type { CompilerFacts } from '../../model/project.js';
import type { SourceFile } from '../../model/source-file.js';
import { readBindings, type Bindings } from './bindings.js';
import { keepBlockVariables } from './block-variables.js';
import { isChained, readCalls, readConstants, readDispatches } from './calls.js';
import { applyCommonJs, pinModuleScope, readCommonJs, readCommonJsExports, type CommonJsStatement } from './commonjs-module.js';
import { readCommentTypes } from './comment-types.js';
import { parseModule, parseModules, type ParsedModule } from './compiler.js';
import { readClassSites, readDirectedFunctions, readFunctionSites } from './declaration-sites.js';
import { noteShape } from './declarations/file-shape.js';
import { readDeclaredTypes } from './declared-types.js';
import { createEffectReader } from './effects.js';
import { readExports } from './exports.js';
import { readFormat } from './format.js';
import { readImportRecords } from './import-records.js';
import { readLayout, type Tile } from './layout.js';
import { readMembers } from './members.js';
import { readPins } from './pins.js';
import { isErased, readReferences } from './references.js';
import { readStyle } from './style.js';
import { addFileMarks, readTextMarks } from './text-marks.js';

const plain = { effect: 'none', because: 'evaluating it can neither be observed nor observe a change' } as const;

/** The full model of one file. Bad syntax does not throw: `problems` lists it, and the rest is what the parser could make of the text. */
export function readModule(source: SourceFile, facts: CompilerFacts): ModuleModel {
  return readParsed(parseModule(source), facts);
}

/** The same for many files at once, at a third less for each when they are small. */
export function readModules(files: readonly { readonly source: SourceFile; readonly facts: CompilerFacts }[]): readonly ModuleModel[] {
  return parseModules(files.map(({ source }) => source)).map((parsed, index) => readParsed(parsed, files[index]!.facts));
}

function readParsed(parsed: ParsedModule, facts: CompilerFacts): ModuleModel {
  const { source, tree } = parsed;
  noteShape(parsed.ts, source, tree);
  const bindings = readBindings(parsed);
  const effectOf = createEffectReader(parsed, bindings, facts);
  const marks = readTextMarks(parsed);
  const layout = readLayout(parsed, marks);
  let looseCount = 0;
  const nodes = layout.tiles.map((tile) => tile.node);
  const format = readFormat(parsed, bindings);
  const commonJs = format === 'commonjs' && /^jsx?$/.test(dialectOf(source.path)) ? readCommonJs(parsed, bindings, nodes) : undefined;
  const hoisted = layout.tiles.map((tile, index) => {
    const own = commonJs?.[index];
    const statement = readStatement(parsed, bindings, facts, tile, index, own);
    const { effect, because } = own?.isPlain ? plain : effectOf(tile.node);
    return { ...statement, effect, because, ...(statement.role === 'loose' ? { looseId: `@${++looseCount}` } : {}) };
  }).map(orderHoistedVariables(parsed, nodes));
  const read = commonJs ? applyCommonJs(parsed, bindings, nodes, commonJs, hoisted) : hoisted;
  const calls = nodes.flatMap((node, index) => readCalls(parsed, bindings, facts, node, index));
  const directed = readDirectedFunctions(parsed, nodes);
  const comments = readCommentTypes(parsed, bindings, layout.tiles, readDeclaredTypes(parsed, bindings, facts, nodes, read));
  const exports = commonJs ? readCommonJsExports(parsed, bindings, commonJs) : readExports(parsed, bindings, nodes, comments.statements);
  const statements = keepBlockVariables(comments.statements, exports);
  return {
    source,
    dialect: dialectOf(source.path),
    format,
    header: layout.header,
    headerComments: layout.headerComments,
    marks: addFileMarks(parsed, marks, layout),
    statements,
    footer: layout.footer,
    imports: statements.flatMap((statement) => statement.imports),
    exports,
    calls: calls.filter((site) => !isChained(site)),
    chains: calls.filter(isChained).sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
    dispatches: nodes.flatMap((node, index) => readDispatches(parsed, bindings, node, index)),
    constants: readConstants(parsed, nodes),
    classes: readClassSites(parsed, nodes),
    functions: readFunctionSites(parsed, nodes),
    ...(directed.length > 0 ? { directed } : {}),
    ...(comments.types.length > 0 ? { commentTypes: comments.types } : {}),
    style: readStyle(parsed),
    problems: syntaxProblems(parsed, tree),
  };
}

/**
 * `var limit = 5` can be read before it runs: `start(); var limit = 5` calls start() while limit is undefined. With any effect
 * before it, or any read of what changes, the place of the assignment is part of the meaning. `let` and `const` would throw there instead.
 */
function orderHoistedVariables(parsed: ParsedModule, nodes: readonly ts.Statement[]): (statement: Statement) => Statement {
  const { ts } = parsed;
  let hasEffectBefore = false;
  return (statement) => {
    const node = nodes[statement.index]!;
    const isHoisted = statement.role !== 'wiring' && ts.isVariableStatement(node) && !(node.declarationList.flags & ts.NodeFlags.BlockScoped) &&
      node.declarationList.declarations.some((declaration) => declaration.initializer);
    const result: Statement = isHoisted && hasEffectBefore && statement.effect !== 'ordered'
      ? { ...statement, effect: 'ordered', because: 'assigns a hoisted `var` that an earlier statement may already have read' }
      : statement;
    hasEffectBefore ||= result.effect !== 'none';
    return result;
  };
}

function readStatement(
  parsed: ParsedModule, bindings: Bindings, facts: CompilerFacts, tile: Tile, index: number, commonJs: CommonJsStatement | undefined,
): Omit<Statement, 'effect' | 'because' | 'looseId'> {
  const { ts } = parsed;
  const { node, span, fullSpan } = tile;
  const kind = commonJs?.wiring ?? kindOf(parsed, node);
  const declares = bindings.declaredBy(node);
  const role = roleOf(parsed, node, kind, declares);
  const { reads, writes } = role === 'wiring' ? { reads: [], writes: [] } : readReferences(parsed, bindings, facts, node);
  const exportedAs = exportedNames(parsed, node, declares);
  const exportInsertAt = role === 'declaration' && !commonJs ? exportPosition(parsed, node, exportedAs) : undefined;
  const members = role === 'wiring' ? undefined : readMembers(parsed, node);
  return {
    index, kind, role, span, fullSpan, declares: role === 'wiring' ? [] : declares, exportedAs, reads, writes,
    erased: isErased(ts, node) || (ts.isImportEqualsDeclaration(node) && node.isTypeOnly),
    pins: role === 'wiring' && kind !== 'export-assignment' ? [] : [...readPins(parsed, bindings, node), ...(commonJs?.pins ?? pinModuleScope(parsed, bindings, node))],
    imports: readImportRecords(parsed, node).map((record) => ({ ...record, names: commonJs?.names.get(record.span.start) ?? record.names })),
    ...(commonJs?.assignment ? { assignsExports: commonJs.assignment.targets.filter((target) => target !== '=') } : {}),
    ...(commonJs?.assignsLater.length ? { assignsLater: commonJs.assignsLater } : {}),
    ...(commonJs?.forwards ? { forwards: commonJs.forwards } : {}),
    ...(exportInsertAt === undefined ? {} : { exportInsertAt }),
    ...(members ? { members } : {}),
  };
}

function kindOf(parsed: ParsedModule, node: ts.Statement): StatementKind {
  const { ts } = parsed;
  if (ts.isImportDeclaration(node)) return 'import';
  if (ts.isImportEqualsDeclaration(node)) return 'import-equals';
  if (ts.isExportDeclaration(node)) return !node.moduleSpecifier ? 'export-list' : !node.exportClause ? 'export-star' : 'export-from';
  if (ts.isExportAssignment(node)) return node.isExportEquals ? 'export-assignment' : 'export-default';
  if (ts.isFunctionDeclaration(node)) return 'function';
  if (ts.isClassDeclaration(node)) return 'class';
  if (ts.isVariableStatement(node)) return 'variable';
  if (ts.isEnumDeclaration(node)) return 'enum';
  if (ts.isInterfaceDeclaration(node)) return 'interface';
  if (ts.isTypeAliasDeclaration(node)) return 'type';
  if (ts.isModuleDeclaration(node)) return ts.isStringLiteral(node.name) || node.flags & ts.NodeFlags.GlobalAugmentation ? 'ambient' : 'namespace';
  if (ts.isNamespaceExportDeclaration(node)) return 'export-assignment';
  if (ts.isEmptyStatement(node)) return 'empty';
  return ts.isExpressionStatement(node) ? 'expression' : 'control';
}

function roleOf(parsed: ParsedModule, node: ts.Statement, kind: StatementKind, declares: readonly string[]): StatementRole {
  if (kind === 'import' || kind === 'export-list' || kind === 'export-from' || kind === 'export-star') return 'wiring';
  if (parsed.ts.isImportEqualsDeclaration(node) && parsed.ts.isExternalModuleReference(node.moduleReference)) return 'wiring';
  return declares.length > 0 ? 'declaration' : 'loose';
}

function exportedNames(parsed: ParsedModule, node: ts.Statement, declares: readonly string[]): readonly ExportedName[] {
  const { ts } = parsed;
  if (ts.isExportAssignment(node)) return node.isExportEquals ? [] : [{ exported: 'default', local: 'default', typeOnly: false }];
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : [];
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  const typeOnly = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || (ts.isModuleDeclaration(node) && isErased(ts, node));
  const isDefault = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
  return declares.map((local) => ({ exported: isDefault ? 'default' : local, local, typeOnly }));
}

/** After the decorators (`@injectable() export class A` is the one order that every decorator dialect takes) and before everything else. */
function exportPosition(parsed: ParsedModule, node: ts.Statement, exportedAs: readonly ExportedName[]): number | undefined {
  const { ts, tree } = parsed;
  if (exportedAs.length > 0) return undefined;
  if (!ts.isVariableStatement(node) && !ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node) && !ts.isEnumDeclaration(node) &&
    !ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node) && !ts.isModuleDeclaration(node) && !ts.isImportEqualsDeclaration(node)) return undefined;
  const decorators = ts.canHaveDecorators(node) ? ts.getDecorators(node) ?? [] : [];
  const last = decorators.at(-1);
  if (!last) return node.getStart(tree);
  const after = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
  after.lastIndex = last.end;
  after.exec(parsed.text);
  return after.lastIndex;
}

function syntaxProblems(parsed: ParsedModule, tree: ts.SourceFile): ModuleModel['problems'] {
  const { ts } = parsed;
  const diagnostics = (tree as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
  return diagnostics
    .filter((problem) => problem.category === ts.DiagnosticCategory.Error)
    .map((problem) => ({ span: { start: problem.start, end: problem.start + problem.length }, message: ts.flattenDiagnosticMessageText(problem.messageText, ' ') }));
}

function dialectOf(path: string): ModuleModel['dialect'] {
  if (/\.tsx$/i.test(path)) return 'tsx';
  if (/\.jsx$/i.test(path)) return 'jsx';
  return /\.[cm]?js$/i.test(path) ? 'js' : 'ts';
}
