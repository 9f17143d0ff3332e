import { nameOf, nodeAt, nodesAt, type Node, type Tree } from './tree.js';

/** The identifiers of one file, and what each of them is bound to. */
export interface Names {
  /** Names that would be hidden by, or hide, a new binding of that name. */
  readonly taken: ReadonlySet<string>;
  readonly isDeclared: (name: string) => boolean;
  /** Uses of what `declared` declares. Undefined where that cannot be told, or it is assigned. */
  readonly usesOf: (declared: Node) => readonly Node[] | undefined;
}

const functions = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod|TSDeclareFunction|TSDeclareMethod|TSEmptyBodyFunctionExpression|TSFunctionType|TSConstructorType|TSMethodSignature|TSCallSignatureDeclaration|TSConstructSignatureDeclaration|TSIndexSignature)$/;
const named = /^(?:ClassDeclaration|FunctionDeclaration|TSDeclareFunction|TSEnumDeclaration|TSModuleDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration|TSImportEqualsDeclaration|TypeAlias|OpaqueType|InterfaceDeclaration|EnumDeclaration|Declare(?:Class|Function|Variable|TypeAlias|OpaqueType|Interface|Module|Enum))$/;
const loops = /^For(?:In|Of|Await)?Statement$/;

export function readNames(tree: Tree): Names {
  const ofName = new Map<string, Node[]>();
  const taken = new Set<string>();
  const scopes = new Map<string, { readonly node: Node; readonly scope: Node }[]>();
  const unsure = new Set<string>();
  const declare = (pattern: Node | undefined, scope: Node): void => {
    for (const node of bindingsOf(pattern)) {
      const name = nameOf(node)!;
      scopes.set(name, [...(scopes.get(name) ?? []), { node, scope }]);
    }
  };
  let isDynamic = false;
  for (const node of tree.nodes) {
    const { parent, field } = tree.places.get(node) ?? { parent: node, field: '' };
    if ((node.type === 'Identifier' || node.type === 'JSXIdentifier') && !isPropertyName(tree, parent, field)) {
      const name = nameOf(node)!;
      taken.add(name);
      ofName.set(name, [...(ofName.get(name) ?? []), node]);
    }
    if (node.type === 'WithStatement' || (node.type === 'CallExpression' && nameOf(nodeAt(node, 'callee')) === 'eval')) isDynamic = true;
    if (node.type === 'TSTypeParameter' || node.type === 'TypeParameter' || node.type === 'TSMappedType') {
      const name = typeof node['name'] === 'string' ? node['name'] : nameOf(nodeAt(node, 'name') ?? nodeAt(node, 'key'));
      if (name !== undefined) for (const set of [taken, unsure]) set.add(name);
    }
    if (node.type === 'VariableDeclaration') for (const one of nodesAt(node, 'declarations')) declare(nodeAt(one, 'id'), scopeOf(tree, node, node['kind'] === 'var'));
    if (named.test(node.type)) {
      declare(nodeAt(node, 'id'), scopeOf(tree, node, false));
      // A function in a block is a variable of the function around it too, outside of strict mode (ECMA-262 B.3.2).
      if (node.type === 'FunctionDeclaration' && parent.type === 'BlockStatement' && !functions.test(tree.places.get(parent)!.parent.type)) unsure.add(nameOf(nodeAt(node, 'id')) ?? '');
    }
    if (node.type === 'ClassExpression' || node.type === 'FunctionExpression') declare(nodeAt(node, 'id'), node);
    if (functions.test(node.type)) for (const one of [...nodesAt(node, 'params'), ...nodesAt(node, 'parameters')]) declare(one, node);
    if (node.type === 'CatchClause') declare(nodeAt(node, 'param'), node);
    if (/^Import(?:Default|Namespace)?Specifier$/.test(node.type)) declare(nodeAt(node, 'local'), tree.program);
  }
  const usesOf = (declared: Node): readonly Node[] | undefined => {
    const name = nameOf(declared)!;
    const all = scopes.get(name) ?? [];
    const own = all.filter(({ node }) => node === declared);
    if (isDynamic || unsure.has(name) || own.length !== 1 || all.filter(({ scope }) => scope === own[0]!.scope).length !== 1) return undefined;
    const declaring = new Set(all.map(({ node }) => node));
    const around = new Set(all.map(({ scope }) => scope));
    const uses = (ofName.get(name) ?? []).filter((node) => !declaring.has(node) && findScope(tree, node, around) === own[0]!.scope);
    return uses.some((node) => isAssigned(tree, node)) ? undefined : uses;
  };
  return { taken, usesOf, isDeclared: (name) => scopes.has(name) };
}

