import type { ModuleModel } from '../model/module-model.js';
import type { StaticValue } from '../model/static-value.js';
import type { TaskRecord } from '../model/task-record.js';

export interface TaskExtractorInput {
  readonly model: ModuleModel;
  /**
   * Follows a reference through constants and imports as far as that is possible without running code. A construction comes
   * back with its callee as `[package, exported name]` when its class is imported from a package.
   */
  readonly evaluate: (value: StaticValue) => StaticValue;
  /** Where a local name comes from: `{ specifier: 'bullmq', imported: 'Queue' }`; undefined for names that are not imported. */
  readonly importOf: (local: string) => { readonly specifier: string; readonly imported: string } | undefined;
}

export interface TaskExtractor {
  readonly framework: string;
  /** Packages whose import makes a file worth reading. */
  readonly packages: readonly string[];
  /** Methods that register on an object which may come from another file; a file that calls none of them need not be read. */
  readonly methods: readonly string[];
  readonly extract: (input: TaskExtractorInput) => readonly TaskRecord[];
}
