import type { ts } from 'ts-morph';
import type { ModuleUse } from '../../../model/importer.js';
import type { ParsedModule } from '../compiler.js';
import { spanOf } from './namespace.js';

/** `import('x').T`, `typeof import('x').a`. */
export function readImportType(parsed: ParsedModule, node: ts.ImportTypeNode, form: 'import-type' | 'comment-type'): ModuleUse | undefined {
  const { ts, tree } = parsed;
  if (!ts.isLiteralTypeNode(node.argument) || !ts.isStringLiteral(node.argument.literal)) return undefined;
  const literal = node.argument.literal;
  let first: ts.EntityName | undefined = node.qualifier;
  while (first && ts.isQualifiedName(first)) first = first.left;
  return {
    form, specifier: literal.text, specifierSpan: { start: literal.getStart(tree) + 1, end: literal.end - 1 }, span: spanOf(parsed, node), isType: true, isDeferred: true, tail: '',
    names: first ? [{ imported: first.text, local: first.text, typeOnly: true, before: [], after: [] }] : [],
    hasAttributes: node.attributes !== undefined, inner: [], isWatched: false,
    ...(first ? {} : { whole: 'its type as a whole is asked for' }),
  };
}
