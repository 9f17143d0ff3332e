import type { ts } from 'ts-morph';
import type { MemberUse, ModuleUse, NamespaceUse, TakenName } from '../../../model/importer.js';
import type { ParsedModule } from '../compiler.js';
import { readImportType } from './import-type.js';
import { spanOf } from './namespace.js';

/** Modules that the comments of a JavaScript file name for their types. */
export function readCommentUses(parsed: ParsedModule, nodes: readonly ts.Node[]): ModuleUse[] {
  const { ts } = parsed;
  if (!/\/\*\*/.test(parsed.text)) return [];
  const found = new Map<number, ModuleUse>();
  const visit = (node: ts.Node): void => {
    const use = ts.isImportTypeNode(node) ? readImportType(parsed, node, 'comment-type') : ts.isJSDocImportTag(node) ? readImportTag(parsed, node) : undefined;
    if (use) found.set(use.specifierSpan.start, use);
    ts.forEachChild(node, visit);
  };
  for (const comment of listComments(parsed, nodes)) visit(comment);
  return [...found.values()];
}

/** Types that comments of a JavaScript file name by an import of a whole module: `@param {shop.Order} order`. */
export function joinCommentMembers(parsed: ParsedModule, nodes: readonly ts.Node[], namespace: NamespaceUse): NamespaceUse {
  const { ts } = parsed;
  if (!/\/\*\*/.test(parsed.text)) return namespace;
  const members = new Map<number, MemberUse>();
  let { escapes } = namespace;
  const visit = (node: ts.Node): void => {
    // A place to read on, and no type.
    if (ts.isJSDocLink(node) || ts.isJSDocLinkCode(node) || ts.isJSDocLinkPlain(node) || ts.isJSDocSeeTag(node)) return;
    if (ts.isIdentifier(node) && node.text === namespace.local) {
      const { parent } = node;
      const root = spanOf(parsed, node);
      const name = ts.isQualifiedName(parent) && parent.left === node ? parent.right : ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name : undefined;
      if (name) members.set(root.start, { name: name.text, span: { start: root.start, end: name.end }, root, isCalled: false, isType: true, isElement: false, isPattern: false, isComment: true });
      else if (ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent)) escapes ??= { span: root, because: 'its type as a whole is asked for in a comment' };
    }
    ts.forEachChild(node, visit);
  };
  for (const comment of listComments(parsed, nodes)) visit(comment);
  return { ...namespace, members: [...namespace.members, ...members.values()], ...(escapes ? { escapes } : {}) };
}

function listComments({ tree }: ParsedModule, nodes: readonly ts.Node[]): readonly ts.JSDoc[] {
  return [...nodes, tree.endOfFileToken].flatMap((node) => (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []);
}

/** `@import { Order, Till as Drawer } from './shop'`. */
function readImportTag(parsed: ParsedModule, tag: ts.JSDocImportTag): ModuleUse | undefined {
  const { ts, tree } = parsed;
  const literal = tag.moduleSpecifier;
  if (!ts.isStringLiteral(literal)) return undefined;
  const clause = tag.importClause;
  const bindings = clause?.namedBindings;
  const names: TakenName[] = clause?.name ? [{ imported: 'default', local: clause.name.text, typeOnly: true, before: [], after: [] }] : [];
  if (bindings && ts.isNamedImports(bindings)) for (const item of bindings.elements) names.push({ imported: (item.propertyName ?? item.name).text, local: item.name.text, typeOnly: true, before: [], after: [] });
  const comment = tag.parent;
  const isAlone = ts.isJSDoc(comment) && comment.tags?.length === 1 && comment.comment === undefined;
  return {
    form: 'comment-import', specifier: literal.text, specifierSpan: { start: literal.getStart(tree) + 1, end: literal.end - 1 },
    span: isAlone ? spanOf(parsed, comment) : { start: tag.getStart(tree), end: literal.end }, names, isType: true, isDeferred: true, tail: '', hasAttributes: tag.attributes !== undefined, inner: [], isWatched: !isAlone,
    ...(bindings && ts.isNamespaceImport(bindings) ? { whole: 'it is imported as a whole' } : {}),
  };
}
