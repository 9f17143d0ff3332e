import type { ArrowFunctionExpression, Class, ClassElement, Decorator, Function, Node, StaticBlock } from 'oxc-parser';
import type { ReferenceTime } from '../../../model/reference.js';
import { bindParameters, decoratorsOf } from './patterns.js';
import { createScope, declareIn, types, values, type Scope } from './scope.js';
import { visitAnnotation } from './types.js';
import { noteClass, noteDecorator } from './unnamed-runs.js';
import { visitAll, type Handlers, type Walk } from './walk.js';

function visitFunction(
  walk: Walk, node: Function | ArrowFunctionExpression, when: ReferenceTime, outer: Scope, metadata: ReferenceTime | undefined,
): void {
  const bodyTime: ReferenceTime = when === 'type' ? 'type' : when === 'hard' && walk.calledAtOnce === node ? 'hard' : 'soft';
  const scope = createScope(outer, true);
  if (node.type !== 'ArrowFunctionExpression' && node.id) {
    declareIn(node.type === 'FunctionExpression' ? scope : outer, node.id.name, values);
    if (outer.parent && !walk.names.has(node.id.name)) walk.runs.locals.add(node.id.name);
  }
  if (node.typeParameters) walk.visit(node.typeParameters, 'type', scope);
  bindParameters(walk, node.params, bodyTime, when, scope, outer, (annotation) => visitAnnotation(walk, annotation, metadata, scope));
  visitAnnotation(walk, node.returnType, metadata, scope);
  if (!node.body) return;
  // The body is a scope of its own: the default in `(price = tax) => { var tax }` means the outer `tax`.
  if (node.body.type === 'BlockStatement') visitAll(walk, node.body.body, bodyTime, createScope(scope, true));
  else walk.visit(node.body, bodyTime, scope);
}

function visitClass(walk: Walk, node: Class, when: ReferenceTime, outer: Scope): void {
  const scope = createScope(outer, false);
  if (node.id) {
    declareIn(node.type === 'ClassExpression' ? scope : outer, node.id.name, values | types);
    if (outer.parent && !walk.names.has(node.id.name)) walk.runs.locals.add(node.id.name);
  }
  if (when === 'hard') noteClass(walk, node);
  visitAll(walk, node.decorators, when, outer);
  if (node.typeParameters) walk.visit(node.typeParameters, 'type', scope);
  if (node.superClass) walk.visit(node.superClass, when, scope);
  if (node.superTypeArguments) walk.visit(node.superTypeArguments, 'type', scope);
  visitAll(walk, node.implements, 'type', scope);
  const reflected = walk.facts.emitDecoratorMetadata && when !== 'type' ? when : undefined;
  for (const member of node.body.body) visitMember(walk, node, member, when, scope, reflected);
}

function visitMember(walk: Walk, owner: Class, member: ClassElement, when: ReferenceTime, scope: Scope, reflected: ReferenceTime | undefined): void {
  switch (member.type) {
    case 'StaticBlock':
      visitAll(walk, (member as StaticBlock).body, when, createScope(scope, true));
      return;
    case 'TSIndexSignature':
      walk.visit(member, 'type', scope);
      return;
    case 'MethodDefinition': case 'TSAbstractMethodDefinition': {
      visitAll(walk, member.decorators, when, scope);
      if (member.computed) walk.visit(member.key, when, scope);
      const isDecorated = hasAny(member.decorators) || (member.kind === 'constructor' && hasAny(owner.decorators)) ||
        member.value.params.some((param) => hasAny(decoratorsOf(param)));
      visitFunction(walk, member.value, when, scope, isDecorated ? reflected : undefined);
      return;
    }
    default:
      visitAll(walk, member.decorators, when, scope);
      if (member.computed) walk.visit(member.key, when, scope);
      visitAnnotation(walk, member.typeAnnotation, hasAny(member.decorators) ? reflected : undefined, scope);
      if (member.value) walk.visit(member.value, member.static || when === 'type' ? when : 'soft', scope);
  }
}

function hasAny(decorators: readonly Decorator[] | undefined): boolean {
  return decorators !== undefined && decorators.length > 0;
}

const handleFunction = (walk: Walk, node: Function | ArrowFunctionExpression, when: ReferenceTime, scope: Scope): void =>
  visitFunction(walk, node, when, scope, undefined);

export const functionHandlers: Handlers = {
  FunctionDeclaration: handleFunction,
  FunctionExpression: handleFunction,
  ArrowFunctionExpression: handleFunction,
  TSDeclareFunction: handleFunction,
  TSEmptyBodyFunctionExpression: handleFunction,
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  Decorator: (walk, node: Decorator, when, scope) => {
    if (when === 'hard') noteDecorator(walk, node.expression);
    walk.visit(node.expression, when, scope);
  },
};

/** Notes the function that a call is handed or made on: `(() => {})()`, `rows.map((row) => row)`, `function () {}.call(this)`. */
export function markCalledAtOnce(walk: Walk, child: Node): void {
  const bare = child.type === 'ChainExpression' ? child.expression : child;
  let inner: Node = bare.type === 'MemberExpression' && !bare.computed ? bare.object : bare;
  while (inner.type === 'ParenthesizedExpression' || inner.type === 'TSAsExpression' || inner.type === 'TSSatisfiesExpression') inner = inner.expression;
  if (inner.type === 'FunctionExpression' || inner.type === 'ArrowFunctionExpression') walk.calledAtOnce = inner;
}
