import type { ts } from 'ts-morph';
import type { ModuleModel } from '../../model/module-model.js';
import { isReference, type Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { dottedPath } from './syntax.js';

/**
 * `esm` when any import or export statement stands in the file, else `commonjs` when it touches `module.exports`, `exports` or
 * calls `require` at top level, else `script`.
 */
export function readFormat(parsed: ParsedModule, bindings: Bindings): ModuleModel['format'] {
  const { ts, tree } = parsed;
  if (ts.isExternalModule(tree) && tree.statements.some((statement) => isModuleSyntax(ts, statement))) return 'esm';
  let isCommonJs = false;
  const visit = (node: ts.Node): void => {
    if (isCommonJs) return;
    if (ts.isIdentifier(node) && (node.text === 'exports' || node.text === 'require') && isReference(ts, node) && bindings.nameOf(node) === undefined) isCommonJs = true;
    else if (ts.isPropertyAccessExpression(node) && dottedPath(ts, node) === 'module.exports' && !bindings.byName.has('module')) isCommonJs = true;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return isCommonJs ? 'commonjs' : 'script';
}

function isModuleSyntax(ts: ParsedModule['ts'], statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || ts.isImportEqualsDeclaration(statement)) return true;
  return ts.canHaveModifiers(statement) && !!ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
}
