import type { Baseline } from './baseline-file.js';

/** A knot as it was: its class of danger, and its members with the paths of today. */
export interface FormerDanger {
  readonly id: string;
  readonly files: readonly string[];
  readonly danger: string;
}

/** What findings are compared with. Paths are those of today: renames are followed before. */
export interface FormerState {
  /** `baseline`: the file. `change`: the tree that a change started from. */
  readonly kind: 'baseline' | 'change';
  readonly baseline: Baseline;
  /** How often a finding without ratchet facts was there, by `findingKey`. Absent: unknown, and every such finding is new. */
  readonly others?: ReadonlyMap<string, number>;
  /** How dangerous the knots were that were there. Absent: unknown. */
  readonly dangers?: readonly FormerDanger[];
  /** Whether an import was there, in a knot or not; root-relative. Absent: unknown. */
  readonly hasImport?: (from: string, to: string) => boolean;
}
