import type { Baseline } from './baseline-file.js';

/** What findings are compared with. Paths are those of today: renames are followed before. */
export interface FormerState {
  /** `baseline`: the file. `change`: the tree that a change started from. */
  readonly kind: 'baseline' | 'change';
  readonly baseline: Baseline;
  /** How often a finding without ratchet facts was there, by `findingKey`. Absent: unknown, and every such finding is new. */
  readonly others?: ReadonlyMap<string, number>;
  /** Whether an import was there, in a knot or not; root-relative. Absent: unknown. */
  readonly hasImport?: (from: string, to: string) => boolean;
}
