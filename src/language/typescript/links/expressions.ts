import type {
  AssignmentExpression, AwaitExpression, BinaryExpression, CallExpression, IdentifierReference, ImportExpression, JSXAttribute, JSXElement, JSXFragment, JSXIdentifier,
  JSXMemberExpression, LogicalExpression, MemberExpression, NewExpression, Node, ObjectExpression, ObjectProperty, SpreadElement, TaggedTemplateExpression, TemplateLiteral,
  TSAsExpression, TSSatisfiesExpression, TSTypeAssertion, UnaryExpression, UpdateExpression, YieldExpression,
} from 'oxc-parser';
import type { ImportRecord } from '../../../model/import-record.js';
import type { ReferenceTime } from '../../../model/reference.js';
import { markCalledAtOnce } from './functions.js';
import { visitTarget } from './patterns.js';
import { values, type Scope } from './scope.js';
import { calleePath, dottedPath, stringValue } from './syntax-tree.js';
import { noteAwait, noteCall, noteObject, noteTag, noteUse, rootOf } from './unnamed-runs.js';
import { addUse, visitAll, type Handlers, type Walk } from './walk.js';

const pathCalls = /^(require\.resolve|(vi|vitest|jest)\.(mock|unmock|doMock|doUnmock|importActual|importMock|requireActual|requireMock|setMock))$/;

/** A query builder of two thousand calls is a tree six thousand deep on its left side, so that side is taken in a loop. */
function visitChain(walk: Walk, outermost: CallExpression | MemberExpression, when: ReferenceTime, scope: Scope): void {
  let node: Node = outermost;
  let innermost: Node | undefined;
  for (;;) {
    if (node.type === 'CallExpression') {
      addCalled(walk, node, when);
      if (when === 'hard') noteCall(walk, node, scope, innermost ??= rootOf(outermost));
      if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
      for (const argument of node.arguments) visitCallPart(walk, argument, when, scope);
      markCalledAtOnce(walk, node.callee);
      node = node.callee;
    } else if (node.type === 'MemberExpression') {
      if (when === 'hard') noteUse(walk, node.object, scope, innermost ??= rootOf(outermost));
      if (node.computed) walk.visit(node.property, when, scope);
      node = node.object;
    } else break;
  }
  walk.visit(node, when, scope);
}

function addCalled(walk: Walk, node: CallExpression, when: ReferenceTime): void {
  const callee = calleePath(node.callee);
  if (callee) addCall(walk, node, callee, when);
  const path = dottedPath(node.callee)?.join('.');
  if (path === undefined) return;
  if (path === 'require') addImport(walk, 'require', 'require-call', node, node.arguments[0]);
  else if (pathCalls.test(path)) addImport(walk, 'dynamic', 'module-path', node, node.arguments[0]);
}

function visitCallPart(walk: Walk, child: Node, when: ReferenceTime, scope: Scope): void {
  markCalledAtOnce(walk, child);
  walk.visit(child, when, scope);
}

function visitNew(walk: Walk, node: NewExpression, when: ReferenceTime, scope: Scope): void {
  const callee = calleePath(node.callee);
  if (callee) addCall(walk, node, callee, when);
  if (when === 'hard') noteCall(walk, node, scope, rootOf(node.callee));
  walk.visit(node.callee, when, scope);
  if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
  for (const argument of node.arguments) {
    // `new Timer(function () {}.bind(this))` hands over a bound function, which is no call of it.
    if (argument.type !== 'MemberExpression' && argument.type !== 'ChainExpression') markCalledAtOnce(walk, argument);
    walk.visit(argument, when, scope);
  }
}

function addCall(walk: Walk, node: CallExpression | NewExpression, callee: readonly string[], when: ReferenceTime): void {
  walk.calls.push({ callee, when, span: { start: node.start, end: node.end }, statement: walk.statement });
}

function addImport(walk: Walk, kind: ImportRecord['kind'], form: ImportRecord['form'], node: Node, argument: CallExpression['arguments'][number] | undefined): void {
  const specifier = stringValue(argument);
  if (specifier === undefined || !argument) return;
  walk.imports.push({
    kind, form, names: [], specifier,
    specifierSpan: { start: argument.start + 1, end: argument.end - 1 },
    span: { start: node.start, end: node.end },
  });
}

/** A sum of ten thousand terms is a tree ten thousand deep on its left side, so that side is taken in a loop. */
function visitBinary(walk: Walk, node: BinaryExpression | LogicalExpression, when: ReferenceTime, scope: Scope): void {
  const rights: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression' || left.type === 'LogicalExpression') {
    if (when === 'hard' && convertsOperands(node.operator)) noteUse(walk, left.right, scope);
    rights.push(left.right);
    left = left.left;
  }
  if (when === 'hard' && convertsOperands(node.operator)) noteUse(walk, left, scope);
  walk.visit(left, when, scope);
  for (let index = rights.length - 1; index >= 0; index--) walk.visit(rights[index]!, when, scope);
}

/** `1 + soup` asks the soup for a number, `x instanceof Soup` the class; `soup && soup` and `===` ask nothing. */
function convertsOperands(operator: string): boolean {
  return !/^(?:&&|\|\||\?\?|[!=]==)$/.test(operator);
}

