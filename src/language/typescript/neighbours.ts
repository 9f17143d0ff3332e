import type { ts } from 'ts-morph';
import type { Statement } from '../../model/module-model.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Bindings } from './bindings.js';
import type { Compiler, ParsedModule } from './compiler.js';
import { hasDecorator } from './references.js';
import { dottedPath, skipWrappers } from './syntax.js';

type Neighbours = NonNullable<Statement['standsWith']>;

/** Names that must be declared in the same file as the statement, though importing them would resolve. */
export function readNeighbours(parsed: ParsedModule, bindings: Bindings, facts: CompilerFacts, statement: ts.Statement): Neighbours {
  const { ts } = parsed;
  if (ts.isExpressionStatement(statement)) return readPatched(parsed, bindings, statement);
  return facts.emitDecoratorMetadata && ts.isClassDeclaration(statement) ? readMetadataTypes(parsed, bindings, statement) : [];
}

const patches = /^(Object\.(assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.(set|defineProperty|setPrototypeOf))$/;

/** `Object.defineProperty(Till, 'open', ..)`, `Object.assign(Till.prototype, ..)`: what they add is part of the declaration of Till. */
function readPatched({ ts }: ParsedModule, bindings: Bindings, statement: ts.ExpressionStatement): Neighbours {
  const call = skipWrappers(ts, statement.expression);
  if (!ts.isCallExpression(call) || !patches.test(dottedPath(ts, call.expression) ?? '')) return [];
  let target = call.arguments[0] && skipWrappers(ts, call.arguments[0]);
  if (target && ts.isPropertyAccessExpression(target) && target.name.text === 'prototype') target = skipWrappers(ts, target.expression);
  const name = target && ts.isIdentifier(target) ? bindings.nameOf(target) : undefined;
  const isPatched = name !== undefined && bindings.byName.get(name)!.declarations.some(({ kind }) => kind === 'function' || kind === 'class');
  return isPatched ? [{ name, because: `adds members to ${name}, which belong to its declaration` }] : [];
}

/**
 * With `emitDecoratorMetadata` an enum in a decorated signature is recorded as Number or String, and a type alias as what it
 * stands for. A compiler that sees one file at a time knows that only of its own declarations; for an import it writes Object.
 */
function readMetadataTypes(parsed: ParsedModule, bindings: Bindings, node: ts.ClassDeclaration): Neighbours {
  const { ts } = parsed;
  const names = new Set<string>();
  const visitType = (type: ts.TypeNode | undefined): void => {
    if (!type) return;
    if (ts.isUnionTypeNode(type)) type.types.forEach(visitType);
    else if (ts.isParenthesizedTypeNode(type)) visitType(type.type);
    else if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
      const name = bindings.nameOf(type.typeName);
      if (name !== undefined && bindings.byName.get(name)!.declarations.some(({ node: declared }) => isRecordedByContent(ts, declared))) names.add(name);
    }
  };
  const visitSignature = (signature: ts.SignatureDeclaration): void => {
    for (const parameter of signature.parameters) visitType(parameter.type);
    visitType(signature.type);
  };
  for (const member of node.members) {
    if (ts.isPropertyDeclaration(member)) {
      if (hasDecorator(ts, member)) visitType(member.type);
    } else if (ts.isFunctionLike(member)) {
      const isDecorated = hasDecorator(ts, member) || (ts.isConstructorDeclaration(member) && hasDecorator(ts, node)) || member.parameters.some((parameter) => hasDecorator(ts, parameter));
      if (isDecorated) visitSignature(member);
    }
  }
  return [...names].map((name) => ({ name, because: `is recorded with the type ${name} in its decorator metadata, which a compiler of single files knows only in the file of ${name}` }));
}

/** An interface is recorded as Object wherever it stands, and so is `type Options = { .. }`. */
function isRecordedByContent(ts: Compiler, node: ts.Node): boolean {
  if (ts.isEnumDeclaration(node)) return true;
  return ts.isTypeAliasDeclaration(node) && !ts.isTypeLiteralNode(node.type) && !ts.isMappedTypeNode(node.type);
}
