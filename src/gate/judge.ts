import { findingKey } from '../diagnostic/finding-key.js';
import { joinPath, relativePath } from '../host/path.js';
import { ceilingName, edgeName, entryName, isCeiling } from './baseline-file.js';
import { adviseTakingBack, describeCeilingGrowth, describeEdgeGrowth, describeRise } from './describe-growth.js';
import { findFormerKnots } from './former-knots.js';
import type { LineColumn } from '../text/line-index.js';
import type { Diagnostic, RatchetFact, Standing } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { EdgeGrowth } from './describe-growth.js';
import type { FormerKnot } from './former-knots.js';
import type { FormerDanger, FormerState } from './former-state.js';

export interface JudgeInput {
  readonly root: FilePath;
  readonly found: readonly Diagnostic[];
  /** The last one speaks of what no state knows. */
  readonly states: readonly FormerState[];
  /** Where the import is that stands for an edge today. */
  readonly placeOf: (from: FilePath, to: FilePath) => LineColumn | undefined;
}

/**
 * Gives every finding its standing. A finding is known if one of the states knows it. A ceiling is worse above its entry; a
 * knot is known when all its edges are, worse when some are, new when none is, and worse as well when it is more dangerous than
 * all that it was. What has no ratchet fact is new, unless a state has the same finding. Findings that have grown say by what, in
 * a note and as `growth` in their data. A knot then points at the first import that was added: the circle that it shows otherwise
 * may be an old one, in files that nobody touched.
 */
export function judge(input: JudgeInput): readonly Diagnostic[] {
  const judges = input.states.map((state) => createJudge(input, state));
  return input.found.map((found) => {
    // Every judge is asked, also after one has said `known`: it counts repeated findings.
    const judged = judges.map((ask) => ask(found));
    return judged.find((verdict) => verdict.standing === 'known') ?? judged.at(-1) ?? stand(found, 'new');
  });
}

function createJudge({ root, placeOf }: JudgeInput, state: FormerState): (found: Diagnostic) => Diagnostic {
  const { entries } = state.baseline;
  const ceilings = new Map(entries.filter(isCeiling).map((entry) => [entryName(entry), entry.ceiling]));
  const edges = new Set(entries.filter((entry) => !isCeiling(entry)).map(entryName));
  const knotsByKind = new Map<string, ReadonlyMap<string, FormerKnot>>();
  const knotsOf = (id: string, imports: EdgesFact['imports']): ReadonlyMap<string, FormerKnot> => {
    const kind = `${id} ${imports ?? ''}`;
    let knots = knotsByKind.get(kind);
    if (knots === undefined) knotsByKind.set(kind, (knots = findFormerKnots(state.baseline, id, imports)));
    return knots;
  };
  // Whoever turned the last evaluated import of a knot into a type import has made it better.
  const isKnownEdge = (id: string, from: string, to: string, imports: EdgesFact['imports']): boolean =>
    edges.has(edgeName(id, from, to, imports)) || (imports === 'type' && edges.has(edgeName(id, from, to, undefined)));
  const left = new Map(state.others);

  const dangersBefore = createDangerQuery(state.dangers ?? []);

  const judgeCeiling = (found: Diagnostic, { value, count }: CeilingFact): Diagnostic => {
    const file = relativePath(root, found.at.file);
    const ceiling = ceilings.get(ceilingName(found.id, file, count));
    if (ceiling === undefined) return stand(found, 'new');
    if (value <= ceiling) return stand(found, 'known');
    return stand(found, 'worse', [describeCeilingGrowth(state.kind, file, ceiling, value)], { from: ceiling, to: value });
  };

  const judgeEdges = (found: Diagnostic, { edges: all, imports }: EdgesFact): Diagnostic => {
    const present = all.map(({ from, to }) => ({ from: relativePath(root, from), to: relativePath(root, to), line: placeOf(from, to)?.line }));
    const unknown = present.filter(({ from, to }) => !isKnownEdge(found.id, from, to, imports));
    const rise = describeRise(state.kind, found.data['danger'], dangersBefore(found.id, present));
    const notes = rise === undefined ? [] : [rise];
    if (unknown.length === 0) return stand(found, rise === undefined ? 'known' : 'worse', notes);
    const standing = unknown.length < present.length ? 'worse' : 'new';
    // That every import of a new finding is missing in the file goes without saying.
    if (standing === 'new' && (state.hasImport === undefined || present.length === 1)) return stand(found, 'new', notes);
    const growth = measureEdgeGrowth(present, unknown, state.hasImport, knotsOf(found.id, imports));
    const { added, joined } = growth;
    const pointed = pointAtAdded(found, added, (edge) => placeOf(joinPath(root, edge.from), joinPath(root, edge.to)), root);
    return stand(pointed, standing, [...describeEdgeGrowth(state.kind, growth), ...notes], { added, joined });
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
    return found.ratchet.kind === 'ceiling' ? judgeCeiling(found, found.ratchet) : judgeEdges(found, found.ratchet);
  };
}

type CeilingFact = Extract<RatchetFact, { kind: 'ceiling' }>;

type EdgesFact = Extract<RatchetFact, { kind: 'edges' }>;

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

/** The classes of the former knots that share a file with a present one. */
function createDangerQuery(dangers: readonly FormerDanger[]): (id: string, present: readonly PlacedEdge[]) => readonly string[] {
  const byFile = new Map<string, FormerDanger[]>();
  for (const knot of dangers) for (const file of knot.files) byFile.set(file, [...(byFile.get(file) ?? []), knot]);
  return (id, present) => {
    if (byFile.size === 0) return [];
    const knots = new Set(present.flatMap(({ from, to }) => [...(byFile.get(from) ?? []), ...(byFile.get(to) ?? [])]));
    return [...knots].filter((knot) => knot.id === id).map((knot) => knot.danger);
  };
}

/** The finding at the first import that was added, its circle kept as related places. */
function pointAtAdded(
  found: Diagnostic,
  added: readonly PlacedEdge[],
  placeOf: (edge: PlacedEdge) => LineColumn | undefined,
  root: FilePath,
): Diagnostic {
  const [first] = added;
  if (first === undefined) return found;
  const place = placeOf(first);
  const help = adviseTakingBack(added, found.help);
  if (place === undefined) return { ...found, help };
  const at = { file: joinPath(root, first.from), line: place.line, column: place.column, label: `imports ${first.to}` };
  const isSame = (other: Diagnostic['at']): boolean => other.file === at.file && other.line === at.line && other.column === at.column;
  return { ...found, at, related: [...found.related, found.at].filter((other) => !isSame(other)), help };
}

function stand(found: Diagnostic, standing: Standing, notes: readonly string[] = [], growth?: Readonly<Record<string, unknown>>): Diagnostic {
  return Object.freeze({
    ...found,
    standing,
    notes: notes.length === 0 ? found.notes : [...notes, ...found.notes],
    data: growth === undefined ? found.data : { ...found.data, growth },
  });
}
