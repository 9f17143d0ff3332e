import { readPattern, readWhole } from './namespace.js';
import type { Names } from './names.js';
import { lineStart, nameOf, nodeAt, nodesAt, stringOf, textOf, type Node, type Tree } from './tree.js';
import type { Taken, Use } from './uses.js';

type Frame = Pick<Use, 'specifier' | 'inside' | 'start' | 'end' | 'tail' | 'isWatched'> & { readonly attributes?: { readonly because: string } };

/** An import or a re-export of any module. */
export function readStatement(tree: Tree, names: Names, node: Node): Use | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return readImport(tree, names, node);
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportDefaultFromDeclaration':
      return nodeAt(node, 'source') === undefined ? undefined : readReexport(tree, node);
    case 'TSImportEqualsDeclaration': {
      const literal = nodeAt(nodeAt(node, 'moduleReference'), 'expression');
      const id = nodeAt(node, 'id');
      if (literal === undefined || id === undefined || stringOf(literal) === undefined) return undefined;
      const isExported = node['isExport'] === true || tree.places.get(node)?.parent.type === 'ExportNamedDeclaration';
      const { attributes: _, ...frame } = frameOf(tree, node, literal);
      return { ...frame, form: 'import-equals', names: [], isType: node['importKind'] === 'type', inner: [], whole: { local: nameOf(id)!, taken: readWhole(tree, names, id) }, ...(isExported ? { because: 'it is exported as a whole' } : {}) };
    }
    case 'VariableDeclaration':
    case 'ExpressionStatement':
      return readRequire(tree, names, node);
    default:
      return undefined;
  }
}

function readImport(tree: Tree, names: Names, node: Node): Use {
  const isType = node['importKind'] === 'type';
  const specifiers = nodesAt(node, 'specifiers');
  const comments = readClauseComments(tree, node, specifiers);
  const taken: Taken[] = [];
  let whole: Use['whole'];
  for (const item of specifiers) {
    const local = nodeAt(item, 'local')!;
    if (item.type === 'ImportNamespaceSpecifier') whole = { local: nameOf(local)!, taken: readWhole(tree, names, local) };
    else taken.push({ imported: item.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(nodeAt(item, 'imported'))!, local: nameOf(local)!, isType: isType || item['importKind'] === 'type', ...comments.of.get(item)!, at: { start: item.start, end: item.end } });
  }
  const { attributes, ...frame } = frameOf(tree, node, nodeAt(node, 'source')!);
  const isOdd = node['importKind'] === 'typeof' || specifiers.some((one) => one['importKind'] === 'typeof') || (node['phase'] ?? null) !== null || node['module'] === true;
  return { ...frame, form: 'import', names: taken, isType, inner: comments.inner, ...(whole ? { whole } : {}), ...(isOdd ? { because: 'it is imported in a form of its own' } : attributes ?? {}) };
}

function readReexport(tree: Tree, node: Node): Use {
  const specifiers = nodesAt(node, 'specifiers');
  const isType = node['exportKind'] === 'type';
  const comments = readClauseComments(tree, node, specifiers);
  const { attributes, ...frame } = frameOf(tree, node, nodeAt(node, 'source')!);
  const isStar = node.type === 'ExportAllDeclaration';
  const isWhole = nodeAt(node, 'exported') !== undefined || specifiers.some(({ type }) => type !== 'ExportSpecifier') || (!isStar && node.type !== 'ExportNamedDeclaration');
  return {
    ...frame, form: isStar ? 'export-star' : 'export-from', isType, inner: comments.inner,
    names: isWhole ? [] : specifiers.map((item) => ({ imported: nameOf(nodeAt(item, 'local'))!, local: nameOf(nodeAt(item, 'exported'))!, isType: isType || item['exportKind'] === 'type', ...comments.of.get(item)! })),
    ...(isWhole ? { because: 'it is exported as a whole' } : isStar ? { because: 'all of it is exported, whatever it will be' } : attributes ?? {}),
  };
}

