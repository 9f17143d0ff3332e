import type { ts } from 'ts-morph';
import type { MockUse, ModuleUse } from '../../../model/importer.js';
import { readCallPath } from '../call-path.js';
import type { ParsedModule } from '../compiler.js';
import { isImportCall } from '../import-records.js';
import { skipWrappers } from '../syntax.js';
import { readMockResult } from './calls.js';
import { readFake } from './fakes.js';
import type { Names } from './names.js';
import { spanOf } from './namespace.js';

const runners = /^(?:vi|vitest|jest|rs|rstest)\b/;
const replacing = /\.(?:mock|doMock|setMock|unstable_mockModule)$/;
const restoring = /\.(?:unmock|doUnmock|dontMock|deepUnmock|unstable_unmockModule)$/;
const loading = /\.(?:requireActual|importActual|requireMock|importMock|createMockFromModule|genMockFromModule)$/;
/** `mock.module` of node:test and bun:test, also of a test's own context: `t.mock.module`. */
const modules = /(?:^|\.)mock\.module$/;

/** Calls of test runners that name a module that `isWanted` knows, or one that they compute. */
export function readMocks(parsed: ParsedModule, names: Names, nodes: readonly ts.Node[], isWanted: (specifier: string) => boolean): MockUse[] {
  if (!/mock|actual/i.test(parsed.text)) return [];
  const { ts } = parsed;
  const found: MockUse[] = [];
  for (const node of nodes) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(skipWrappers(ts, node.expression))) continue;
    const path = callPath(parsed, node.expression);
    if (path === undefined || !(modules.test(path) || runners.test(path))) continue;
    const act = modules.test(path) || replacing.test(path) ? 'replace' : restoring.test(path) ? 'restore' : loading.test(path) ? 'load' : undefined;
    const argument = node.arguments[0];
    if (act === undefined || !argument) continue;
    const literal = readPath(parsed, argument);
    if (literal && !isWanted(literal.text)) continue;
    found.push(readMock(parsed, names, { node, path, act, literal, isWanted }));
  }
  // What a fake takes of the real module goes along with the fake.
  return found.filter(({ act, specifierSpan }) => act !== 'load' || !found.some(({ echoes }) => echoes.some(({ start }) => start === specifierSpan.start)));
}

/** `vi.mock` of `vi.mock('./a').mock('./b')`, which hands back `vi`. */
function callPath(parsed: ParsedModule, callee: ts.Expression): string | undefined {
  const { ts } = parsed;
  const direct = readCallPath(parsed, callee);
  if (direct !== undefined) return direct;
  const access = skipWrappers(ts, callee);
  if (!ts.isPropertyAccessExpression(access)) return undefined;
  let root: ts.Node = access.expression;
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) root = skipWrappers(ts, root.expression);
  return ts.isIdentifier(root) && runners.test(root.text) ? `${root.text}.${access.name.text}` : undefined;
}

/** The string that names the module: `'./shop'`, `import('./shop')`. */
function readPath({ ts }: ParsedModule, argument: ts.Expression): ts.StringLiteralLike | undefined {
  const node = skipWrappers(ts, argument);
  if (ts.isStringLiteralLike(node)) return node;
  if (ts.isCallExpression(node) && isImportCall(ts, node) && node.arguments.length === 1 && ts.isStringLiteralLike(node.arguments[0]!)) return node.arguments[0];
  return undefined;
}

interface Call {
  readonly node: ts.CallExpression;
  readonly path: string;
  readonly act: MockUse['act'];
  readonly literal: ts.StringLiteralLike | undefined;
  readonly isWanted: (specifier: string) => boolean;
}

function readMock(parsed: ParsedModule, names: Names, { node, path, act, literal, isWanted }: Call): MockUse {
  const { ts, tree } = parsed;
  const inside = (span: ts.StringLiteralLike): MockUse['specifierSpan'] => ({ start: span.getStart(tree) + 1, end: span.end - 1 });
  const statement = statementOf(ts, node);
  const frame = {
    call: path, act, span: spanOf(parsed, node), specifierSpan: literal ? inside(literal) : spanOf(parsed, node.arguments[0]!), echoes: [],
    isLinked: modules.test(path) || /unstable/.test(path), rest: 'automatic' as const, ...(statement ? { statement: spanOf(parsed, statement) } : {}),
  };
  if (!literal) return { ...frame, unread: 'the path that it names is computed' };
  const echoes = findEchoes(parsed, node, literal, isWanted);
  const isChained = readCallPath(parsed, node.expression) === undefined;
  const named = { ...frame, specifier: literal.text, echoes: echoes.known.map(inside), ...(echoes.isOpen ? { unread: 'it names the module in another way too' } : isChained ? { unread: 'it is part of a chain of calls' } : {}) };
  if (act === 'restore') return named;
  if (act === 'load') return { ...named, use: asUse(parsed, names, node, literal, /import/i.test(path)) };
  return { ...named, ...readFake(parsed, names, node, { path, literal }) };
}

/** The whole statement where a call is one, awaited or not. */
function statementOf(ts: ParsedModule['ts'], node: ts.CallExpression): ts.Statement | undefined {
  let outer: ts.Node = node;
  while (ts.isAwaitExpression(outer.parent) || ts.isVoidExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  return ts.isExpressionStatement(parent) && (ts.isBlock(parent.parent) || ts.isSourceFile(parent.parent)) ? parent : undefined;
}

/** Other strings in the call that lead to the same module. */
function findEchoes({ ts }: ParsedModule, call: ts.CallExpression, first: ts.StringLiteralLike, isWanted: (specifier: string) => boolean): { known: ts.StringLiteralLike[]; isOpen: boolean } {
  const known: ts.StringLiteralLike[] = [];
  let isOpen = false;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && node !== first && isWanted(node.text)) {
      const { parent } = node;
      const isType = ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent);
      const isLoad = ts.isCallExpression(parent) && parent.arguments[0] === node && ts.isPropertyAccessExpression(parent.expression) && loading.test(`.${parent.expression.name.text}`);
      if (node.text === first.text && (isType || isLoad)) known.push(node);
      else if (/^[.@#~/]/.test(node.text)) isOpen = true;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(call, visit);
  return { known, isOpen };
}

function asUse(parsed: ParsedModule, names: Names, node: ts.CallExpression, literal: ts.StringLiteralLike, isPromise: boolean): ModuleUse {
  const taken = readMockResult(parsed, names, node, isPromise);
  return {
    form: isPromise ? 'import-call' : 'require-call', specifier: literal.text, specifierSpan: { start: literal.getStart(parsed.tree) + 1, end: literal.end - 1 }, span: spanOf(parsed, node), names: [], isType: false, tail: '',
    isDeferred: true, hasAttributes: false, inner: [], isWatched: false,
    ...(taken === 'nothing' ? {} : 'because' in taken ? { whole: taken.because } : { namespace: taken }),
  };
}
