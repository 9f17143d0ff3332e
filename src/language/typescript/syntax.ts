import type { ts } from 'ts-morph';
import type { Compiler, ParsedModule } from './compiler.js';

export function skipWrappers(ts: Compiler, node: ts.Node): ts.Node {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) || ts.isTypeAssertionExpression(inner) || ts.isExpressionWithTypeArguments(inner)
  ) inner = inner.expression;
  return inner;
}

/** `a.b.c` for a chain of plain identifiers (`this` allowed at the start), else undefined. */
export function dottedPath(ts: Compiler, raw: ts.Node): string | undefined {
  const node = skipWrappers(ts, raw);
  if (ts.isIdentifier(node)) return node.text;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const base = dottedPath(ts, node.expression);
  return base === undefined ? undefined : `${base}.${node.name.text}`;
}

/** The parts of `a.b().c`, calls and constructions within it as parts that end in `()`: `['a', 'b()', 'c']`; `await` is left out, `a['b']` is `a.b`. Undefined for anything else (`a[0]()`). */
export function calleePath(ts: Compiler, raw: ts.Node): readonly string[] | undefined {
  const node = skipWrappers(ts, raw);
  if (ts.isIdentifier(node)) return [node.text];
  if (node.kind === ts.SyntaxKind.ThisKeyword) return ['this'];
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node)) {
    const inner = calleePath(ts, node.expression);
    if (ts.isAwaitExpression(node)) return inner;
    return inner && [...inner.slice(0, -1), `${inner.at(-1)}()`];
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    const object = calleePath(ts, node.expression);
    return object && [...object, node.argumentExpression.text];
  }
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const base = calleePath(ts, node.expression);
  return base && [...base, node.name.text];
}

/** `using x = ...` or `await using x = ...`. */
export function isUsing(ts: Compiler, list: ts.VariableDeclarationList): boolean {
  const kind = list.flags & ts.NodeFlags.BlockScoped;
  return kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing;
}

const listed = new WeakMap<ts.Node, readonly ts.Node[]>();

/**
 * A statement and every node below it, parents first, as `forEachChild` goes. Half a dozen questions look at every node of a file; running through a
 * list takes a tenth of the time of a walk, so the walk is made once.
 */
export function listNodes({ ts }: ParsedModule, statement: ts.Statement): readonly ts.Node[] {
  const known = listed.get(statement);
  if (known) return known;
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  listed.set(statement, nodes);
  return nodes;
}
