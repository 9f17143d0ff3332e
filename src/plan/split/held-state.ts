import type { ModuleModel, Statement } from '../../model/module-model.js';
import { sliceSpan } from '../../text/span.js';
import type { Atom, ConstraintGraph } from './constraint-graph.js';

/** Variables whose writers fill a file of their own beyond the cap. */
export interface HeldState {
  readonly atom: Atom;
  /** In source order. */
  readonly names: readonly string[];
}

/** For each atom over the cap that can leave the file, the variables in it that some other statement of it writes. */
export function findHeldState(model: ModuleModel, graph: ConstraintGraph, maxLines: number): readonly HeldState[] {
  const written = new Map<string, Statement[]>();
  for (const statement of model.statements) for (const { name } of statement.writes) written.set(name, [...(written.get(name) ?? []), statement]);
  return graph.atoms.flatMap((atom) => {
    if (atom.lines <= maxLines || graph.held.has(atom.index)) return [];
    const names = atom.units.flatMap((unit) => graph.units[unit]!.names.filter((name) => {
      const declares = graph.units[unit]!.statements.map((index) => model.statements[index]!);
      return declares.every((statement) => isVariable(model, statement)) && written.get(name)?.some((writer) => !declares.includes(writer));
    }));
    return names.length > 0 ? [{ atom, names }] : [];
  });
}

function isVariable({ source }: ModuleModel, { kind, span }: Statement): boolean {
  return kind === 'variable' && /^(?:let|var)\b/.test(sliceSpan(source.text, span));
}

/**
 * Which of the variables stand in one object, each list in source order. The object is made where the first of them is declared, so another
 * one joins only when nothing that can be observed runs between the two and its first value needs nothing from in between.
 */
export function groupState(model: ModuleModel, names: readonly string[]): readonly (readonly string[])[] {
  const wanted = new Set(names);
  const groups: { first: number; names: string[] }[] = [];
  for (const statement of model.statements) {
    const own = statement.declares.filter((name) => wanted.has(name));
    if (own.length === 0) continue;
    const last = groups.at(-1);
    if (last && canStandAt(model, statement, last.first)) last.names.push(...own);
    else groups.push({ first: statement.index, names: [...own] });
  }
  return groups.map((group) => group.names);
}

/** Whether a declaration may be evaluated where an earlier statement stands. */
export function canStandAt(model: ModuleModel, statement: Statement, index: number): boolean {
  const between = model.statements.slice(index + 1, statement.index).filter(({ role }) => role !== 'wiring');
  const hoisted = new Set(model.statements.filter(({ kind }) => kind === 'function').flatMap(({ declares }) => declares));
  const late = new Set([...between, model.statements[index]!].flatMap(({ declares }) => declares).filter((name) => !hoisted.has(name)));
  return statement.effect === 'none' && between.every(({ effect }) => effect === 'none') && statement.reads.every(({ name, when }) => when !== 'hard' || !late.has(name));
}

/**
 * Whether a `var` may already be read or written while its statement has not run: it holds `undefined` then, and a property would be an error.
 * What runs before can come to it only through names that it mentions, and what those mention.
 */
export function isReachedEarly(model: ModuleModel, name: string, index: number): boolean {
  const early = model.statements.slice(0, index).filter(({ role }) => role !== 'wiring');
  const seen = new Set(early.filter(({ effect }) => effect !== 'none'));
  const queue = [...seen];
  const declaring = new Map<string, Statement[]>();
  for (const statement of model.statements) for (const declared of statement.declares) declaring.set(declared, [...(declaring.get(declared) ?? []), statement]);
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const use of [...next.reads, ...next.writes]) {
      if (use.when === 'type') continue;
      if (use.name === name) return true;
      for (const statement of declaring.get(use.name) ?? []) {
        if (seen.has(statement)) continue;
        seen.add(statement);
        queue.push(statement);
      }
    }
  }
  return early.some(({ reads, writes }) => [...reads, ...writes].some((use) => use.name === name && use.when === 'hard'));
}
