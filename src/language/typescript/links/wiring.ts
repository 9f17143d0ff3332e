import type { ExportAllDeclaration, ExportNamedDeclaration, ImportDeclaration, Node, StringLiteral, TSImportEqualsDeclaration } from 'oxc-parser';
import type { ImportedName, ImportRecord } from '../../../model/import-record.js';
import type { ExportEntry, ExportedName, StatementKind } from '../../../model/module-model.js';
import { declarationIn, eachDeclaredName, exportNameText, isAmbientModule, isErased, isInstantiated } from './declared-names.js';
import type { StatementTile } from './tiles.js';

export function kindOf(statement: Node): StatementKind {
  if (statement.type === 'ExportAllDeclaration') return statement.exported ? 'export-from' : 'export-star';
  const node = declarationIn(statement);
  switch (node.type) {
    case 'ImportDeclaration': return 'import';
    case 'TSImportEqualsDeclaration': return 'import-equals';
    case 'ExportNamedDeclaration': return node.source ? 'export-from' : 'export-list';
    case 'ExportDefaultDeclaration': return 'export-default';
    case 'TSExportAssignment': case 'TSNamespaceExportDeclaration': return 'export-assignment';
    case 'FunctionDeclaration': case 'TSDeclareFunction': return 'function';
    case 'ClassDeclaration': return 'class';
    case 'VariableDeclaration': return 'variable';
    case 'TSEnumDeclaration': return 'enum';
    case 'TSInterfaceDeclaration': return 'interface';
    case 'TSTypeAliasDeclaration': return 'type';
    case 'TSModuleDeclaration': return isAmbientModule(node) ? 'ambient' : 'namespace';
    case 'EmptyStatement': return 'empty';
    case 'ExpressionStatement': return 'expression';
    default: return 'control';
  }
}

/** Connects modules and nothing else; its names are taken from its import record, not from what it declares or reads. */
export function isWiring(statement: Node, kind: StatementKind): boolean {
  return kind === 'import' || kind === 'export-list' || kind === 'export-from' || kind === 'export-star' || externalReference(statement) !== undefined;
}

function externalReference(statement: Node): TSImportEqualsDeclaration | undefined {
  const node = declarationIn(statement);
  return node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference' ? node : undefined;
}

/** The module specifier of a wiring statement. */
export function readWiringImport(statement: Node): ImportRecord | undefined {
  const required = externalReference(statement);
  if (required?.moduleReference.type === 'TSExternalModuleReference') {
    const isType = required.importKind === 'type';
    const name = { imported: '*', local: required.id.name, typeOnly: isType };
    return record(isType ? 'type' : 'require', 'import-equals', required.moduleReference.expression, statement, [name]);
  }
  switch (statement.type) {
    case 'ImportDeclaration': {
      const names = importedNames(statement);
      const isType = names.length > 0 && names.every((name) => name.typeOnly);
      return record(isType ? 'type' : names.length > 0 ? 'value' : 'side-effect', 'import', statement.source, statement, names);
    }
    case 'ExportAllDeclaration': {
      const isType = statement.exportKind === 'type';
      const name = { imported: '*', local: statement.exported ? exportNameText(statement.exported) : '*', typeOnly: isType };
      return record(isType ? 'type' : 'reexport', statement.exported ? 'export-from' : 'export-star', statement.source, statement, [name]);
    }
    case 'ExportNamedDeclaration': {
      if (!statement.source) return undefined;
      const names = reexportedNames(statement);
      const isType = statement.exportKind === 'type' || (names.length > 0 && names.every((name) => name.typeOnly));
      return record(isType ? 'type' : 'reexport', 'export-from', statement.source, statement, names);
    }
    default: return undefined;
  }
}

function record(kind: ImportRecord['kind'], form: ImportRecord['form'], source: StringLiteral, node: Node, names: readonly ImportedName[]): ImportRecord {
  return {
    kind, form, names,
    specifier: source.value,
    specifierSpan: { start: source.start + 1, end: source.end - 1 },
    span: { start: node.start, end: node.end },
  };
}

