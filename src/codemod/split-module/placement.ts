import { joinPath, type FilePath } from '../../host/path.js';
import type { ImportRecord, ImportedName } from '../../model/import-record.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { SplitPart, SplitPlan } from '../../plan/split/split-plan.js';

export interface PlacedPart {
  readonly file: FilePath;
  readonly plan: SplitPart;
  /** In source order. */
  readonly statements: readonly Statement[];
}

export interface ImportBinding {
  readonly record: ImportRecord;
  readonly name: ImportedName;
  /** Index of the wiring statement that binds the name. */
  readonly statement: number;
}

/** Where every statement and every name of the god file goes. */
export interface Placement {
  readonly source: FilePath;
  /** New modules in evaluation order. */
  readonly modules: readonly PlacedPart[];
  /** Statements that stay in the god file. */
  readonly staying: readonly Statement[];
  /** Part that declares a name; undefined for names that stay in the god file or are imported. */
  readonly ownerOf: ReadonlyMap<string, PlacedPart>;
  readonly imported: ReadonlyMap<string, ImportBinding>;
  /** Names that another file must be able to import. */
  readonly mustExport: ReadonlySet<string>;
  /** Every statement that declares a name. */
  readonly declaring: ReadonlyMap<string, readonly Statement[]>;
  /** Names of the god file that leave it under whatever name: what it exports, and what `export =` reads. */
  readonly leaving: ReadonlySet<string>;
}

export function buildPlacement(model: ModuleModel, plan: SplitPlan, root: FilePath, order: readonly number[], emitsDeclarations: boolean): Placement {
  const source = model.source.path;
  const partOfStatement = assignStatements(model, plan);
  const statementsOf = plan.parts.map((): Statement[] => []);
  for (const statement of model.statements) statementsOf[partOfStatement.get(statement.index) ?? -1]?.push(statement);
  const placed = order.map((index): PlacedPart => ({ file: joinPath(root, plan.parts[index]!.file), plan: plan.parts[index]!, statements: statementsOf[index]! }));
  const modules = placed.filter((part) => part.file !== source);
  const staying = placed.filter((part) => part.file === source).flatMap((part) => part.statements);

  const ownerOf = new Map<string, PlacedPart>();
  for (const part of modules) for (const statement of part.statements) for (const name of statement.declares) ownerOf.set(name, part);

  const imported = new Map<string, ImportBinding>();
  for (const statement of model.statements) {
    if (statement.kind !== 'import' && statement.kind !== 'import-equals') continue;
    for (const record of statement.role === 'wiring' ? statement.imports : []) {
      for (const name of record.names) imported.set(name.local, { record, name, statement: statement.index });
    }
  }

  const exported = new Set(model.exports.flatMap(({ local }) => local ?? []));
  const shared = new Set<string>();
  for (const part of placed) {
    for (const statement of part.statements) {
      for (const { name } of [...statement.reads, ...statement.writes, ...(statement.commentReads ?? [])]) {
        const owner = ownerOf.get(name);
        if (owner && owner.file !== part.file) shared.add(name);
      }
    }
  }
  const declaring = listDeclaring(model);
  if (emitsDeclarations) for (const name of findInferredTypes(declaring, placed, new Set([...exported, ...shared]))) shared.add(name);
  const assigned = model.statements.flatMap(({ kind, reads }) => (kind === 'export-assignment' ? reads.map(({ name }) => name) : []));
  return { source, modules, staying, ownerOf, imported, mustExport: new Set([...exported, ...shared]), declaring, leaving: new Set([...exported, ...assigned]) };
}

function listDeclaring(model: ModuleModel): ReadonlyMap<string, readonly Statement[]> {
  const declaring = new Map<string, Statement[]>();
  for (const statement of model.statements) {
    for (const name of statement.declares) {
      const list = declaring.get(name);
      if (list) list.push(statement);
      else declaring.set(name, [statement]);
    }
  }
  return declaring;
}

/**
 * Types that only an inferred type mentions. `export const lines = () => current.items` never says `Line`, yet its declaration file
 * has to: as long as Line was private in the same file the compiler could write it there, from another file it cannot (TS4023, TS4058).
 */
function findInferredTypes(declaring: Placement['declaring'], placed: readonly PlacedPart[], exported: ReadonlySet<string>): ReadonlySet<string> {
  const fileOf = new Map(placed.flatMap((part) => part.statements.map((statement) => [statement.index, part.file] as const)));
  const found = new Set<string>();
  for (const part of placed) {
    const seen = new Set<string>();
    const queue = part.statements.filter(({ inferred, declares, kind }) => inferred && (kind === 'export-default' || declares.some((name) => exported.has(name))));
    for (let next = queue.pop(); next; next = queue.pop()) {
      for (const { name, when } of next.reads) {
        if (seen.has(name) || (when !== 'type' && !next.inferred)) continue;
        seen.add(name);
        const statements = declaring.get(name) ?? [];
        queue.push(...statements);
        const isType = statements.some(({ kind }) => kind === 'interface' || kind === 'type' || kind === 'class' || kind === 'enum');
        if (isType && statements.some((statement) => fileOf.get(statement.index) !== part.file)) found.add(name);
      }
    }
  }
  return found;
}

function assignStatements(model: ModuleModel, plan: SplitPlan): ReadonlyMap<number, number> {
  const partOfName = new Map<string, number>();
  const partOfLoose = new Map<string, number>();
  for (const [index, part] of plan.parts.entries()) {
    for (const name of part.declarations) partOfName.set(name, index);
    for (const label of part.statements ?? []) partOfLoose.set(label.split(' ', 1)[0]!, index);
  }
  const result = new Map<number, number>();
  for (const statement of model.statements) {
    const index = statement.looseId === undefined ? partOfName.get(statement.declares[0] ?? '') : partOfLoose.get(statement.looseId);
    if (index !== undefined) result.set(statement.index, index);
  }
  return result;
}