/** `const { a, b: c } = require('x');`, `const x = require('x');` and `require('x');` as statements of their own at top level. */
function readRequire(tree: Tree, names: Names, node: Node): Use | undefined {
  const declarations = nodesAt(node, 'declarations');
  const call = node.type === 'ExpressionStatement' ? nodeAt(node, 'expression') : declarations.length === 1 ? nodeAt(declarations[0], 'init') : undefined;
  const literal = requiredBy(names, call);
  if (literal === undefined || tree.places.get(node)?.parent !== tree.program) return undefined;
  const { attributes: _, ...basis } = frameOf(tree, node, literal);
  const frame = { ...basis, form: 'require-statement' as const, isType: false, tail: tree.text.slice(call!.end, node.end) };
  const id = nodeAt(declarations[0], 'id');
  if (id === undefined) return { ...frame, names: [], inner: [] };
  if (nodeAt(id, 'typeAnnotation') !== undefined) return undefined;
  const keyword = node['kind'] as string;
  if (id.type === 'Identifier') return { ...frame, names: [], inner: [], keyword, whole: { local: nameOf(id)!, taken: readWhole(tree, names, id) } };
  const taken = id.type === 'ObjectPattern' ? readPattern(id) : undefined;
  if (taken === undefined || taken.some((one) => names.usesOf(nodeAt(one.node, 'value')!) === undefined)) return undefined;
  const comments = readClauseComments(tree, node, taken.map((one) => one.node));
  return { ...frame, inner: comments.inner, keyword, names: taken.map((one) => ({ imported: one.imported, local: one.local, isType: false, ...comments.of.get(one.node)! })) };
}

/** The string of a call of Node's `require`: nothing in the file declares another one. */
export function requiredBy(names: Names, call: Node | undefined): Node | undefined {
  if (call?.type !== 'CallExpression' || nameOf(nodeAt(call, 'callee')) !== 'require' || names.isDeclared('require')) return undefined;
  const list = nodesAt(call, 'arguments');
  return list.length === 1 && stringOf(list[0]) !== undefined ? list[0] : undefined;
}

function frameOf(tree: Tree, node: Node, literal: Node): Frame {
  const tail = tree.text.slice(literal.end, node.end);
  const hasAttributes = nodesAt(node, 'attributes').length > 0 || nodesAt(node, 'assertions').length > 0 || /^\s*(?:with|assert)\b/.test(tail);
  return { specifier: stringOf(literal)!, inside: { start: literal.start + 1, end: literal.end - 1 }, start: node.start, end: node.end, tail, isWatched: isWatched(tree, node), ...(hasAttributes ? { attributes: { because: 'it has import attributes' } } : {}) };
}

/** Which name each comment inside a statement speaks of: the one before it on its line, else the one after it. */
function readClauseComments(tree: Tree, statement: Node, items: readonly Node[]) {
  const of = new Map(items.map((item) => [item, { before: [] as string[], after: [] as string[] }]));
  const inner: string[] = [];
  for (const comment of tree.comments) {
    if (comment.start < statement.start || comment.end > statement.end) continue;
    const written = textOf(tree, comment);
    const [first, last] = [items[0], items.at(-1)];
    const previous = items.findLast((item) => item.end <= comment.start);
    const next = items.find((item) => item.start >= comment.end);
    const isOnLine = previous !== undefined && !/[\r\n]/.test(tree.text.slice(previous.end, comment.start));
    const isAmong = first !== undefined && last !== undefined && /^[^'"]*[{,]/.test(tree.text.slice(statement.start, comment.start)) && !/\}/.test(tree.text.slice(statement.start, comment.start));
    if (!isAmong) inner.push(written);
    else if (isOnLine) of.get(previous)!.after.push(written);
    else if (next !== undefined) of.get(next)!.before.push(written);
    else of.get(last)!.after.push(written);
  }
  return { of, inner };
}

/** A comment above a statement, or behind it on its line, that speaks to a tool about it alone. */
function isWatched({ text }: Tree, node: Node): boolean {
  const above = text.slice(0, lineStart(text, node.start)).trimEnd();
  const behind = /^[^\r\n]*/.exec(text.slice(node.end))![0];
  const lastLine = above.slice(lineStart(above, above.length));
  return (/\/\/|\*/.test(lastLine) && /@ts-(?:ignore|expect-error)|-(?:disable|ignore)-next-line|-ignore\b/.test(lastLine)) || /-disable-line\b|-ignore\b/.test(behind);
}
