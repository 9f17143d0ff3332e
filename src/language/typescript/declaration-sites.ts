import type { ts } from 'ts-morph';
import type { ClassSite, DecoratorUse, DirectedFunction, FunctionShape, FunctionSite, MemberSite } from '../../model/declaration-site.js';
import type { ParsedModule } from './compiler.js';
import { readStaticValue } from './static-values.js';
import { dottedPath, skipWrappers } from './syntax.js';

/** Classes at top level, named or not, and class expressions that a top-level variable holds. In source order. */
export function readClassSites(parsed: ParsedModule, statements: readonly ts.Statement[]): readonly ClassSite[] {
  const { ts } = parsed;
  return statements.flatMap((statement, index): ClassSite[] => {
    if (ts.isClassDeclaration(statement)) return [readClass(parsed, statement, statement.name?.text, index)];
    return holders(parsed, statement).flatMap(([name, value]) => (ts.isClassExpression(value) ? [readClass(parsed, value, name, index)] : []));
  });
}

/** Functions at top level that have a body, in source order. */
export function readFunctionSites(parsed: ParsedModule, statements: readonly ts.Statement[]): readonly FunctionSite[] {
  const { ts, tree } = parsed;
  return statements.flatMap((statement, index): FunctionSite[] => {
    const site = (name: string, node: ts.FunctionLikeDeclaration): FunctionSite =>
      ({ name, shape: readShape(parsed, node), span: { start: statement.getStart(tree), end: statement.end }, statement: index });
    if (ts.isFunctionDeclaration(statement)) return statement.body ? [site(statement.name?.text ?? 'default', statement)] : [];
    return holders(parsed, statement).flatMap(([name, value]) => (ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? [site(name, value)] : []));
  });
}

/** Functions below top level, methods of classes aside, that start with a directive. In source order. */
export function readDirectedFunctions(parsed: ParsedModule, statements: readonly ts.Statement[]): readonly DirectedFunction[] {
  const { ts, tree, text } = parsed;
  if (!/(['"])use [a-z]+\1/.test(text)) return [];
  const found: DirectedFunction[] = [];
  statements.forEach((statement, index) => {
    const visit = (node: ts.Node, path: readonly string[], isTop: boolean): void => {
      if (ts.isClassLike(node)) return;
      const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node);
      const isNamed = isFunction || ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node);
      const own = isNamed ? nameWithin(parsed, node) : undefined;
      const inner = own === undefined ? path : [...path, own];
      if (isFunction && !isTop) {
        const shape = readShape(parsed, node);
        if (shape.directives.length > 0) found.push({ path: inner, shape, span: { start: node.getStart(tree), end: node.end }, statement: index });
      }
      const keepsTop = isTop && !isFunction && !ts.isObjectLiteralExpression(node);
      ts.forEachChild(node, (child) => visit(child, inner, keepsTop));
    };
    visit(statement, [], true);
  });
  return found;
}

/** A function that a variable or a property holds is named by that, not twice. */
function nameWithin(parsed: ParsedModule, node: ts.Node): string | undefined {
  const { ts } = parsed;
  if (ts.isVariableDeclaration(node)) return ts.isIdentifier(node.name) ? node.name.text : undefined;
  if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) return nameOf(parsed, node.name);
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? 'default';
  if (!ts.isFunctionExpression(node) && !ts.isArrowFunction(node)) return undefined;
  const holder = skipUp(ts, node);
  if (ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder)) return undefined;
  if (ts.isExportAssignment(holder)) return 'default';
  return (ts.isFunctionExpression(node) ? node.name?.text : undefined) ?? '';
}

function skipUp(ts: ParsedModule['ts'], node: ts.Node): ts.Node {
  let holder = node.parent;
  while (ts.isParenthesizedExpression(holder) || ts.isAsExpression(holder) || ts.isSatisfiesExpression(holder)) holder = holder.parent;
  return holder;
}

function holders({ ts }: ParsedModule, statement: ts.Statement): readonly (readonly [name: string, value: ts.Node])[] {
  if (ts.isExportAssignment(statement) && !statement.isExportEquals) return [['default', skipWrappers(ts, statement.expression)]];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer ? [[name.text, skipWrappers(ts, initializer)] as const] : []);
}

