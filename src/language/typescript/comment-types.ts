import type { ts } from 'ts-morph';
import type { CommentRead, CommentType } from '../../model/comment-type.js';
import type { Statement } from '../../model/module-model.js';
import type { Span } from '../../text/span.js';
import { isReference, type Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import type { Tile } from './layout.js';

/**
 * Types in the comments of JavaScript: what they declare, what each statement's comments name, and the paths in them. TypeScript
 * exports every `@typedef` of a module and resolves the names of `@param {Line}` as those of an annotation.
 */
export function readCommentTypes(parsed: ParsedModule, bindings: Bindings, tiles: readonly Tile[], statements: readonly Statement[]): { types: readonly CommentType[]; statements: readonly Statement[] } {
  const { ts, tree } = parsed;
  if (!/\.[cm]?jsx?$/i.test(parsed.source.path) || !/\/\*\*/.test(parsed.text)) return { types: [], statements };
  const comments = findComments(parsed);
  const last = tiles.length - 1;
  const tileOf = (offset: number): number | undefined => {
    const found = tiles.findIndex(({ fullSpan }) => fullSpan.start <= offset && offset < fullSpan.end);
    return found !== -1 ? found : last >= 0 && offset >= tiles[last]!.fullSpan.end ? last : undefined;
  };
  const types: CommentType[] = [];
  const declared = new Map<ts.Node, string>();
  for (const comment of comments) {
    const span = { start: comment.getStart(tree), end: comment.end };
    const statement = tileOf(span.start);
    const place = { span, ...(statement === undefined ? {} : { statement }) };
    const tags: readonly ts.JSDocTag[] = comment.tags ?? [];
    for (const tag of tags) {
      if (ts.isJSDocImportTag(tag)) {
        for (const { name, imported } of importedNames(ts, tag.importClause)) types.push({ name: name.text, ...place, parameters: [], templates: [], imported: { specifier: specifierOf(ts, tag), name: imported } });
      } else if ((ts.isJSDocTypedefTag(tag) || ts.isJSDocCallbackTag(tag)) && tag.name) {
        const templates = tags.filter((one): one is ts.JSDocTemplateTag => ts.isJSDocTemplateTag(one));
        types.push({
          name: tag.name.text, ...place,
          parameters: templates.flatMap((template) => template.typeParameters.map((parameter) => parameter.name.text)),
          templates: templates.map((template) => parsed.text.slice(template.getStart(tree), template.end).replace(/\s*(?:\r\n|\n|\r)[^]*$/, '').trimEnd()),
        });
        declared.set(tag, tag.name.text);
      }
    }
  }
  const names = new Set(types.map(({ name }) => name));
  const reads = new Map<number, Map<string, CommentRead>>();
  const paths = new Map<number, { specifier: string; span: Span }[]>();
  const visit = (node: ts.Node, statement: number): void => {
    if (ts.isJSDocLink(node) || ts.isJSDocLinkCode(node) || ts.isJSDocLinkPlain(node) || ts.isJSDocSeeTag(node) || ts.isJSDocImportTag(node)) return;
    if (ts.isIdentifier(node) && isReference(ts, node) && !ts.isJSDocNameReference(node.parent)) {
      const own = bindings.nameOf(node);
      const isLocal = !!parsed.checker.getSymbolAtLocation(node)?.declarations?.some((declaration) => !declared.has(declaration) && !ts.isJSDocImportTag(declaration.parent?.parent ?? declaration) && own === undefined && !isCommentImport(ts, declaration));
      const name = own ?? (names.has(node.text) && !isLocal ? node.text : undefined);
      if (name !== undefined) {
        const known = reads.get(statement) ?? new Map<string, CommentRead>();
        reads.set(statement, known.set(name, { name, isValue: known.get(name)?.isValue === true || isInQuery(ts, node) }));
      }
    }
    ts.forEachChild(node, (child) => visit(child, statement));
  };
  for (const comment of comments) {
    const statement = tileOf(comment.getStart(tree));
    if (statement === undefined) continue;
    visit(comment, statement);
    paths.set(statement, [...(paths.get(statement) ?? []), ...findPaths(parsed.text, comment.getStart(tree), comment.end)]);
  }
  return {
    types,
    statements: statements.map((statement) => {
      const [named, written] = [reads.get(statement.index), paths.get(statement.index)];
      return { ...statement, ...(named ? { commentReads: [...named.values()] } : {}), ...(written?.length ? { commentPaths: written } : {}) };
    }),
  };
}

/** By the text: `{@link import('./x.js').T}` is no type to the compiler and a path all the same. */
function findPaths(text: string, start: number, end: number): { specifier: string; span: Span }[] {
  return [...text.slice(start, end).matchAll(/(?:\bimport\(\s*|@import\b[^'"]*\bfrom\s+)(['"])(\.[^'"]*)\1/g)].map((match) => {
    const at = start + match.index + match[0].length - 1 - match[2]!.length;
    return { specifier: match[2]!, span: { start: at, end: at + match[2]!.length } };
  });
}

function findComments({ ts, tree }: ParsedModule): ts.JSDoc[] {
  const found = new Map<number, ts.JSDoc>();
  const visit = (node: ts.Node): void => {
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) if (ts.isJSDoc(comment)) found.set(comment.pos, comment);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  visit(tree.endOfFileToken);
  return [...found.values()].sort((a, b) => a.pos - b.pos);
}

function importedNames(ts: ParsedModule['ts'], clause: ts.ImportClause | undefined): { name: ts.Identifier; imported: string }[] {
  const named = clause?.namedBindings;
  return [
    ...(clause?.name ? [{ name: clause.name, imported: 'default' }] : []),
    ...(named && ts.isNamespaceImport(named) ? [{ name: named.name, imported: '*' }] : []),
    ...(named && ts.isNamedImports(named) ? named.elements.map((item) => ({ name: item.name, imported: (item.propertyName ?? item.name).text })) : []),
  ];
}

function specifierOf(ts: ParsedModule['ts'], tag: ts.JSDocImportTag): string {
  return ts.isStringLiteral(tag.moduleSpecifier) ? tag.moduleSpecifier.text : '';
}

function isCommentImport(ts: ParsedModule['ts'], node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at && !ts.isSourceFile(at); at = at.parent) if (ts.isJSDocImportTag(at)) return true;
  return false;
}

function isInQuery(ts: ParsedModule['ts'], node: ts.Node): boolean {
  let at = node.parent;
  while (ts.isQualifiedName(at)) at = at.parent;
  return ts.isTypeQueryNode(at);
}
