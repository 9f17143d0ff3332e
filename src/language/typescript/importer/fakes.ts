import type { ts } from 'ts-morph';
import type { FakeEntry, MockUse } from '../../../model/importer.js';
import { readCallPath } from '../call-path.js';
import type { ParsedModule } from '../compiler.js';
import { skipWrappers } from '../syntax.js';
import type { Names } from './names.js';
import { spanOf } from './namespace.js';

type Fake = Pick<MockUse, 'rest'> & Partial<Pick<MockUse, 'fake' | 'opaque' | 'undivided'>>;

interface Context {
  readonly path: string;
  readonly literal: ts.StringLiteralLike;
}

/** What the arguments behind the path say about the names of the fake module. */
export function readFake(parsed: ParsedModule, names: Names, call: ts.CallExpression, context: Context): Fake {
  const { ts } = parsed;
  const raw = call.arguments[1];
  if (!raw) return { rest: /(?:^|\.)mock\.module$/.test(context.path) ? 'absent' : 'automatic' };
  const argument = skipWrappers(ts, raw);
  if (ts.isObjectLiteralExpression(argument)) {
    if (/\.setMock$/.test(context.path)) return readObject(parsed, argument, noOriginal);
    return /(?:^|\.)mock\.module$/.test(context.path) ? readModuleOptions(parsed, argument) : readSpyOption(parsed, argument);
  }
  if (ts.isIdentifier(argument) && argument.text === 'undefined') return { rest: 'automatic' };
  if (!ts.isArrowFunction(argument) && !ts.isFunctionExpression(argument)) return { rest: 'absent', opaque: 'its factory is not written in the call' };
  return readFactory(parsed, names, argument, context);
}

/** `{ spy: true }` of Vitest 3: everything is real, and watched. */
function readSpyOption(parsed: ParsedModule, object: ts.ObjectLiteralExpression): Fake {
  const [property, ...rest] = object.properties;
  const { ts } = parsed;
  const isSpy = property !== undefined && rest.length === 0 && ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) && property.name.text === 'spy' && property.initializer.kind === ts.SyntaxKind.TrueKeyword;
  return isSpy ? { rest: 'watched' } : { rest: 'absent', opaque: 'its options are not known' };
}

/** `mock.module('./shop.js', { namedExports: { total } })` of node:test. */
function readModuleOptions(parsed: ParsedModule, object: ts.ObjectLiteralExpression): Fake {
  const { ts } = parsed;
  if (object.properties.length === 0) return { rest: 'absent' };
  const [property, ...others] = object.properties;
  const isNamed = property !== undefined && others.length === 0 && ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) && /^(?:namedExports|exports)$/.test(property.name.text) && ts.isObjectLiteralExpression(property.initializer);
  return isNamed ? readObject(parsed, property.initializer as ts.ObjectLiteralExpression, noOriginal) : { rest: 'absent', opaque: 'it says more than the names of the fake' };
}

/** How the real module is spoken of inside a factory. */
interface Original {
  /** Whether an expression is the real module, or an automatic fake of it. */
  readonly isOriginal: (node: ts.Node) => 'real' | 'automatic' | undefined;
}

const noOriginal: Original = { isOriginal: () => undefined };

function readFactory(parsed: ParsedModule, names: Names, factory: ts.ArrowFunction | ts.FunctionExpression, { literal }: Context): Fake {
  const { ts } = parsed;
  const opaque = (because: string): Fake => ({ rest: 'absent', opaque: because });
  const [parameter, ...others] = factory.parameters;
  if (others.length > 0 || (parameter && (!ts.isIdentifier(parameter.name) || parameter.initializer || parameter.dotDotDotToken))) return opaque('its factory has parameters that are not known');
  const aliases = new Map<string, 'real' | 'automatic'>();
  const isOriginal = (raw: ts.Node): 'real' | 'automatic' | undefined => {
    const outer = skipWrappers(ts, raw);
    const node = ts.isAwaitExpression(outer) ? skipWrappers(ts, outer.expression) : outer;
    if (ts.isIdentifier(node)) return aliases.get(node.text);
    if (!ts.isCallExpression(node)) return undefined;
    const callee = skipWrappers(ts, node.expression);
    if (parameter && ts.isIdentifier(callee) && callee.text === (parameter.name as ts.Identifier).text) return 'real';
    const [argument] = node.arguments;
    if (!argument || !ts.isStringLiteralLike(argument) || argument.text !== literal.text) return undefined;
    const path = readCallPath(parsed, node.expression);
    if (path === undefined) return undefined;
    return /\.(?:requireActual|importActual)$/.test(path) ? 'real' : /\.(?:createMockFromModule|genMockFromModule|importMock|requireMock)$/.test(path) ? 'automatic' : undefined;
  };
  let undivided: string | undefined;
  let value: ts.Expression | undefined;
  if (ts.isBlock(factory.body)) {
    for (const statement of factory.body.statements) {
      if (ts.isReturnStatement(statement)) {
        value = statement.expression;
        if (statement !== factory.body.statements.at(-1)) return opaque('its factory returns in several places');
        continue;
      }
      const alias = readAlias(ts, statement, isOriginal);
      if (!alias) undivided = 'its factory does more than return an object';
      else if (names.usesOf(alias.name) === undefined) return opaque('the real module is assigned to in its factory');
      else aliases.set(alias.name.text, alias.kind);
    }
    if (undivided !== undefined && hasReturn(ts, factory.body)) return opaque('its factory returns in several places');
  } else value = factory.body;
  const object = value && skipWrappers(ts, value);
  const isLone = object !== undefined && isOriginal(object);
  if (isLone) return isLone === 'real' ? { rest: 'real', opaque: 'it gives the real module' } : { rest: 'automatic', ...(undivided === undefined ? {} : { undivided }) };
  if (!object || !ts.isObjectLiteralExpression(object)) return opaque('its factory does not return an object that is written there');
  const fake = readObject(parsed, object, { isOriginal });
  if (fake.opaque !== undefined) return fake;
  const strayed = findStrayed(parsed, factory, object, isOriginal);
  return strayed ? opaque('the real module is used as a whole in its factory') : { ...fake, ...(undivided === undefined ? {} : { undivided }) };
}

