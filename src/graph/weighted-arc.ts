/** Nodes are 0..count-1. Several arcs between the same two nodes add up. */
export interface WeightedArc {
  readonly from: number;
  readonly to: number;
  /** Not negative. */
  readonly weight: number;
}
