import type {
  BlockStatement, CatchClause, ExportDefaultDeclaration, ExportNamedDeclaration, ForInStatement, ForOfStatement, ForStatement, IfStatement, ImportDeclaration,
  LabeledStatement, Node, SwitchStatement, TSEnumDeclaration, TSExportAssignment, TSGlobalDeclaration, TSImportEqualsDeclaration, TSInterfaceDeclaration,
  TSModuleDeclaration, TSTypeAliasDeclaration, VariableDeclaration,
} from 'oxc-parser';
import type { ReferenceTime } from '../../../model/reference.js';
import { eachDeclaredName, isAmbientModule, isErased, isInstantiated, namespacePath } from './declared-names.js';
import { bindPattern, visitTarget } from './patterns.js';
import { addMember, createScope, declareIn, everywhere, memberTableOf, namespaces, types, values, varScopeOf, type MemberTable, type Scope } from './scope.js';
import { useEntity, visitAnnotation } from './types.js';
import { addRun, noteAwait, noteUse } from './unnamed-runs.js';
import { addUse, visitAll, type Handlers, type Walk } from './walk.js';

function visitVariables(walk: Walk, node: VariableDeclaration, when: ReferenceTime, scope: Scope): void {
  const time = node.declare ? 'type' : when;
  const target = node.kind === 'var' ? varScopeOf(scope) : scope;
  for (const { id, init } of node.declarations) {
    bindPattern(walk, id, time, scope, target, (annotation) => visitAnnotation(walk, annotation, undefined, scope));
    if (time === 'hard' && init && id.type !== 'Identifier') noteUse(walk, init, scope);
    if (time === 'hard' && node.kind.endsWith('using')) addRun(walk.runs, node.start);
    if (init) walk.visit(init, time, scope);
  }
}

function visitEnum(walk: Walk, node: TSEnumDeclaration, when: ReferenceTime, outer: Scope): void {
  const time = node.declare ? 'type' : when;
  const members = memberTableOf(ownerOf(outer, node.id.name), `enum ${node.id.name}`);
  const scope = createScope(outer, false, members);
  declareIn(outer, node.id.name, everywhere);
  for (const { id, computed, initializer } of node.body.members) {
    if (id.type === 'Identifier') addMember(members, id.name, values | types);
    else if (id.type === 'Literal') addMember(members, id.value, values | types);
    if (computed) walk.visit(id, time, scope);
    if (initializer) walk.visit(initializer, time, scope);
  }
}

/** An exported declaration in a namespace is merged with those in the other declarations of that namespace. */
function ownerOf(scope: Scope, name: string): Scope | MemberTable {
  return scope.members?.names.has(name) ? scope.members : scope;
}

/** In `namespace A.B.C { ... }` both A and B are namespaces around the body, and B and C are exports of the one outside. */
function visitModule(walk: Walk, node: TSModuleDeclaration | TSGlobalDeclaration, when: ReferenceTime, outer: Scope): void {
  const spaces = isInstantiated(node) ? values | namespaces : namespaces;
  const path = isAmbientModule(node) ? [] : namespacePath(node);
  if (path[0] !== undefined) declareIn(outer, path[0], spaces);
  let scope = outer;
  let owner = ownerOf(outer, path[0] ?? '');
  for (const [index, name] of path.entries()) {
    const members = memberTableOf(owner, name);
    if (index + 1 < path.length) addMember(members, path[index + 1]!, spaces);
    scope = createScope(scope, true, members);
    owner = members;
  }
  if (path.length === 0) scope = createScope(outer, true, { names: new Map(), tables: undefined });
  const time = isErased(node) ? 'type' : when;
  // In an ambient namespace everything is exported, with the keyword or without it.
  const isAmbient = node.declare || when === 'type';
  for (const statement of node.body?.body ?? []) {
    if (isAmbient || statement.type === 'ExportNamedDeclaration') eachDeclaredName(statement, (name, kinds) => addMember(scope.members!, name, kinds));
    walk.visit(statement, time, scope);
  }
}

/** A long `else if` chain is as deep as it is long, so it is taken in a loop. */
function visitIf(walk: Walk, first: IfStatement, when: ReferenceTime, scope: Scope): void {
  let node: Node | null = first;
  while (node?.type === 'IfStatement') {
    walk.visit(node.test, when, scope);
    walk.visit(node.consequent, when, scope);
    node = node.alternate;
  }
  if (node) walk.visit(node, when, scope);
}

