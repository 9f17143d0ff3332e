import type { ts } from 'ts-morph';
import type { MemberUse, ModuleUse, NamespaceUse, TakenName } from '../../../model/importer.js';
import { variableKind } from '../bindings.js';
import type { Span } from '../../../text/span.js';
import type { ParsedModule } from '../compiler.js';
import { isWatched, readClauseComments } from './clause-comments.js';
import type { Names } from './names.js';
import { readNamespace, readPattern, readUse, spanOf } from './namespace.js';

/** `require('x')` and `import('x')`, with what is taken of the result. */
export function readCall(parsed: ParsedModule, names: Names, call: ts.CallExpression, literal: ts.StringLiteralLike): ModuleUse {
  const { ts, tree } = parsed;
  const isRequire = ts.isIdentifier(call.expression);
  const frame = {
    specifier: literal.text, specifierSpan: { start: literal.getStart(tree) + 1, end: literal.end - 1 }, span: spanOf(parsed, call), isType: false, tail: '',
    isDeferred: !isRequire || isDeferred(ts, call), hasAttributes: call.arguments.length > 1, inner: [], isWatched: false,
  };
  const statement = isRequire ? readRequireStatement(parsed, names, call) : undefined;
  if (statement) return { ...frame, ...statement };
  const form = isRequire ? 'require-call' : 'import-call';
  const taken = isRequire ? readResult(parsed, names, call) : readPromise(parsed, names, call);
  return { ...frame, form, names: [], ...(taken === 'nothing' ? {} : 'because' in taken ? { whole: taken.because, ...(taken.replacedAt ? { replacedAt: taken.replacedAt } : {}) } : { namespace: taken }) };
}

type Taken = NamespaceUse | { readonly because: string; readonly replacedAt?: Span } | 'nothing';

/** `const { a, b: c } = require('x');` and `const x = require('x');` as statements of their own at top level. */
function readRequireStatement(parsed: ParsedModule, names: Names, call: ts.CallExpression): Pick<ModuleUse, 'form' | 'names' | 'span' | 'tail' | 'inner' | 'isWatched' | 'namespace' | 'keyword'> | undefined {
  const { ts, tree, text } = parsed;
  const declaration = call.parent;
  if (ts.isExpressionStatement(declaration) && declaration.parent === tree) {
    return { form: 'require-statement', names: [], span: spanOf(parsed, declaration), tail: text.slice(call.end, declaration.end), inner: [], isWatched: isWatched(parsed, declaration) };
  }
  if (!ts.isVariableDeclaration(declaration) || !ts.isVariableDeclarationList(declaration.parent) || declaration.type) return undefined;
  const list = declaration.parent;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || statement.parent !== tree || statement.modifiers?.length || list.declarations.length !== 1) return undefined;
  const keyword = variableKind(ts, list);
  const frame = { form: 'require-statement' as const, span: spanOf(parsed, statement), tail: text.slice(call.end, statement.end), isWatched: isWatched(parsed, statement), keyword };
  if (ts.isIdentifier(declaration.name)) return { ...frame, names: [], inner: [], namespace: readNamespace(parsed, names, declaration.name) };
  if (!ts.isObjectBindingPattern(declaration.name) || !readPattern(parsed, declaration.name, frame.span)) return undefined;
  const { elements } = declaration.name;
  const comments = readClauseComments(parsed, statement, elements);
  if (!elements.every(({ name }) => ts.isIdentifier(name) && names.usesOf(name) !== undefined)) return undefined;
  return {
    ...frame, inner: comments.inner,
    names: elements.map((element): TakenName => ({ imported: (element.propertyName as ts.Identifier | ts.StringLiteral | undefined ?? element.name as ts.Identifier).text, local: (element.name as ts.Identifier).text, typeOnly: false, ...comments.of.get(element)! })),
  };
}

/** What is taken of a call that gives a module, or promises one. */
export function readMockResult(parsed: ParsedModule, names: Names, call: ts.CallExpression, isPromise: boolean): Taken {
  const taken = isPromise ? readPromise(parsed, names, call) : readResult(parsed, names, call);
  if (taken === 'nothing' || 'because' in taken) return taken;
  // `vi.importActual<typeof import('./shop')>('./shop')` names the module once more.
  const undivided = 'the call may name it once more as a type';
  return { ...taken, members: taken.members.map((member) => (member.pattern ? { ...member, pattern: { ...member.pattern, undivided } } : member)) };
}

/** What is taken of an expression that gives the module itself. */
function readResult(parsed: ParsedModule, names: Names, object: ts.Node): Taken {
  const { ts } = parsed;
  let node: ts.Node = object;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return 'nothing';
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isIdentifier(parent.name)) {
    const isExported = ts.isVariableDeclarationList(parent.parent) && ts.isVariableStatement(parent.parent.parent) && parent.parent.parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported ? { because: 'it is exported as a whole' } : readNamespace(parsed, names, parent.name);
  }
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name) && !readPattern(parsed, parent.name, spanOf(parsed, node))) return { because: 'it is taken apart with a rest or a default' };
  const read = readUse(parsed, node);
  return 'escapes' in read ? { because: read.escapes.because, ...(read.isReplaced ? { replacedAt: read.escapes.span } : {}) } : { local: '', members: read.members };
}

/** `await import('x')` and `import('x').then(..)`. */
function readPromise(parsed: ParsedModule, names: Names, call: ts.CallExpression): Taken {
  const { ts } = parsed;
  let node: ts.Node = call;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) return readResult(parsed, names, parent);
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return 'nothing';
  const then = ts.isPropertyAccessExpression(parent) && parent.name.text === 'then' && ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : undefined;
  const [callback] = then?.arguments ?? [];
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return { because: 'its promise is passed on' };
  const [parameter] = callback.parameters;
  if (!parameter) return ts.isArrowFunction(callback) ? 'nothing' : { because: 'its promise is handed to a function' };
  if (parameter.initializer || parameter.dotDotDotToken) return { because: 'its promise is handed to a function with a default' };
  if (ts.isIdentifier(parameter.name)) return readNamespace(parsed, names, parameter.name);
  if (!ts.isObjectBindingPattern(parameter.name)) return { because: 'it is taken apart as a list' };
  const pattern = readPattern(parsed, parameter.name, spanOf(parsed, call));
  return pattern ? { local: '', members: pattern.members satisfies readonly MemberUse[] } : { because: 'it is taken apart with a rest or a default' };
}

function isDeferred(ts: ParsedModule['ts'], node: ts.Node): boolean {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) if (ts.isFunctionLike(outer) || ts.isPropertyDeclaration(outer)) return true;
  return false;
}
