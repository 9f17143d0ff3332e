import { compareText } from '../../diagnostic/sort.js';
import { componentIndices } from '../../graph/strongly-connected.js';
import type { FilePath } from '../../host/path.js';
import { edgeKinds, importForms, type EdgeKind } from '../../model/import-record.js';
import type { GraphShape, ImportEdge, ModuleGraph } from '../../model/project.js';

/** Edges along which evaluating one module evaluates another. `dynamic` comes later, `type` never. */
export const evaluatedKinds: ReadonlySet<EdgeKind> = new Set(['value', 'reexport', 'side-effect', 'require']);

/** The import graph over 0..n-1, files sorted, so that walks over all of it work on arrays. */
export interface ImportNumbers {
  readonly files: readonly FilePath[];
  readonly indexOf: ReadonlyMap<FilePath, number>;
  /** The edges of a module in the order in which it writes them. Those to files that are no modules are left out. */
  readonly edgesFrom: (module: number) => readonly ImportEdge[];
  /** Their kinds, without making them. */
  readonly kindsFrom: (module: number) => readonly EdgeKind[];
  /** Targets of `edgesFrom`. */
  readonly targets: readonly (readonly number[])[];
  /** Targets of evaluated edges, in the same order; a target may stand several times. */
  readonly evaluates: readonly (readonly number[])[];
  readonly evaluatedBy: readonly (readonly number[])[];
  /** Loaded by an `import()` somewhere, with the modules that do. */
  readonly loadedBy: ReadonlyMap<number, readonly number[]>;
  /** Component of each module over edges of every kind; a knot of some kinds lies within one. -1 when it is alone. */
  readonly tangle: Int32Array;
}

type Revision = NonNullable<ModuleGraph['revises']>;

const known = new WeakMap<ModuleGraph, ImportNumbers>();
const knownKnots = new WeakMap<ModuleGraph, Map<ReadonlySet<EdgeKind>, readonly (readonly FilePath[])[]>>();

export function numberImports(graph: ModuleGraph): ImportNumbers {
  let numbers = known.get(graph);
  if (!numbers) known.set(graph, (numbers = reviseNumbers(graph) ?? buildNumbers(graph)));
  return numbers;
}

/** Who imports whom, and how, is what it was in the graph that this one revises: the file was edited elsewhere. */
function isSameShape({ graph, file }: Revision, now: ModuleGraph): boolean {
  const before = graph.edgesFrom.get(file) ?? [];
  const after = now.edgesFrom.get(file) ?? [];
  return before.length === after.length && before.every((edge, i) => edge.to === after[i]!.to && edge.record.kind === after[i]!.record.kind && edge.record.form === after[i]!.record.form);
}

function reviseNumbers(graph: ModuleGraph): ImportNumbers | undefined {
  const { revises } = graph;
  if (revises === undefined || !isSameShape(revises, graph)) return undefined;
  const before = numberImports(revises.graph);
  const place = before.indexOf.get(revises.file);
  if (place === undefined) return undefined;
  const own = inTextOrder(graph.edgesFrom.get(revises.file) ?? []).filter(({ to }) => before.indexOf.has(to));
  return { ...before, edgesFrom: (module) => (module === place ? own : before.edgesFrom(module)) };
}

function buildNumbers(graph: ModuleGraph): ImportNumbers {
  const files = [...graph.modules].sort(compareText);
  const indexOf = new Map(files.map((file, index) => [file, index]));
  const known: (readonly ImportEdge[] | undefined)[] = [];
  const edgesFrom = (module: number): readonly ImportEdge[] =>
    (known[module] ??= inTextOrder(graph.edgesFrom.get(files[module]!) ?? []).filter(({ to }) => indexOf.has(to)));
  const { starts, targets: ends, kinds, forms } = graph.shape ?? measureShape(files, indexOf, edgesFrom);
  const targets: number[][] = [];
  const evaluates: number[][] = [];
  const evaluatedBy: number[][] = files.map(() => []);
  const loadedBy = new Map<number, number[]>();
  const selfImports: number[] = [];
  for (let from = 0; from < files.length; from++) {
    const [own, evaluated]: [number[], number[]] = [[], []];
    for (let edge = starts[from]!; edge < starts[from + 1]!; edge++) {
      const target = ends[edge]!;
      own.push(target);
      if (target === from) selfImports.push(from);
      if (isEvaluated[kinds[edge]!]) {
        evaluated.push(target);
        evaluatedBy[target]!.push(from);
      } else if (forms[edge] === importCall) {
        const loaders = loadedBy.get(target);
        if (loaders) loaders.push(from);
        else loadedBy.set(target, [from]);
      }
    }
    targets.push(own);
    evaluates.push(evaluated);
  }
  const tangle = new Int32Array(files.length).fill(-1);
  componentIndices(files.length, targets).forEach((members, component) => {
    if (members.length > 1) for (const member of members) tangle[member] = component;
  });
  for (const module of selfImports) if (tangle[module] === -1) tangle[module] = files.length + module;
  const kindsFrom = (module: number): readonly EdgeKind[] => Array.from(kinds.subarray(starts[module]!, starts[module + 1]!), (kind) => edgeKinds[kind]!);
  return { files, indexOf, edgesFrom, kindsFrom, targets, evaluates, evaluatedBy, loadedBy, tangle };
}

