import type {
  AssignmentTarget, AssignmentTargetMaybeDefault, AssignmentTargetRest, BindingPattern, BindingRestElement, Decorator, Expression, FormalParameter,
  FormalParameterRest, Node, ParamPattern, TSTypeAnnotation,
} from 'oxc-parser';
import type { ReferenceTime } from '../../../model/reference.js';
import { declareIn, values, type Scope } from './scope.js';
import { addUse, visitAll, type Walk } from './walk.js';

type VisitAnnotation = (annotation: TSTypeAnnotation) => void;

/** Declares the names of a pattern in `target` and reads its defaults and computed keys. */
export function bindPattern(
  walk: Walk, pattern: BindingPattern | BindingRestElement | FormalParameter | FormalParameterRest,
  when: ReferenceTime, scope: Scope, target: Scope, visitAnnotation: VisitAnnotation,
): void {
  switch (pattern.type) {
    case 'Identifier':
      if (walk.names.has(pattern.name)) declareIn(target, pattern.name, values);
      else if (target.parent) walk.runs.locals.add(pattern.name);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bindPattern(walk, property, when, scope, target, visitAnnotation);
        else {
          if (property.computed) walk.visit(property.key, when, scope);
          bindPattern(walk, property.value, when, scope, target, visitAnnotation);
        }
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) bindPattern(walk, element, when, scope, target, visitAnnotation);
      break;
    case 'AssignmentPattern':
      bindPattern(walk, pattern.left, when, scope, target, visitAnnotation);
      walk.visit(pattern.right, when, scope);
      break;
    case 'RestElement':
      bindPattern(walk, pattern.argument, when, scope, target, visitAnnotation);
  }
  if (pattern.typeAnnotation) visitAnnotation(pattern.typeAnnotation);
}

/** Parameters are declared in `scope`; their decorators stand outside of the function and run with what surrounds it. */
export function bindParameters(
  walk: Walk, params: readonly ParamPattern[], when: ReferenceTime, outerWhen: ReferenceTime, scope: Scope, outer: Scope, visitAnnotation: VisitAnnotation,
): void {
  for (const param of params) {
    visitAll(walk, decoratorsOf(param), outerWhen, outer);
    bindPattern(walk, param.type === 'TSParameterProperty' ? param.parameter : param, when, scope, scope, visitAnnotation);
  }
}

/** The decorators of a parameter hang on the parameter property, on the name, or on the name before a default. */
export function decoratorsOf(param: ParamPattern): readonly Decorator[] {
  if (param.type === 'TSParameterProperty') return param.decorators.length > 0 ? param.decorators : decoratorsOf(param.parameter);
  const own: readonly Decorator[] = param.decorators ?? none;
  return own.length === 0 && param.type === 'AssignmentPattern' ? (param.left.decorators ?? none) : own;
}

const none: readonly Decorator[] = [];

type Target = AssignmentTarget | AssignmentTargetMaybeDefault | AssignmentTargetRest | Expression;

/** What an assignment writes: `a`, `(a as Soup)`, `[a, b.c]`, `{ a, ...rest }`. An object before a dot is only read. */
export function visitTarget(walk: Walk, target: Target, access: 'write' | 'both', when: ReferenceTime, scope: Scope): void {
  switch (target.type) {
    case 'Identifier':
      addUse(walk, target, when, scope, values, access);
      return;
    case 'ParenthesizedExpression': case 'TSNonNullExpression':
      visitTarget(walk, target.expression, access, when, scope);
      return;
    case 'TSAsExpression': case 'TSSatisfiesExpression': case 'TSTypeAssertion':
      visitTarget(walk, target.expression, access, when, scope);
      walk.visit(target.typeAnnotation, 'type', scope);
      return;
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'RestElement') visitTarget(walk, property.argument, access, when, scope);
        else {
          if (property.computed) walk.visit(property.key, when, scope);
          visitTarget(walk, property.value as Target, access, when, scope);
        }
      }
      return;
    case 'ArrayPattern':
      for (const element of target.elements) if (element) visitTarget(walk, element as Target, access, when, scope);
      return;
    case 'AssignmentPattern':
      visitTarget(walk, target.left as Target, access, when, scope);
      walk.visit(target.right, when, scope);
      return;
    case 'RestElement':
      visitTarget(walk, target.argument, access, when, scope);
      return;
    default:
      walk.visit(target as Node, when, scope);
  }
}
