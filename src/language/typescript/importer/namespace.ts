import type { ts } from 'ts-morph';
import type { MemberUse, NamespaceUse } from '../../../model/importer.js';
import type { Span } from '../../../text/span.js';
import type { ParsedModule } from '../compiler.js';
import { dottedPath } from '../syntax.js';
import type { Names } from './names.js';
import { readPatternPlace } from './pattern-place.js';

type Read = { readonly members: readonly MemberUse[] } | { readonly escapes: NonNullable<NamespaceUse['escapes']>; readonly isReplaced?: boolean };

/** Calls that put another value in place of a member: Vitest and Jest, Sinon, node:test, testdouble. */
const spies = /(?:^|\.)(?:spyOn|replaceProperty|stub|spy|replace|method)$/;
const patches = /(?:^|\.)(?:spyOn|replaceProperty|stub|spy|replace|method|getter|setter|replaceGetter|replaceSetter|define|mock|assign|defineProperty|defineProperties|setPrototypeOf)$|^Reflect\.set$/;

/** What is done with the object that a name holds. */
export function readNamespace(parsed: ParsedModule, names: Names, declared: ts.Identifier): NamespaceUse {
  const local = declared.text;
  const uses = names.usesOf(declared);
  if (uses === undefined) return { local, members: [], escapes: { span: spanOf(parsed, declared), because: `${local} is assigned` } };
  const members: MemberUse[] = [];
  let escapes: NamespaceUse['escapes'];
  let replacedAt: Span | undefined;
  for (const use of uses) {
    const read = readUse(parsed, use);
    if (!('escapes' in read)) {
      members.push(...read.members);
      continue;
    }
    escapes ??= read.escapes;
    if (read.isReplaced) replacedAt ??= read.escapes.span;
  }
  return { local, members, ...(escapes ? { escapes } : {}), ...(replacedAt ? { replacedAt } : {}) };
}

/** What is done with the object that an expression gives: `require('x')`, `await import('x')`, a name. */
export function readUse(parsed: ParsedModule, object: ts.Node): Read {
  const { ts } = parsed;
  const root = spanOf(parsed, object);
  let node: ts.Node = object;
  let isRooted = false;
  for (;;) {
    const { parent } = node;
    // `(shop as any).total`, `vi.mocked(shop).total`: what comes of it is the same object.
    if (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent) || isMocked(parsed, parent, node)) isRooted = true;
    else if (!ts.isParenthesizedExpression(parent) && !ts.isNonNullExpression(parent)) break;
    node = parent;
  }
  const { parent } = node;
  const escapes = (because: string, isReplaced = false): Read => ({ escapes: { span: root, because }, isReplaced });
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
    const path = dottedPath(ts, parent.expression) ?? (ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : '');
    const [, key, kind] = parent.arguments;
    // `spyOn(shop, 'total', 'get')` speaks of the property of the object, not of what it holds.
    if (spies.test(path) && key && ts.isStringLiteralLike(key) && !(kind && ts.isStringLiteralLike(kind))) {
      return { members: [{ name: key.text, span: root, root, isCalled: false, isType: false, isElement: false, isPattern: false, isRooted: true, isReplaced: true }] };
    }
    if (patches.test(path)) return escapes(`it is handed to ${path}()`, true);
  }
  if (isRooted) {
    const read = ts.isPropertyAccessExpression(parent) && parent.expression === node && ts.isIdentifier(parent.name) ? readMember(parsed, parent, parent.name.text, root)
      : ts.isElementAccessExpression(parent) && parent.expression === node && ts.isStringLiteralLike(parent.argumentExpression) ? readMember(parsed, parent, parent.argumentExpression.text, root) : undefined;
    if (read) return 'escapes' in read ? read : { members: read.members.map((member) => ({ ...member, span: root, isRooted: true })) };
    return escapes(describeEscape(parsed, node));
  }
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    if (!ts.isIdentifier(parent.name)) return escapes('a private name is read from it');
    return readMember(parsed, parent, parent.name.text, root);
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    if (!ts.isStringLiteralLike(parent.argumentExpression)) return escapes('it is read by a key that is computed');
    return readMember(parsed, parent, parent.argumentExpression.text, root);
  }
  if (ts.isQualifiedName(parent) && parent.left === node) {
    if (ts.isImportEqualsDeclaration(parent.parent)) return escapes('an alias is declared of a member of it');
    return { members: [{ name: parent.right.text, span: spanOf(parsed, parent), root, isCalled: false, isType: !isInTypeQuery(ts, parent), isElement: false, isPattern: false }] };
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isObjectBindingPattern(parent.name)) {
    if (parent.name.elements.length === 0) return escapes('it is taken apart, and nothing is taken of it');
    return readPattern(parsed, parent.name, root) ?? escapes('it is taken apart with a rest or a default');
  }
  return escapes(describeEscape(parsed, node));
}

