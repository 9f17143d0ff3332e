import type { ts } from 'ts-morph';
import type { Compiler } from '../compiler.js';

/** `Till`, `till.Till`: a name, or names with points between them. */
export function isEntity(ts: Compiler, expression: ts.Expression): expression is ts.EntityNameExpression {
  return ts.isIdentifier(expression) || (ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.name) && isEntity(ts, expression.expression));
}
