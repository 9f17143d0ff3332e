import type { ts } from 'ts-morph';
import type { Compiler, ParsedModule } from './compiler.js';
import { byKind } from './kinds.js';
import { listNodes } from './syntax.js';

export type BindingKind = 'import' | 'const' | 'let' | 'var' | 'function' | 'class' | 'enum' | 'namespace' | 'type' | 'alias';

export interface Binding {
  readonly name: string;
  /** Several for merged declarations and overloads. */
  readonly declarations: readonly { readonly kind: BindingKind; readonly node: ts.Node }[];
}

/** The top-level names of one module, and the way from an identifier to the name that it means. */
export interface Bindings {
  readonly byName: ReadonlyMap<string, Binding>;
  /** Top-level name that a reference means; undefined for locals, globals and property names. */
  readonly nameOf: (identifier: ts.Identifier) => string | undefined;
  /** Top-level names that a top-level statement declares, in source order. */
  readonly declaredBy: (statement: ts.Statement) => readonly string[];
}

export function readBindings(parsed: ParsedModule): Bindings {
  const { ts, tree, checker } = parsed;
  const byNode = new Map<ts.Node, string>();
  const byName = new Map<string, { name: string; declarations: { kind: BindingKind; node: ts.Node }[] }>();
  const byStatement = new Map<ts.Statement, string[]>();

  const add = (statement: ts.Statement, name: string, kind: BindingKind, node: ts.Node): void => {
    byNode.set(node, name);
    const binding = byName.get(name) ?? { name, declarations: [] };
    binding.declarations.push({ kind, node });
    byName.set(name, binding);
    const names = byStatement.get(statement) ?? [];
    if (!names.includes(name)) names.push(name);
    byStatement.set(statement, names);
  };

  const addPattern = (statement: ts.Statement, pattern: ts.BindingName, kind: BindingKind, owner: ts.Node): void => {
    if (ts.isIdentifier(pattern)) {
      add(statement, pattern.text, kind, owner);
      return;
    }
    for (const element of pattern.elements) {
      if (ts.isBindingElement(element)) addPattern(statement, element.name, kind, element);
    }
  };

  /**
   * `var` inside blocks and loops is hoisted to the module: `if (x) { var y }` declares y at top level. In sloppy mode so is a
   * function in a block (ECMA-262 B.3.2).
   */
  const isSloppy = !ts.isExternalModule(tree) && /\.c?jsx?$/i.test(tree.fileName) && !startsStrict(ts, tree);
  const inBlocks = new Set<string>();
  const addHoisted = (statement: ts.Statement, node: ts.Node): void => {
    if (isSloppy && node !== statement && ts.isFunctionDeclaration(node) && node.name && !node.asteriskToken && !node.modifiers?.length) {
      inBlocks.add(node.name.text);
      add(statement, node.name.text, 'var', node);
    }
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      for (const declaration of node.declarations) addPattern(statement, declaration.name, 'var', declaration);
    }
    ts.forEachChild(node, (child) => addHoisted(statement, child));
  };

  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) {
      const kind = variableKind(ts, statement.declarationList);
      for (const declaration of statement.declarationList.declarations) addPattern(statement, declaration.name, kind, declaration);
    } else if (ts.isFunctionDeclaration(statement)) add(statement, statement.name?.text ?? 'default', 'function', statement);
    else if (ts.isClassDeclaration(statement)) add(statement, statement.name?.text ?? 'default', 'class', statement);
    else if (ts.isEnumDeclaration(statement)) add(statement, statement.name.text, 'enum', statement);
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) add(statement, statement.name.text, 'type', statement);
    else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name) && !(statement.flags & ts.NodeFlags.GlobalAugmentation)) add(statement, statement.name.text, 'namespace', statement);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      add(statement, statement.name.text, ts.isExternalModuleReference(statement.moduleReference) ? 'import' : 'alias', statement);
    } else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name) add(statement, clause.name.text, 'import', clause);
      const named = clause?.namedBindings;
      if (named && ts.isNamespaceImport(named)) add(statement, named.name.text, 'import', named);
      if (named && ts.isNamedImports(named)) for (const specifier of named.elements) add(statement, specifier.name.text, 'import', specifier);
    } else if (!ts.isExportDeclaration(statement)) addHoisted(statement, statement);
  }

  const isImport = ({ declarations }: { readonly declarations: readonly { readonly kind: BindingKind }[] }): boolean => declarations.every(({ kind }) => kind === 'import');
  // Script files have names in comments, and declare some by assignments.
  let inner: ReadonlySet<string> | undefined;
  const isTyped = /\.[cm]?tsx?$/i.test(tree.fileName);

  const nameOf = (identifier: ts.Identifier): string | undefined => {
    const binding = byName.get(identifier.text);
    if (binding === undefined) return undefined;
    // An import has any meaning that a name can be asked for: where nothing else in the file has its name, there is nothing to ask.
    if (isTyped && isImport(binding) && !(inner ??= findDeclaredNames(parsed)).has(identifier.text) && isReference(ts, identifier)) return identifier.text;
    const symbol = ts.isShorthandPropertyAssignment(identifier.parent) && identifier.parent.name === identifier
      ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
      : ts.isExportSpecifier(identifier.parent)
        ? checker.getExportSpecifierLocalTargetSymbol(identifier.parent)
        : checker.getSymbolAtLocation(identifier);
    for (const declaration of symbol?.declarations ?? []) {
      const name = byNode.get(declaration);
      if (name !== undefined) return name;
    }
    // The checker knows no names but those of strict mode.
    return symbol === undefined && inBlocks.has(identifier.text) ? identifier.text : undefined;
  };

  return { byName, nameOf, declaredBy: (statement) => byStatement.get(statement) ?? [] };
}