/** Identifiers that a pattern declares. */
function bindingsOf(pattern: Node | undefined): readonly Node[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return nodesAt(pattern, 'properties').flatMap((one) => bindingsOf(nodeAt(one, 'value') ?? one));
    case 'ArrayPattern':
      return nodesAt(pattern, 'elements').flatMap(bindingsOf);
    case 'AssignmentPattern':
      return bindingsOf(nodeAt(pattern, 'left'));
    case 'RestElement':
    case 'RestProperty':
      return bindingsOf(nodeAt(pattern, 'argument'));
    case 'TSParameterProperty':
      return bindingsOf(nodeAt(pattern, 'parameter'));
    default:
      return [];
  }
}

function scopeOf(tree: Tree, declaration: Node, isVar: boolean): Node {
  for (let node = declaration; ; ) {
    const place = tree.places.get(node);
    if (place === undefined) return node;
    node = place.parent;
    if (node.type === 'Program' || node.type === 'StaticBlock' || node.type === 'TSModuleBlock' || functions.test(node.type)) return node;
    if (!isVar && (node.type === 'BlockStatement' || node.type === 'SwitchStatement' || loops.test(node.type))) return node;
  }
}

/** The innermost of the scopes that a use stands in. The key of a method and its decorators stand outside of it. */
function findScope(tree: Tree, use: Node, scopes: ReadonlySet<Node>): Node | undefined {
  for (let place = tree.places.get(use); place !== undefined; place = tree.places.get(place.parent)) {
    const isOutside = place.field === 'key' || place.field === 'decorators' || (place.parent.type === 'SwitchStatement' && place.field === 'discriminant');
    if (scopes.has(place.parent) && !isOutside) return place.parent;
  }
  return undefined;
}

/** `shop = x`, `shop++`, `({ shop } = x)`, `for (shop of x)`. */
export function isAssigned(tree: Tree, node: Node): boolean {
  for (let place = tree.places.get(node); place !== undefined; place = tree.places.get(place.parent)) {
    const { parent, field } = place;
    if (parent.type === 'AssignmentExpression' || loops.test(parent.type)) return field === 'left';
    if (parent.type === 'UpdateExpression') return true;
    if (parent.type === 'UnaryExpression') return parent['operator'] === 'delete';
    const isOnTheWay = /^(?:ObjectPattern|ArrayPattern|RestElement|ParenthesizedExpression|TSNonNullExpression|TSAsExpression|TSSatisfiesExpression|TSTypeAssertion|ChainExpression)$/.test(parent.type) ||
      (parent.type === 'AssignmentPattern' && field === 'left') || (/^(?:Object)?Property$/.test(parent.type) && field === 'value' && tree.places.get(parent)?.parent.type === 'ObjectPattern');
    if (!isOnTheWay) return false;
  }
  return false;
}

function isPropertyName(tree: Tree, parent: Node, field: string): boolean {
  switch (parent.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return field === 'property' && parent['computed'] !== true;
    case 'JSXMemberExpression':
      return field === 'property';
    case 'JSXAttribute':
    case 'JSXNamespacedName':
    case 'MetaProperty':
    case 'ImportAttribute':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return field !== 'body' && field !== 'value';
    case 'ImportSpecifier':
      return field === 'imported';
    case 'ExportSpecifier':
      return field === 'exported' || nodeAt(tree.places.get(parent)?.parent, 'source') !== undefined;
    case 'ExportNamespaceSpecifier':
    case 'ExportDefaultSpecifier':
    case 'ExportAllDeclaration':
    case 'TSNamespaceExportDeclaration':
      return true;
    case 'TSEnumMember':
      return field === 'id';
    case 'TSNamedTupleMember':
      return field === 'label';
    case 'TSQualifiedName':
      return field === 'right' || isInImportType(tree, parent);
    case 'TSImportType':
      return true;
    default:
      return field === 'key' && parent['computed'] !== true;
  }
}

function isInImportType(tree: Tree, name: Node): boolean {
  let place = tree.places.get(name);
  while (place?.parent.type === 'TSQualifiedName') place = tree.places.get(place.parent);
  return place?.parent.type === 'TSImportType';
}
