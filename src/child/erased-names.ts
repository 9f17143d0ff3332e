import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ts } from 'ts-morph';

type Compiler = typeof ts;

/**
 * Marks the types among re-exported names. `export { Price, priceOf } from './price'` is erased in part by a compiler that sees the whole
 * program; one file at a time it would re-export a `Price` that is not there, and the module could not be linked.
 */
export function markErasedNames(ts: Compiler, file: string, text: string): string {
  if (!/\bexport\s*\{/.test(text)) return text;
  const tree = parse(ts, file, text);
  const imported = importedNames(ts, tree);
  const places = tree.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
    const from = statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined;
    return statement.exportClause.elements.flatMap((element) => {
      const name = (element.propertyName ?? element.name).text;
      const origin = from === undefined ? imported.get(name) : { specifier: from, name };
      const target = origin && findRelative(path.dirname(file), origin.specifier);
      return !element.isTypeOnly && target !== undefined && isType(ts, target, origin!.name, new Set()) ? [element.getStart(tree)] : [];
    });
  });
  return places.reverse().reduce((rest, at) => `${rest.slice(0, at)}type ${rest.slice(at)}`, text);
}

interface Origin {
  readonly specifier: string;
  readonly name: string;
}

const trees = new Map<string, ts.SourceFile>();

function parse(ts: Compiler, file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false);
}

function treeOf(ts: Compiler, file: string): ts.SourceFile {
  let tree = trees.get(file);
  if (!tree) trees.set(file, (tree = parse(ts, file, readFileSync(file, 'utf8'))));
  return tree;
}

function importedNames(ts: Compiler, tree: ts.SourceFile): ReadonlyMap<string, Origin> {
  const names = new Map<string, Origin>();
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { name, namedBindings } = statement.importClause ?? {};
    const specifier = statement.moduleSpecifier.text;
    if (name) names.set(name.text, { specifier, name: 'default' });
    if (namedBindings && ts.isNamedImports(namedBindings)) for (const element of namedBindings.elements) names.set(element.name.text, { specifier, name: (element.propertyName ?? element.name).text });
  }
  return names;
}

/** Whether a module exports a name as a type and nothing else. A name that is not found is none: the module that asks for it is to say so. */
function isType(ts: Compiler, file: string, name: string, seen: Set<string>): boolean {
  if (seen.has(`${file} ${name}`)) return false;
  seen.add(`${file} ${name}`);
  const tree = treeOf(ts, file);
  const imported = importedNames(ts, tree);
  const follow = (origin: Origin | undefined): boolean => {
    const target = origin && findRelative(path.dirname(file), origin.specifier);
    return target !== undefined && isType(ts, target, origin!.name, seen);
  };
  let isDeclared = false;
  for (const statement of tree.statements) {
    if (ts.isExportDeclaration(statement)) {
      const from = statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined;
      if (statement.exportClause && ts.isNamedExports(statement.exportClause)) {
        const element = statement.exportClause.elements.find((one) => one.name.text === name);
        if (!element) continue;
        const local = (element.propertyName ?? element.name).text;
        if (statement.isTypeOnly || element.isTypeOnly) return true;
        return from === undefined ? (imported.has(local) ? follow(imported.get(local)) : isDeclaredType(ts, tree, local)) : follow({ specifier: from, name: local });
      }
      if (!statement.exportClause && from !== undefined && follow({ specifier: from, name })) return true;
    } else if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      const isDefault = ts.getModifiers(statement)!.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
      if (isDefault ? name === 'default' : namesOf(ts, statement).includes(name)) isDeclared = true;
    }
  }
  return isDeclared && isDeclaredType(ts, tree, name);
}

function isDeclaredType(ts: Compiler, tree: ts.SourceFile, name: string): boolean {
  const found = tree.statements.filter((statement) => namesOf(ts, statement).includes(name));
  return found.length > 0 && found.every((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement));
}

function namesOf(ts: Compiler, statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

const endings = ['.ts', '.tsx', '.mts', '.cts', '/index.ts', '/index.tsx'];

function findRelative(folder: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const plain = path.resolve(folder, specifier);
  const bare = plain.replace(/\.[cm]?jsx?$/, '');
  return [plain, ...endings.map((ending) => bare + ending), ...endings.map((ending) => plain + ending)].find((candidate) => /\.[cm]?tsx?$/.test(candidate) && existsSync(candidate));
}
