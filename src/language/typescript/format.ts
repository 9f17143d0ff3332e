import type { ts } from 'ts-morph';
import type { ModuleModel } from '../../model/module-model.js';
import type { Bindings } from './bindings.js';
import { isModuleScopeName } from './commonjs.js';
import type { ParsedModule } from './compiler.js';

/**
 * `esm` when any import or export statement stands in the file, else `commonjs` when it touches `module.exports`, `exports` or
 * `require` of the module, else `script`.
 */
export function readFormat(parsed: ParsedModule, bindings: Bindings): ModuleModel['format'] {
  const { ts, tree } = parsed;
  if (ts.isExternalModule(tree) && tree.statements.some((statement) => isModuleSyntax(ts, statement))) return 'esm';
  let isCommonJs = false;
  const visit = (node: ts.Node): void => {
    if (isCommonJs) return;
    if (ts.isIdentifier(node) && isModuleScopeName(parsed, bindings, node)) {
      const { parent } = node;
      isCommonJs = node.text === 'exports' || node.text === 'require' || (node.text === 'module' && ts.isPropertyAccessExpression(parent) && parent.name.text === 'exports');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return isCommonJs ? 'commonjs' : 'script';
}

function isModuleSyntax(ts: ParsedModule['ts'], statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || ts.isImportEqualsDeclaration(statement)) return true;
  return ts.canHaveModifiers(statement) && !!ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
}
