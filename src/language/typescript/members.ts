import type { ts } from 'ts-morph';
import { compareText } from '../../diagnostic/sort.js';
import type { Member } from '../../model/member.js';
import type { ParsedModule } from './compiler.js';
import { skipWrappers } from './syntax.js';

/** Smaller declarations are under every sensible cap, and their members are not asked for. */
const leastLines = 100;
/** Taking out less makes no giant smaller. */
const leastMemberLines = 4;

interface Piece {
  readonly name: string;
  readonly kind: Member['kind'];
  readonly nodes: readonly ts.Node[];
}

/**
 * What a large declaration is made of, those first that would leave it most easily: many lines, little shared with the rest.
 * Undefined for a declaration of less than 100 lines and for one that has no parts (a long list, one expression).
 */
export function readMembers(parsed: ParsedModule, statement: ts.Statement): readonly Member[] | undefined {
  const { text } = parsed;
  if (countLines(text, statement.getStart(parsed.tree), statement.end) < leastLines) return undefined;
  const found = findBodies(parsed, statement).flatMap((body) => membersOf(parsed, body));
  const large = found.filter(({ lines }) => lines >= leastMemberLines);
  const worth = (member: Member): number => member.lines / (1 + member.shares.length);
  const sorted = large.sort((a, b) => worth(b) - worth(a) || a.span.start - b.span.start);
  return sorted.length > 0 ? sorted : undefined;
}

type Body = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | ts.FunctionLikeDeclaration | ts.ModuleBlock;

function findBodies({ ts }: ParsedModule, statement: ts.Statement): Body[] {
  const ofExpression = (raw: ts.Expression | undefined): Body[] => {
    if (!raw) return [];
    const node = skipWrappers(ts, raw);
    if (ts.isClassExpression(node) || ts.isObjectLiteralExpression(node)) return [node];
    if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return [node];
    // `const parser = (() => { ... })()`, `forwardRef((props) => { ... })`
    if (ts.isCallExpression(node)) return [...ofExpression(node.expression), ...node.arguments.flatMap(ofExpression)];
    return [];
  };
  if (ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement)) return [statement];
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ initializer }) => ofExpression(initializer));
  if (ts.isExportAssignment(statement)) return ofExpression(statement.expression);
  if (ts.isModuleDeclaration(statement)) return statement.body && ts.isModuleBlock(statement.body) ? [statement.body] : [];
  if (!ts.isExpressionStatement(statement)) return [];
  const expression = skipWrappers(ts, statement.expression);
  return ts.isBinaryExpression(expression) ? ofExpression(expression.right) : ofExpression(statement.expression);
}

function membersOf(parsed: ParsedModule, body: Body): Member[] {
  const { ts } = parsed;
  if (ts.isClassLike(body)) {
    const state = classState(parsed, body);
    return group(classPieces(parsed, body)).map((piece) => toMember(parsed, piece, sharedThroughThis(parsed, piece, body, state)));
  }
  if (ts.isObjectLiteralExpression(body)) {
    return group(objectPieces(parsed, body)).map((piece) => toMember(parsed, piece, [...sharedThroughThis(parsed, piece, body, undefined), ...sharedLocals(parsed, piece, body)]));
  }
  return group(blockPieces(parsed, body)).map((piece) => toMember(parsed, piece, sharedLocals(parsed, piece, body)));
}

/** Accessors of one name and overloads are one piece. */
function group(pieces: readonly Piece[]): Piece[] {
  const byName = new Map<string, Piece>();
  for (const piece of pieces) {
    const key = piece.kind === 'block' || piece.kind === 'case' ? `${piece.name} ${byName.size}` : piece.name;
    const known = byName.get(key);
    byName.set(key, known ? { ...known, nodes: [...known.nodes, ...piece.nodes] } : piece);
  }
  return [...byName.values()];
}

function toMember({ text, tree }: ParsedModule, { name, kind, nodes }: Piece, shares: readonly string[]): Member {
  const lines = nodes.reduce((sum, node) => sum + countLines(text, node.getStart(tree), node.end), 0);
  return { name, kind, span: { start: nodes[0]!.getStart(tree), end: nodes.at(-1)!.end }, lines, shares: [...new Set(shares)].sort(compareText) };
}

function countLines(text: string, start: number, end: number): number {
  return (text.slice(start, end).match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0) + 1;
}

function classPieces({ ts, tree }: ParsedModule, body: ts.ClassLikeDeclaration): Piece[] {
  return body.members.flatMap((member): Piece[] => {
    const name = member.name?.getText(tree);
    if (name === undefined) return [];
    if (ts.isMethodDeclaration(member)) return [{ name, kind: 'method', nodes: [member] }];
    if (ts.isAccessor(member)) return [{ name, kind: 'accessor', nodes: [member] }];
    const value = ts.isPropertyDeclaration(member) && member.initializer ? skipWrappers(ts, member.initializer) : undefined;
    return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? [{ name, kind: 'method', nodes: [member] }] : [];
  });
}

