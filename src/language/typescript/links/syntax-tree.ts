import type { Argument, Expression, Node, ParserOptions, Program } from 'oxc-parser';
import { extensionOf } from '../../../host/path.js';
import type { SourceFile } from '../../../model/source-file.js';
import { nativeParser, readProgram } from '../native-parser.js';

/**
 * The ESTree tree of a text without syntax errors, offsets in UTF-16 code units; undefined when the parser found one, or could not hand over what it read.
 * Parentheses are kept: the full reader sees them, and a `require` path or a directive is another with them.
 */
export function parseTree(source: SourceFile): Program | undefined {
  const extension = /\.d\.[cm]?ts$/i.exec(source.path)?.[0] ?? extensionOf(source.path);
  const result = nativeParser().parseSync(`module${extension}`, source.text, {
    lang: languageOf(extension.toLowerCase()),
    sourceType: /\.cjs$/i.test(extension) ? 'commonjs' : /ts|mjs/i.test(extension) ? 'module' : 'unambiguous',
    preserveParens: true,
  });
  return result.errors.length > 0 ? undefined : readProgram(result);
}

function languageOf(extension: string): ParserOptions['lang'] {
  if (/^\.d\./.test(extension)) return 'dts';
  if (extension === '.tsx') return 'tsx';
  return /ts$/.test(extension) ? 'ts' : 'jsx';
}

/** Through parentheses, type assertions, `!` and `<T>`; ESTree's wrapper of a `?.` chain is none to TypeScript. */
export function skipWrappers(node: Node): Node {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case 'ParenthesizedExpression': case 'TSAsExpression': case 'TSSatisfiesExpression': case 'TSNonNullExpression':
      case 'TSTypeAssertion': case 'TSInstantiationExpression': case 'ChainExpression':
        inner = inner.expression;
        break;
      default: return inner;
    }
  }
}

/** `['a', 'b', 'c']` for `a.b.c`, a chain of plain identifiers (`this` allowed at the start), else undefined. */
export function dottedPath(raw: Node): string[] | undefined {
  return pathOf(raw, skipWrappers, false);
}

/** What is called: `a['b'].c()` is `a.b.c`, and `(await a).b()` is `a.b`. */
export function calleePath(raw: Node): string[] | undefined {
  return pathOf(raw, skipAwaits, true);
}

function skipAwaits(raw: Node): Node {
  let node = skipWrappers(raw);
  while (node.type === 'AwaitExpression') node = skipWrappers(node.argument);
  return node;
}

function pathOf(raw: Node, skip: (node: Node) => Node, readsQuoted: boolean): string[] | undefined {
  const path: string[] = [];
  let node = skip(raw);
  while (node.type === 'MemberExpression') {
    const { property } = node;
    const quoted = node.computed && readsQuoted && property.type !== 'PrivateIdentifier' ? stringValue(property as Expression) : undefined;
    if (node.computed && quoted === undefined) return undefined;
    if (quoted !== undefined) path.push(quoted);
    else if (property.type === 'PrivateIdentifier') path.push(`#${property.name}`);
    else if (property.type === 'Identifier') path.push(property.name);
    else return undefined;
    node = skip(node.object);
  }
  if (node.type === 'Identifier') path.push(node.name);
  else if (node.type === 'ThisExpression') path.push('this');
  else return undefined;
  return path.reverse();
}

/** The text of `'a'` and of a template without holes. */
export function stringValue(node: Argument | Expression | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]!.value.cooked ?? undefined;
  return undefined;
}