function visitFor(walk: Walk, node: ForStatement, when: ReferenceTime, outer: Scope): void {
  visitAll(walk, [node.init, node.test, node.update, node.body], when, createScope(outer, false));
}

function visitForEach(walk: Walk, node: ForInStatement | ForOfStatement, when: ReferenceTime, outer: Scope): void {
  const scope = createScope(outer, false);
  if (node.left.type === 'VariableDeclaration') walk.visit(node.left, when, scope);
  else visitTarget(walk, node.left, 'write', when, scope);
  if (when === 'hard' && node.type === 'ForOfStatement') {
    if (node.await) noteAwait(walk, node.start);
    noteUse(walk, node.right, scope);
  }
  walk.visit(node.right, when, scope);
  walk.visit(node.body, when, scope);
}

/** Only inside a namespace or an ambient module; the lists of the module itself are wiring and are not walked. */
function visitExports(walk: Walk, node: ExportNamedDeclaration, when: ReferenceTime, scope: Scope): void {
  if (node.declaration) walk.visit(node.declaration, when, scope);
  else if (!node.source) {
    for (const { local, exportKind } of node.specifiers) {
      if (local.type !== 'Identifier') continue;
      // `declare namespace Till { export { open } }`: nothing runs, but who imports it may use `Till.open` as a value.
      const isType = node.exportKind === 'type' || exportKind === 'type';
      addUse(walk, local, when === 'type' && !isType ? 'soft' : when, scope, everywhere);
    }
  }
}

/** `export default price` and `export = price` pass on whatever `price` is: a value, a type or both. */
function visitExported(walk: Walk, expression: Node, when: ReferenceTime, scope: Scope): void {
  if (expression.type === 'Identifier') addUse(walk, expression, when, scope, everywhere);
  else walk.visit(expression, when, scope);
}

export const declarationHandlers: Handlers = {
  VariableDeclaration: visitVariables,
  TSEnumDeclaration: visitEnum,
  TSModuleDeclaration: visitModule,
  TSInterfaceDeclaration: (walk, node: TSInterfaceDeclaration, _when, outer) => {
    declareIn(outer, node.id.name, types);
    const scope = createScope(outer, false);
    if (node.typeParameters) walk.visit(node.typeParameters, 'type', scope);
    visitAll(walk, node.extends, 'type', scope);
    visitAll(walk, node.body.body, 'type', scope);
  },
  TSTypeAliasDeclaration: (walk, node: TSTypeAliasDeclaration, _when, outer) => {
    declareIn(outer, node.id.name, types);
    const scope = createScope(outer, false);
    if (node.typeParameters) walk.visit(node.typeParameters, 'type', scope);
    walk.visit(node.typeAnnotation, 'type', scope);
  },
  TSImportEqualsDeclaration: (walk, node: TSImportEqualsDeclaration, when, scope) => {
    declareIn(scope, node.id.name, everywhere);
    if (node.moduleReference.type !== 'TSExternalModuleReference') useEntity(walk, node.moduleReference, when, scope, everywhere);
  },
  ImportDeclaration: (_walk, node: ImportDeclaration, _when, scope) => {
    for (const { local } of node.specifiers) declareIn(scope, local.name, everywhere);
  },
  ExportNamedDeclaration: visitExports,
  ExportAllDeclaration: () => {},
  ExportDefaultDeclaration: (walk, node: ExportDefaultDeclaration, when, scope) => visitExported(walk, node.declaration, when, scope),
  TSExportAssignment: (walk, node: TSExportAssignment, when, scope) => visitExported(walk, node.expression, when, scope),
  TSNamespaceExportDeclaration: () => {},
  BlockStatement: (walk, node: BlockStatement, when, outer) => visitAll(walk, node.body, when, createScope(outer, false)),
  IfStatement: visitIf,
  ForStatement: visitFor,
  ForInStatement: visitForEach,
  ForOfStatement: visitForEach,
  SwitchStatement: (walk, node: SwitchStatement, when, outer) => {
    walk.visit(node.discriminant, when, outer);
    const scope = createScope(outer, false);
    for (const { test, consequent } of node.cases) {
      if (test) walk.visit(test, when, scope);
      visitAll(walk, consequent, when, scope);
    }
  },
  CatchClause: (walk, node: CatchClause, when, outer) => {
    const scope = createScope(outer, false);
    if (node.param) bindPattern(walk, node.param, when, scope, scope, (annotation) => visitAnnotation(walk, annotation, undefined, scope));
    walk.visit(node.body, when, scope);
  },
  LabeledStatement: (walk, node: LabeledStatement, when, scope) => walk.visit(node.body, when, scope),
};
