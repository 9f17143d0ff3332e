import { listMembers, printMembers } from '../../model/member.js';
import type { ModuleModel } from '../../model/module-model.js';
import { sliceSpan } from '../../text/span.js';
import { countLines, type Atom, type ConstraintGraph } from './constraint-graph.js';

/** What a finding about an atom that is too large tells of the one statement in it that is too large alone, if there is one. */
export interface GiantFacts {
  readonly notes: readonly string[];
  readonly members: ReturnType<typeof listMembers>;
}

export function describeGiant(model: ModuleModel, graph: ConstraintGraph, atom: Atom, maxLines: number): GiantFacts {
  const statements = atom.units.flatMap((unit) => graph.units[unit]!.statements.map((index) => model.statements[index]!));
  const sized = statements.map((statement) => ({ statement, lines: countLines(sliceSpan(model.source.text, statement.span)) }));
  const { statement, lines } = sized.reduce((best, one) => (one.lines > best.lines ? one : best));
  const members = statement.members ?? [];
  // Of a knot of small functions none is a giant: what is too large is what they are together.
  if (lines <= maxLines || members.length === 0) return { notes: [], members: [] };
  const label = statement.declares[0] ?? statement.looseId ?? 'it';
  return { notes: [`what would leave ${label} most easily:`, ...printMembers(members)], members: listMembers(members) };
}
