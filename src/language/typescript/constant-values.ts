import type { ts } from 'ts-morph';
import type { Bindings } from './bindings.js';
import { isReference } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import type { HiddenCode } from './hidden-code.js';
import { constantGlobals } from './pure-calls.js';
import { dottedPath, skipWrappers } from './syntax.js';

/** What can be said of values without running the file. */
export interface ConstantValues {
  /** Reading a member of it gives the same at any time and runs no code. */
  readonly isConstantObject: (node: ts.Node) => boolean;
  /** A string, number, boolean, ...: turning it into another primitive runs no `toString` or `valueOf` and sees no contents. */
  readonly isPrimitive: (node: ts.Node) => boolean;
  /** An array, a text, a map or a set: running through it leaves it as it was. */
  readonly isReiterable: (node: ts.Node) => boolean;
}

const primitiveCalls = /^(String|Number|Boolean|BigInt|parseInt|parseFloat|Number\.\w+|Math\.\w+|String\.\w+|JSON\.stringify|Array\.isArray|Date\.now|encodeURI(Component)?)$/;

/** Calls that look at an object without keeping it: `Object.keys(limits)`. */
const lookingCalls = /^(Object\.(keys|values|entries|freeze)|JSON\.stringify|console\.\w+)$/;

export function createConstantValues(parsed: ParsedModule, bindings: Bindings, mutatedBases: ReadonlySet<string>, { changesBuiltIns }: HiddenCode): ConstantValues {
  const { ts } = parsed;
  let escaping: ReadonlySet<string> | undefined;
  const escapes = (name: string): boolean => (escaping ??= findEscaping(parsed, bindings)).has(name);
  const asked = new Set<ts.Node>();

  const constInitializer = (name: string): ts.Expression | undefined => {
    const declarations = bindings.byName.get(name)!.declarations.filter(({ kind }) => kind !== 'type');
    const [only] = declarations;
    if (declarations.length !== 1 || only?.kind !== 'const' || !ts.isVariableDeclaration(only.node)) return undefined;
    return ts.isIdentifier(only.node.name) ? only.node.initializer : undefined;
  };

  /** The literal that an expression stands for, if nothing can have changed it since. */
  const literalOf = (node: ts.Node): ts.Expression | undefined => {
    const inner = skipWrappers(ts, node);
    if (ts.isObjectLiteralExpression(inner) || ts.isStringLiteralLike(inner)) return inner;
    if (ts.isIdentifier(inner)) {
      const name = bindings.nameOf(inner);
      const initializer = name === undefined || mutatedBases.has(name) ? undefined : constInitializer(name);
      if (!initializer || name === undefined) return undefined;
      const value = skipWrappers(ts, initializer);
      const frozen = ts.isCallExpression(value) && dottedPath(ts, value.expression) === 'Object.freeze' ? value.arguments[0] : undefined;
      const literal = frozen ? skipWrappers(ts, frozen) : value;
      if (ts.isStringLiteralLike(literal)) return literal;
      const isKept = frozen !== undefined || isAsConst(initializer) || !escapes(name);
      return isKept && ts.isObjectLiteralExpression(literal) ? literal : undefined;
    }
    if (!ts.isPropertyAccessExpression(inner)) return undefined;
    const value = propertyOf(literalOf(inner.expression), inner.name.text);
    const literal = value && skipWrappers(ts, value);
    return literal && (ts.isObjectLiteralExpression(literal) || ts.isStringLiteralLike(literal)) ? literal : undefined;
  };

  const propertyOf = (literal: ts.Expression | undefined, key: string): ts.Expression | undefined => {
    if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
    const found = literal.properties.filter((property) => property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) && property.name.text === key);
    return found.length === 1 && ts.isPropertyAssignment(found[0]!) ? found[0].initializer : undefined;
  };

  const isAsConst = (initializer: ts.Expression): boolean =>
    ts.isAsExpression(initializer) && ts.isTypeReferenceNode(initializer.type) && initializer.type.typeName.getText(parsed.tree) === 'const';

  /** `{ get total() { return count } }` runs code whenever it is read. */
  const hasAccessor = (literal: ts.Expression): boolean =>
    ts.isObjectLiteralExpression(literal) && literal.properties.some((property) => ts.isAccessor(property) || ts.isSpreadAssignment(property) && hasAccessorSource(property.expression));
  const hasAccessorSource = (source: ts.Expression): boolean => {
    const literal = literalOf(source);
    return literal === undefined || hasAccessor(literal);
  };

  const isConstantObject = (node: ts.Node): boolean => {
    const inner = skipWrappers(ts, node);
    if (ts.isIdentifier(inner)) {
      const name = bindings.nameOf(inner);
      if (name === undefined) return constantGlobals.has(inner.text) && !changesBuiltIns;
      const declarations = bindings.byName.get(name)!.declarations.filter(({ kind }) => kind !== 'type');
      if (declarations.every(({ kind }) => kind === 'enum')) return !mutatedBases.has(name);
      // What a package exports hardly changes; a module of the project may count, and its namespace shows it.
      if (declarations.some(({ node: declaration }) => ts.isNamespaceImport(declaration) && !isRelative(declaration))) return true;
    } else if (ts.isPropertyAccessExpression(inner) && constantGlobals.has(dottedPath(ts, inner)?.split('.')[0] ?? '')) {
      return isConstantObject(inner.expression);
    }
    const literal = literalOf(inner);
    // A member that the literal lacks is looked for in `Object.prototype`.
    return literal !== undefined && !hasAccessor(literal) && !changesBuiltIns;
  };

  const isReiterable = (raw: ts.Node): boolean => {
    const node = skipWrappers(ts, raw);
    if (isPrimitive(node) || ts.isArrayLiteralExpression(node)) return true;
    if (ts.isNewExpression(node)) return /^(Map|Set|Array)$/.test(dottedPath(ts, node.expression) ?? '');
    if (ts.isCallExpression(node)) return /^(Object\.(keys|values|entries)|Array\.(of|from))$/.test(dottedPath(ts, node.expression) ?? '');
    if (!ts.isIdentifier(node) || asked.has(node)) return false;
    const name = bindings.nameOf(node);
    if (name === undefined) return false;
    asked.add(node);
    const initializer = constInitializer(name);
    const verdict = initializer !== undefined && isReiterable(initializer);
    asked.delete(node);
    return verdict;
  };

  const isRelative = (node: ts.NamespaceImport): boolean => {
    const { moduleSpecifier } = node.parent.parent as ts.ImportDeclaration;
    return ts.isStringLiteralLike(moduleSpecifier) && /^[.#~]/.test(moduleSpecifier.text);
  };

  const isPrimitive = (raw: ts.Node): boolean => {
    const node = skipWrappers(ts, raw);
    if (asked.has(node)) return false;
    asked.add(node);
    const verdict = judge(node);
    asked.delete(node);
    return verdict;
  };

  const judge = (node: ts.Node): boolean => {
    if (ts.isRegularExpressionLiteral(node)) return false;
    if (ts.isLiteralExpression(node) || ts.isTemplateExpression(node) || ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return true;
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return true;
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword) return true;
    if (ts.isConditionalExpression(node)) return isPrimitive(node.whenTrue) && isPrimitive(node.whenFalse);
    if (ts.isBinaryExpression(node)) return judgeBinary(node);
    if (ts.isCallExpression(node)) {
      const path = dottedPath(ts, node.expression);
      return path !== undefined && primitiveCalls.test(path) && !bindings.byName.has(path.split('.')[0]!);
    }
    if (ts.isPropertyAccessExpression(node)) {
      if (node.name.text === 'length' || node.name.text === 'size') return true;
      if (/^(Number|Math)\.\w+$/.test(dottedPath(ts, node) ?? '') && isConstantObject(node.expression)) return true;
      const value = propertyOf(literalOf(node.expression), node.name.text);
      return value ? isPrimitive(value) : isEnum(node.expression);
    }
    return ts.isIdentifier(node) && isPrimitiveName(node);
  };

  const judgeBinary = (node: ts.BinaryExpression): boolean => {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.AmpersandAmpersandToken: case ts.SyntaxKind.BarBarToken: case ts.SyntaxKind.QuestionQuestionToken:
        return isPrimitive(node.left) && isPrimitive(node.right);
      case ts.SyntaxKind.CommaToken: case ts.SyntaxKind.EqualsToken:
        return isPrimitive(node.right);
      default:
        return true;
    }
  };

  const isEnum = (node: ts.Expression): boolean => {
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    return name !== undefined && bindings.byName.get(name)!.declarations.every(({ kind }) => kind === 'enum');
  };

  const isPrimitiveName = (node: ts.Identifier): boolean => {
    const name = bindings.nameOf(node);
    if (name === undefined && /^(undefined|NaN|Infinity)$/.test(node.text)) return true;
    const declaration = parsed.checker.getSymbolAtLocation(node)?.declarations?.[0];
    if (declaration && ts.isEnumMember(declaration)) return true;
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) && declaration.type && isPrimitiveType(declaration.type)) return true;
    const initializer = name === undefined ? undefined : constInitializer(name);
    return initializer !== undefined && isPrimitive(initializer);
  };

  const isPrimitiveType = (type: ts.TypeNode): boolean => {
    if (ts.isUnionTypeNode(type)) return type.types.every(isPrimitiveType);
    return ts.isLiteralTypeNode(type) || [ts.SyntaxKind.StringKeyword, ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.BooleanKeyword,
      ts.SyntaxKind.BigIntKeyword, ts.SyntaxKind.UndefinedKeyword].includes(type.kind as never);
  };

  return { isConstantObject, isPrimitive, isReiterable };
}

