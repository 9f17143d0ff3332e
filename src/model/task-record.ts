import type { Location } from '../diagnostic/diagnostic.js';

/**
 * `job` is added to a queue, `handler` is the place in a worker that takes jobs of that name. `task` is a function that a framework runs under
 * an id, `workflow` one whose progress is kept, `step` a part of it that is kept under an id of its own.
 */
export const taskKinds = ['queue', 'worker', 'job', 'handler', 'schedule', 'listener', 'task', 'workflow', 'step'] as const;
export type TaskKind = (typeof taskKinds)[number];

/**
 * Where the id comes from. `literal` and `constant` move with the code. `export-name`, `function-name`, `method-name`, `class-name` and `key` change
 * with a rename, `file-path` with a move. `dynamic` is computed at run time: two of them are never known to be the same.
 */
export const idSources = ['literal', 'constant', 'export-name', 'function-name', 'method-name', 'class-name', 'key', 'file-path', 'dynamic'] as const;
export type IdSource = (typeof idSources)[number];

/**
 * What makes the framework know of it: the call itself when its module runs, a list that it is put in, the providers of a module, a folder that
 * is read, an export of the entry.
 */
export const registrationWays = ['call', 'list', 'providers', 'folder', 'export', 'decorator'] as const;
export type RegistrationWay = (typeof registrationWays)[number];

/** One registered task, or one place that defines part of what the broker sees. Compared as a multiset before and after. */
export interface TaskRecord {
  readonly framework: string;
  readonly kind: TaskKind;
  /** Exact run-time string where known, else the source text. */
  readonly id: string;
  readonly idSource: IdSource;
  readonly queue?: string;
  readonly priority?: number | string;
  readonly retry?: { readonly attempts?: number | string; readonly backoff?: string };
  readonly schedule?: { readonly pattern?: string; readonly every?: number | string; readonly timeZone?: string; readonly limit?: number | string };
  readonly concurrency?: number | string;
  /** As written: milliseconds or seconds as the framework has it, or a text such as `30s`. */
  readonly timeout?: number | string;
  /** Remaining options, as canonical JSON text; function values as `fn`. */
  readonly options?: string;
  /** As written, in the order of the source. */
  readonly decorators: readonly string[];
  /** Processor or payload signature as written. */
  readonly signature?: string;
  /** Type of the payload as written, where the framework's types say which it is. */
  readonly payload?: string;
  /** Name of the declaration or statement that registers it. */
  readonly registeredBy: string;
  readonly registration?: RegistrationWay;
  readonly location: Location;
}
