import type { ts } from 'ts-morph';
import type { StaticValue } from '../../model/static-value.js';
import type { ParsedModule } from './compiler.js';
import { calleePath, dottedPath, skipWrappers } from './syntax.js';

/** What can be said of an expression without running it. Names are left as references; `evaluate` of the task layer follows them. */
export function readStaticValue(parsed: ParsedModule, raw: ts.Expression): StaticValue {
  const { ts, tree, text } = parsed;
  const node = skipWrappers(ts, raw) as ts.Expression;
  const dynamic = (): StaticValue => ({ kind: 'dynamic', text: text.slice(raw.getStart(tree), raw.end).replace(/\s+/g, ' ') });

  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword: return { kind: 'literal', value: true };
    case ts.SyntaxKind.FalseKeyword: return { kind: 'literal', value: false };
    case ts.SyntaxKind.NullKeyword: return { kind: 'literal', value: null };
  }
  if (ts.isIdentifier(node) && node.text === 'undefined') return { kind: 'literal', value: undefined };
  if (ts.isPrefixUnaryExpression(node)) {
    const operand = readStaticValue(parsed, node.operand);
    if (operand.kind !== 'literal' || typeof operand.value !== 'number') return dynamic();
    if (node.operator === ts.SyntaxKind.MinusToken) return { kind: 'literal', value: -operand.value };
    return node.operator === ts.SyntaxKind.PlusToken ? operand : dynamic();
  }
  if (ts.isBinaryExpression(node)) return fold(readStaticValue(parsed, node.left), node.operatorToken.kind, readStaticValue(parsed, node.right)) ?? dynamic();
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'array', items: node.elements.map((element) => readStaticValue(parsed, element)) };
  }
  if (ts.isObjectLiteralExpression(node)) return readObject(parsed, node);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return readFunction(parsed, node);
  if (ts.isNewExpression(node)) {
    const callee = dottedPath(ts, node.expression);
    return callee === undefined ? dynamic() : { kind: 'new', callee: callee.split('.'), args: (node.arguments ?? []).map((argument) => readStaticValue(parsed, argument)) };
  }
  if (ts.isCallExpression(node) && dottedPath(ts, node.expression) === 'Object.freeze' && node.arguments[0]) return readStaticValue(parsed, node.arguments[0]);
  if (ts.isSpreadElement(node)) return { kind: 'spread', value: readStaticValue(parsed, node.expression) };
  if (ts.isCallExpression(node)) {
    const callee = calleePath(ts, node.expression);
    return callee === undefined
      ? dynamic()
      : { kind: 'call', callee, args: node.arguments.map((argument) => readStaticValue(parsed, argument)), text: text.slice(raw.getStart(tree), raw.end).replace(/\s+/g, ' ') };
  }
  const path = dottedPath(ts, node);
  return path === undefined ? dynamic() : { kind: 'reference', path: path.split('.') };

  /** `60 * 1000` is as good as a literal; anything with a name in it is not folded here. */
  function fold(left: StaticValue, operator: ts.SyntaxKind, right: StaticValue): StaticValue | undefined {
    if (left.kind !== 'literal' || right.kind !== 'literal') return undefined;
    const [a, b] = [left.value, right.value];
    if (typeof a === 'string' && typeof b === 'string' && operator === ts.SyntaxKind.PlusToken) return { kind: 'literal', value: a + b };
    if (typeof a !== 'number' || typeof b !== 'number') return undefined;
    switch (operator) {
      case ts.SyntaxKind.PlusToken: return { kind: 'literal', value: a + b };
      case ts.SyntaxKind.MinusToken: return { kind: 'literal', value: a - b };
      case ts.SyntaxKind.AsteriskToken: return { kind: 'literal', value: a * b };
      case ts.SyntaxKind.SlashToken: return { kind: 'literal', value: a / b };
      default: return undefined;
    }
  }
}

/** A later spread may overwrite an earlier key, so an object with both is read as spreads plus the keys that follow the last one. */
function readObject(parsed: ParsedModule, node: ts.ObjectLiteralExpression): StaticValue {
  const { ts, tree, text } = parsed;
  const entries: { key: string; value: StaticValue }[] = [];
  const spreads: StaticValue[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      if (entries.length > 0) spreads.push({ kind: 'object', entries: entries.splice(0), spreads: [] });
      spreads.push(readStaticValue(parsed, property.expression));
      continue;
    }
    const name = property.name;
    const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : `[${text.slice(name.getStart(tree) + 1, name.end - 1)}]`;
    if (ts.isPropertyAssignment(property)) entries.push({ key, value: readStaticValue(parsed, property.initializer) });
    else if (ts.isShorthandPropertyAssignment(property)) entries.push({ key, value: { kind: 'reference', path: [key] } });
    else entries.push({ key, value: readFunction(parsed, property) });
  }
  return { kind: 'object', entries, spreads };
}

function readFunction(parsed: ParsedModule, node: ts.FunctionLikeDeclaration): StaticValue {
  const { ts, tree, text } = parsed;
  return {
    kind: 'function',
    ...(node.name && ts.isIdentifier(node.name) ? { name: node.name.text } : {}),
    parameters: node.parameters.map((parameter) => text.slice(parameter.getStart(tree), parameter.end).replace(/\s+/g, ' ')),
    async: !!node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword),
  };
}
