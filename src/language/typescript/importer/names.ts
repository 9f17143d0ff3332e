import type { ts } from 'ts-morph';
import { isReference } from '../bindings.js';
import type { ParsedModule } from '../compiler.js';

/** The identifiers of one file, gathered in one walk. */
export interface Names {
  readonly ofName: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** Names that would be hidden by, or hide, a new import of that name. */
  readonly taken: ReadonlySet<string>;
  /** Uses of the binding that `declared` makes. Undefined when its name is assigned somewhere. */
  readonly usesOf: (declared: ts.Identifier) => readonly ts.Identifier[] | undefined;
}

export function readNames(parsed: ParsedModule, nodes: readonly ts.Node[]): Names {
  const { ts } = parsed;
  const ofName = new Map<string, ts.Identifier[]>();
  const taken = new Set<string>();
  for (const node of nodes) {
    if (!ts.isIdentifier(node)) continue;
    const known = ofName.get(node.text);
    if (known) known.push(node);
    else ofName.set(node.text, [node]);
    if (!isPropertyName(ts, node)) taken.add(node.text);
  }
  const usesOf = (declared: ts.Identifier): readonly ts.Identifier[] | undefined => {
    const all = (ofName.get(declared.text) ?? []).filter((node) => node !== declared);
    const uses = all.filter((node) => isReference(ts, node));
    // Declared once, a name means that declaration wherever it stands; declared again, only the scopes tell.
    const isAlone = all.every((node) => isReference(ts, node) || isPropertyName(ts, node) || isForeignName(ts, node));
    const own = isAlone ? uses : uses.filter((node) => means(parsed, node, declared));
    return own.some((node) => isAssigned(ts, node)) ? undefined : own;
  };
  return { ofName, taken, usesOf };
}

function means({ ts, checker }: ParsedModule, node: ts.Identifier, declared: ts.Identifier): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : ts.isExportSpecifier(node.parent) ? checker.getExportSpecifierLocalTargetSymbol(node.parent) : checker.getSymbolAtLocation(node);
  return symbol?.declarations?.some((declaration) => (declaration as { name?: ts.Node }).name === declared) === true;
}

/** `a` of `x.a`, `{ a: 1 }`, `class { a() {} }`, `<x a="">`, `T.a`. */
function isPropertyName(ts: ParsedModule['ts'], node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isGetAccessor(parent) || ts.isSetAccessor(parent) ||
    ts.isMethodSignature(parent) || ts.isPropertySignature(parent) || ts.isEnumMember(parent) || ts.isJsxAttribute(parent)) return parent.name === node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === node;
  return ts.isMetaProperty(parent) || ts.isImportTypeNode(parent) || ts.isJsxNamespacedName(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent);
}

/** The outer name of an import or export specifier: it is no binding of this file. */
function isForeignName(ts: ParsedModule['ts'], node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent)) return parent.propertyName === node;
  if (ts.isExportSpecifier(parent)) return true;
  return ts.isNamespaceExport(parent) || ts.isNamedTupleMember(parent);
}

function isAssigned(ts: ParsedModule['ts'], node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  if (ts.isBinaryExpression(parent)) return parent.left === node && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return ts.isForInStatement(parent) || ts.isForOfStatement(parent) ? parent.initializer === node : false;
}
