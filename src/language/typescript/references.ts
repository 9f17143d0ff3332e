import type { ts } from 'ts-morph';
import type { Reference, ReferenceTime } from '../../model/reference.js';
import { isReference, type Bindings } from './bindings.js';
import type { Compiler, ParsedModule } from './compiler.js';
import { byKind } from './kinds.js';
import type { CompilerFacts } from '../../model/project.js';

export interface StatementReferences {
  readonly reads: readonly Reference[];
  readonly writes: readonly Reference[];
}

interface TimedNodes {
  readonly facts: CompilerFacts;
  readonly nodes: readonly ts.Node[];
  readonly times: readonly ReferenceTime[];
}

const listed = new WeakMap<ts.Node, TimedNodes>();

/** Calls `visitor` for every node under `root` with the time at which it is evaluated relative to the module body. */
export function walkWithTime(
  parsed: ParsedModule,
  facts: CompilerFacts,
  root: ts.Node,
  visitor: (node: ts.Node, when: ReferenceTime) => void,
): void {
  const { nodes, times } = listWithTime(parsed, facts, root);
  for (let i = 0; i < nodes.length; i++) visitor(nodes[i]!, times[i]!);
}

/** Several questions look at every node of a file with its time. Running through a list takes a tenth of the time of a walk, so the walk is made once. */
function listWithTime(parsed: ParsedModule, facts: CompilerFacts, root: ts.Node): TimedNodes {
  const known = listed.get(root);
  if (known?.facts === facts) return known;
  const { ts } = parsed;
  const nodes: ts.Node[] = [];
  const times: ReferenceTime[] = [];
  const visitor = (node: ts.Node, when: ReferenceTime): void => {
    nodes.push(node);
    times.push(when);
  };

  const visitAll = (nodes: readonly ts.Node[] | undefined, when: ReferenceTime): void => nodes?.forEach((node) => visit(node, when));
  const visitOptional = (node: ts.Node | undefined, when: ReferenceTime): void => {
    if (node) visit(node, when);
  };

  const visit = (node: ts.Node, when: ReferenceTime): void => {
    visitor(node, when);
    if (when === 'type') {
      // `declare namespace Till { export { open } }`: nothing runs, but `import type { open }` would leave `Till.open` without its value.
      ts.forEachChild(node, (child) => visit(child, ts.isExportSpecifier(node) && !node.isTypeOnly && !node.parent.parent.isTypeOnly ? 'soft' : 'type'));
    } else if (ts.isClassLike(node)) visitClass(node, when);
    else if (ts.isFunctionLike(node) && !ts.isTypeNode(node)) visitFunction(node, when, undefined);
    else if (isErased(ts, node)) ts.forEachChild(node, (child) => visit(child, 'type'));
    else ts.forEachChild(node, (child) => visit(child, when));
  };

  const visitFunction = (node: ts.SignatureDeclaration, when: ReferenceTime, metadata: ReferenceTime | undefined): void => {
    const body = (node as ts.FunctionLikeDeclaration).body;
    const bodyTime: ReferenceTime = when === 'type' ? 'type' : when === 'hard' && runsAtOnce(ts, node) ? 'hard' : 'soft';
    visitAll((node as { modifiers?: readonly ts.Node[] }).modifiers, when);
    if (node.name && ts.isComputedPropertyName(node.name)) visit(node.name, when);
    visitAll(node.typeParameters, 'type');
    for (const parameter of node.parameters) {
      visitor(parameter, bodyTime);
      visitAll(parameter.modifiers, when);
      visit(parameter.name, bodyTime);
      if (parameter.type) visitTypeAnnotation(parameter.type, metadata);
      visitOptional(parameter.initializer, bodyTime);
    }
    if (node.type) visitTypeAnnotation(node.type, metadata);
    visitOptional(body, bodyTime);
  };

  const visitClass = (node: ts.ClassLikeDeclaration, when: ReferenceTime): void => {
    const reflect = facts.emitDecoratorMetadata && when !== 'type';
    visitAll(node.modifiers, when);
    visitAll(node.typeParameters, 'type');
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token === ts.SyntaxKind.ImplementsKeyword) visitAll(clause.types, 'type');
      else visitAll(clause.types, when);
    }
    const classDecorated = hasDecorator(ts, node);
    for (const member of node.members) {
      visitor(member, when);
      const isStatic = !!ts.getModifiers(member as ts.HasModifiers)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
      if (ts.isClassStaticBlockDeclaration(member)) visitAll(member.body.statements, when);
      else if (ts.isPropertyDeclaration(member)) {
        visitAll(member.modifiers, when);
        if (ts.isComputedPropertyName(member.name)) visit(member.name, when);
        if (member.type) visitTypeAnnotation(member.type, reflect && hasDecorator(ts, member) ? when : undefined);
        visitOptional(member.initializer, isStatic ? when : 'soft');
      } else if (ts.isFunctionLike(member)) {
        const decorated = hasDecorator(ts, member) || (ts.isConstructorDeclaration(member) && classDecorated) ||
          member.parameters.some((parameter) => hasDecorator(ts, parameter));
        visitFunction(member, when, reflect && decorated ? when : undefined);
      } else ts.forEachChild(member, (child) => visit(child, 'type'));
    }
  };

  /**
   * With `emitDecoratorMetadata` a class name in a decorated signature is read while the class is defined:
   * `constructor(private mailer: Mailer)` emits `__metadata('design:paramtypes', [Mailer])`.
   */
  const visitTypeAnnotation = (node: ts.TypeNode, metadata: ReferenceTime | undefined): void => {
    if (metadata && ts.isTypeReferenceNode(node)) {
      visitor(node, metadata);
      ts.forEachChild(node, (child) => visit(child, child === node.typeName ? metadata : 'type'));
    } else if (metadata && ts.isUnionTypeNode(node)) node.types.forEach((type) => visitTypeAnnotation(type, metadata));
    else visit(node, 'type');
  };

  visit(root, 'hard');
  const found = { facts, nodes, times };
  listed.set(root, found);
  return found;
}

