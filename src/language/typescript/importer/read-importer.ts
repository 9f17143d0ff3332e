import type { ts } from 'ts-morph';
import type { Importer, ImportPlace, ModuleUse, NamespaceUse, TakenName } from '../../../model/importer.js';
import type { SourceFile } from '../../../model/source-file.js';
import { parseTree, type ParsedModule } from '../compiler.js';
import { isImportCall } from '../import-records.js';
import { readStyle } from '../style.js';
import { readCall } from './calls.js';
import { isWatched, readClauseComments } from './clause-comments.js';
import { joinCommentMembers, readCommentUses } from './comments.js';
import { readImportType } from './import-type.js';
import { readMocks } from './mocks.js';
import { readNames, type Names } from './names.js';
import { readNamespace, spanOf } from './namespace.js';

/** What a file takes from the modules that `isWanted` knows by their specifiers. One parse; a program only where names are declared twice. */
export function readImporter(source: SourceFile, isWanted: (specifier: string) => boolean): Importer {
  const parsed = parseTree(source);
  const { ts, tree } = parsed;
  const isTyped = !/\.[cm]?jsx?$/i.test(source.path);
  const nodes = listAll(parsed);
  const names = readNames(parsed, nodes);
  const uses: ModuleUse[] = [];
  const imports: ImportPlace[] = [];
  const withComments = (use: ModuleUse): ModuleUse => (isTyped || use.namespace === undefined ? use : { ...use, namespace: joinCommentMembers(parsed, nodes, use.namespace) });
  for (const statement of tree.statements) {
    const read = readStatement(parsed, names, statement);
    if (!read) continue;
    const use = isWanted(read.specifier) ? withComments(read) : read;
    if (ts.isImportDeclaration(statement)) imports.push(placeOf(parsed, statement, use));
    if (isWanted(use.specifier)) uses.push(use);
  }
  for (const node of nodes) {
    if (ts.isCallExpression(node)) {
      const argument = node.arguments[0];
      if (argument && ts.isStringLiteralLike(argument) && (isImportCall(ts, node) || isRequire(parsed, names, node)) && isWanted(argument.text)) uses.push(withComments(readCall(parsed, names, node, argument)));
    } else if (ts.isImportTypeNode(node)) {
      const use = readImportType(parsed, node, 'import-type');
      if (use && isWanted(use.specifier)) uses.push(use);
    }
  }
  if (!isTyped) uses.push(...readCommentUses(parsed, nodes).filter(({ specifier }) => isWanted(specifier)));
  const problems = (tree as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  return {
    source,
    style: readStyle(parsed),
    isTyped,
    isCommonJs: !isTyped && !tree.statements.some((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || hasExport(ts, statement)),
    uses: uses.sort((a, b) => a.span.start - b.span.start),
    mocks: readMocks(parsed, names, nodes, isWanted),
    imports,
    taken: names.taken,
    ...(problems.length > 0 ? { problem: ts.flattenDiagnosticMessageText(problems[0]!.messageText, ' ') } : {}),
  };
}

function hasExport(ts: ParsedModule['ts'], statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function listAll({ ts, tree }: ParsedModule): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  tree.statements.forEach(visit);
  return nodes;
}

/** A call of the `require` of Node: nothing in the file declares another one. */
function isRequire({ ts }: ParsedModule, names: Names, { expression, arguments: args, questionDotToken }: ts.CallExpression): boolean {
  if (!ts.isIdentifier(expression) || expression.text !== 'require' || args.length !== 1 || questionDotToken) return false;
  return (names.ofName.get('require') ?? []).every((node) => !(ts.isParameter(node.parent) || ts.isVariableDeclaration(node.parent) || ts.isFunctionDeclaration(node.parent) ||
    ts.isImportSpecifier(node.parent) || ts.isImportClause(node.parent) || ts.isBindingElement(node.parent)) || (node.parent as { name?: ts.Node }).name !== node);
}

function readStatement(parsed: ParsedModule, names: Names, statement: ts.Statement): ModuleUse | undefined {
  const { ts } = parsed;
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) return readImport(parsed, names, statement, statement.moduleSpecifier);
  if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)) return readReexport(parsed, statement, statement.moduleSpecifier);
  if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference) && ts.isStringLiteral(statement.moduleReference.expression)) {
    const isExported = hasExport(ts, statement);
    return {
      ...frameOf(parsed, statement, statement.moduleReference.expression), form: 'import-equals', names: [], isType: statement.isTypeOnly, inner: [],
      namespace: readNamespace(parsed, names, statement.name),
      ...(isExported ? { whole: 'it is exported as a whole' } : {}),
    };
  }
  return undefined;
}