function visitAssertion(walk: Walk, node: TSAsExpression | TSSatisfiesExpression | TSTypeAssertion, when: ReferenceTime, scope: Scope): void {
  walk.visit(node.expression, when, scope);
  walk.visit(node.typeAnnotation, 'type', scope);
}

function visitJsxElement(walk: Walk, node: JSXElement, when: ReferenceTime, scope: Scope): void {
  if (when !== 'type' && walk.jsxElements !== 'hard') walk.jsxElements = when;
  const { openingElement, closingElement } = node;
  useTag(walk, openingElement.name, when, scope);
  if (openingElement.typeArguments) walk.visit(openingElement.typeArguments, 'type', scope);
  visitAll(walk, openingElement.attributes, when, scope);
  visitAll(walk, node.children, when, scope);
  if (closingElement) useTag(walk, closingElement.name, when, scope);
}

/** `<Menu>` is the component, `<menu>` the HTML element, `<menu.Item>` a member of the name `menu`. */
function useTag(walk: Walk, name: Node, when: ReferenceTime, scope: Scope): void {
  let first = name;
  while (first.type === 'JSXMemberExpression') first = (first as JSXMemberExpression).object;
  if (first.type !== 'JSXIdentifier') return;
  const tag = first as JSXIdentifier;
  if (first === name && (/^[a-z]/.test(tag.name) || tag.name.includes('-'))) return;
  addUse(walk, tag, when, scope, values);
}

function visitJsxFragment(walk: Walk, node: JSXFragment, when: ReferenceTime, scope: Scope): void {
  if (when !== 'type') {
    if (walk.jsxElements !== 'hard') walk.jsxElements = when;
    if (walk.jsxFragments !== 'hard') walk.jsxFragments = when;
  }
  visitAll(walk, node.children, when, scope);
}

const nothing = (): void => {};

export const expressionHandlers: Handlers = {
  Identifier: (walk, node: IdentifierReference, when, scope) => addUse(walk, node, when, scope, values),
  MemberExpression: visitChain,
  CallExpression: visitChain,
  NewExpression: visitNew,
  ImportExpression: (walk, node: ImportExpression, when, scope) => {
    addImport(walk, 'dynamic', 'import-call', node, node.source);
    visitCallPart(walk, node.source, when, scope);
    if (node.options) visitCallPart(walk, node.options, when, scope);
  },
  AssignmentExpression: (walk, node: AssignmentExpression, when, scope) => {
    visitTarget(walk, node.left, node.operator === '=' ? 'write' : 'both', when, scope);
    if (when === 'hard' && /Pattern$/.test(node.left.type)) noteUse(walk, node.right, scope);
    walk.visit(node.right, when, scope);
  },
  UpdateExpression: (walk, node: UpdateExpression, when, scope) => visitTarget(walk, node.argument, 'both', when, scope),
  Property: (walk, node: ObjectProperty, when, scope) => {
    if (node.computed) walk.visit(node.key, when, scope);
    walk.visit(node.value, when, scope);
  },
  ObjectExpression: (walk, node: ObjectExpression, when, scope) => {
    if (when === 'hard') noteObject(walk, node);
    visitAll(walk, node.properties, when, scope);
  },
  SpreadElement: (walk, node: SpreadElement, when, scope) => {
    if (when === 'hard') noteUse(walk, node.argument, scope);
    walk.visit(node.argument, when, scope);
  },
  TemplateLiteral: (walk, node: TemplateLiteral, when, scope) => {
    if (when === 'hard') for (const expression of node.expressions) noteUse(walk, expression, scope);
    visitAll(walk, node.expressions, when, scope);
  },
  TaggedTemplateExpression: (walk, node: TaggedTemplateExpression, when, scope) => {
    if (when === 'hard') noteTag(walk, node, scope);
    walk.visit(node.tag, when, scope);
    if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
    visitAll(walk, node.quasi.expressions, when, scope);
  },
  UnaryExpression: (walk, node: UnaryExpression, when, scope) => {
    if (when === 'hard' && /[-+~]/.test(node.operator)) noteUse(walk, node.argument, scope);
    walk.visit(node.argument, when, scope);
  },
  YieldExpression: (walk, node: YieldExpression, when, scope) => {
    if (when === 'hard' && node.delegate && node.argument) noteUse(walk, node.argument, scope);
    if (node.argument) walk.visit(node.argument, when, scope);
  },
  AwaitExpression: (walk, node: AwaitExpression, when, scope) => {
    if (when === 'hard') noteAwait(walk, node.start);
    walk.visit(node.argument, when, scope);
  },
  BinaryExpression: visitBinary,
  LogicalExpression: visitBinary,
  TSAsExpression: visitAssertion,
  TSSatisfiesExpression: visitAssertion,
  TSTypeAssertion: visitAssertion,
  JSXElement: visitJsxElement,
  JSXFragment: visitJsxFragment,
  JSXAttribute: (walk, node: JSXAttribute, when, scope) => {
    if (node.value) walk.visit(node.value, when, scope);
  },
  MetaProperty: nothing,
  BreakStatement: nothing,
  ContinueStatement: nothing,
};
