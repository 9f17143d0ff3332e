import type { ts } from 'ts-morph';
import type { ApiNode } from '../../../model/api.js';
import type { Compiler } from '../compiler.js';
import { isEntity } from './entity.js';
import type { Meaning, Meanings } from './meaning.js';

/** Turns syntax of emitted declarations into nodes whose names are resolved. */
export interface TypeReader {
  readonly ts: Compiler;
  readonly meanings: Meanings;
  /** Index of a symbol in the surface. */
  readonly indexOf: (symbol: ts.Symbol) => number;
  readonly indexOfIdentity: (identity: string) => number;
  readonly indexOfUnwritten: (name: string) => number;
  /** Of a module, those that come by `export *` included. */
  readonly exportsOf: (module: ts.Symbol) => ts.Symbol[];
  /** `exactOptionalPropertyTypes`: there `x?: T` and `x?: T | undefined` are two types. */
  readonly exactOptional: boolean;
}

type Parts = Partial<Omit<ApiNode, 'kind'>>;

export function node(kind: string, parts: Parts = {}): ApiNode {
  const { flags, ...rest } = parts;
  return { kind, children: [], ...rest, ...(flags === undefined || flags.length === 0 ? {} : { flags: [...flags].sort() }) };
}

export function readMeaning(reader: TypeReader, kind: string, meaning: Meaning, children: readonly ApiNode[]): ApiNode {
  if (meaning.kind === 'global') return node(kind, { text: meaning.name, children });
  if (meaning.kind === 'unwritten') return node(kind, { ref: reader.indexOfUnwritten(meaning.name), children });
  if (meaning.kind === 'outside') return node(kind, { ref: reader.indexOfIdentity(meaning.identity), children });
  return node(kind, { ref: reader.indexOf(meaning.symbol), children, ...(meaning.rest.length > 0 ? { text: meaning.rest.join('.') } : {}) });
}

export function readType(reader: TypeReader, type: ts.TypeNode): ApiNode {
  const { ts } = reader;
  const inner = (child: ts.TypeNode): ApiNode => readType(reader, child);
  const all = (children: readonly ts.TypeNode[] | undefined): ApiNode[] => (children ?? []).map(inner);
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isLiteralTypeNode(type)) return readLiteral(reader, type.literal);
  if (ts.isTypeReferenceNode(type)) return readMeaning(reader, 'reference', reader.meanings.ofEntity(type.typeName), all(type.typeArguments));
  if (ts.isExpressionWithTypeArguments(type)) {
    if (!isEntity(ts, type.expression)) return readUnknown(reader, type);
    return readMeaning(reader, 'reference', reader.meanings.ofEntity(type.expression), all(type.typeArguments));
  }
  if (ts.isImportTypeNode(type)) return readMeaning(reader, type.isTypeOf ? 'typeof' : 'reference', reader.meanings.ofImportType(type), all(type.typeArguments));
  if (ts.isTypeQueryNode(type)) {
    if (ts.isImportTypeNode(type.exprName)) return readMeaning(reader, 'typeof', reader.meanings.ofImportType(type.exprName), all(type.typeArguments));
    return readMeaning(reader, 'typeof', reader.meanings.ofEntity(type.exprName), all(type.typeArguments));
  }
  if (ts.isUnionTypeNode(type)) return node('union', { children: all(type.types).flatMap((child) => (child.kind === 'union' ? child.children : [child])) });
  if (ts.isIntersectionTypeNode(type)) return node('intersection', { children: all(type.types) });
  if (ts.isFunctionTypeNode(type)) return node('function-type', { children: readSignature(reader, type) });
  if (ts.isConstructorTypeNode(type)) return node('constructor-type', { flags: type.modifiers?.length ? ['abstract'] : [], children: readSignature(reader, type) });
  if (ts.isTypeLiteralNode(type)) return node('object', { children: type.members.map((member) => readMember(reader, member)) });
  if (ts.isArrayTypeNode(type)) return node('reference', { text: 'Array', children: [inner(type.elementType)] });
  if (ts.isTupleTypeNode(type)) return node('tuple', { children: type.elements.map((element) => readElement(reader, element)) });
  if (ts.isTypeOperatorNode(type)) return readOperator(reader, type);
  if (ts.isIndexedAccessTypeNode(type)) return node('indexed', { children: [inner(type.objectType), inner(type.indexType)] });
  if (ts.isConditionalTypeNode(type)) return node('conditional', { children: [type.checkType, type.extendsType, type.trueType, type.falseType].map(inner) });
  if (ts.isInferTypeNode(type)) return node('infer', { children: [readTypeParameter(reader, type.typeParameter)] });
  if (ts.isMappedTypeNode(type)) return readMapped(reader, type);
  if (ts.isTemplateLiteralTypeNode(type)) {
    const text = JSON.stringify([type.head.text, ...type.templateSpans.map((span) => span.literal.text)]);
    return node('template', { text, children: type.templateSpans.map((span) => inner(span.type)) });
  }
  if (ts.isTypePredicateNode(type)) {
    const subject = ts.isIdentifier(type.parameterName) ? readMeaning(reader, 'typeof', reader.meanings.ofEntity(type.parameterName), []) : node('this');
    return node('predicate', { flags: type.assertsModifier ? ['asserts'] : [], children: [subject, ...(type.type ? [inner(type.type)] : [])] });
  }
  if (type.kind === ts.SyntaxKind.ThisType) return node('this');
  const keyword = ts.tokenToString(type.kind);
  return keyword === undefined ? readUnknown(reader, type) : node('keyword', { text: keyword });
}

