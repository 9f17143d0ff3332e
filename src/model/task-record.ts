import type { Location } from '../diagnostic/diagnostic.js';

/** `job` is added to a queue, `handler` is the place in a worker that takes jobs of that name. */
export type TaskKind = 'queue' | 'worker' | 'job' | 'handler' | 'schedule' | 'listener';

/** One registered task, or one place that defines part of what the broker sees. Compared as a multiset before and after. */
export interface TaskRecord {
  readonly framework: string;
  readonly kind: TaskKind;
  /** Exact run-time string where known, else the source text. */
  readonly id: string;
  readonly idSource: 'literal' | 'constant' | 'dynamic';
  readonly queue?: string;
  readonly priority?: number | string;
  readonly retry?: { readonly attempts?: number | string; readonly backoff?: string };
  readonly schedule?: { readonly pattern?: string; readonly every?: number | string; readonly timeZone?: string; readonly limit?: number | string };
  readonly concurrency?: number | string;
  /** Remaining options, as canonical JSON text; function values as `fn`. */
  readonly options?: string;
  readonly decorators: readonly string[];
  /** Processor or payload signature as written. */
  readonly signature?: string;
  /** Name of the declaration or statement that registers it. */
  readonly registeredBy: string;
  readonly location: Location;
}