function readAlias(ts: ParsedModule['ts'], statement: ts.Statement, isOriginal: Original['isOriginal']): { readonly name: ts.Identifier; readonly kind: 'real' | 'automatic' } | undefined {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return undefined;
  const { name, initializer } = statement.declarationList.declarations[0]!;
  const kind = initializer && isOriginal(initializer);
  return kind && ts.isIdentifier(name) ? { name, kind } : undefined;
}

/** A `return` of the factory itself inside another statement. */
function hasReturn(ts: ParsedModule['ts'], body: ts.Block): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (ts.isReturnStatement(node) && node.parent !== body) return true;
    return ts.forEachChild(node, visit) === true;
  };
  return visit(body);
}

/** Whether the real module is used outside of the object that is returned, or there as a whole. */
function findStrayed(parsed: ParsedModule, factory: ts.Node, object: ts.ObjectLiteralExpression, isOriginal: Original['isOriginal']): boolean {
  const { ts } = parsed;
  const visit = (node: ts.Node): boolean => {
    if (node === object) return false;
    if (ts.isVariableDeclaration(node) && node.initializer && isOriginal(node.initializer)) return false;
    if (ts.isExpression(node) && !isDeclared(ts, node) && isOriginal(node)) return true;
    return ts.forEachChild(node, visit) === true;
  };
  return visit(factory);
}

function isDeclared(ts: ParsedModule['ts'], node: ts.Node): boolean {
  const { parent } = node;
  return ts.isIdentifier(node) && ((parent as { name?: ts.Node }).name === node || ts.isTypeNode(parent));
}

function readObject(parsed: ParsedModule, object: ts.ObjectLiteralExpression, { isOriginal }: Original): Fake {
  const { ts, text, tree } = parsed;
  const opaque = (because: string): Fake => ({ rest: 'absent', opaque: because });
  const entries: FakeEntry[] = [];
  let rest: MockUse['rest'] = 'absent';
  let start = object.getStart(tree) + 1;
  for (const property of object.properties) {
    const behind = readBehind(text, property.end, object.end - 1);
    const place = { piece: { start, end: behind.end }, end: property.end, ...(behind.comma === undefined ? {} : { comma: behind.comma }) };
    start = behind.end;
    if (ts.isSpreadAssignment(property)) {
      const kind = isOriginal(property.expression);
      if (!kind) return opaque('it spreads what is not known');
      rest = kind;
      entries.push({ ...place, originals: [] });
      continue;
    }
    const { name } = property;
    if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name))) return opaque('a name of it is computed');
    const originals = new Set<string>();
    if (!readOriginals(parsed, property, isOriginal, originals)) return opaque('the real module is used as a whole in its factory');
    entries.push({ ...(name.text === '__esModule' ? {} : { name: name.text }), ...place, originals: [...originals] });
  }
  return { rest, fake: { span: spanOf(parsed, object), entries } };
}

/** The comma of a property, and the end of a comment behind it on the same line. */
function readBehind(text: string, end: number, limit: number): { readonly comma?: number; readonly end: number } {
  const match = /^(\s*(?:\/\*[^]*?\*\/\s*)*),(?:[ \t]*\/\/[^\r\n]*|[ \t]*\/\*[^\r\n]*?\*\/(?=[ \t]*[\r\n]))?/.exec(text.slice(end, limit));
  return match ? { comma: end + match[1]!.length, end: end + match[0].length } : { end };
}

/** Members of the real module that a property takes. False when it takes the module as a whole. */
function readOriginals(parsed: ParsedModule, property: ts.ObjectLiteralElementLike, isOriginal: Original['isOriginal'], found: Set<string>): boolean {
  const { ts } = parsed;
  const visit = (node: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(node) && isOriginal(node.expression)) {
      found.add(node.name.text);
      return true;
    }
    if (ts.isShorthandPropertyAssignment(node) && isOriginal(node.name)) return false;
    if (ts.isExpression(node) && !isDeclared(ts, node) && isOriginal(node)) return false;
    let isFit = true;
    ts.forEachChild(node, (child) => {
      isFit = isFit && visit(child);
    });
    return isFit;
  };
  return visit(property);
}