function readUnknown({ ts }: TypeReader, type: ts.Node): ApiNode {
  return node(`syntax ${ts.SyntaxKind[type.kind]}`, { text: type.getText().replace(/\s+/g, ' ') });
}

export function readLiteral({ ts }: TypeReader, literal: ts.Expression): ApiNode {
  if (ts.isStringLiteralLike(literal)) return node('literal', { text: JSON.stringify(literal.text) });
  if (ts.isPrefixUnaryExpression(literal)) return node('literal', { text: `${ts.tokenToString(literal.operator)}${literal.operand.getText()}` });
  return node('literal', { text: literal.getText() });
}

function readElement(reader: TypeReader, element: ts.TypeNode): ApiNode {
  const { ts } = reader;
  if (ts.isNamedTupleMember(element)) {
    const flags = [...(element.questionToken ? ['optional'] : []), ...(element.dotDotDotToken ? ['rest'] : [])];
    return node('element', { flags, children: [readType(reader, element.type)] });
  }
  if (ts.isOptionalTypeNode(element)) return node('element', { flags: ['optional'], children: [readType(reader, element.type)] });
  if (ts.isRestTypeNode(element)) return node('element', { flags: ['rest'], children: [readType(reader, element.type)] });
  return node('element', { children: [readType(reader, element)] });
}

function readOperator(reader: TypeReader, type: ts.TypeOperatorNode): ApiNode {
  const { ts } = reader;
  const operand = readType(reader, type.type);
  if (type.operator !== ts.SyntaxKind.ReadonlyKeyword) return node('operator', { text: ts.tokenToString(type.operator) ?? '', children: [operand] });
  // `readonly T[]` is how the compiler writes `ReadonlyArray<T>`.
  return operand.kind === 'tuple' ? { ...operand, flags: ['readonly'] } : { ...operand, text: 'ReadonlyArray' };
}

function readMapped(reader: TypeReader, type: ts.MappedTypeNode): ApiNode {
  const { ts } = reader;
  const sign = (token: ts.Node | undefined, name: string): string[] =>
    token === undefined ? [] : [`${token.kind === ts.SyntaxKind.MinusToken ? '-' : token.kind === ts.SyntaxKind.PlusToken ? '+' : ''}${name}`.replace('+', '')];
  const children = [
    readTypeParameter(reader, type.typeParameter),
    ...(type.nameType ? [node('as', { children: [readType(reader, type.nameType)] })] : []),
    ...(type.type ? [readType(reader, type.type)] : []),
  ];
  return node('mapped', { flags: [...sign(type.readonlyToken, 'readonly'), ...sign(type.questionToken, 'optional')], children });
}

export function readTypeParameter(reader: TypeReader, parameter: ts.TypeParameterDeclaration): ApiNode {
  const flags = (parameter.modifiers ?? []).map((modifier) => modifier.getText());
  const symbol = (parameter as ts.TypeParameterDeclaration & { readonly symbol: ts.Symbol }).symbol;
  const children = [
    ...(parameter.constraint ? [node('constraint', { children: [readType(reader, parameter.constraint)] })] : []),
    ...(parameter.default ? [node('default', { children: [readType(reader, parameter.default)] })] : []),
  ];
  return node('type-parameter', { name: parameter.name.text, ref: reader.indexOf(symbol), flags, children, shown: show(parameter) });
}

