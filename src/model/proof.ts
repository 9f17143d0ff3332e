import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { TaskRecord } from './task-record.js';

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
  /** Skipped because it runs on request only and nobody asked: a proof without it is as whole as one that was made before there was such a check. */
  readonly unasked?: boolean;
}

/** `failed` when any check failed, `partly proved` when any passed in part or was skipped and is neither vacuous nor unasked, else `proved`. */
export interface Proof {
  readonly verdict: 'proved' | 'partly proved' | 'failed';
  readonly results: readonly CheckResult[];
  /** Every task of both trees; equal ones in pairs. Absent when reading the tasks broke down. */
  readonly tasks?: readonly TaskComparison[];
}

/**
 * `unregistered`: the code is still there and equal, but the framework does not learn of it any more in every way in which it did. `not proven`: both
 * sides have it with the same text, and its id is computed at run time.
 */
export interface TaskComparison {
  readonly change: 'same' | 'changed' | 'lost' | 'added' | 'unregistered' | 'not proven';
  readonly before?: TaskRecord;
  readonly after?: TaskRecord;
}