let declaresName: ((node: ts.Node) => boolean) | undefined;

/** Names that something other than an import declares, in whatever scope: a reference to one may mean either. */
function findDeclaredNames(parsed: ParsedModule): ReadonlySet<string> {
  const { ts, tree } = parsed;
  const names = new Set<string>();
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    for (const node of listNodes(parsed, statement)) {
      if (!(declaresName ??= findDeclaringKinds(ts))(node)) continue;
      const { name } = node as { readonly name?: ts.Node };
      if (name && ts.isIdentifier(name)) names.add(name.text);
    }
  }
  return names;
}

function findDeclaringKinds(ts: Compiler): (node: ts.Node) => boolean {
  return byKind((node) => ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeParameterDeclaration(node) ||
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) || ts.isEnumMember(node) || ts.isModuleDeclaration(node) || ts.isImportEqualsDeclaration(node) ||
    ts.isNamespaceExport(node) || ts.isNamespaceExportDeclaration(node) || ts.isExportSpecifier(node));
}

function startsStrict(ts: Compiler, tree: ts.SourceFile): boolean {
  for (const statement of tree.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return false;
    if (statement.expression.text === 'use strict') return true;
  }
  return false;
}

export function variableKind(ts: Compiler, list: ts.VariableDeclarationList): 'const' | 'let' | 'var' {
  if (!(list.flags & ts.NodeFlags.BlockScoped)) return 'var';
  return list.flags & ts.NodeFlags.Let && !(list.flags & ts.NodeFlags.Const) ? 'let' : 'const';
}

let holdsNames: ((node: ts.Node) => boolean) | undefined;

/** Whether the identifier stands where a binding is used, as opposed to a declared name, a property name or a label. */
export function isReference(ts: Compiler, node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  // Every other declaration keeps its own name in `name`: variables, parameters, members, properties, type parameters.
  if (!(holdsNames ??= findNameHolders(ts))(parent)) return (parent as { name?: ts.Node }).name !== node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node && !parent.parent.parent.moduleSpecifier;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) || ts.isMetaProperty(parent)) return false;
  if (ts.isJsxAttribute(parent) || ts.isJsxNamespacedName(parent)) return false;
  if (ts.isNamedTupleMember(parent)) return parent.type === (node as ts.Node);
  if (ts.isImportTypeNode(parent)) return false;
  if (ts.isTypePredicateNode(parent)) return false;
  if ((ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent) || ts.isJsxClosingElement(parent)) && parent.tagName === node) {
    return !/^[a-z]/.test(node.text) && !node.text.includes('-');
  }
  return (parent as { name?: ts.Node }).name !== node;
}

/** A function of its own: what is kept must not hold on to the file that was read when it was made. */
function findNameHolders(ts: Compiler): (node: ts.Node) => boolean {
  return byKind((node) => ts.isQualifiedName(node) || ts.isShorthandPropertyAssignment(node) || ts.isBindingElement(node) || ts.isExportSpecifier(node) || ts.isImportSpecifier(node) || ts.isImportClause(node) ||
    ts.isNamespaceImport(node) || ts.isNamespaceExport(node) || ts.isLabeledStatement(node) || ts.isBreakOrContinueStatement(node) || ts.isMetaProperty(node) || ts.isJsxAttribute(node) ||
    ts.isJsxNamespacedName(node) || ts.isNamedTupleMember(node) || ts.isImportTypeNode(node) || ts.isTypePredicateNode(node) ||
    ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxClosingElement(node));
}
