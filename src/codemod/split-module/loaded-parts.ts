import type { SplitContext } from './file-imports.js';
import type { PlacedPart } from './placement.js';

/**
 * New modules that are evaluated when the facade is: those that it names for a value or for an effect, and what they need. A module that holds
 * nothing but a private function that nobody calls is not, and neither is what it imports, though the god file loaded it.
 */
export function findLoadedParts({ model, placement }: SplitContext): ReadonlySet<PlacedPart> {
  const values = new Set(model.exports.flatMap((entry) => (entry.local !== undefined && !entry.typeOnly ? [entry.local] : [])));
  const isNamed = (part: PlacedPart): boolean =>
    part.statements.some((statement) => statement.effect !== 'none' || statement.declares.some((name) => values.has(name)) || statement.exportedAs.some((name) => !name.typeOnly));
  const loaded = new Set<PlacedPart>();
  const load = (part: PlacedPart | undefined): void => {
    if (part === undefined || loaded.has(part)) return;
    loaded.add(part);
    loadNeedsOf(part.statements);
  };
  const loadNeedsOf = (statements: PlacedPart['statements']): void => {
    for (const { reads } of statements) for (const { name, when } of reads) if (when !== 'type') load(placement.ownerOf.get(name));
  };
  for (const part of placement.modules) if (isNamed(part)) load(part);
  loadNeedsOf(placement.staying);
  return loaded;
}
