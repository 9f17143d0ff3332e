import type { Diagnostic } from '../diagnostic/diagnostic.js';

/**
 * `reason` is required for skipped, where it tells what would be needed to run the check, and for `partly passed`, where it names what could not
 * be compared while the rest is the same.
 */
export interface CheckResult {
  readonly check: string;
  readonly status: 'passed' | 'partly passed' | 'failed' | 'skipped';
  readonly reason?: string;
  /** How many things were compared. A check that compared nothing is skipped, never passed. */
  readonly counted: number;
  /** What `counted` counts, plural: "statements", "exports". */
  readonly unit: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Skipped because the program has nothing of this kind (no tasks, no effects): there is nothing left to prove. */
  readonly vacuous?: boolean;
}

/** `failed` when any check failed, `partly proved` when any passed in part or was skipped and is not vacuous, else `proved`. */
export interface Proof {
  readonly verdict: 'proved' | 'partly proved' | 'failed';
  readonly results: readonly CheckResult[];
}