function importedNames(node: ImportDeclaration): ImportedName[] {
  const isType = node.importKind === 'type';
  return node.specifiers.map((item) => {
    const imported = item.type === 'ImportDefaultSpecifier' ? 'default' : item.type === 'ImportNamespaceSpecifier' ? '*' : exportNameText(item.imported);
    return { imported, local: item.local.name, typeOnly: isType || (item.type === 'ImportSpecifier' && item.importKind === 'type') };
  });
}

function reexportedNames(node: ExportNamedDeclaration): ImportedName[] {
  return node.specifiers.map((item) => ({
    imported: exportNameText(item.local),
    local: exportNameText(item.exported),
    typeOnly: node.exportKind === 'type' || item.exportKind === 'type',
  }));
}

/** Every export of the module in source order. `export *` is the entry with `exported: '*'`. */
export function readExports(tiles: readonly StatementTile[], typeNames: ReadonlySet<string>): readonly ExportEntry[] {
  const entries: ExportEntry[] = [];
  const known = new Map<string, number>();
  for (const [statement, { node }] of tiles.entries()) {
    for (const name of exportedAs(node)) {
      // Overloads and merged declarations repeat the name; one value among them makes the export a value.
      const at = known.get(name.exported);
      if (at === undefined) entries.push({ ...name, statement });
      else if (entries[at]!.typeOnly && !name.typeOnly) entries[at] = { ...entries[at]!, typeOnly: false };
      if (at === undefined) known.set(name.exported, entries.length - 1);
    }
    if (node.type === 'ExportAllDeclaration') entries.push(starEntry(node, statement));
    else if (node.type === 'ExportNamedDeclaration' && !node.declaration) {
      for (const item of node.specifiers) {
        const inner = exportNameText(item.local);
        const exported = exportNameText(item.exported);
        const typeOnly = node.exportKind === 'type' || item.exportKind === 'type' || (!node.source && typeNames.has(inner));
        if (!known.has(exported)) known.set(exported, entries.length);
        entries.push({ exported, ...(node.source ? { from: node.source.value, imported: inner } : { local: inner }), typeOnly, statement });
      }
    }
  }
  return entries;
}

function starEntry(node: ExportAllDeclaration, statement: number): ExportEntry {
  return {
    exported: node.exported ? exportNameText(node.exported) : '*',
    from: node.source.value, imported: '*', typeOnly: node.exportKind === 'type', statement,
  };
}

function exportedAs(statement: Node): readonly ExportedName[] {
  if (statement.type !== 'ExportNamedDeclaration' && statement.type !== 'ExportDefaultDeclaration') return [];
  const node = declarationIn(statement);
  const isDefault = statement.type === 'ExportDefaultDeclaration';
  if (node === statement) return isDefault ? [{ exported: 'default', local: 'default', typeOnly: false }] : [];
  const typeOnly = node.type === 'TSInterfaceDeclaration' || node.type === 'TSTypeAliasDeclaration' || (node.type === 'TSModuleDeclaration' && isErased(node));
  const names = new Set<string>();
  eachDeclaredName(node, (name) => names.add(name));
  return [...names].map((local) => ({ exported: isDefault ? 'default' : local, local, typeOnly }));
}

/** Names that every one of their declarations makes a type: an import that says so, an interface, a namespace without values. */
export function findTypeNames(tiles: readonly StatementTile[]): ReadonlySet<string> {
  const typeNames = new Set<string>();
  const valueNames = new Set<string>();
  for (const { node: statement } of tiles) {
    if (statement.type === 'ImportDeclaration') {
      for (const { local, typeOnly } of importedNames(statement)) (typeOnly ? typeNames : valueNames).add(local);
      continue;
    }
    const node = declarationIn(statement);
    const isType = node.type === 'TSInterfaceDeclaration' || node.type === 'TSTypeAliasDeclaration' || (node.type === 'TSModuleDeclaration' && !isInstantiated(node));
    eachDeclaredName(node, (name) => (isType ? typeNames : valueNames).add(name));
  }
  for (const name of valueNames) typeNames.delete(name);
  return typeNames;
}
