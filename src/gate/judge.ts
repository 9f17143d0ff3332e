import { findingKey } from '../diagnostic/finding-key.js';
import { relativePath } from '../host/path.js';
import { ceilingName, edgeName, entryName, isCeiling } from './baseline-file.js';
import { describeCeilingGrowth, describeEdgeGrowth } from './describe-growth.js';
import { findFormerKnots } from './former-knots.js';
import type { Diagnostic, Standing } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { EdgeGrowth } from './describe-growth.js';
import type { FormerKnot } from './former-knots.js';
import type { FormerState } from './former-state.js';

export interface JudgeInput {
  readonly root: FilePath;
  readonly found: readonly Diagnostic[];
  /** The last one speaks of what no state knows. */
  readonly states: readonly FormerState[];
  /** 1-based line of the import that stands for an edge today. */
  readonly lineOf: (from: FilePath, to: FilePath) => number | undefined;
}

/**
 * Gives every finding its standing. A finding is known if one of the states knows it. A ceiling is worse above its entry; a
 * knot is known when all its edges are, worse when some are, new when none is. What has no ratchet fact is new, unless a
 * state has the same finding. Findings that have grown say by what, in a note and as `growth` in their data.
 */
export function judge(input: JudgeInput): readonly Diagnostic[] {
  const judges = input.states.map((state) => createJudge(input, state));
  return input.found.map((found) => {
    // Every judge is asked, also after one has said `known`: it counts repeated findings.
    const judged = judges.map((ask) => ask(found));
    return judged.find((verdict) => verdict.standing === 'known') ?? judged.at(-1) ?? stand(found, 'new');
  });
}

function createJudge({ root, lineOf }: JudgeInput, state: FormerState): (found: Diagnostic) => Diagnostic {
  const { entries } = state.baseline;
  const ceilings = new Map(entries.filter(isCeiling).map((entry) => [entryName(entry), entry.ceiling]));
  const edges = new Set(entries.filter((entry) => !isCeiling(entry)).map(entryName));
  const knotsById = new Map<string, ReadonlyMap<string, FormerKnot>>();
  const knotsOf = (id: string): ReadonlyMap<string, FormerKnot> => {
    let knots = knotsById.get(id);
    if (knots === undefined) knotsById.set(id, (knots = findFormerKnots(state.baseline, id)));
    return knots;
  };
  const left = new Map(state.others);

  const judgeCeiling = (found: Diagnostic, value: number): Diagnostic => {
    const file = relativePath(root, found.at.file);
    const ceiling = ceilings.get(ceilingName(found.id, file));
    if (ceiling === undefined) return stand(found, 'new');
    if (value <= ceiling) return stand(found, 'known');
    return stand(found, 'worse', [describeCeilingGrowth(state.kind, file, ceiling, value)], { from: ceiling, to: value });
  };

  const judgeEdges = (found: Diagnostic, all: readonly Edge[]): Diagnostic => {
    const present = all.map(({ from, to }) => ({ from: relativePath(root, from), to: relativePath(root, to), line: lineOf(from, to) }));
    const unknown = present.filter(({ from, to }) => !edges.has(edgeName(found.id, from, to)));
    if (unknown.length === 0) return stand(found, 'known');
    const standing = unknown.length < present.length ? 'worse' : 'new';
    // That every import of a new finding is missing in the file goes without saying.
    if (standing === 'new' && (state.hasImport === undefined || present.length === 1)) return stand(found, 'new');
    const growth = measureEdgeGrowth(present, unknown, state.hasImport, knotsOf(found.id));
    return stand(found, standing, describeEdgeGrowth(state.kind, growth), { added: growth.added, joined: growth.joined });
  };

  const judgeOther = (found: Diagnostic): Diagnostic => {
    const key = findingKey(root, found);
    const count = left.get(key) ?? 0;
    if (count === 0) return stand(found, 'new');
    left.set(key, count - 1);
    return stand(found, 'known');
  };

  return (found) => {
    if (found.ratchet === undefined) return judgeOther(found);
    return found.ratchet.kind === 'ceiling' ? judgeCeiling(found, found.ratchet.value) : judgeEdges(found, found.ratchet.edges);
  };
}

interface Edge {
  readonly from: FilePath;
  readonly to: FilePath;
}

type PlacedEdge = EdgeGrowth['added'][number];

function measureEdgeGrowth(
  present: readonly PlacedEdge[],
  unknown: readonly PlacedEdge[],
  hasImport: FormerState['hasImport'],
  former: ReadonlyMap<string, FormerKnot>,
): EdgeGrowth {
  const members = [...new Set(present.flatMap(({ from, to }) => [from, to]))];
  const isOlder = ({ from, to }: PlacedEdge): boolean => hasImport?.(from, to) ?? false;
  return {
    added: unknown.filter((edge) => !isOlder(edge)),
    older: unknown.filter(isOlder),
    joined: [...new Set(members.flatMap((file) => [former.get(file)].filter((knot) => knot !== undefined)))],
    entered: members.filter((file) => !former.has(file)),
  };
}

function stand(found: Diagnostic, standing: Standing, notes: readonly string[] = [], growth?: Readonly<Record<string, unknown>>): Diagnostic {
  return Object.freeze({
    ...found,
    standing,
    notes: notes.length === 0 ? found.notes : [...notes, ...found.notes],
    data: growth === undefined ? found.data : { ...found.data, growth },
  });
}
