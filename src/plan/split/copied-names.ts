import type { ModuleModel, Statement } from '../../model/module-model.js';

/** Statements that must stand in the file of a name, because anywhere else they would hold another value of it. */
export interface CopiedName {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/**
 * Where a name is taken from another module by a copy, the copy does not follow. Two things come of it.
 * `const { stock } = require('./stock')` never changes: with a function that assigns `stock`, all readers share its file.
 * And what holds a name before it is assigned (`exports.open = open; open = traced(open);`, or a `var` further down) must not
 * get it from a module that has run to its end. Effects show that of most readers; these have none. Sorted by name.
 */
export function findCopiedNames(model: ModuleModel): readonly CopiedName[] {
  const placed = model.statements.filter((statement) => statement.role !== 'wiring' && !statement.erased);
  const lastWrite = new Map<string, number>();
  const late = new Set<string>();
  const assign = (name: string, { index }: Statement): void => void lastWrite.set(name, Math.max(index, lastWrite.get(name) ?? -1));
  for (const statement of placed) {
    for (const name of statement.assignsLater ?? []) late.add(name);
    for (const { name } of statement.writes) assign(name, statement);
    if (isHoisted(model, statement)) for (const name of statement.declares) assign(name, statement);
  }
  const found = new Map<string, Statement[]>();
  for (const statement of placed) {
    for (const { name, when } of statement.reads) {
      if (when === 'type') continue;
      const isLate = late.has(name);
      const isEarly = statement.effect === 'none' && when === 'hard' && (lastWrite.get(name) ?? -1) > statement.index;
      if ((isLate || isEarly) && !found.get(name)?.includes(statement)) found.set(name, [...(found.get(name) ?? []), statement]);
    }
  }
  return [...found].map(([name, statements]) => ({ name, statements })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `var a = 1` and `if (x) { var a = 1; }`: the name is there before its value. */
function isHoisted(model: ModuleModel, { kind, span }: Statement): boolean {
  return kind === 'control' || (kind === 'variable' && model.source.text.startsWith('var', span.start));
}
