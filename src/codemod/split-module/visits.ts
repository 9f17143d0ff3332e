import type { FileImports, SplitContext } from './file-imports.js';
import type { PlacedPart } from './placement.js';

/**
 * Wiring statements whose modules the new modules load, in the order in which that happens when the facade is evaluated, up to the first new
 * module that has an effect.
 *
 * A module that the facade does not name is evaluated where the first one that needs it does, which is behind everything that this one imports
 * from elsewhere: in the order of its effects it may stand first, and be reached last. A module that holds nothing but a private
 * function that nobody calls is never evaluated, and neither is what it imports, though the god file loaded it.
 */
export function findVisits(context: SplitContext, imports: readonly FileImports[]): readonly number[] {
  const { placement } = context;
  const importsOf = new Map(placement.modules.map((part, index) => [part, imports[index]!]));
  const visited = new Set<number>();
  const seen = new Set<PlacedPart>();
  let isOver = false;
  const visit = (part: PlacedPart): void => {
    if (isOver || seen.has(part)) return;
    seen.add(part);
    for (const { statement, isValue } of importsOf.get(part)!.outside) if (isValue) visited.add(statement);
    findSiblings(context, part.statements).forEach(visit);
    isOver ||= hasEffect(part);
  };
  findOpened(context).forEach(visit);
  return [...visited];
}

/** The new modules that the facade names, in its order. */
function findOpened(context: SplitContext): readonly PlacedPart[] {
  const { model, placement } = context;
  const needed = findSiblings(context, placement.staying);
  if (model.format === 'commonjs') {
    const forwarded = model.statements.flatMap((statement) => (statement.forwards ? placement.modules.filter((part) => part.statements.includes(statement)) : []));
    return [...placement.modules.filter((part) => hasEffect(part) || needed.includes(part)), ...forwarded];
  }
  const values = new Set(model.exports.flatMap((entry) => (entry.local !== undefined && !entry.typeOnly ? [entry.local] : [])));
  const isExported = (part: PlacedPart): boolean =>
    part.statements.some(({ declares, exportedAs }) => declares.some((name) => values.has(name)) || exportedAs.some((name) => !name.typeOnly));
  return [...placement.modules.filter((part) => hasEffect(part) || isExported(part)), ...needed];
}

/** The new modules that hold a value which the statements need, in the order in which these are imported. */
function findSiblings({ placement }: SplitContext, statements: PlacedPart['statements']): readonly PlacedPart[] {
  const owners = new Set<PlacedPart | undefined>();
  for (const { reads, writes } of statements) for (const { name, when } of [...reads, ...writes]) if (when !== 'type') owners.add(placement.ownerOf.get(name));
  return placement.modules.filter((part) => owners.has(part));
}

function hasEffect({ statements }: PlacedPart): boolean {
  return statements.some(({ effect }) => effect !== 'none');
}
