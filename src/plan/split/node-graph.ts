/** What planning moves: atoms, or groups of atoms that type references tie together. Numbered in source order. */
export interface NodeGraph {
  readonly size: number;
  /** Units of each node, the weight of an average. */
  readonly counts: readonly number[];
  /** Physical lines of each node's statements. */
  readonly lines: readonly number[];
  /** Sum of the affinities of all unit pairs, `size * size`. */
  readonly sums: Float32Array;
  /** Acyclic. */
  readonly successors: readonly (readonly number[])[];
  /** Physical lines of a group as a file of its own. */
  readonly linesOf: (nodes: readonly number[]) => number;
}

export type Groups = readonly (readonly number[])[];