function readClass(parsed: ParsedModule, node: ts.ClassLikeDeclaration, name: string | undefined, statement: number): ClassSite {
  const { ts, tree } = parsed;
  const clause = (token: ts.SyntaxKind) => node.heritageClauses?.find((one) => one.token === token)?.types ?? [];
  const [base] = clause(ts.SyntaxKind.ExtendsKeyword);
  const basePath = base && dottedPath(ts, base.expression);
  return {
    ...(name === undefined ? {} : { name }),
    ...(basePath === undefined ? {} : { extends: basePath.split('.') }),
    extendsTypeArguments: (base?.typeArguments ?? []).map((type) => folded(parsed, type)),
    implements: clause(ts.SyntaxKind.ImplementsKeyword).map((type) => folded(parsed, type)),
    decorators: readDecorators(parsed, node),
    members: node.members.flatMap((member) => readMember(parsed, member)),
    span: { start: node.getStart(tree), end: node.end },
    statement,
  };
}

function readMember(parsed: ParsedModule, node: ts.ClassElement): MemberSite[] {
  const { ts, tree } = parsed;
  const kind = kindOf(ts, node);
  if (kind === undefined) return [];
  const value = ts.isPropertyDeclaration(node) && node.initializer ? skipWrappers(ts, node.initializer) : undefined;
  const withShape = value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : ts.isPropertyDeclaration(node) ? undefined : (node as ts.FunctionLikeDeclaration);
  return [{
    kind,
    name: kind === 'constructor' ? 'constructor' : nameOf(parsed, node.name!),
    static: ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword),
    decorators: readDecorators(parsed, node),
    ...(withShape ? { shape: readShape(parsed, withShape) } : {}),
    ...(value ? { value: readStaticValue(parsed, value as ts.Expression) } : {}),
    span: { start: node.getStart(tree), end: node.end },
  }];
}

function kindOf(ts: ParsedModule['ts'], node: ts.ClassElement): MemberSite['kind'] | undefined {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (ts.isMethodDeclaration(node)) return 'method';
  if (ts.isPropertyDeclaration(node)) return 'property';
  if (ts.isGetAccessor(node)) return 'getter';
  return ts.isSetAccessor(node) ? 'setter' : undefined;
}

function nameOf({ ts, tree, text }: ParsedModule, name: ts.PropertyName): string {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) || ts.isPrivateIdentifier(name)) return name.text;
  return text.slice(name.getStart(tree), name.end);
}

function readDecorators(parsed: ParsedModule, node: ts.Node): readonly DecoratorUse[] {
  const { ts, tree } = parsed;
  const decorators = ts.canHaveDecorators(node) ? ts.getDecorators(node) ?? [] : [];
  return decorators.flatMap((decorator): DecoratorUse[] => {
    const call = skipWrappers(ts, decorator.expression);
    const path = dottedPath(ts, ts.isCallExpression(call) ? call.expression : call);
    if (path === undefined) return [];
    return [{
      path: path.split('.'),
      args: ts.isCallExpression(call) ? call.arguments.map((argument) => readStaticValue(parsed, argument)) : [],
      called: ts.isCallExpression(call),
      text: folded(parsed, decorator),
      span: { start: decorator.getStart(tree), end: decorator.end },
    }];
  });
}

export function readShape(parsed: ParsedModule, node: ts.FunctionLikeDeclaration): FunctionShape {
  const { ts } = parsed;
  const isAsync = ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
  const body = node.body && ts.isBlock(node.body) ? node.body.statements : [];
  const directives: string[] = [];
  for (const statement of body) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    directives.push(statement.expression.text);
  }
  return {
    parameters: node.parameters.map((parameter) => folded(parsed, parameter)),
    parameterTypes: node.parameters.map((parameter) => parameter.type && folded(parsed, parameter.type)),
    ...(node.type ? { returnType: folded(parsed, node.type) } : {}),
    async: isAsync,
    generator: node.asteriskToken !== undefined,
    directives,
  };
}

function folded({ tree, text }: ParsedModule, node: ts.Node): string {
  return text.slice(node.getStart(tree), node.end).replace(/\s+/g, ' ');
}
