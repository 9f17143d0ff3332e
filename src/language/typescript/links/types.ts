import type {
  TSCallSignatureDeclaration, TSClassImplements, TSConditionalType, TSConstructSignatureDeclaration, TSConstructorType, TSFunctionType, TSImportType,
  TSIndexSignature, TSInferType, TSInterfaceHeritage, TSMappedType, TSMethodSignature, TSNamedTupleMember, TSPropertySignature, TSType,
  TSTypeAnnotation, TSTypeName, TSTypeParameterDeclaration, TSTypePredicate, TSTypeQuery, TSTypeReference, Node,
} from 'oxc-parser';
import type { ReferenceTime } from '../../../model/reference.js';
import { bindParameters } from './patterns.js';
import { createScope, declareIn, namespaces, types, values, type Scope, type Spaces } from './scope.js';
import { addUse, visitAll, type Handlers, type Walk } from './walk.js';

/**
 * The annotation of a parameter, a property or a result. With `emitDecoratorMetadata` a class name in a decorated signature
 * is read while the class is defined: `constructor(private mailer: Mailer)` emits `__metadata('design:paramtypes', [Mailer])`.
 */
export function visitAnnotation(walk: Walk, annotation: TSTypeAnnotation | null | undefined, metadata: ReferenceTime | undefined, scope: Scope): void {
  if (annotation) visitAnnotated(walk, annotation.typeAnnotation, metadata, scope);
}

function visitAnnotated(walk: Walk, type: TSType, metadata: ReferenceTime | undefined, scope: Scope): void {
  if (metadata && type.type === 'TSTypeReference') {
    useEntity(walk, type.typeName, metadata, scope, types);
    if (type.typeArguments) walk.visit(type.typeArguments, 'type', scope);
  } else if (metadata && type.type === 'TSUnionType') for (const part of type.types) visitAnnotated(walk, part, metadata, scope);
  else walk.visit(type, 'type', scope);
}

/** The first name of `a.b.c` in a type or an alias; alone it is looked for in the spaces given, before a dot it is a namespace. */
export function useEntity(walk: Walk, name: TSTypeName, when: ReferenceTime, scope: Scope, alone: Spaces, dotted: Spaces = namespaces): void {
  let first = name;
  while (first.type === 'TSQualifiedName') first = first.left;
  if (first.type === 'Identifier') addUse(walk, first, when, scope, first === name ? alone : dotted);
}

type Signature = TSFunctionType | TSConstructorType | TSCallSignatureDeclaration | TSConstructSignatureDeclaration | TSMethodSignature;

function visitSignature(walk: Walk, node: Signature, when: ReferenceTime, outer: Scope): void {
  if (node.type === 'TSMethodSignature' && node.computed) walk.visit(node.key, when, outer);
  const scope = createScope(outer, true);
  if (node.typeParameters) walk.visit(node.typeParameters, when, scope);
  bindParameters(walk, node.params, when, when, scope, outer, (annotation) => visitAnnotation(walk, annotation, undefined, scope));
  visitAnnotation(walk, node.returnType, undefined, scope);
}

/** `interface Cart extends shop.Basket<Item>` names a type, `shop` a namespace; ESTree has value expressions there. */
function visitHeritage(walk: Walk, node: TSInterfaceHeritage | TSClassImplements, when: ReferenceTime, scope: Scope): void {
  let first = node.expression as Node;
  while (first.type === 'MemberExpression' || first.type === 'TSQualifiedName') first = first.type === 'MemberExpression' ? first.object : first.left;
  if (first.type !== 'Identifier') walk.visit(node.expression, when, scope);
  else addUse(walk, first, when, scope, first === (node.expression as Node) ? types : namespaces | values);
  if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
}

