import ts from 'typescript';
import { excerpt, replaceNode, type ChangedFile, type Edit, type Subject } from './subject.js';

export interface TypeMutant {
  readonly operator: string;
  readonly file: ChangedFile;
  readonly edit: Edit;
  readonly note: string;
}

type Visit = (node: ts.Node, file: ChangedFile) => Edit | undefined;

const keywords: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.StringKeyword, 'number'],
  [ts.SyntaxKind.NumberKeyword, 'string'],
  [ts.SyntaxKind.BooleanKeyword, 'string'],
  [ts.SyntaxKind.UnknownKeyword, 'string'],
  [ts.SyntaxKind.VoidKeyword, 'string'],
]);

const cut = (file: ChangedFile, start: number, end: number): Edit => ({ file: file.name, start, end, text: '' });
const insert = (file: ChangedFile, at: number, text: string): Edit => ({ file: file.name, start: at, end: at, text });

function dropModifier(kind: ts.SyntaxKind): Visit {
  return (node, file) => {
    const modifier = ts.canHaveModifiers(node) ? node.modifiers?.find((one) => one.kind === kind) : undefined;
    return modifier && cut(file, modifier.getStart(file.tree), modifier.end);
  };
}

/** From a list with commas, the comma with it. */
function dropLast(list: ts.NodeArray<ts.Node> | undefined, file: ChangedFile): Edit | undefined {
  const last = list?.at(-1);
  if (last === undefined || list === undefined) return undefined;
  const start = list.length > 1 ? list[list.length - 2]!.end : last.getStart(file.tree);
  return cut(file, start, last.end);
}

/** Changes of a declared type, each of which somebody who imports it can tell. */
const operators: Readonly<Record<string, Visit>> = {
  'change-a-keyword-type': (node, file) => (keywords.has(node.kind) ? replaceNode(file, node, keywords.get(node.kind)!) : undefined),
  'change-a-literal-type': (node, file) => (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? replaceNode(file, node, `'${node.literal.text}x'`) : undefined),
  'drop-a-union-member': (node, file) => (ts.isUnionTypeNode(node) ? dropLastOf(node.types, file) : undefined),
  'add-a-union-member': (node, file) => (ts.isUnionTypeNode(node) ? insert(file, node.end, ` | { readonly mutant: 1 }`) : undefined),
  'array-to-element': (node, file) => (ts.isArrayTypeNode(node) ? cut(file, node.elementType.end, node.end) : undefined),
  'make-a-parameter-optional': (node, file) => (ts.isParameter(node) && isLastParameter(node) && !node.questionToken && !node.initializer && !node.dotDotDotToken && ts.isIdentifier(node.name) && node.name.text !== 'this' ? insert(file, node.name.end, '?') : undefined),
  'make-a-parameter-required': (node, file) => (ts.isParameter(node) && node.questionToken ? cut(file, node.questionToken.getStart(file.tree), node.questionToken.end) : undefined),
  'add-a-parameter': (node, file) => (isSignature(node) && !node.parameters.some((one) => one.dotDotDotToken) && !isPrivate(node) ? insert(file, node.parameters.end, `${node.parameters.length > 0 && !node.parameters.hasTrailingComma ? ', ' : ''}mutant?: { readonly mutant: 1 }`) : undefined),
  'drop-a-parameter': (node, file) => (isSignature(node) ? dropLast(node.parameters, file) : undefined),
  'make-a-member-optional': (node, file) => (ts.isPropertySignature(node) && !node.questionToken ? insert(file, node.name.end, '?') : undefined),
  'make-a-member-required': (node, file) => (ts.isPropertySignature(node) && node.questionToken ? cut(file, node.questionToken.getStart(file.tree), node.questionToken.end) : undefined),
  'drop-a-member': (node, file) => ((ts.isTypeElement(node) || ts.isPropertyDeclaration(node)) && !isPrivate(node) ? cut(file, node.getStart(file.tree), node.end) : undefined),
  'add-a-member': (node, file) => (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node) ? insert(file, node.members.pos, ' mutant: { readonly mutant: 1 };') : undefined),
  'add-readonly': (node, file) => (ts.isPropertySignature(node) && !node.modifiers?.length ? insert(file, node.getStart(file.tree), 'readonly ') : undefined),
  'drop-readonly': dropModifier(ts.SyntaxKind.ReadonlyKeyword),
  'drop-abstract': dropModifier(ts.SyntaxKind.AbstractKeyword),
  'drop-static': dropModifier(ts.SyntaxKind.StaticKeyword),
  'make-a-member-private': (node, file) => (ts.isClassElement(node) && node.name && !ts.isPrivateIdentifier(node.name) && !ts.getCombinedModifierFlags(node) ? insert(file, node.getStart(file.tree), 'private ') : undefined),
  'change-an-enum-value': (node, file) => (ts.isEnumMember(node) ? (node.initializer ? replaceNode(file, node.initializer, "'mutant'") : insert(file, node.end, " = 'mutant'")) : undefined),
  'drop-an-enum-member': (node, file) => (ts.isEnumDeclaration(node) ? dropLast(node.members, file) : undefined),
  'drop-const-of-an-enum': (node, file) => (ts.isEnumDeclaration(node) ? dropModifier(ts.SyntaxKind.ConstKeyword)(node, file) : undefined),
  'drop-a-constraint': (node, file) => (ts.isTypeParameterDeclaration(node) && node.constraint && !ts.isMappedTypeNode(node.parent) ? cut(file, node.name.end, node.constraint.end) : undefined),
  'add-a-type-parameter': (node, file) => ((ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && node.typeParameters ? insert(file, node.typeParameters.end, ', Mutant = unknown') : undefined),
  'drop-a-default-of-a-type-parameter': (node, file) => (ts.isTypeParameterDeclaration(node) && node.default ? cut(file, node.constraint?.end ?? node.name.end, node.default.end) : undefined),
  'drop-extends': (node, file) => (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword ? cut(file, node.getStart(file.tree), node.end) : undefined),
  'swap-conditional-branches': (node, file) => (ts.isConditionalTypeNode(node) ? { file: file.name, start: node.trueType.getStart(file.tree), end: node.falseType.end, text: `${node.falseType.getText(file.tree)} : ${node.trueType.getText(file.tree)}` } : undefined),
  'drop-keyof': (node, file) => (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword ? replaceNode(file, node, node.type.getText(file.tree)) : undefined),
  'change-a-constant': (node, file) => (ts.isVariableDeclaration(node) && node.parent.flags & ts.NodeFlags.Const && !node.type && node.initializer && ts.isNumericLiteral(node.initializer) ? replaceNode(file, node.initializer, `${node.initializer.text}1`) : undefined),
  'drop-as-const': (node, file) => (ts.isAsExpression(node) && ts.isTypeReferenceNode(node.type) && node.type.getText(file.tree) === 'const' ? cut(file, node.expression.end, node.end) : undefined),
  'declare-the-return-type-any': (node, file) => (ts.isFunctionDeclaration(node) && node.type && node.type.kind !== ts.SyntaxKind.AnyKeyword ? replaceNode(file, node.type, 'any') : undefined),
};

