import type { Compiler } from '../compiler.js';

/** Declared in the module, or taken from another one by name. */
export type WrittenExport = { readonly isValue: boolean } | { readonly from: string; readonly name: string };

/**
 * What a module exports as far as one statement of its text tells it: names that it declares and exports by the same name, and those that it passes on one by one. Such a name
 * is stronger than one of a star. Nothing of a module that exports one value as a whole, and no namespaces, of which it has to be asked whether there is code in them.
 */
export function readWrittenExports(ts: Compiler, path: string, text: string): ReadonlyMap<string, WrittenExport> {
  const tree = ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
  const found = new Map<string, WrittenExport>();
  const open = new Set<string>();
  const declare = (name: string, isValue: boolean): void => {
    const known = found.get(name);
    if (known && 'from' in known) open.add(name);
    found.set(name, { isValue: isValue || (known !== undefined && 'isValue' in known && known.isValue) });
  };
  for (const statement of tree.statements) {
    if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals) return new Map();
      continue;
    }
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      for (const { name, propertyName } of exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : []) {
        if (found.has(name.text) || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) open.add(name.text);
        else found.set(name.text, { from: moduleSpecifier.text, name: (propertyName ?? name).text });
      }
      continue;
    }
    if (ts.isModuleDeclaration(statement)) open.add(statement.name.text);
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) declare(name.text, true);
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name) declare(statement.name.text, true);
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) declare(statement.name.text, false);
  }
  // Two meanings of one name, a list whose names would have to be looked up, a namespace.
  for (const name of open) found.delete(name);
  return found;
}
