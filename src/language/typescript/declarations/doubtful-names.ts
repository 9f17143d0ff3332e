import type { ts } from 'ts-morph';
import { compareText } from '../../../diagnostic/sort.js';
import type { Compiler } from '../compiler.js';

interface Declared {
  readonly kind: string;
  readonly isExported: boolean;
}

/** Kinds that may stand under one name, both exported or both not. A namespace may stand beside all but an import. */
const pairs = new Set(['function function', 'interface interface', 'class interface', 'enum enum', 'interface value', 'type value', 'function interface', 'function type']);

/** Whether a name stands in a file twice in a way that the compiler need not allow. */
export function isDoubtful(ts: Compiler, tree: ts.SourceFile): boolean {
  const names = new Map<string, Declared[]>();
  const add = (name: string, kind: string, isExported: boolean): void => {
    names.set(name, [...(names.get(name) ?? []), { kind, isExported }]);
  };
  for (const statement of tree.statements) for (const { name, kind, isExported, isDefault } of readNames(ts, statement)) {
    if (name !== undefined) add(name, kind, isExported);
    if (isDefault) add(' default', kind, true);
  }
  return [...names.values()].some((list) => list.some((one, at) => list.slice(at + 1).some((other) => one.isExported !== other.isExported || !mayMerge(one.kind, other.kind))));
}

function mayMerge(a: string, b: string): boolean {
  const kinds = [a, b].sort(compareText);
  return pairs.has(kinds.join(' ')) || (kinds.includes('namespace') && !kinds.includes('import'));
}

function readNames(ts: Compiler, statement: ts.Statement): readonly (Declared & { readonly name: string | undefined; readonly isDefault: boolean })[] {
  const modifiers = ts.canHaveModifiers(statement) ? (statement.modifiers ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((one) => one.kind === kind);
  const [isExported, isDefault] = [has(ts.SyntaxKind.ExportKeyword), has(ts.SyntaxKind.DefaultKeyword)];
  const one = (kind: string, name: ts.Node | undefined) => [{ kind, isExported, isDefault, name: name && ts.isIdentifier(name) ? name.text : undefined }];
  if (ts.isFunctionDeclaration(statement)) return one('function', statement.name);
  if (ts.isClassDeclaration(statement)) return one('class', statement.name);
  if (ts.isInterfaceDeclaration(statement)) return one('interface', statement.name);
  if (ts.isTypeAliasDeclaration(statement)) return one('type', statement.name);
  if (ts.isEnumDeclaration(statement)) return one('enum', statement.name);
  if (ts.isModuleDeclaration(statement)) return one('namespace', statement.name);
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => one('value', name));
  if (ts.isExportAssignment(statement)) return [{ kind: 'expression', isExported: true, isDefault: statement.isExportEquals !== true, name: undefined }];
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
    return statement.exportClause.elements.filter(({ name }) => name.text === 'default').map(() => ({ kind: 'specifier', isExported: true, isDefault: true, name: undefined }));
  }
  return [];
}