/** `infer T` is visible in the true branch only. */
function visitConditional(walk: Walk, node: TSConditionalType, when: ReferenceTime, scope: Scope): void {
  const whenTrue = createScope(scope, false);
  const outerInferred = walk.inferred;
  walk.visit(node.checkType, when, scope);
  walk.inferred = whenTrue;
  walk.visit(node.extendsType, when, scope);
  walk.inferred = outerInferred;
  walk.visit(node.trueType, when, whenTrue);
  walk.visit(node.falseType, when, scope);
}

function addImportType(walk: Walk, node: TSImportType, span: { start: number; end: number }): void {
  walk.imports.push({
    kind: 'type', form: 'import-type', names: [],
    specifier: node.source.value,
    specifierSpan: { start: node.source.start + 1, end: node.source.end - 1 },
    span: { start: span.start, end: span.end },
  });
}

export const typeHandlers: Handlers = {
  TSTypeAnnotation: (walk, node: TSTypeAnnotation, _when, scope) => walk.visit(node.typeAnnotation, 'type', scope),
  TSTypeParameterInstantiation: (walk, node: { params: TSType[] } & Node, _when, scope) => visitAll(walk, node.params, 'type', scope),
  TSTypeParameterDeclaration: (walk, node: TSTypeParameterDeclaration, _when, scope) => {
    for (const { name, constraint, default: fallback } of node.params) {
      declareIn(scope, name.name, types);
      visitAll(walk, [constraint, fallback], 'type', scope);
    }
  },
  TSTypeReference: (walk, node: TSTypeReference, when, scope) => {
    useEntity(walk, node.typeName, when, scope, types);
    if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
  },
  TSTypeQuery: (walk, node: TSTypeQuery, when, scope) => {
    if (node.exprName.type === 'TSImportType') {
      addImportType(walk, node.exprName, node);
      if (node.exprName.typeArguments) walk.visit(node.exprName.typeArguments, 'type', scope);
    } else useEntity(walk, node.exprName, when, scope, values, values);
    if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
  },
  TSImportType: (walk, node: TSImportType, _when, scope) => {
    addImportType(walk, node, node);
    if (node.typeArguments) walk.visit(node.typeArguments, 'type', scope);
  },
  TSInterfaceHeritage: visitHeritage,
  TSClassImplements: visitHeritage,
  TSFunctionType: visitSignature,
  TSConstructorType: visitSignature,
  TSCallSignatureDeclaration: visitSignature,
  TSConstructSignatureDeclaration: visitSignature,
  TSMethodSignature: visitSignature,
  TSConditionalType: visitConditional,
  TSInferType: (walk, node: TSInferType, when, scope) => {
    const { name, constraint } = node.typeParameter;
    if (walk.inferred) declareIn(walk.inferred, name.name, types);
    if (!constraint) return;
    const own = createScope(scope, false);
    declareIn(own, name.name, types);
    walk.visit(constraint, when, own);
  },
  TSMappedType: (walk, node: TSMappedType, when, outer) => {
    const scope = createScope(outer, false);
    declareIn(scope, node.key.name, types);
    visitAll(walk, [node.constraint, node.nameType, node.typeAnnotation], when, scope);
  },
  TSIndexSignature: (walk, node: TSIndexSignature, _when, outer) => {
    const scope = createScope(outer, false);
    for (const parameter of node.parameters) {
      declareIn(scope, parameter.name, values);
      visitAnnotation(walk, parameter.typeAnnotation, undefined, scope);
    }
    visitAnnotation(walk, node.typeAnnotation, undefined, scope);
  },
  TSPropertySignature: (walk, node: TSPropertySignature, when, scope) => {
    if (node.computed) walk.visit(node.key, when, scope);
    visitAnnotation(walk, node.typeAnnotation, undefined, scope);
  },
  TSNamedTupleMember: (walk, node: TSNamedTupleMember, when, scope) => walk.visit(node.elementType, when, scope),
  TSTypePredicate: (walk, node: TSTypePredicate, _when, scope) => visitAnnotation(walk, node.typeAnnotation, undefined, scope),
};