function readMember(parsed: ParsedModule, access: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string, root: Span): Read {
  const { ts } = parsed;
  let outer: ts.Node = access;
  while (ts.isParenthesizedExpression(outer.parent) || ts.isNonNullExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  const isTarget = (ts.isBinaryExpression(parent) && parent.left === outer && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
    ts.isDeleteExpression(parent) || ((ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) && parent.operator !== ts.SyntaxKind.ExclamationToken && /^(?:\+\+|--)/.test(ts.tokenToString(parent.operator) ?? ''));
  if (isTarget || ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === outer)) return { escapes: { span: root, because: `its member ${name} is assigned` }, isReplaced: true };
  const isCalled = (ts.isCallExpression(parent) && parent.expression === outer) || (ts.isTaggedTemplateExpression(parent) && parent.tag === outer);
  const isElement = (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent) || ts.isJsxClosingElement(parent)) && (parent.tagName as ts.Node) === outer;
  return { members: [{ name, span: spanOf(parsed, access), root, isCalled, isType: false, isElement, isPattern: false }] };
}

/** `vi.mocked(shop)`, which only changes the type. */
function isMocked({ ts }: ParsedModule, call: ts.Node, argument: ts.Node): boolean {
  return ts.isCallExpression(call) && call.arguments[0] === argument && /^(?:vi|vitest|jest)\.mocked$/.test(dottedPath(ts, call.expression) ?? '');
}

/** `{ a, b: c }`; undefined for rests, defaults, nested patterns and computed keys. */
export function readPattern(parsed: ParsedModule, pattern: ts.ObjectBindingPattern, root: Span): { readonly members: readonly MemberUse[] } | undefined {
  const { ts } = parsed;
  const members: MemberUse[] = [];
  for (const element of pattern.elements) {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken || element.initializer || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) return undefined;
    members.push({ name: key.text, span: root, root, isCalled: false, isType: false, isElement: false, isPattern: true });
  }
  const place = ts.isVariableDeclaration(pattern.parent) ? readPatternPlace(parsed, pattern, pattern.parent, root) : undefined;
  return { members: place ? members.map((member) => ({ ...member, pattern: place })) : members };
}

function isInTypeQuery(ts: ParsedModule['ts'], node: ts.Node): boolean {
  let outer = node;
  while (ts.isQualifiedName(outer.parent)) outer = outer.parent;
  return ts.isTypeQueryNode(outer.parent);
}

function describeEscape(parsed: ParsedModule, node: ts.Node): string {
  const { ts } = parsed;
  const { parent } = node;
  if (ts.isCallExpression(parent)) return `it is handed to ${dottedPath(ts, parent.expression) ?? 'a function'}()`;
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return 'it is exported as a whole';
  if (ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent)) return 'it is spread';
  if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent)) return 'it is put into an object';
  if (ts.isTypeQueryNode(parent)) return 'its type as a whole is asked for';
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return 'it is returned';
  if (ts.isVariableDeclaration(parent)) return 'it is kept in a variable';
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) return 'it is asked for its keys';
  return 'it is used as a whole';
}

export function spanOf({ tree }: ParsedModule, node: ts.Node): Span {
  return { start: node.getStart(tree), end: node.end };
}
