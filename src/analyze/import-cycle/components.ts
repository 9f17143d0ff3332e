import { compareText } from '../../diagnostic/sort.js';
import { componentIndices } from '../../graph/strongly-connected.js';
import type { FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import type { ImportEdge, ModuleGraph } from '../../model/project.js';

/** Edges along which evaluating one module evaluates another. `dynamic` comes later, `type` never. */
export const evaluatedKinds: ReadonlySet<EdgeKind> = new Set(['value', 'reexport', 'side-effect', 'require']);

/** The import graph over 0..n-1, files sorted, so that walks over all of it work on arrays. */
export interface ImportNumbers {
  readonly files: readonly FilePath[];
  readonly indexOf: ReadonlyMap<FilePath, number>;
  /** In the order in which each module writes them. Edges to files that are no modules are left out. */
  readonly edgesFrom: readonly (readonly ImportEdge[])[];
  /** Targets of evaluated edges, in the same order; a target may stand several times. */
  readonly evaluates: readonly (readonly number[])[];
  readonly evaluatedBy: readonly (readonly number[])[];
  /** Loaded by an `import()` somewhere, with the modules that do. */
  readonly loadedBy: ReadonlyMap<number, readonly number[]>;
}

const known = new WeakMap<ModuleGraph, ImportNumbers>();

export function numberImports(graph: ModuleGraph): ImportNumbers {
  let numbers = known.get(graph);
  if (!numbers) known.set(graph, (numbers = buildNumbers(graph)));
  return numbers;
}

const none: readonly ImportEdge[] = [];

function buildNumbers(graph: ModuleGraph): ImportNumbers {
  const files = [...graph.modules].sort(compareText);
  const indexOf = new Map(files.map((file, index) => [file, index]));
  const evaluates: number[][] = [];
  const evaluatedBy: number[][] = files.map(() => []);
  const loadedBy = new Map<number, number[]>();
  const edgesFrom = files.map((file, from) => {
    const edges = inTextOrder((graph.edgesFrom.get(file) ?? none).filter((edge) => indexOf.has(edge.to)));
    const targets: number[] = [];
    for (const { to, record } of edges) {
      const target = indexOf.get(to)!;
      if (evaluatedKinds.has(record.kind)) {
        targets.push(target);
        evaluatedBy[target]!.push(from);
      } else if (record.form === 'import-call') {
        const loaders = loadedBy.get(target);
        if (loaders) loaders.push(from);
        else loadedBy.set(target, [from]);
      }
    }
    evaluates.push(targets);
    return edges;
  });
  return { files, indexOf, edgesFrom, evaluates, evaluatedBy, loadedBy };
}

function inTextOrder(edges: ImportEdge[]): ImportEdge[] {
  const isSorted = edges.every((edge, i) => i === 0 || edges[i - 1]!.record.specifierSpan.start <= edge.record.specifierSpan.start);
  return isSorted ? edges : edges.sort((a, b) => a.record.specifierSpan.start - b.record.specifierSpan.start);
}

export function valueTargets(graph: ModuleGraph, file: FilePath): FilePath[] {
  const targets = new Set<FilePath>();
  for (const edge of graph.edgesFrom.get(file) ?? []) if (evaluatedKinds.has(edge.record.kind)) targets.add(edge.to);
  return [...targets];
}

/** The knots over the given kinds: components of several modules, or of one that imports itself. Members sorted, knots by first member. */
export function findKnots(graph: ModuleGraph, kinds: ReadonlySet<EdgeKind>): FilePath[][] {
  const { files, indexOf, edgesFrom } = numberImports(graph);
  const latest = new Int32Array(files.length).fill(-1);
  const isSelf = new Uint8Array(files.length);
  const successors = edgesFrom.map((edges, from) => {
    const targets: number[] = [];
    for (const edge of edges) {
      const target = indexOf.get(edge.to)!;
      if (latest[target] === from || !kinds.has(edge.record.kind)) continue;
      latest[target] = from;
      targets.push(target);
      if (target === from) isSelf[from] = 1;
    }
    return targets;
  });
  return componentIndices(files.length, successors)
    .filter((members) => members.length > 1 || isSelf[members[0]!])
    .sort((a, b) => a[0]! - b[0]!)
    .map((members) => members.map((index) => files[index]!));
}
