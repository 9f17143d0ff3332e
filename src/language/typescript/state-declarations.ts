import type { ts } from 'ts-morph';
import type { StateDeclaration, StateDeclarator, StateObstacle } from '../../model/state-site.js';
import type { Bindings } from './bindings.js';
import { variableKind } from './bindings.js';
import type { Compiler, ParsedModule } from './compiler.js';
import { skipWrappers } from './syntax.js';

export interface DeclarationReading {
  readonly declarations: readonly StateDeclaration[];
  readonly obstacles: StateObstacle[];
  /** Whether the declared type has several members of which an initialiser may choose one. */
  readonly isNarrowed: (name: string) => boolean;
}

/** The statements that declare some variables, and which of them no property of an object could stand for. */
export function readStateDeclarations(parsed: ParsedModule, bindings: Bindings, names: ReadonlySet<string>, isTyped: boolean): DeclarationReading {
  const { ts, tree } = parsed;
  const declarations: StateDeclaration[] = [];
  const obstacles: StateObstacle[] = [];
  const narrowed = new Set<string>();
  const spanOf = (node: ts.Node) => ({ start: node.getStart(tree), end: node.end });

  const seen = new Set<ts.Node>();
  for (const name of names) {
    const found = bindings.byName.get(name)?.declarations ?? [];
    const [first] = found;
    if (!first) continue;
    const refuse = (because: string, node: ts.Node = first.node): void => void obstacles.push({ name, span: spanOf(node), because });
    if (found.length > 1) refuse('is declared more than once');
    const statement = first.node.parent.parent;
    if (ts.isBindingElement(first.node)) refuse('is declared by destructuring');
    else if (!ts.isVariableDeclaration(first.node) || !ts.isVariableStatement(statement) || statement.parent !== tree) refuse('is declared inside of another statement');
    else if (statement.modifiers?.length) refuse(statement.modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ? 'is declared by somebody else' : 'is exported, and importers see every change of it', statement);
    else if (!seen.has(statement)) {
      seen.add(statement);
      const kind = variableKind(ts, statement.declarationList);
      const { declarators, problems } = readDeclarators(parsed, bindings, statement, isTyped, narrowed);
      obstacles.push(...problems);
      if (kind === 'const') refuse('is a constant');
      else declarations.push({ keyword: kind, span: spanOf(statement), declarators });
    }
  }
  return { declarations: declarations.sort((a, b) => a.span.start - b.span.start), obstacles, isNarrowed: (name) => narrowed.has(name) };
}

function readDeclarators(parsed: ParsedModule, bindings: Bindings, statement: ts.VariableStatement, isTyped: boolean, narrowed: Set<string>) {
  const { ts, tree, text } = parsed;
  const declarators: StateDeclarator[] = [];
  const problems: StateObstacle[] = [];
  const own = new Set(bindings.declaredBy(statement));
  const list = statement.declarationList;
  for (const declaration of list.declarations) {
    const { name, type, initializer, exclamationToken } = declaration;
    const span = { start: declaration.getStart(tree), end: declaration.end };
    if (!ts.isIdentifier(name)) {
      for (const each of own) problems.push({ name: each, span, because: 'is declared by a statement that takes a value apart' });
      continue;
    }
    const refuse = (because: string): void => void problems.push({ name: name.text, span, because });
    if (name.text === '__proto__') refuse('would be the prototype of the object');
    // Between the parts of a declarator a comment would have no place to go.
    const gaps = [...(type ? [[(exclamationToken ?? name).end, type.getStart(tree)] as const] : []), ...(initializer ? [[(type ?? exclamationToken ?? name).end, initializer.getStart(tree)] as const] : [])];
    if (gaps.some(([start, end]) => /\/[/*]/.test(text.slice(start, end)))) refuse('has a comment inside of its declaration');
    const isDocumented = /@type\b/.test(text.slice(statement.getFullStart(), statement.getStart(tree)));
    if (isTyped && !type && !isDocumented && (!initializer || isEvolving(ts, initializer))) refuse(`has no type of its own: it takes the type of whatever is assigned last`);
    if (type && /\basserts\b|\bnever\b/.test(type.getText(tree))) refuse('holds a function that the compiler reasons with under its own name only');
    if (initializer && mentions(parsed, bindings, initializer, own)) refuse('is used by its own statement before the object is there');
    if (type && isUnion(ts, type)) narrowed.add(name.text);
    declarators.push({
      name: name.text,
      nameSpan: { start: name.getStart(tree), end: name.end },
      ...(type ? { type: { start: type.getStart(tree), end: type.end } } : {}),
      ...(initializer ? { initializer: { start: initializer.getStart(tree), end: initializer.end } } : {}),
      needsBrackets: initializer !== undefined && !bindsTightly(ts, initializer),
      admitsUndefined: type !== undefined && admitsUndefined(ts, type),
    });
  }
  return { declarators, problems };
}

/** `let rows = []` and `let last = null` have the type of what is pushed or assigned; the property would have it from its first value. */
function isEvolving(ts: Compiler, raw: ts.Expression): boolean {
  const value = skipWrappers(ts, raw);
  return value.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(value) && value.text === 'undefined') || ts.isVoidExpression(value) ||
    (ts.isArrayLiteralExpression(value) && value.elements.length === 0 && raw === value);
}

function mentions({ ts }: ParsedModule, bindings: Bindings, root: ts.Node, names: ReadonlySet<string>): boolean {
  const visit = (node: ts.Node): boolean => (ts.isIdentifier(node) && names.has(node.text) && names.has(bindings.nameOf(node) ?? '')) || (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(root);
}

/** Types that a value of them cannot narrow any further. `boolean` is left out: nothing is an error because it is not known to be `true`. */
function isUnion(ts: Compiler, type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isUnion(ts, type.type);
  if (ts.isTypeReferenceNode(type)) return !(ts.isIdentifier(type.typeName) && plainTypes.has(type.typeName.text));
  if (ts.isTypeOperatorNode(type)) return isUnion(ts, type.type);
  const { UnknownKeyword, UnionType, IntersectionType, ConditionalType, IndexedAccessType, MappedType, ImportType, TypeQuery } = ts.SyntaxKind;
  return ([UnknownKeyword, UnionType, IntersectionType, ConditionalType, IndexedAccessType, MappedType, ImportType, TypeQuery] as readonly ts.SyntaxKind[]).includes(type.kind);
}

const plainTypes = new Set(['Array', 'ReadonlyArray', 'Map', 'ReadonlyMap', 'Set', 'ReadonlySet', 'WeakMap', 'WeakSet', 'Promise', 'Record', 'Date', 'RegExp']);

function admitsUndefined(ts: Compiler, type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return admitsUndefined(ts, type.type);
  if (ts.isUnionTypeNode(type)) return type.types.some((part) => admitsUndefined(ts, part));
  return type.kind === ts.SyntaxKind.UndefinedKeyword || type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
}

function bindsTightly(ts: Compiler, node: ts.Expression): boolean {
  return ts.isLiteralExpression(node) || ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isTemplateExpression(node) ||
    ts.isParenthesizedExpression(node) || (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) ||
    ([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword] as readonly ts.SyntaxKind[]).includes(node.kind);
}
