import type { ts } from 'ts-morph';
import type { ImportedName } from '../../model/import-record.js';
import { isReference, type Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { isPlatformName } from './hidden-code.js';
import { accessOf } from './references.js';
import { dottedPath } from './syntax.js';

/** One `require('x')` of a statement that does nothing else. */
export interface RequiredModule {
  readonly call: ts.CallExpression;
  /** Empty for `require('./polyfill')`, which is called for its effect. */
  readonly names: readonly ImportedName[];
}

/** `exports.a = value`, `module.exports = value`, and chains of them: `exports = module.exports = value`. */
export interface ExportAssignment {
  /** Left to right. A name for a member, `*` for `module.exports` itself, `=` for the variable `exports`. */
  readonly targets: readonly string[];
  readonly value: ts.Expression;
}

/** The names that Node passes to the function around a CommonJS module; `require` in `(require) => require('x')` is another. */
export function isModuleScopeName(parsed: ParsedModule, bindings: Bindings, node: ts.Identifier): boolean {
  const { ts } = parsed;
  if (!/^(?:exports|module|require|arguments|define)$/.test(node.text) || !isReference(ts, node) || bindings.byName.has(node.text)) return false;
  // The checker gives `exports` of a JavaScript file a symbol of its own, declared by the file or by what is assigned to it.
  const declarations = parsed.checker.getSymbolAtLocation(node)?.declarations ?? [];
  return !declarations.some((one) => ts.isParameter(one) || ts.isVariableDeclaration(one) || ts.isBindingElement(one) || ts.isFunctionLike(one) || ts.isClassLike(one));
}

/**
 * What a statement requires when it does nothing but give names to modules: `const fs = require('fs')`, `const { a, b: c } = require('./x')`,
 * `const parse = require('url').parse`, `require('./polyfill')`. Undefined for everything else: `require('debug')('shop')`, names that
 * are assigned or declared again, patterns with defaults.
 */
export function readRequires(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): readonly RequiredModule[] | undefined {
  const { ts } = parsed;
  if (ts.isExpressionStatement(statement)) {
    const call = requireCall(parsed, bindings, statement.expression);
    return call && [{ call, names: [] }];
  }
  if (!ts.isVariableStatement(statement) || statement.modifiers?.length) return undefined;
  const found: RequiredModule[] = [];
  for (const declaration of statement.declarationList.declarations) {
    const required = declaration.initializer && readRequired(parsed, bindings, declaration.name, declaration.initializer);
    if (!required || !required.names.every(({ local }) => isSettled(parsed, bindings, local))) return undefined;
    found.push(required);
  }
  return found;
}

function readRequired(parsed: ParsedModule, bindings: Bindings, name: ts.BindingName, value: ts.Expression): RequiredModule | undefined {
  const { ts } = parsed;
  const member = ts.isPropertyAccessExpression(value) && ts.isIdentifier(value.name) ? value : undefined;
  const call = requireCall(parsed, bindings, member ? member.expression : value);
  if (!call) return undefined;
  if (ts.isIdentifier(name)) return { call, names: [{ imported: member ? member.name.text : '*', local: name.text, typeOnly: false }] };
  if (member || !ts.isObjectBindingPattern(name) || name.elements.length === 0) return undefined;
  const names: ImportedName[] = [];
  for (const element of name.elements) {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken || element.initializer || !ts.isIdentifier(element.name) || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) return undefined;
    names.push({ imported: key.text, local: element.name.text, typeOnly: false });
  }
  return { call, names };
}

function requireCall(parsed: ParsedModule, bindings: Bindings, node: ts.Expression): ts.CallExpression | undefined {
  const { ts } = parsed;
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require') return undefined;
  const isPlain = node.arguments.length === 1 && ts.isStringLiteralLike(node.arguments[0]!) && !node.questionDotToken;
  return isPlain && isModuleScopeName(parsed, bindings, node.expression) ? node : undefined;
}

const assigned = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Declared once and never assigned: what two files get from the same `require` is the same then. */
function isSettled(parsed: ParsedModule, bindings: Bindings, name: string): boolean {
  return bindings.byName.get(name)?.declarations.length === 1 && !findAssignedNames(parsed, bindings).has(name);
}

/** Top-level names that something other than their declaration assigns. */
export function findAssignedNames(parsed: ParsedModule, bindings: Bindings): ReadonlySet<string> {
  const known = assigned.get(parsed.tree);
  if (known) return known;
  const { ts } = parsed;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isReference(ts, node) && accessOf(ts, node) !== 'read') {
      const name = bindings.nameOf(node);
      if (name !== undefined) names.add(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed.tree);
  assigned.set(parsed.tree, names);
  return names;
}