let makesElement: ((node: ts.Node) => boolean) | undefined;

/** A function of its own: what is kept must not hold on to the file that was read when it was made. */
function findMakers(ts: Compiler): (node: ts.Node) => boolean {
  return byKind((node) => ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node));
}

/** Reads and writes of top-level bindings in one statement, own names left out. */
export function readReferences(parsed: ParsedModule, bindings: Bindings, facts: CompilerFacts, statement: ts.Statement): StatementReferences {
  const { ts, tree } = parsed;
  const own = new Set(bindings.declaredBy(statement));
  const reads: Reference[] = [];
  const writes: Reference[] = [];
  const jsx: { elements?: ReferenceTime; fragments?: ReferenceTime } = {};

  walkWithTime(parsed, facts, statement, (node, when) => {
    if (!ts.isIdentifier(node)) {
      if (when === 'type' || !(makesElement ??= findMakers(ts))(node)) return;
      if (jsx.elements !== 'hard') jsx.elements = when;
      if (ts.isJsxFragment(node) && jsx.fragments !== 'hard') jsx.fragments = when;
      return;
    }
    if (!isReference(ts, node)) return;
    const name = bindings.nameOf(node);
    if (name === undefined || own.has(name)) return;
    const reference: Reference = { name, span: { start: node.getStart(tree), end: node.end }, when };
    const access = when === 'type' ? 'read' : accessOf(ts, node);
    if (access !== 'write') reads.push(reference);
    if (access !== 'read') writes.push(reference);
  });

  const factories = jsxFactoriesOf(parsed, facts);
  for (const [factory, when] of [[factories?.element, jsx.elements], [factories?.fragment, jsx.fragments]] as const) {
    if (factory === undefined || when === undefined || own.has(factory) || !bindings.byName.has(factory)) continue;
    if (reads.some((read) => read.name === factory && read.when !== 'type')) continue;
    const start = statement.getStart(tree);
    reads.push({ name: factory, span: { start, end: start }, when });
  }
  const byOffset = (a: Reference, b: Reference): number => a.span.start - b.span.start;
  return { reads: reads.sort(byOffset), writes: writes.sort(byOffset) };
}

