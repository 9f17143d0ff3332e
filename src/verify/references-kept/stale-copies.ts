import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import { declarationTable, findImport, resolveLocal } from '../export-set.js';
import { describe, type Pair } from '../matching.js';
import { locate, type Sides } from '../side.js';

/**
 * What a statement read in its own file and now gets from a module that has run to its end. `const { stock } = require('./stock')` copies: with a
 * function that assigns stock the copy goes stale, and what was assigned between the reader and the end of the file is too new.
 */
export function findStaleCopies(sides: Sides, { before, after }: Pair): Diagnostic[] {
  const names = new Map([...after.statement.reads].filter(({ when }) => when !== 'type').map((read) => [read.name, read] as const));
  return [...names].flatMap(([name, read]) => {
    const imported = findImport(after.model, name);
    if (!imported || findImport(before.model, name)) return [];
    const declared = declarationTable(before.model).get(name);
    const meaning = resolveLocal(sides.after, after.model, name);
    if (!declared || !meaning || meaning === 'ambiguous' || !meaning.declared) return [];
    const isCopy = after.model.format === 'commonjs';
    const isLate = isCopy && before.model.statements.some(({ assignsLater }) => assignsLater?.includes(name));
    const isHard = before.statement.reads.some((one) => one.name === name && one.when === 'hard');
    const isEarly = isHard && before.statement.effect === 'none' && lastAssignment(before.model, declared, name) > before.statement.index;
    if (!isLate && !isEarly) return [];
    return [
      diagnostic({
        id: 'stale-copy',
        message: `${describe(after)} takes '${name}' from ${sides.after.name(meaning.declared.file)}, ${isLate ? 'a copy that does not follow later assignments' : 'which has assigned it again by then'}`,
        at: locate(after.model, read.span.start),
        related: [meaning.at],
        help: `Keep the statement in the module that declares '${name}'.`,
        data: { name },
      }),
    ];
  });
}

/** Index of the last statement that gives the name a value; a hoisted `var` gets its first one where it stands. */
function lastAssignment(model: ModuleModel, declared: readonly Statement[], name: string): number {
  const hoisted = declared.filter(({ kind, span }) => kind === 'control' || (kind === 'variable' && model.source.text.startsWith('var', span.start)));
  const writers = model.statements.filter(({ writes }) => writes.some((write) => write.name === name));
  return Math.max(-1, ...[...hoisted, ...writers].map(({ index }) => index));
}