/**
 * Names whose object goes somewhere where it may be changed: `raise(limits)`, `const same = limits`, `limits.list.push(1)`. Reads of
 * members (`limits.max`), exports and types let nothing out.
 */
function findEscaping(parsed: ParsedModule, bindings: Bindings): ReadonlySet<string> {
  const { ts } = parsed;
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node) && isReference(ts, node) && letsOut(node)) {
      const name = bindings.nameOf(node);
      if (name !== undefined) found.add(name);
    }
    ts.forEachChild(node, visit);
  };
  const letsOut = (identifier: ts.Node): boolean => {
    let node = identifier;
    let depth = 0;
    for (;;) {
      const parent: ts.Node = node.parent;
      const isMember = (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === node;
      if (isMember) depth++;
      else if (!ts.isParenthesizedExpression(parent) && !ts.isNonNullExpression(parent) && !ts.isAsExpression(parent) && !ts.isSatisfiesExpression(parent)) break;
      node = parent;
    }
    const { parent } = node;
    if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent) || ts.isTypeQueryNode(parent) || ts.isSpreadAssignment(parent)) return false;
    if (ts.isCallExpression(parent)) return parent.expression === node ? depth > 0 : depth === 0 && !lookingCalls.test(dottedPath(ts, parent.expression) ?? '');
    if (ts.isTemplateSpan(parent) || ts.isTypeOfExpression(parent) || ts.isIfStatement(parent)) return false;
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) return false;
    return depth === 0;
  };
  visit(parsed.tree);
  return found;
}
