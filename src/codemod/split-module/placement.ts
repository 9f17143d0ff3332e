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
}

export function buildPlacement(model: ModuleModel, plan: SplitPlan, root: FilePath, order: readonly number[]): Placement {
  const source = model.source.path;
  const partOfStatement = assignStatements(model, plan);
  const placed = order.map((index): PlacedPart => ({
    file: joinPath(root, plan.parts[index]!.file),
    plan: plan.parts[index]!,
    statements: model.statements.filter((statement) => partOfStatement.get(statement.index) === index),
  }));
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

  const mustExport = new Set<string>();
  for (const entry of model.exports) if (entry.local !== undefined) mustExport.add(entry.local);
  for (const part of placed) {
    for (const statement of part.statements) {
      for (const { name } of [...statement.reads, ...statement.writes]) {
        const owner = ownerOf.get(name);
        if (owner && owner.file !== part.file) mustExport.add(name);
      }
    }
  }
  return { source, modules, staying, ownerOf, imported, mustExport };
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
