import type { ts } from 'ts-morph';
import type { ExportEntry, Statement } from '../../model/module-model.js';
import type { Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { isErased, isInstantiated } from './references.js';

/** Every export of the module in source order, whichever statement makes it. `export *` is the entry with `exported: '*'`. */
export function readExports(parsed: ParsedModule, bindings: Bindings, nodes: readonly ts.Statement[], statements: readonly Pick<Statement, 'index' | 'exportedAs'>[]): readonly ExportEntry[] {
  const { ts } = parsed;
  const entries: ExportEntry[] = [];
  const firstOf = new Map<string, number>();
  const keyOf = ({ exported, local }: Pick<ExportEntry, 'exported' | 'local'>): string => `${exported}\u0000${local}`;
  const add = (entry: ExportEntry): void => {
    // `export * as Tea from './kinds.js'` may stand beside `export type Tea = ..`, in either order, and both count.
    const key = keyOf(entry);
    if (entry.from === undefined && !firstOf.has(key)) firstOf.set(key, entries.length);
    entries.push(entry);
  };
  for (const [index, node] of nodes.entries()) {
    for (const name of statements[index]!.exportedAs) {
      // Overloads and merged declarations repeat the name; one value among them makes the export a value. `export default interface Menu` and
      // `export default function serve` are two meanings of one export, each of a declaration of its own.
      const known = firstOf.get(keyOf(name));
      if (known === undefined) add({ ...name, statement: index });
      else if (entries[known]!.typeOnly && !name.typeOnly) entries[known] = { ...entries[known]!, typeOnly: false };
    }
    if (!ts.isExportDeclaration(node)) continue;
    const from = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
    const clause = node.exportClause;
    if (from !== undefined && !clause) add({ exported: '*', from, imported: '*', typeOnly: node.isTypeOnly, statement: index });
    else if (from !== undefined && clause && ts.isNamespaceExport(clause)) {
      add({ exported: clause.name.text, from, imported: '*', typeOnly: node.isTypeOnly, statement: index });
    } else if (clause && ts.isNamedExports(clause)) {
      for (const item of clause.elements) {
        const inner = (item.propertyName ?? item.name).text;
        const typeOnly = node.isTypeOnly || item.isTypeOnly || (from === undefined && isTypeName(parsed, bindings, inner));
        add({
          exported: item.name.text,
          ...(from === undefined ? { local: inner } : { from, imported: inner }),
          typeOnly,
          statement: index,
        });
      }
    }
  }
  return entries;
}

function isTypeName(parsed: ParsedModule, bindings: Bindings, name: string): boolean {
  const { ts } = parsed;
  const declarations = bindings.byName.get(name)?.declarations ?? [];
  return declarations.length > 0 && declarations.every(({ node }) => {
    if (ts.isImportSpecifier(node)) return node.isTypeOnly || node.parent.parent.isTypeOnly;
    if (ts.isImportClause(node)) return node.isTypeOnly;
    if (ts.isNamespaceImport(node)) return node.parent.isTypeOnly;
    if (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) return false;
    // `declare namespace Till { export { open } }` has no code, and `Till.open` is a value to who imports it all the same.
    if (ts.isModuleDeclaration(node)) return !isInstantiated(ts, node);
    return isErased(ts, node) && !ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node) && !ts.isEnumDeclaration(node);
  });
}