const isEvaluated = edgeKinds.map((kind) => evaluatedKinds.has(kind));
const importCall = importForms.indexOf('import-call');

/** Of a graph that came without its shape. */
function measureShape(files: readonly FilePath[], indexOf: ReadonlyMap<FilePath, number>, edgesFrom: ImportNumbers['edgesFrom']): GraphShape {
  const starts = new Int32Array(files.length + 1);
  const edges = files.flatMap((_, module) => {
    const own = edgesFrom(module);
    starts[module + 1] = starts[module]! + own.length;
    return own;
  });
  return {
    starts,
    targets: Int32Array.from(edges, ({ to }) => indexOf.get(to)!),
    kinds: Uint8Array.from(edges, ({ record }) => edgeKinds.indexOf(record.kind)),
    forms: Uint8Array.from(edges, ({ record }) => importForms.indexOf(record.form)),
  };
}

function startOf(edge: ImportEdge): number {
  return edge.record.specifierSpan.start;
}

function inTextOrder(edges: readonly ImportEdge[]): readonly ImportEdge[] {
  for (let i = 1; i < edges.length; i++) {
    if (startOf(edges[i - 1]!) > startOf(edges[i]!)) return [...edges].sort((a, b) => startOf(a) - startOf(b));
  }
  return edges;
}

export function valueTargets(graph: ModuleGraph, file: FilePath): FilePath[] {
  const targets = new Set<FilePath>();
  for (const edge of graph.edgesFrom.get(file) ?? []) if (evaluatedKinds.has(edge.record.kind)) targets.add(edge.to);
  return [...targets];
}

/** The knots over the given kinds: components of several modules, or of one that imports itself. Members sorted, knots by first member. */
export function findKnots(graph: ModuleGraph, kinds: ReadonlySet<EdgeKind>): readonly (readonly FilePath[])[] {
  const { revises } = graph;
  if (revises !== undefined && isSameShape(revises, graph)) return findKnots(revises.graph, kinds);
  const byKinds = knownKnots.get(graph) ?? new Map<ReadonlySet<EdgeKind>, readonly (readonly FilePath[])[]>();
  knownKnots.set(graph, byKinds);
  const knots = byKinds.get(kinds) ?? searchKnots(graph, kinds);
  byKinds.set(kinds, knots);
  return knots;
}

function searchKnots(graph: ModuleGraph, kinds: ReadonlySet<EdgeKind>): FilePath[][] {
  const { files, kindsFrom, targets, tangle } = numberImports(graph);
  const modules: number[] = [];
  const place = new Int32Array(files.length);
  for (let module = 0; module < files.length; module++) if (tangle[module] !== -1) place[module] = modules.push(module) - 1;
  const isSelf = new Uint8Array(modules.length);
  const successors = modules.map((module, from) => {
    const found: number[] = [];
    const own = kindsFrom(module);
    targets[module]!.forEach((target, i) => {
      if (tangle[target] !== tangle[module] || !kinds.has(own[i]!)) return;
      if (target === module) isSelf[from] = 1;
      else found.push(place[target]!);
    });
    return found;
  });
  return componentIndices(modules.length, successors)
    .filter((members) => members.length > 1 || isSelf[members[0]!])
    .sort((a, b) => a[0]! - b[0]!)
    .map((members) => members.map((index) => files[modules[index]!]!));
}