/** Type parameters, parameters and what is returned, in this order. */
export function readSignature(reader: TypeReader, signature: ts.SignatureDeclaration): ApiNode[] {
  return [
    ...(signature.typeParameters ?? []).map((parameter) => readTypeParameter(reader, parameter)),
    ...signature.parameters.map((parameter) => readParameter(reader, parameter)),
    ...(signature.type ? [node('returns', { children: [readType(reader, signature.type as ts.TypeNode)], shown: show(signature.type) })] : []),
  ];
}

function readParameter(reader: TypeReader, parameter: ts.ParameterDeclaration): ApiNode {
  const { ts } = reader;
  const flags = [...(parameter.questionToken ? ['optional'] : []), ...(parameter.dotDotDotToken ? ['rest'] : [])];
  const type = parameter.type && readType(reader, parameter.type);
  const name = ts.isIdentifier(parameter.name) ? parameter.name.text : '{}';
  const symbol = (parameter as ts.ParameterDeclaration & { readonly symbol?: ts.Symbol }).symbol;
  const ref = symbol === undefined || !ts.isIdentifier(parameter.name) ? {} : { ref: reader.indexOf(symbol) };
  return node(name === 'this' ? 'this-parameter' : 'parameter', { name, ...ref, flags, children: type ? [parameter.questionToken ? withoutUndefined(type) : type] : [], shown: show(parameter) });
}

/** The type of what may be left out says `undefined` or not, to the same effect. */
function withoutUndefined(type: ApiNode): ApiNode {
  if (type.kind !== 'union') return type;
  const children = type.children.filter((child) => child.kind !== 'keyword' || child.text !== 'undefined');
  return children.length === 1 ? children[0]! : { ...type, children };
}

/** A member of a class, an interface or an object type. What is private has no type: nobody outside can tell it. */
export function readMember(reader: TypeReader, member: ts.TypeElement | ts.ClassElement): ApiNode {
  const { ts } = reader;
  const modifiers = (ts.canHaveModifiers(member) ? (member.modifiers ?? []) : []).map((modifier) => modifier.getText()).filter((word) => word !== 'public' && word !== 'declare' && word !== 'override');
  const flags = [...modifiers, ...((member as ts.PropertySignature).questionToken ? ['optional'] : []), ...readDeprecated(reader, member)];
  const side = modifiers.includes('static') ? 'static ' : '';
  const name = ts.isConstructorDeclaration(member) ? '(constructor)' : member.name === undefined ? '' : `${side}${readName(reader, member.name)}`;
  const shown = show(member);
  if (modifiers.includes('private') || (member.name && ts.isPrivateIdentifier(member.name))) return node('private', { name, flags, shown });
  if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) return node('method', { name, flags, shown, children: readSignature(reader, member) });
  if (ts.isGetAccessor(member)) return node('getter', { name, flags, shown, children: readSignature(reader, member) });
  if (ts.isSetAccessor(member)) return node('setter', { name, flags, shown, children: readSignature(reader, member) });
  if (ts.isConstructorDeclaration(member)) return node('constructor', { name, flags, shown, children: readSignature(reader, member) });
  if (ts.isCallSignatureDeclaration(member)) return node('call', { name: '(call)', flags, shown, children: readSignature(reader, member) });
  if (ts.isConstructSignatureDeclaration(member)) return node('construct', { name: '(new)', flags, shown, children: readSignature(reader, member) });
  if (ts.isIndexSignatureDeclaration(member)) return node('index', { name: `${side}[${member.parameters[0]?.type?.getText() ?? ''}]`, flags, shown, children: [readType(reader, member.type)] });
  if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
    const type = member.type ? [readType(reader, member.type)] : (member as ts.PropertyDeclaration).initializer ? [node('fresh', { children: [readLiteral(reader, (member as ts.PropertyDeclaration).initializer!)] })] : [];
    return node('property', { name, flags, shown, children: member.questionToken && !reader.exactOptional ? type.map(withoutUndefined) : type });
  }
  return readUnknown(reader, member);
}

function readName({ ts }: TypeReader, name: ts.PropertyName): string {
  if (ts.isComputedPropertyName(name)) return `[${name.expression.getText()}]`;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
}

export function readDeprecated({ ts }: TypeReader, declaration: ts.Node): string[] {
  return ts.getJSDocDeprecatedTag(declaration) === undefined ? [] : ['deprecated'];
}

/** On one line, cut where nobody reads on. */
export function show(part: ts.Node): string {
  const text = part.getText().replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').trim();
  return text.length > 240 ? `${text.slice(0, 237)}...` : text;
}
