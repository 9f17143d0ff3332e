import type { BindingPattern, BindingRestElement, Class, ModuleExportName, Node, ParamPattern, TSGlobalDeclaration, TSModuleDeclaration } from 'oxc-parser';
import { everywhere, namespaces, types, values, type Spaces } from './scope.js';

export type NameVisitor = (name: string, spaces: Spaces) => void;

/** The names that a statement declares in its own scope, in source order; an anonymous default export is called `default`. */
export function eachDeclaredName(statement: Node, visit: NameVisitor): void {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      if (statement.declaration) eachDeclaredName(statement.declaration, visit);
      return;
    case 'ExportDefaultDeclaration':
      eachDeclaredName(statement.declaration, visit);
      return;
    case 'VariableDeclaration':
      for (const { id } of statement.declarations) eachPatternName(id, (name) => visit(name, values));
      return;
    case 'FunctionDeclaration': case 'TSDeclareFunction':
      visit(statement.id?.name ?? 'default', values);
      return;
    case 'ClassDeclaration':
      visit(statement.id?.name ?? 'default', values | types);
      return;
    case 'TSEnumDeclaration':
      visit(statement.id.name, everywhere);
      return;
    case 'TSInterfaceDeclaration': case 'TSTypeAliasDeclaration':
      visit(statement.id.name, types);
      return;
    case 'TSModuleDeclaration': {
      const first = isAmbientModule(statement) ? undefined : namespacePath(statement)[0];
      if (first !== undefined) visit(first, isInstantiated(statement) ? values | namespaces : namespaces);
      return;
    }
    case 'TSImportEqualsDeclaration':
      visit(statement.id.name, everywhere);
      return;
    case 'ImportDeclaration':
      for (const { local } of statement.specifiers) visit(local.name, everywhere);
  }
}

export function eachPatternName(pattern: BindingPattern | BindingRestElement | ParamPattern, visit: (name: string) => void): void {
  switch (pattern.type) {
    case 'Identifier':
      visit(pattern.name);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) eachPatternName(property.type === 'Property' ? property.value : property, visit);
      return;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) eachPatternName(element, visit);
      return;
    case 'AssignmentPattern':
      eachPatternName(pattern.left, visit);
      return;
    case 'RestElement':
      eachPatternName(pattern.argument, visit);
      return;
    case 'TSParameterProperty':
      eachPatternName(pattern.parameter, visit);
  }
}

/** `var` inside blocks and loops is hoisted to the module: `if (x) { var y }` declares y at top level. */
export function eachHoistedName(statement: Node, visit: (name: string) => void): void {
  const within = (node: Node | null): void => {
    if (node) eachHoistedName(node, visit);
  };
  switch (statement.type) {
    case 'VariableDeclaration':
      if (statement.kind === 'var') for (const { id } of statement.declarations) eachPatternName(id, visit);
      return;
    case 'BlockStatement':
      statement.body.forEach(within);
      return;
    case 'IfStatement': {
      let node: Node | null = statement;
      for (; node?.type === 'IfStatement'; node = node.alternate) within(node.consequent);
      within(node);
      return;
    }
    case 'ForStatement':
      within(statement.init);
      within(statement.body);
      return;
    case 'ForInStatement': case 'ForOfStatement':
      within(statement.left);
      within(statement.body);
      return;
    case 'WhileStatement': case 'DoWhileStatement': case 'LabeledStatement': case 'WithStatement':
      within(statement.body);
      return;
    case 'SwitchStatement':
      for (const { consequent } of statement.cases) consequent.forEach(within);
      return;
    case 'TryStatement':
      within(statement.block);
      within(statement.handler?.body ?? null);
      within(statement.finalizer);
  }
}

/** `declare module 'x'` and `declare global`: they name no binding of this module. */
export function isAmbientModule(node: TSModuleDeclaration | TSGlobalDeclaration): boolean {
  return node.kind === 'global' || node.id.type === 'Literal';
}

/** `['A', 'B']` for `namespace A.B {}`. */
export function namespacePath(node: TSModuleDeclaration | TSGlobalDeclaration): string[] {
  const path: string[] = [];
  let id: Node = node.id;
  while (id.type === 'TSQualifiedName') {
    path.push(id.right.name);
    id = id.left;
  }
  if (id.type === 'Identifier') path.push(id.name);
  return path.reverse();
}

/** A namespace that holds nothing but types has no object at run time. */
export function isInstantiated(node: TSModuleDeclaration | TSGlobalDeclaration): boolean {
  return node.body?.body.some((statement) => {
    const inner = declarationIn(statement);
    if (inner.type === 'TSInterfaceDeclaration' || inner.type === 'TSTypeAliasDeclaration') return false;
    return inner.type === 'TSModuleDeclaration' ? isInstantiated(inner) : true;
  }) ?? false;
}

/** Nothing of the declaration exists at run time. */
export function isErased(node: Node): boolean {
  switch (node.type) {
    case 'TSInterfaceDeclaration': case 'TSTypeAliasDeclaration': case 'TSDeclareFunction': return true;
    case 'FunctionDeclaration': return node.declare === true || !node.body;
    case 'TSModuleDeclaration': return node.declare || !isInstantiated(node);
    case 'VariableDeclaration': case 'ClassDeclaration': case 'TSEnumDeclaration': return node.declare === true;
    default: return false;
  }
}

/** The declaration inside `export` and `export default`; any other statement is its own. */
export function declarationIn(statement: Node): Node {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? statement;
  if (statement.type !== 'ExportDefaultDeclaration') return statement;
  switch (statement.declaration.type) {
    case 'FunctionDeclaration': case 'TSDeclareFunction': case 'ClassDeclaration': case 'TSInterfaceDeclaration': return statement.declaration;
    default: return statement;
  }
}

/** The first token of `@injectable() export class Cart` is the decorator, which ESTree gives to the class alone. */
export function startOf(statement: Node): number {
  const inner = declarationIn(statement);
  const decorator = inner.type === 'ClassDeclaration' ? (inner as Class).decorators[0] : undefined;
  return Math.min(statement.start, decorator?.start ?? statement.start);
}

export function exportNameText(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}
