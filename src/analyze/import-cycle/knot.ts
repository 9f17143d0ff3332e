import { knotKey } from '../../diagnostic/finding-key.js';
import { componentIndices } from '../../graph/strongly-connected.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import type { ImportEdge, ModuleGraph } from '../../model/project.js';
import { numberImports } from './components.js';

/** One knot with its inner edges, in the order in which each module writes them. */
export interface Knot {
  /** Names the knot from run to run: the same members, the same key. */
  readonly key: string;
  /** `value` for a knot of imports that are evaluated, `type` for one that exists with type imports only. */
  readonly kinds: 'value' | 'type';
  /** Sorted. */
  readonly members: readonly FilePath[];
  readonly place: ReadonlyMap<FilePath, number>;
  readonly edges: readonly ImportEdge[];
}

export function buildKnot(graph: ModuleGraph, root: FilePath, members: readonly FilePath[], kinds: ReadonlySet<EdgeKind>): Knot {
  const place = new Map(members.map((file, index) => [file, index]));
  const { indexOf, edgesFrom } = numberImports(graph);
  const edges: ImportEdge[] = [];
  for (const file of members) {
    for (const edge of edgesFrom(indexOf.get(file)!)) if (kinds.has(edge.record.kind) && place.has(edge.to)) edges.push(edge);
  }
  const key = knotKey(members.map((file) => relativePath(root, file)));
  return { key, kinds: kinds.has('type') ? 'type' : 'value', members, place, edges };
}

type Link = Pick<ImportEdge, 'from' | 'to'>;

/** Whether any closed path is left over these edges between members. */
export function hasCycle(knot: Knot, edges: readonly Link[]): boolean {
  if (edges.some((edge) => edge.from === edge.to)) return true;
  return componentIndices(knot.members.length, successorsOf(knot, edges)).some((component) => component.length > 1);
}

/** By place in the knot, in the order of `edges`; edges that leave the knot are left out. */
export function successorsOf(knot: Knot, edges: readonly Link[]): number[][] {
  const successors: number[][] = knot.members.map(() => []);
  for (const { from, to } of edges) {
    const target = knot.place.get(to);
    if (target !== undefined) successors[knot.place.get(from)!]!.push(target);
  }
  return successors;
}