/** Classic JSX calls `React.createElement` though the text never says `React`, and `<>` reads a name of its own: `Fragment` beside `h`. */
export function jsxFactoriesOf(parsed: ParsedModule, facts: CompilerFacts): { element: string; fragment: string } | undefined {
  if (facts.jsx === 'react-jsx' || facts.jsx === 'react-jsxdev') return undefined;
  const start = parsed.text.slice(0, 2000);
  const element = /@jsx\s+([\w$]+)/.exec(start)?.[1] ?? facts.jsxFactory?.split('.')[0] ?? 'React';
  return { element, fragment: /@jsxFrag\s+([\w$]+)/.exec(start)?.[1] ?? facts.jsxFragmentFactory?.split('.')[0] ?? 'React' };
}

export function hasDecorator(ts: Compiler, node: ts.Node): boolean {
  return ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0;
}

/** `(() => {...})()` runs at once; so may a callback handed to a call (`rows.map((row) => ...)`), which is taken as hard to be safe. */
function runsAtOnce(ts: Compiler, node: ts.Node): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  let child: ts.Node = node;
  while (ts.isParenthesizedExpression(child.parent) || ts.isAsExpression(child.parent) || ts.isSatisfiesExpression(child.parent)) child = child.parent;
  const parent = child.parent;
  if (ts.isCallExpression(parent)) return true;
  if (ts.isNewExpression(parent)) return parent.expression !== child;
  return ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent);
}

/** By kind of node: 1 when no node of that kind is erased, 2 when some are, 0 when none was met. */
const erasedKinds = new Uint8Array(1024);

export function isErased(ts: Compiler, node: ts.Node): boolean {
  if (erasedKinds[node.kind] === 0) erasedKinds[node.kind] = ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node) || ts.canHaveModifiers(node) ? 2 : 1;
  if (erasedKinds[node.kind] === 1) return false;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isExpressionWithTypeArguments(node)) return false;
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return true;
  if (ts.isFunctionDeclaration(node) && !node.body) return true;
  if (ts.isModuleDeclaration(node) && !isInstantiated(ts, node)) return true;
  return ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword);
}

/** A namespace that holds nothing but types has no object at run time. */
export function isInstantiated(ts: Compiler, node: ts.ModuleDeclaration): boolean {
  const body = node.body;
  if (!body) return false;
  if (ts.isModuleDeclaration(body)) return isInstantiated(ts, body);
  if (!ts.isModuleBlock(body)) return true;
  return body.statements.some((statement) => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return false;
    if (ts.isModuleDeclaration(statement)) return isInstantiated(ts, statement);
    return true;
  });
}

/** What is done to the binding where the identifier stands. */
export function accessOf(ts: Compiler, identifier: ts.Identifier): 'read' | 'write' | 'both' {
  let node: ts.Node = identifier;
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent) || ts.isTypeAssertionExpression(parent)) {
      node = parent;
    } else if (ts.isBinaryExpression(parent)) {
      if (parent.left !== node) return 'read';
      const operator = parent.operatorToken.kind;
      if (operator === ts.SyntaxKind.EqualsToken) return 'write';
      return operator >= ts.SyntaxKind.FirstCompoundAssignment && operator <= ts.SyntaxKind.LastCompoundAssignment ? 'both' : 'read';
    } else if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken ? 'both' : 'read';
    } else if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
      return parent.initializer === node ? 'write' : 'read';
    } else if (ts.isShorthandPropertyAssignment(parent)) {
      if (parent.name !== node) return 'read';
      node = parent.parent;
      return isAssignmentPattern(ts, node) ? 'write' : 'read';
    } else if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
      return isAssignmentPattern(ts, parent.parent) ? 'write' : 'read';
    } else if (ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent)) {
      return isAssignmentPattern(ts, parent.parent) ? 'write' : 'read';
    } else if (ts.isArrayLiteralExpression(parent)) {
      return isAssignmentPattern(ts, parent) ? 'write' : 'read';
    } else return 'read';
  }
}

/** Whether an object or array literal is the target of a destructuring assignment, at any depth: `({ a: [x] } = y)`. */
function isAssignmentPattern(ts: Compiler, literal: ts.Node): boolean {
  let node = literal;
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      // `[a = 1] = b`: the inner `=` gives a default; the outer one decides, but either way `a` is a target.
      return true;
    }
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
    if (ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) node = parent;
    else if (ts.isPropertyAssignment(parent) && parent.initializer === node) node = parent.parent;
    else if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) node = parent.parent;
    else return false;
  }
}
