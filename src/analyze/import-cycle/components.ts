import { compareText } from '../../diagnostic/sort.js';
import { stronglyConnectedComponents } from '../../graph/strongly-connected.js';
import type { FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import type { ImportEdge, ModuleGraph } from '../../model/project.js';

/** Edges along which evaluating one module evaluates another. `dynamic` comes later, `type` never. */
export const evaluatedKinds: ReadonlySet<EdgeKind> = new Set(['value', 'reexport', 'side-effect', 'require']);

export function valueTargets(graph: ModuleGraph, file: FilePath): FilePath[] {
  return targetsOf(graph, file, (edge) => evaluatedKinds.has(edge.record.kind));
}

function targetsOf(graph: ModuleGraph, file: FilePath, accepts: (edge: ImportEdge) => boolean): FilePath[] {
  return [...new Set((graph.edgesFrom.get(file) ?? []).filter(accepts).map((edge) => edge.to))];
}

/** The knots over the given kinds: components of several modules, or of one that imports itself. Members sorted, knots by first member. */
export function findKnots(graph: ModuleGraph, kinds: ReadonlySet<EdgeKind>): FilePath[][] {
  const modules = [...graph.modules].sort(compareText);
  const targets = (file: FilePath): FilePath[] => targetsOf(graph, file, (edge) => kinds.has(edge.record.kind));
  return stronglyConnectedComponents(modules, targets)
    .filter((members) => members.length > 1 || targets(members[0]!).includes(members[0]!))
    .sort((a, b) => compareText(a[0]!, b[0]!));
}

/** One knot with its inner edges, in the order in which each module writes them. */
export interface Knot {
  /** Sorted. */
  readonly members: readonly FilePath[];
  readonly edges: readonly ImportEdge[];
}

export function buildKnot(graph: ModuleGraph, members: readonly FilePath[], kinds: ReadonlySet<EdgeKind>): Knot {
  const inside = new Set(members);
  const edges = members.flatMap((file) =>
    (graph.edgesFrom.get(file) ?? [])
      .filter((edge) => inside.has(edge.to) && kinds.has(edge.record.kind))
      .sort((a, b) => a.record.specifierSpan.start - b.record.specifierSpan.start),
  );
  return { members, edges };
}

/** Whether any closed path is left over these edges. */
export function hasCycle(members: readonly FilePath[], edges: readonly { readonly from: FilePath; readonly to: FilePath }[]): boolean {
  const targets = groupTargets(edges);
  if (edges.some((edge) => edge.from === edge.to)) return true;
  return stronglyConnectedComponents(members, (file) => targets.get(file) ?? []).some((component) => component.length > 1);
}

export function groupTargets<E extends { readonly from: FilePath; readonly to: FilePath }>(edges: readonly E[]): Map<FilePath, FilePath[]> {
  const targets = new Map<FilePath, FilePath[]>();
  for (const edge of edges) {
    const list = targets.get(edge.from);
    if (list) list.push(edge.to);
    else targets.set(edge.from, [edge.to]);
  }
  return targets;
}
