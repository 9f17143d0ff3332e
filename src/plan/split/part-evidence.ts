import type { ModuleModel } from '../../model/module-model.js';
import { unitLabel, type ConstraintGraph } from './constraint-graph.js';
import { listNames, locate } from './messages.js';
import type { PartName } from './name-parts.js';

/** How one part and the others refer to each other. */
export interface Traffic {
  readonly users: Set<number>;
  readonly used: Set<number>;
  inside: number;
  outside: number;
}

/** References, effects left out, of each of `count` parts. */
export function countTraffic(graph: ConstraintGraph, count: number, partOf: ReadonlyMap<number, number>): readonly Traffic[] {
  const traffic = Array.from({ length: count }, (): Traffic => ({ users: new Set(), used: new Set(), inside: 0, outside: 0 }));
  for (const edge of graph.edges) {
    const [from, to] = [partOf.get(edge.from), partOf.get(edge.to)];
    if (edge.kind === 'effect' || from === undefined || to === undefined) continue;
    if (from === to) traffic[from]!.inside++;
    else {
      traffic[to]!.users.add(from);
      traffic[from]!.used.add(to);
      traffic[from]!.outside++;
    }
  }
  return traffic;
}

/** One sentence on why the units of a part belong together, with counts that a reader can check. */
export function describePart(
  graph: ConstraintGraph,
  part: readonly number[],
  name: PartName,
  { users, used, inside, outside }: Traffic,
): string {
  const units = part.map((unit) => graph.units[unit]!);
  const atoms = new Set(units.map((unit) => graph.atomOfUnit[unit.index]!));
  const names = units.reduce((sum, unit) => sum + unit.names.length, 0);
  const others = used.size === 1 ? 'one other module' : used.size === 0 ? 'other modules' : `${used.size} other modules`;
  const calls = `${count(inside, 'reference')} inside, ${outside === 0 ? 'none' : outside} to ${others}`;
  const [only] = atoms;
  if (atoms.size === 1 && only !== undefined) {
    const atom = graph.atoms[only]!;
    const label = unitLabel(units[0]!);
    const why = {
      declaration: `${label} is one declaration of ${count(atom.lines, 'line')}`,
      overloads: `${label} is one name with several declarations`,
      let: `${listNames(atom.causedBy)} hold and assign one binding`,
      members: `${listNames(atom.causedBy)} complete one declaration`,
      together: `${listNames(atom.causedBy)} mean something else in two files`,
      private: `${atom.causedBy[0]} cannot be exported, and ${listNames(atom.causedBy.slice(1))} use it`,
      cycle: `${listNames(atom.causedBy)} need each other's values`,
    }[atom.cause];
    return `${why}; ${calls}`;
  }
  const shared = users.size >= 3 && outside === 0 ? `used by ${users.size} modules and needs none; ` : '';
  if (name.words.length > 0 && name.covered >= names * 0.2) {
    const share = `${name.covered} of ${count(names, 'name')} share ${name.words.length === 1 ? 'it' : 'them'}`;
    return `${shared}${name.words.join(', ')}: ${share}; ${calls}`;
  }
  return `${shared}${count(units.length, 'statement')} that refer to each other or stand together; ${calls}`;
}

/** Why the held units stay in the source file: the first pins, and that others need them. */
export function describeHeld(model: ModuleModel, graph: ConstraintGraph): string {
  const pinned = model.statements.filter((statement) => statement.pins.length > 0 && graph.unitOfStatement[statement.index] !== undefined);
  const reasons = pinned.slice(0, 2).map((statement) => {
    const pin = statement.pins[0]!;
    return `${statement.declares[0] ?? `line ${locate(model, statement.span.start).line}`} ${pin.because}`;
  });
  const more = pinned.length > 2 ? ` and ${pinned.length - 2} more cannot leave` : '';
  const followers =
    graph.units.filter((unit) => graph.held.has(graph.atomOfUnit[unit.index]!)).length -
    new Set(pinned.map((statement) => graph.unitOfStatement[statement.index])).size;
  const many = followers > 1 ? `; ${followers} statements that need it stay too` : '';
  const follow = followers === 1 ? '; 1 statement that needs it stays too' : many;
  return `${reasons.join('; ')}${more}${follow}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
