import type { Diagnostic } from '../diagnostic/diagnostic.js';

/** `reason` is required for skipped and tells what would be needed to run the check. */
export interface CheckResult {
  readonly check: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly reason?: string;
  /** How many things were compared. A check that compared nothing is skipped, never passed. */
  readonly counted: number;
  /** What `counted` counts, plural: "statements", "exports". */
  readonly unit: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Skipped because the program has nothing of this kind (no tasks, no effects): there is nothing left to prove. */
  readonly vacuous?: boolean;
}

/** `failed` when any check failed, `partly proved` when any was skipped that is not vacuous, else `proved`. */
export interface Proof {
  readonly verdict: 'proved' | 'partly proved' | 'failed';
  readonly results: readonly CheckResult[];
}