function objectPieces({ ts, tree }: ParsedModule, body: ts.ObjectLiteralExpression): Piece[] {
  return body.properties.flatMap((property): Piece[] => {
    const name = property.name?.getText(tree);
    if (name === undefined || ts.isShorthandPropertyAssignment(property)) return [];
    if (ts.isMethodDeclaration(property)) return [{ name, kind: 'method', nodes: [property] }];
    return [{ name, kind: ts.isAccessor(property) ? 'accessor' : 'property', nodes: [property] }];
  });
}

/** Inner functions and large blocks of a function, its switch by case; the members of a namespace. */
function blockPieces({ ts, tree }: ParsedModule, body: ts.FunctionLikeDeclaration | ts.ModuleBlock): Piece[] {
  const block = ts.isModuleBlock(body) ? body : body.body;
  if (!block || !(ts.isBlock(block) || ts.isModuleBlock(block))) return [];
  return block.statements.flatMap((statement): Piece[] => {
    if (ts.isFunctionDeclaration(statement) && statement.name) return [{ name: statement.name.text, kind: 'function', nodes: [statement] }];
    if (ts.isClassDeclaration(statement) && statement.name) return [{ name: statement.name.text, kind: 'declaration', nodes: [statement] }];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap((declaration): Piece[] => {
        const value = declaration.initializer && skipWrappers(ts, declaration.initializer);
        const isFunction = value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
        return isFunction ? [{ name: declaration.name.getText(tree), kind: 'function', nodes: [declaration] }] : [];
      });
    }
    if (ts.isSwitchStatement(statement)) {
      return statement.caseBlock.clauses.map((clause): Piece => ({ name: ts.isCaseClause(clause) ? `case ${short(clause.expression.getText(tree))}` : 'default', kind: 'case', nodes: [clause] }));
    }
    if (ts.isModuleBlock(block) && (ts.isEnumDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))) {
      return [{ name: statement.name.text, kind: 'declaration', nodes: [statement] }];
    }
    const isBlock = ts.isIfStatement(statement) || ts.isTryStatement(statement) || ts.isIterationStatement(statement, false);
    return isBlock ? [{ name: short(statement.getText(tree).split(/\{|\r|\n/, 1)[0]!.trim()), kind: 'block', nodes: [statement] }] : [];
  });
}

function short(code: string): string {
  return code.length > 40 ? `${code.slice(0, 39)}…` : code;
}

/** Fields, private members and what the constructor assigns: what a method that leaves the class can no longer reach. */
function classState(parsed: ParsedModule, body: ts.ClassLikeDeclaration): ReadonlySet<string> {
  const { ts } = parsed;
  const state = new Set<string>();
  const isHidden = (node: ts.HasModifiers): boolean => !!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword);
  for (const member of body.members) {
    if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) if (ts.isParameterPropertyDeclaration(parameter, member) && ts.isIdentifier(parameter.name)) state.add(parameter.name.text);
      continue;
    }
    if (!member.name) continue;
    const name = member.name.getText(parsed.tree);
    if (ts.isPropertyDeclaration(member) || ts.isPrivateIdentifier(member.name) || (ts.canHaveModifiers(member) && isHidden(member))) state.add(name);
  }
  // JavaScript declares its fields by assigning them.
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(node.left) && node.left.expression.kind === ts.SyntaxKind.ThisKeyword) {
      state.add(node.left.name.text);
    }
    if (ts.isClassLike(node) && node !== body) return;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return state;
}

/** `this.x` of the state (of anything when there is none), `Cart.x` for statics, `super`, and `this` handed on. */
function sharedThroughThis(parsed: ParsedModule, piece: Piece, body: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression, state: ReadonlySet<string> | undefined): string[] {
  const { ts } = parsed;
  const own = ts.isClassLike(body) ? body.name?.text : undefined;
  const shares: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.SuperKeyword) shares.push('super');
    const parent = node.parent;
    const isSelf = node.kind === ts.SyntaxKind.ThisKeyword || (own !== undefined && ts.isIdentifier(node) && node.text === own);
    if (isSelf && ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      if (parent.name.text !== piece.name && (!state || state.has(parent.name.text))) shares.push(parent.name.text);
    } else if (node.kind === ts.SyntaxKind.ThisKeyword) shares.push('this');
    // `this` of an inner function or class is another one; an arrow function has none of its own.
    const isOther = (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node)) && !piece.nodes.some((own) => own === node || own === parent);
    if (!isOther) ts.forEachChild(node, visit);
  };
  for (const node of piece.nodes) visit(node);
  return shares;
}

/** Names that are declared inside the body and outside the piece, and used in the piece. */
function sharedLocals(parsed: ParsedModule, piece: Piece, body: Body): string[] {
  const { ts, checker } = parsed;
  const inside = (node: ts.Node, outer: ts.Node): boolean => node.pos >= outer.pos && node.end <= outer.end && node !== outer;
  const shares: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
      const declaration = symbol?.declarations?.[0];
      const isLocal = declaration && inside(declaration, body) && !piece.nodes.some((own) => own === declaration || inside(declaration, own));
      if (isLocal && !ts.isPropertyAssignment(declaration) && !ts.isMethodDeclaration(declaration)) shares.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const node of piece.nodes) visit(node);
  return shares;
}
