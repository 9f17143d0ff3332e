import type { ts } from 'ts-morph';
import type { Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { byKind } from './kinds.js';
import { dottedPath, listNodes, skipWrappers } from './syntax.js';

/** Top-level names that some code of the file stores members into: `limits.max = 5`, `Object.assign(limits, x)`, `delete limits.max`. */
export function findMutatedBases(parsed: ParsedModule, bindings: Bindings): ReadonlySet<string> {
  const { ts, tree } = parsed;
  const found = new Set<string>();
  const addBase = (raw: ts.Node): void => {
    let node = skipWrappers(ts, raw);
    let depth = 0;
    for (; ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node); depth++) node = skipWrappers(ts, node.expression);
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    if (name !== undefined && depth > 0) found.add(name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) addBase(node.left);
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) addBase(node.operand);
    else if (ts.isDeleteExpression(node)) addBase(node.expression);
    else if (ts.isCallExpression(node) && /^(Object\.(assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.set)$/.test(dottedPath(ts, node.expression) ?? '')) {
      const target = node.arguments[0] && skipWrappers(ts, node.arguments[0]);
      const name = target && ts.isIdentifier(target) ? bindings.nameOf(target) : undefined;
      if (name !== undefined) found.add(name);
    }
  };
  const mayStore = byKind((node) => ts.isBinaryExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node) || ts.isCallExpression(node));
  for (const statement of tree.statements) for (const node of listNodes(parsed, statement)) if (mayStore(node)) visit(node);
  return found;
}
