import type { ts } from 'ts-morph';
import type { EdgeKind, ImportedName, ImportRecord } from '../../model/import-record.js';
import { pathCalls, readCallPath } from './call-path.js';
import type { ParsedModule } from './compiler.js';
import { isGlobal, readStaticPaths } from './static-paths.js';
import { listNodes } from './syntax.js';

/** Nothing names a module without one of these; an escape may spell any of them (`r\\u0065quire`), and `vi` of `vi.mock` may have any name. */
const mentionsLoading = /import|require|[mM]ock|__dirname|\\u/;

/** Every module specifier in a top-level statement, the one of the statement itself first. */
export function readImportRecords(parsed: ParsedModule, statement: ts.Statement): readonly ImportRecord[] {
  const { ts, tree } = parsed;
  const records: ImportRecord[] = [];
  const add = (kind: EdgeKind, form: ImportRecord['form'], literal: ts.StringLiteralLike, node: ts.Node, names: readonly ImportedName[] = []): void => {
    records.push({
      kind, form, names,
      specifier: literal.text,
      specifierSpan: { start: literal.getStart(tree) + 1, end: literal.end - 1 },
      span: { start: node.getStart(tree), end: node.end },
    });
  };

  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const names = importedNames(ts, statement.importClause);
    const isType = names.length > 0 && names.every((name) => name.typeOnly);
    add(isType ? 'type' : names.length > 0 ? 'value' : 'side-effect', 'import', statement.moduleSpecifier, statement, names);
  } else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)) {
    const names = reexportedNames(ts, statement);
    const isType = statement.isTypeOnly || (names.length > 0 && names.every((name) => name.typeOnly));
    const isStar = !statement.exportClause;
    add(isType ? 'type' : 'reexport', isStar ? 'export-star' : 'export-from', statement.moduleSpecifier, statement, names);
  } else if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
    const literal = statement.moduleReference.expression;
    const name = { imported: '*', local: statement.name.text, typeOnly: statement.isTypeOnly };
    if (ts.isStringLiteralLike(literal)) add(statement.isTypeOnly ? 'type' : 'require', 'import-equals', literal, statement, [name]);
  } else if (mentionsLoading.test(parsed.text.slice(statement.pos, statement.end))) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const argument = node.arguments[0];
        const path = loadsByRequire(parsed, node) === false ? undefined : readCallPath(parsed, node.expression);
        if (argument && ts.isStringLiteralLike(argument)) {
          if (isImportCall(ts, node)) add('dynamic', 'import-call', argument, node);
          else if (path === 'require') add('require', 'require-call', argument, node);
          else if (path !== undefined && pathCalls.test(path)) add('dynamic', 'module-path', argument, node);
        }
      } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
        add('type', 'import-type', node.argument.literal, node);
      }
    };
    for (const node of listNodes(parsed, statement)) visit(node);
    records.push(...readStaticPaths(parsed, statement).flatMap((path) => path.record ?? []));
    records.sort((a, b) => a.specifierSpan.start - b.specifierSpan.start);
  }
  return records;
}

/** `import()`, and `import.defer()` and `import.source()`, which load a module in the same way. */
export function isImportCall(ts: ParsedModule['ts'], node: ts.CallExpression): boolean {
  const callee = node.expression;
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isMetaProperty(callee) && callee.keywordToken === ts.SyntaxKind.ImportKeyword && callee.name.text !== 'meta');
}

/**
 * Whether a call by the name of `require` resolves its path from this file; undefined for any other call. A `require` that is imported or made by
 * `createRequire` resolves from elsewhere, and `require.resolve('./a', { paths })` from the folders that it is given.
 */
function loadsByRequire(parsed: ParsedModule, node: ts.CallExpression): boolean | undefined {
  const { ts } = parsed;
  let root: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root) || root.text !== 'require') return undefined;
  return isGlobal(parsed, root) && !(node.arguments.length > 1 && readCallPath(parsed, node.expression) === 'require.resolve');
}

function importedNames(ts: ParsedModule['ts'], clause: ts.ImportClause | undefined): ImportedName[] {
  if (!clause) return [];
  const whole = clause.isTypeOnly;
  const names: ImportedName[] = [];
  if (clause.name) names.push({ imported: 'default', local: clause.name.text, typeOnly: whole });
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push({ imported: '*', local: bindings.name.text, typeOnly: whole });
  if (bindings && ts.isNamedImports(bindings)) {
    for (const item of bindings.elements) {
      names.push({ imported: (item.propertyName ?? item.name).text, local: item.name.text, typeOnly: whole || item.isTypeOnly });
    }
  }
  return names;
}

function reexportedNames(ts: ParsedModule['ts'], statement: ts.ExportDeclaration): ImportedName[] {
  const clause = statement.exportClause;
  if (!clause) return [{ imported: '*', local: '*', typeOnly: statement.isTypeOnly }];
  if (ts.isNamespaceExport(clause)) return [{ imported: '*', local: clause.name.text, typeOnly: statement.isTypeOnly }];
  return clause.elements.map((item) => ({
    imported: (item.propertyName ?? item.name).text,
    local: item.name.text,
    typeOnly: statement.isTypeOnly || item.isTypeOnly,
  }));
}
