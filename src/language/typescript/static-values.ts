import type { ts } from 'ts-morph';
import { foldArithmetic, type Arithmetic, type StaticValue } from '../../model/static-value.js';
import type { ParsedModule } from './compiler.js';
import { calleePath, dottedPath, skipWrappers } from './syntax.js';

/** What can be said of an expression without running it. Names are left as references; `evaluate` of the task layer follows them. */
export function readStaticValue(parsed: ParsedModule, raw: ts.Expression): StaticValue {
  return readValue(parsed, raw, 0);
}

/** Local constants made of local constants are followed so far. */
const localDepth = 4;

function readValue(parsed: ParsedModule, raw: ts.Expression, depth: number): StaticValue {
  const { ts, tree, text } = parsed;
  const read = (inner: ts.Expression): StaticValue => readValue(parsed, inner, depth);
  const node = skipWrappers(ts, raw) as ts.Expression;
  const textOf = (): string => text.slice(raw.getStart(tree), raw.end).replace(/\s+/g, ' ');
  const dynamic = (): StaticValue => ({ kind: 'dynamic', text: textOf() });

  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword: return { kind: 'literal', value: true };
    case ts.SyntaxKind.FalseKeyword: return { kind: 'literal', value: false };
    case ts.SyntaxKind.NullKeyword: return { kind: 'literal', value: null };
  }
  if (ts.isIdentifier(node) && node.text === 'undefined') return { kind: 'literal', value: undefined };
  if (ts.isPrefixUnaryExpression(node)) {
    const operand = read(node.operand);
    if (operand.kind !== 'literal' || typeof operand.value !== 'number') return dynamic();
    if (node.operator === ts.SyntaxKind.MinusToken) return { kind: 'literal', value: -operand.value };
    return node.operator === ts.SyntaxKind.PlusToken ? operand : dynamic();
  }
  if (ts.isBinaryExpression(node)) return combine(read(node.left), operatorOf(node.operatorToken.kind), read(node.right));
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce<StaticValue>(
      (whole, span) => combine(combine(whole, '+', read(span.expression)), '+', { kind: 'literal', value: span.literal.text }),
      { kind: 'literal', value: node.head.text },
    );
  }
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'array', items: node.elements.map((element) => read(element)) };
  }
  if (ts.isObjectLiteralExpression(node)) return readObject(parsed, node, read);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return readFunction(parsed, node);
  if (ts.isNewExpression(node)) {
    const callee = dottedPath(ts, node.expression);
    return callee === undefined ? dynamic() : { kind: 'new', callee: callee.split('.'), args: (node.arguments ?? []).map((argument) => read(argument)) };
  }
  if (ts.isCallExpression(node) && dottedPath(ts, node.expression) === 'Object.freeze' && node.arguments[0]) return read(node.arguments[0]);
  if (ts.isSpreadElement(node)) return { kind: 'spread', value: read(node.expression) };
  if (ts.isCallExpression(node)) {
    const callee = calleePath(ts, node.expression);
    return callee === undefined
      ? dynamic()
      : { kind: 'call', callee, args: node.arguments.map((argument) => read(argument)), text: textOf() };
  }
  const path = dottedPath(ts, node)?.split('.');
  if (path === undefined) return dynamic();
  const local = path[0] === 'this' ? undefined : findLocal(ts, node, path[0]!);
  if (!local) return { kind: 'reference', path };
  const known = path.length === 1 && local.constant && depth < localDepth ? local.constant : undefined;
  return known ? readValue(parsed, known, depth + 1) : { kind: 'reference', path, local: true };

  /** `60 * 1000` is as good as a literal; what has a name in it is kept in parts. */
  function combine(left: StaticValue, operator: Arithmetic | undefined, right: StaticValue): StaticValue {
    if (operator === undefined || left.kind === 'dynamic' || right.kind === 'dynamic') return dynamic();
    return foldArithmetic(left, operator, right) ?? { kind: 'binary', operator, left, right, text: textOf() };
  }

  function operatorOf(token: ts.SyntaxKind): Arithmetic | undefined {
    switch (token) {
      case ts.SyntaxKind.PlusToken: return '+';
      case ts.SyntaxKind.MinusToken: return '-';
      case ts.SyntaxKind.AsteriskToken: return '*';
      case ts.SyntaxKind.SlashToken: return '/';
      default: return undefined;
    }
  }
}

/** A later spread may overwrite an earlier key, so an object with both is read as spreads plus the keys that follow the last one. */
function readObject(parsed: ParsedModule, node: ts.ObjectLiteralExpression, read: (inner: ts.Expression) => StaticValue): StaticValue {
  const { ts, tree, text } = parsed;
  const entries: { key: string; value: StaticValue }[] = [];
  const spreads: StaticValue[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      if (entries.length > 0) spreads.push({ kind: 'object', entries: entries.splice(0), spreads: [] });
      spreads.push(read(property.expression));
      continue;
    }
    const name = property.name;
    const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : `[${text.slice(name.getStart(tree) + 1, name.end - 1)}]`;
    if (ts.isPropertyAssignment(property)) entries.push({ key, value: read(property.initializer) });
    else if (ts.isShorthandPropertyAssignment(property)) entries.push({ key, value: read(property.name) });
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

/**
 * The declaration in a function or block that hides a top-level name, with its value when that is a constant declared before the use:
 * `const name = 'mail'; function add(name) { queue.add(name) }` adds what it is given.
 */
function findLocal(ts: ParsedModule['ts'], use: ts.Node, name: string): { readonly constant?: ts.Expression } | undefined {
  for (let scope = use.parent; scope && !ts.isSourceFile(scope); scope = scope.parent) {
    if (ts.isFunctionLike(scope)) {
      if (scope.parameters.some((parameter) => binds(ts, parameter.name, name))) return {};
      if (ts.isFunctionExpression(scope) && scope.name?.text === name) return {};
    }
    if (ts.isCatchClause(scope) && scope.variableDeclaration && binds(ts, scope.variableDeclaration.name, name)) return {};
    const lists =
      ts.isBlock(scope) || ts.isModuleBlock(scope) || ts.isCaseClause(scope) || ts.isDefaultClause(scope)
        ? scope.statements.flatMap((statement) => (ts.isVariableStatement(statement) ? [statement.declarationList] : []))
        : (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) && scope.initializer && ts.isVariableDeclarationList(scope.initializer)
          ? [scope.initializer]
          : [];
    for (const list of lists) {
      const declaration = list.declarations.find((one) => binds(ts, one.name, name));
      if (!declaration) continue;
      const isKnown = (list.flags & ts.NodeFlags.Const) !== 0 && ts.isIdentifier(declaration.name) && declaration.initializer && declaration.end <= use.pos;
      return isKnown ? { constant: declaration.initializer } : {};
    }
    if ((ts.isBlock(scope) || ts.isModuleBlock(scope)) && scope.statements.some((one) => (ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) && one.name?.text === name)) return {};
  }
  return undefined;
}

function binds(ts: ParsedModule['ts'], target: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(target)) return target.text === name;
  return target.elements.some((element) => ts.isBindingElement(element) && binds(ts, element.name, name));
}
