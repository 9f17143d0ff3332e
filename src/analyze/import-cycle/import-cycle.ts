import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.js';
import { shortestCycle } from '../../graph/shortest-cycle.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import type { ImportEdge } from '../../model/project.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';
import { buildKnot, evaluatedKinds, findKnots, groupTargets, type Knot } from './components.js';
import { findCut, isBarrelArtefact } from './cut.js';
import { findEntered, measureDanger, type DangerMeasure } from './danger.js';
import { describeKnot, type KnotFinding } from './describe-knot.js';
import { buildMadgeTree, listTreeCycles, type MadgeCycles } from './madge-cycles.js';
import { createNames, isErasedImport } from './names.js';

export const analyzer: Analyzer = {
  id: 'import-cycle',
  summary: 'Modules that import each other in a circle: one finding for each strongly connected component.',
  run: findImportCycles,
};

/** Larger knots are reported without reading their members: a full read costs some 20 ms a file. */
const READ_LIMIT = 300;

const typeKinds: ReadonlySet<EdgeKind> = new Set([...evaluatedKinds, 'type']);
const dynamicKinds: ReadonlySet<EdgeKind> = new Set([...evaluatedKinds, 'dynamic']);

function findImportCycles(input: AnalyzerInput): readonly Diagnostic[] {
  const severity = input.config.analyzers['import-cycle'].severity ?? 'error';
  if (severity === 'off') return [];
  const { graph } = input.project;
  const valueKnots = findKnots(graph, evaluatedKinds);
  const typeKnots = findKnots(graph, typeKinds);
  const dynamicKnots = findKnots(graph, dynamicKinds);
  const inValueKnot = new Set(valueKnots.flat());
  const madge = valueKnots.length > 0 ? listTreeCycles(buildMadgeTree(input.project)) : { cycles: [], complete: true };
  return [
    ...valueKnots.map((members) => {
      const enlarged = { type: sizeOfKnotWith(members[0]!, typeKnots), dynamic: sizeOfKnotWith(members[0]!, dynamicKnots) };
      return describeKnot(input, studyKnot(input, buildKnot(graph, members, evaluatedKinds), madge, enlarged), severity);
    }),
    ...typeKnots
      .filter((members) => !members.some((file) => inValueKnot.has(file)))
      .map((members) => describeTypeKnot(input, buildKnot(graph, members, typeKinds))),
  ];
}

function sizeOfKnotWith(member: FilePath, knots: readonly (readonly FilePath[])[]): number {
  return knots.find((members) => members.includes(member))?.length ?? 0;
}

function studyKnot(input: AnalyzerInput, knot: Knot, madge: MadgeCycles, enlarged: KnotFinding['enlarged']): KnotFinding {
  const { project } = input;
  const ids = new Set(knot.members.map((file) => relativePath(project.root, file)));
  const ownCycles = madge.cycles.filter((cycle) => cycle.every((id) => ids.has(id)));
  const shared = { knot, madge: { cycles: ownCycles, complete: madge.complete || ownCycles.length > 0 }, enlarged, typeOnly: false };
  const unread = knot.members.length > READ_LIMIT || knot.members.some((file) => !project.files.has(file));
  if (unread) {
    // Nothing is known, so the class that promises least: some entry order may crash.
    const measure: DangerMeasure = { danger: 'fragile', earlyReads: [], entered: findEntered(project.graph, knot.members) };
    const witness = findWitness(knot)!;
    return { ...shared, measure, witness, cut: findCut(knot, () => false, undefined), erased: new Set(), barrelArtefact: false, unread: true };
  }
  const names = createNames(project, input.read, knot.members);
  const erased = new Set(knot.edges.filter((edge) => isErasedImport(names, project, edge.from, edge.record)));
  const isErased = (edge: ImportEdge): boolean => erased.has(edge);
  const witness = findWitness(knot, (edge) => !isErased(edge)) ?? findWitness(knot)!;
  return {
    ...shared,
    measure: measureDanger(project.graph, knot, names, isErased),
    witness,
    cut: findCut(knot, isErased, names),
    erased,
    barrelArtefact: isBarrelArtefact(knot, names),
    unread: false,
  };
}

function describeTypeKnot(input: AnalyzerInput, knot: Knot): Diagnostic {
  const severity: Severity = 'info';
  const isType = (edge: ImportEdge): boolean => edge.record.kind === 'type';
  const readable = knot.members.length <= READ_LIMIT && knot.members.every((file) => input.project.files.has(file));
  const finding: KnotFinding = {
    knot,
    madge: { cycles: [], complete: true },
    enlarged: { type: 0, dynamic: 0 },
    typeOnly: true,
    measure: { danger: 'type-only', earlyReads: [], entered: [] },
    witness: findWitness(knot)!,
    cut: findCut(knot, isType, undefined),
    erased: new Set(),
    barrelArtefact: readable && isBarrelArtefact(knot, createNames(input.project, input.read, knot.members)),
    unread: false,
  };
  return describeKnot(input, finding, severity);
}

/** The imports along a shortest closed path, from its smallest member. Of several imports between two files the first accepted one. */
function findWitness(knot: Knot, accepts: (edge: ImportEdge) => boolean = () => true): readonly ImportEdge[] | undefined {
  const edges = knot.edges.filter(accepts);
  const targets = groupTargets(edges);
  const cycle = shortestCycle(knot.members, (file) => targets.get(file) ?? []);
  return cycle?.map((from, i) => {
    const to = cycle[(i + 1) % cycle.length]!;
    return edges.find((edge) => edge.from === from && edge.to === to)!;
  });
}
