import { joinComments, readCommentUses } from './read-comments.js';
import { readPattern, readUse, readWhole, type Whole } from './namespace.js';
import type { Names } from './names.js';
import { readStatement, requiredBy } from './read-statements.js';
import { nameOf, nodeAt, nodesAt, outerOf, stringOf, textOf, type Node, type Tree } from './tree.js';
import type { Use } from './uses.js';

/** A path that is handed to something that looks modules up: `jest.mock('x')`, `declare module 'x'`. */
export interface Path {
  readonly start: number;
  readonly specifier: string;
  readonly teller: string;
  readonly isMock: boolean;
}

export interface Uses {
  /** In source order: those that name a wanted module. */
  readonly uses: readonly Use[];
  /** Every import statement, wanted or not. */
  readonly imports: readonly Use[];
  readonly paths: readonly Path[];
}

export function readUses(tree: Tree, names: Names, isTyped: boolean, isWanted: (specifier: string) => boolean): Uses {
  const uses: Use[] = [];
  const imports: Use[] = [];
  const paths: Path[] = [];
  const read = new Set<Node>();
  for (const node of nodesAt(tree.program, 'body')) {
    // `export import shop = require('./shop')`.
    const found = readStatement(tree, names, nodeAt(nodeAt(node, 'declaration')?.type === 'TSImportEqualsDeclaration' ? node : undefined, 'declaration') ?? node);
    if (found === undefined) continue;
    const { whole } = found;
    const use = isTyped || whole === undefined || !isWanted(found.specifier) ? found : { ...found, whole: { ...whole, taken: joinComments(tree, whole.local, whole.taken) } };
    if (use.form === 'import') imports.push(use);
    if (isWanted(use.specifier)) uses.push(use);
  }
  const starts = new Set(uses.map(({ inside }) => inside.start));
  for (const node of tree.nodes) {
    const literal = importedBy(node) ?? requiredBy(names, node);
    if (literal && isWanted(stringOf(literal)!)) {
      read.add(literal);
      if (!starts.has(literal.start + 1)) uses.push(readCall(tree, names, node, literal));
    }
    if (node.type !== 'TSImportType') continue;
    const argument = nodeAt(node, 'argument') ?? nodeAt(node, 'source');
    const text = argument?.type === 'TSLiteralType' ? nodeAt(argument, 'literal') : argument;
    if (text && isWanted(stringOf(text) ?? '')) {
      read.add(text);
      uses.push(readImportType(node, text));
    }
  }
  for (const node of tree.nodes) {
    const specifier = node.type === 'StringLiteral' || node.type === 'Literal' || node.type === 'TemplateLiteral' ? stringOf(node) : undefined;
    if (specifier === undefined || !isWanted(specifier) || read.has(node) || starts.has(node.start + 1)) continue;
    const { parent, field } = tree.places.get(node)!;
    const isCall = parent.type === 'CallExpression' && field === 'arguments';
    const callee = isCall ? textOf(tree, nodeAt(parent, 'callee')!).replace(/\s+/g, '') : '';
    const isMock = /(?:^|[.])(?:mock|unmock|doMock|dontMock|doUnmock|setMock|deepUnmock|createMockFromModule|requireActual|requireMock|importActual|importMock|module|unstable_mockModule|unstable_unmockModule|replace|replaceEsm)$|^(?:proxyquire|rewire|rewiremock|mockery|esmock|quibble|td)\b/.test(callee);
    if (isMock || /(?:^|\.)resolve$/.test(callee)) paths.push({ start: node.start, specifier, teller: `${callee}()`, isMock });
    else if (parent.type === 'TSModuleDeclaration' || parent.type === 'DeclareModule') paths.push({ start: node.start, specifier, teller: 'declare module', isMock: false });
    else if (field === 'source') paths.push({ start: node.start, specifier, teller: 'a declared module', isMock: false });
  }
  // vi.mock(import('./shop'), ...).
  for (const use of uses) {
    const mock = /\b(?:jest|vi|mock|td)\s*\.\s*\w*(?:[mM]ock|module|replace)\w*\s*\(\s*$/.exec(tree.text.slice(Math.max(0, use.start - 40), use.start));
    if (mock) paths.push({ start: use.start, specifier: use.specifier, teller: `${mock[0].replace(/\s+/g, '')})`, isMock: true });
  }
  if (!isTyped) uses.push(...readCommentUses(tree, isWanted));
  return { uses: uses.sort((a, b) => a.start - b.start), imports, paths };
}

function importedBy(node: Node): Node | undefined {
  const literal = node.type === 'ImportExpression' ? nodeAt(node, 'source') : node.type === 'CallExpression' && nodeAt(node, 'callee')?.type === 'Import' ? nodesAt(node, 'arguments')[0] : undefined;
  return stringOf(literal) === undefined ? undefined : literal;
}

const callFrame = { names: [], inner: [], tail: '', isWatched: false } as const;

function readCall(tree: Tree, names: Names, call: Node, literal: Node): Use {
  const isRequire = nameOf(nodeAt(call, 'callee')) === 'require';
  const taken = isRequire ? readResult(tree, names, call) : readPromise(tree, names, call);
  const hasAttributes = nodesAt(call, 'arguments').length > 1 || nodeAt(call, 'options') !== undefined || nodeAt(call, 'attributes') !== undefined;
  return {
    ...callFrame, form: 'call', specifier: stringOf(literal)!, inside: { start: literal.start + 1, end: literal.end - 1 }, start: call.start, end: call.end, isType: false,
    ...(taken === undefined ? { because: 'it is loaded for what runs then' } : hasAttributes ? { because: 'it has import attributes' } : 'because' in taken ? { because: taken.because } : { whole: { local: '', taken } }),
  };
}

/** What is taken of an expression that gives the module itself; undefined for nothing. */
function readResult(tree: Tree, names: Names, object: Node): Whole | undefined {
  const { node, parent, field } = outerOf(tree, object);
  if (parent.type === 'ExpressionStatement' || (parent.type === 'UnaryExpression' && parent['operator'] === 'void')) return undefined;
  if (parent.type !== 'VariableDeclarator' || field !== 'init') return readUse(tree, object);
  const id = nodeAt(parent, 'id')!;
  if (id.type !== 'Identifier') return readUse(tree, object);
  if (tree.places.get(tree.places.get(parent)!.parent)?.parent.type === 'ExportNamedDeclaration') return { because: 'it is exported as a whole' };
  return nodeAt(id, 'typeAnnotation') === undefined && node === object ? readWhole(tree, names, id) : { because: 'it is kept in a variable' };
}

/** `await import('x')` and `import('x').then(..)`. */
function readPromise(tree: Tree, names: Names, call: Node): Whole | undefined {
  const { parent, field } = outerOf(tree, call);
  if (parent.type === 'AwaitExpression') return readResult(tree, names, parent);
  if (parent.type === 'ExpressionStatement' || (parent.type === 'UnaryExpression' && parent['operator'] === 'void')) return undefined;
  const around = outerOf(tree, parent);
  const isThen = /^(?:Optional)?MemberExpression$/.test(parent.type) && field === 'object' && parent['computed'] !== true && nameOf(nodeAt(parent, 'property')) === 'then' && around.field === 'callee';
  const callback = isThen ? nodesAt(around.parent, 'arguments')[0] : undefined;
  if (callback === undefined || !/^(?:ArrowFunctionExpression|FunctionExpression)$/.test(callback.type)) return { because: 'its promise is passed on' };
  const [parameter] = nodesAt(callback, 'params');
  if (parameter === undefined) return callback.type === 'ArrowFunctionExpression' ? undefined : { because: 'its promise is handed to a function' };
  if (nodeAt(parameter, 'typeAnnotation') !== undefined) return { because: 'its promise is handed to a function that says its type' };
  if (callback.type === 'FunctionExpression' && /\barguments\b/.test(textOf(tree, callback))) return { because: 'its promise is handed to a function' };
  if (parameter.type === 'Identifier') return readWhole(tree, names, parameter);
  const taken = parameter.type === 'ObjectPattern' ? readPattern(parameter) : undefined;
  if (taken === undefined) return { because: 'it is taken apart with a rest or a default' };
  return { members: taken.map(({ imported, node }) => ({ name: imported, start: node.start, end: node.end, root: node, isCalled: false, isElement: false, isPattern: true })) };
}

/** `import('x').T`, `typeof import('x').a`. */
function readImportType(node: Node, literal: Node): Use {
  let first = nodeAt(node, 'qualifier');
  while (first?.type === 'TSQualifiedName') first = nodeAt(first, 'left');
  const name = nameOf(first);
  return {
    ...callFrame, form: 'import-type', specifier: stringOf(literal)!, inside: { start: literal.start + 1, end: literal.end - 1 }, start: node.start, end: node.end, isType: true,
    names: name === undefined ? [] : [{ imported: name, local: name, isType: true, before: [], after: [] }],
    ...(name === undefined ? { because: 'its type as a whole is asked for' } : (nodeAt(node, 'options') ?? nodeAt(node, 'attributes')) !== undefined ? { because: 'it has import attributes' } : {}),
  };
}
