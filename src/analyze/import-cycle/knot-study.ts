import { shortestCycle } from '../../graph/shortest-cycle.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import type { ImportEdge } from '../../model/project.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { AnalyzerInput } from '../analyzer.js';
import { findDetours, isBarrelArtefact } from './barrels.js';
import { createPrices, findCut, priceByScan } from './cut.js';
import { measureDanger, type Danger } from './danger.js';
import { successorsOf, type Knot } from './knot.js';
import { createNames, isErasedImport } from './names.js';
import { findRemedies, findRemedyByScan, type Remedy } from './remedies.js';

/** One import of a knot. Paths are root-relative. */
export interface CycleHop {
  readonly from: string;
  readonly to: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly specifier: string;
  /** Names in the imported module. */
  readonly names: readonly string[];
  readonly kind: EdgeKind;
  /** TypeScript leaves it out of the emitted code. */
  readonly erased: boolean;
}

export interface CutImport extends CycleHop, Remedy {}

export interface ReportedRead {
  /** The member that is loaded first. */
  readonly entry: string;
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly definedIn: string;
  /** Fails for sure. */
  readonly certain: boolean;
  /** Evaluated for sure, but what it gives may do no harm. */
  readonly evaluated: boolean;
  readonly yields: 'error' | 'undefined';
  readonly metadata?: true;
  readonly through?: string;
}

/** Everything that is found out about one knot by looking at its members. Plain JSON, so that it can be kept. */
export interface KnotStudy {
  readonly danger: Danger;
  /** Why the danger is not measured; then `danger` is `fragile`, the class that promises least short of a crash. */
  readonly unmeasured?: string;
  readonly earlyReads: readonly ReportedRead[];
  readonly barrelArtefact: boolean;
  /** Along a shortest circle, from its smallest member. */
  readonly witness: readonly CycleHop[];
  readonly cut: readonly CutImport[];
  /** All imports of the cut; `cut` may show fewer of them. */
  readonly cutSize: number;
  readonly cutExact: boolean;
  /** Positions in the edges of the knot. */
  readonly cutEdges: readonly number[];
  readonly erasedEdges: readonly number[];
  /** Files that the result depends on beside the members: read to follow names, or waited for. */
  readonly filesRead: readonly string[];
  readonly outer: readonly string[];
}

/** The imports of a cut that are described; the complete graph of 1,000 modules has a cut of half a million. */
const SHOWN_CUT = 2000;

/** From the import records alone. */
export function studyByScan(input: AnalyzerInput, knot: Knot, typeOnly: boolean, unmeasured: string | undefined): KnotStudy {
  const cut = findCut(knot, priceByScan);
  const edges = cut.edges.slice(0, SHOWN_CUT).map((index) => knot.edges[index]!);
  return {
    danger: typeOnly ? 'type-only' : 'fragile',
    ...(typeOnly || unmeasured === undefined ? {} : { unmeasured }),
    earlyReads: [],
    barrelArtefact: false,
    witness: findWitness(knot, () => true)!.map((edge) => describeHop(input, edge, false)),
    cut: edges.map((edge) => ({ ...describeHop(input, edge, false), ...findRemedyByScan(edge) })),
    cutSize: cut.edges.length,
    cutExact: cut.exact,
    cutEdges: cut.edges,
    erasedEdges: [],
    filesRead: [],
    outer: [],
  };
}

/** From what each member does with the names that it imports. `entered`: members that the project reaches first. */
export function studyInFull(input: AnalyzerInput, knot: Knot, typeOnly: boolean, entered: readonly FilePath[]): KnotStudy {
  const { project } = input;
  const show = (file: FilePath): string => relativePath(project.root, file);
  const names = createNames(project, input.links, new Set(knot.members));
  const erased = new Set(typeOnly ? [] : knot.edges.filter((edge) => isErasedImport(names, project, edge.from, edge.record)));
  // An import that leads out of the knot counts too where names are followed to its target.
  const isErased = (edge: ImportEdge): boolean =>
    erased.has(edge) || (!typeOnly && !knot.place.has(edge.to) && knot.place.has(edge.from) && isErasedImport(names, project, edge.from, edge.record));
  const measure = typeOnly
    ? { danger: 'type-only' as const, earlyReads: [], outer: [] }
    : measureDanger({ graph: project.graph, knot, names, factsOf: project.compilerFacts, isErased, entered });
  const detours = findDetours(knot, names);
  const cut = findCut(knot, typeOnly ? priceByScan : createPrices(knot, names, isErased, detours));
  const shown = cut.edges.slice(0, SHOWN_CUT);
  const remedies = findRemedies({ knot, cut: shown, names, isErased, detours, show });
  const hop = (edge: ImportEdge): CycleHop => describeHop(input, edge, erased.has(edge));
  return {
    danger: measure.danger,
    earlyReads: measure.earlyReads.map((read) => ({
      entry: show(read.entry),
      file: show(read.reader),
      line: read.line,
      name: read.name,
      definedIn: show(read.definedIn),
      certain: read.certain,
      evaluated: read.evaluated,
      yields: read.yields,
      ...(read.metadata ? { metadata: true as const } : {}),
      ...(read.through === undefined ? {} : { through: read.through }),
    })),
    barrelArtefact: isBarrelArtefact(knot, names),
    witness: (findWitness(knot, (edge) => !isErased(edge)) ?? findWitness(knot, () => true)!).map(hop),
    cut: shown.map((index, i) => ({ ...hop(knot.edges[index]!), ...remedies[i]! })),
    cutSize: cut.edges.length,
    cutExact: cut.exact,
    cutEdges: cut.edges,
    erasedEdges: [...knot.edges.keys()].filter((index) => erased.has(knot.edges[index]!)),
    filesRead: [...names.filesRead].filter((file) => !knot.place.has(file)).map(show).sort(),
    outer: measure.outer.map(show),
  };
}

function describeHop(input: AnalyzerInput, edge: ImportEdge, erased: boolean): CycleHop {
  const { project } = input;
  const { record } = edge;
  const source = project.files.get(edge.from);
  const { line, column } = source ? lineColumnAt(source.lineStarts, record.span.start) : { line: 1, column: 1 };
  return {
    from: relativePath(project.root, edge.from),
    to: relativePath(project.root, edge.to),
    line,
    column,
    specifier: record.specifier,
    names: record.names.map((name) => name.imported),
    kind: record.kind,
    erased,
  };
}

/** The imports along a shortest closed path, from its smallest member. Of several imports between two files the first accepted one. */
function findWitness(knot: Knot, accepts: (edge: ImportEdge) => boolean): readonly ImportEdge[] | undefined {
  const edges = knot.edges.filter(accepts);
  const successors = successorsOf(knot, edges);
  const cycle = shortestCycle([...knot.members.keys()], (index) => successors[index]!);
  if (!cycle) return undefined;
  const hops = new Map(cycle.map((from, i) => [from, cycle[(i + 1) % cycle.length]!]));
  const found = new Map<number, ImportEdge>();
  for (const edge of edges) {
    const from = knot.place.get(edge.from)!;
    if (!found.has(from) && hops.get(from) === knot.place.get(edge.to)) found.set(from, edge);
  }
  return cycle.map((from) => found.get(from)!);
}
