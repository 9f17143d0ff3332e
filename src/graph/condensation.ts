import { componentIndices, numberNodes } from './strongly-connected.js';

/** The acyclic graph of strongly connected components. */
export interface Condensation<T> {
  /** In reverse topological order; members in the order of `nodes`. */
  readonly components: readonly (readonly T[])[];
  /** Index into `components`. */
  readonly componentOf: ReadonlyMap<T, number>;
  /** Components that each one has an edge to: ascending, itself left out, always smaller than its own index. */
  readonly successors: readonly (readonly number[])[];
}

export function buildCondensation<T>(nodes: readonly T[], edges: (node: T) => readonly T[]): Condensation<T> {
  const { unique, successors } = numberNodes(nodes, edges);
  const components = componentIndices(unique.length, successors);
  const owner = new Int32Array(unique.length);
  components.forEach((members, component) => members.forEach((node) => (owner[node] = component)));
  return {
    components: components.map((members) => members.map((i) => unique[i]!)),
    componentOf: new Map(unique.map((node, i) => [node, owner[i]!])),
    successors: components.map((members, component) => {
      const targets = new Set(members.flatMap((node) => successors[node]!.map((target) => owner[target]!)));
      targets.delete(component);
      return [...targets].sort((a, b) => a - b);
    }),
  };
}