/** The assignment that a statement consists of, or the one in front of the value of its only declaration: `var re = exports.re = []`. */
export function readExportAssignment(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): ExportAssignment | undefined {
  const { ts } = parsed;
  const only = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1 ? statement.declarationList.declarations[0] : undefined;
  let value = ts.isExpressionStatement(statement) ? statement.expression : only?.initializer;
  const targets: string[] = [];
  while (value && ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const target = exportTarget(parsed, bindings, value.left);
    if (target === undefined) break;
    targets.push(target);
    value = value.right;
  }
  return value && targets.length > 0 ? { targets, value } : undefined;
}

function exportTarget(parsed: ParsedModule, bindings: Bindings, node: ts.Expression): string | undefined {
  const { ts } = parsed;
  if (ts.isIdentifier(node)) return node.text === 'exports' && isModuleScopeName(parsed, bindings, node) ? '=' : undefined;
  if (isModuleExports(parsed, bindings, node)) return '*';
  const key = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name) ? node.name.text
    : ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
  const base = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : undefined;
  return key !== undefined && base && isExportsObject(parsed, bindings, base) ? key : undefined;
}

function isExportsObject(parsed: ParsedModule, bindings: Bindings, node: ts.Expression): boolean {
  const { ts } = parsed;
  return (ts.isIdentifier(node) && node.text === 'exports' && isModuleScopeName(parsed, bindings, node)) || isModuleExports(parsed, bindings, node);
}

function isModuleExports(parsed: ParsedModule, bindings: Bindings, node: ts.Expression): boolean {
  const { ts } = parsed;
  return ts.isPropertyAccessExpression(node) && node.name.text === 'exports' && ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' && isModuleScopeName(parsed, bindings, node.expression);
}

/** `exports.a = require('./b').a` and `exports.a = require('./b')`: a re-export, which a split leaves where it stands. */
export function readForward(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): RequiredModule | undefined {
  const { ts } = parsed;
  const assignment = ts.isExpressionStatement(statement) ? readExportAssignment(parsed, bindings, statement) : undefined;
  const [exported, ...others] = assignment?.targets ?? [];
  if (!assignment || exported === undefined || others.length > 0 || exported === '*' || exported === '=') return undefined;
  const { value } = assignment;
  const member = ts.isPropertyAccessExpression(value) && ts.isIdentifier(value.name) ? value : undefined;
  const call = requireCall(parsed, bindings, member ? member.expression : value);
  return call && { call, names: [{ imported: member ? member.name.text : '*', local: exported, typeOnly: false }] };
}

/** `Object.defineProperty(exports, '__esModule', { value: true })`. */
export function isModuleMark(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): boolean {
  const { ts } = parsed;
  const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!call || !ts.isCallExpression(call) || dottedPath(ts, call.expression) !== 'Object.defineProperty') return false;
  const [target, key] = call.arguments;
  return !!target && !!key && isExportsObject(parsed, bindings, target) && ts.isStringLiteralLike(key) && key.text === '__esModule';
}

/**
 * Evaluating it can neither be observed nor fail, whatever other statements have done: names of the file, functions, literals, and objects of
 * these. `exports.count = count` with a `count` that nothing declares reads a global, which a statement may have just assigned.
 */
export function isPlainValue(parsed: ParsedModule, bindings: Bindings, node: ts.Expression): boolean {
  const { ts } = parsed;
  const isPlain = (value: ts.Expression): boolean => isPlainValue(parsed, bindings, value);
  if (ts.isIdentifier(node)) return isKnownName(bindings, node.text);
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isLiteralExpression(node)) return true;
  if (ts.isVoidExpression(node) || ts.isPrefixUnaryExpression(node)) return ts.isLiteralExpression(ts.isVoidExpression(node) ? node.expression : node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => !ts.isSpreadElement(element) && isPlain(element));
  if (ts.isClassExpression(node)) {
    return !node.heritageClauses?.length && node.members.every((member) => (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member) || ts.isAccessor(member)) &&
      !(member.name && ts.isComputedPropertyName(member.name)));
  }
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => {
      if (ts.isSpreadAssignment(property) || ts.isComputedPropertyName(property.name)) return false;
      if (ts.isShorthandPropertyAssignment(property)) return isKnownName(bindings, property.name.text);
      return ts.isPropertyAssignment(property) ? isPlain(property.initializer) : true;
    });
  }
  return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind as ts.SyntaxKind.TrueKeyword);
}

function isKnownName(bindings: Bindings, name: string): boolean {
  return bindings.byName.has(name) || isPlatformName(name);
}