/** Of two or more; what stands between them goes with it. */
function dropLastOf(list: ts.NodeArray<ts.Node>, file: ChangedFile): Edit | undefined {
  return list.length < 2 ? undefined : cut(file, list[list.length - 2]!.end, list.at(-1)!.end);
}

function isSignature(node: ts.Node): node is ts.SignatureDeclaration {
  return (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node) || ts.isConstructorDeclaration(node) || ts.isCallSignatureDeclaration(node) || ts.isFunctionTypeNode(node)) && !isPrivate(node);
}

function isPrivate(node: ts.Node): boolean {
  const member = node as ts.ClassElement;
  return (ts.canHaveModifiers(node) && (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false)) || (member.name !== undefined && ts.isPrivateIdentifier(member.name));
}

function isLastParameter(node: ts.ParameterDeclaration): boolean {
  return node.parent.parameters.at(-1) === node && !ts.isSetAccessor(node.parent);
}

/** Places in the signatures of what the facade exports under its own name; what is inside of bodies is nobody's type. */
export function findTypeMutants(subject: Subject, wanted: ReadonlySet<string>): readonly TypeMutant[] {
  const found: TypeMutant[] = [];
  for (const file of subject.files) {
    for (const statement of file.tree.statements) {
      const names = ts.isVariableStatement(statement) ? statement.declarationList.declarations.map((one) => one.name.getText(file.tree)) : [(statement as ts.DeclarationStatement).name?.getText(file.tree) ?? ''];
      const isExported = ts.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (isExported && names.some((name) => wanted.has(name))) visit(statement, file);
    }
  }
  return found;

  function visit(node: ts.Node, file: ChangedFile): void {
    if (ts.isBlock(node) || isPrivate(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isObjectLiteralExpression(node)) return;
    for (const [operator, find] of Object.entries(operators)) {
      const edit = find(node, file);
      if (edit) found.push({ operator, file, edit, note: `${operator} ${excerpt(file, node.getStart(file.tree), node.end)}` });
    }
    ts.forEachChild(node, (child) => visit(child, file));
  }
}

export const typeOperators: readonly string[] = Object.keys(operators);
