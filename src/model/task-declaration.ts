import type { TaskKind } from './task-record.js';

/**
 * Where a value of a declared framework stands: the position of an argument (`0`), a property of one (`0.name`, `1.retry.limit`), or what a name
 * gives: `export` (the name under which the file exports what the call makes or what is decorated), `class` and `method` (of a decorator), `file`
 * (the path of the file from the root, without its extension).
 */
export type TaskValuePlace = number | string;

/** How a framework that decant does not know registers its tasks, as the configuration declares it. */
export interface TaskDeclaration {
  /** Name under which its tasks are shown. */
  readonly framework: string;
  /** Exported name that is called or constructed: `defineTask`, `registry.register`, `createQueue().add`. Either this or `decorator`. */
  readonly call?: string | undefined;
  /** Exported name of a decorator of classes, methods or properties. */
  readonly decorator?: string | undefined;
  /** The package, or the module of this project from the root: `./src/registry`. */
  readonly from: string;
  readonly kind: TaskKind;
  readonly id: TaskValuePlace;
  readonly queue?: TaskValuePlace | undefined;
  readonly priority?: TaskValuePlace | undefined;
  readonly retry?: TaskValuePlace | undefined;
  readonly backoff?: TaskValuePlace | undefined;
  readonly timeout?: TaskValuePlace | undefined;
  readonly concurrency?: TaskValuePlace | undefined;
  readonly schedule?: TaskValuePlace | undefined;
  readonly timeZone?: TaskValuePlace | undefined;
  /** The object of the remaining options. */
  readonly options?: TaskValuePlace | undefined;
  /** The function that does the task. Default: the last argument that is one. */
  readonly handler?: TaskValuePlace | undefined;
}