function frameOf(parsed: ParsedModule, statement: ts.Statement, literal: ts.StringLiteral) {
  const { text, tree } = parsed;
  const tail = text.slice(literal.end, statement.end);
  return {
    specifier: literal.text,
    specifierSpan: { start: literal.getStart(tree) + 1, end: literal.end - 1 },
    span: spanOf(parsed, statement),
    tail,
    hasAttributes: /^\s*(?:with|assert)\b/.test(tail),
    isDeferred: false,
    isWatched: isWatched(parsed, statement),
  };
}

function readImport(parsed: ParsedModule, names: Names, statement: ts.ImportDeclaration, literal: ts.StringLiteral): ModuleUse {
  const { ts } = parsed;
  const clause = statement.importClause;
  const isType = clause?.isTypeOnly === true;
  const bindings = clause?.namedBindings;
  const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  const comments = readClauseComments(parsed, statement, elements);
  const taken: TakenName[] = clause?.name ? [{ imported: 'default', local: clause.name.text, typeOnly: isType, before: [], after: [] }] : [];
  for (const item of elements) taken.push({ imported: (item.propertyName ?? item.name).text, local: item.name.text, typeOnly: isType || item.isTypeOnly, ...comments.of.get(item)! });
  const namespace: NamespaceUse | undefined = bindings && ts.isNamespaceImport(bindings) ? readNamespace(parsed, names, bindings.name) : undefined;
  // `import defer * as shop` and `import source shop` are other things than an import.
  const isPlain = /^import\s*(?:type\b)?/.test(parsed.text.slice(statement.getStart(parsed.tree))) && (clause as { phaseModifier?: ts.SyntaxKind } | undefined)?.phaseModifier !== ts.SyntaxKind.DeferKeyword;
  return {
    ...frameOf(parsed, statement, literal), form: 'import', names: taken, isType, inner: comments.inner,
    ...(namespace ? { namespace } : {}),
    ...(isPlain ? {} : { whole: 'it is imported in a phase of its own' }),
  };
}

function readReexport(parsed: ParsedModule, statement: ts.ExportDeclaration, literal: ts.StringLiteral): ModuleUse {
  const { ts } = parsed;
  const clause = statement.exportClause;
  const elements = clause && ts.isNamedExports(clause) ? clause.elements : [];
  const comments = readClauseComments(parsed, statement, elements);
  return {
    ...frameOf(parsed, statement, literal),
    form: clause ? 'export-from' : 'export-star',
    names: elements.map((item) => ({ imported: (item.propertyName ?? item.name).text, local: item.name.text, typeOnly: statement.isTypeOnly || item.isTypeOnly, ...comments.of.get(item)! })),
    isType: statement.isTypeOnly,
    inner: comments.inner,
    ...(clause && ts.isNamespaceExport(clause) ? { whole: `it is exported as a whole, as ${clause.name.text}` } : {}),
  };
}

function placeOf({ text, tree }: ParsedModule, statement: ts.ImportDeclaration, use: ModuleUse): ImportPlace {
  const written = text.slice(statement.getStart(tree), use.specifierSpan.start);
  const isOpen = use.namespace === undefined && !use.hasAttributes && use.whole === undefined && use.names.length > 0 && use.inner.length === 0 && !/\/\/|\/\*/.test(written);
  return { specifier: use.specifier, span: use.span, names: use.names, isType: use.isType, isOpen, tail: use.tail };
}
