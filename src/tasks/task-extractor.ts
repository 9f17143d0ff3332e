import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { StaticValue } from '../model/static-value.js';
import type { TaskRecord } from '../model/task-record.js';

export interface TaskExtractorInput {
  readonly model: ModuleModel;
  /**
   * Follows a reference through constants and imports as far as that is possible without running code. A construction or a call comes
   * back with its callee as `[package, exported name]` when what is called is imported from a package.
   */
  readonly evaluate: (value: StaticValue) => StaticValue;
  /** Where a local name comes from: `{ specifier: 'bullmq', imported: 'Queue' }`; undefined for names that are not imported. */
  readonly importOf: (local: string) => { readonly specifier: string; readonly imported: string } | undefined;
  readonly project: Project;
  /** The model of another file of the project. */
  readonly read: (file: FilePath) => ModuleModel;
  /** Text of any file of the same snapshot, code or not (`wrangler.jsonc`, `crontab`); undefined when there is none. */
  readonly readText: (file: FilePath) => string | undefined;
}

/** What `findFiles` may look at. */
export interface TaskFileSearch {
  readonly project: Project;
  readonly readText: (file: FilePath) => string | undefined;
  readonly read: (file: FilePath) => ModuleModel;
}

export interface TaskExtractor {
  readonly framework: string;
  /** Packages whose import makes a file worth reading. */
  readonly packages: readonly string[];
  /** Type imports count too: a file of a task folder may import nothing but the type of its task. */
  readonly readsTypeImports?: boolean;
  /** Methods that register on an object which may come from another file; a file that calls none of them need not be read. */
  readonly methods: readonly string[];
  /** Frameworks below this one: of what both see at one place, this one knows more. */
  readonly replaces?: readonly string[];
  /** Files that hold tasks by their place or by what they contain (`tasks/mail/send.ts`, `'use workflow'`), whatever they import. */
  readonly findFiles?: (search: TaskFileSearch) => Iterable<FilePath>;
  readonly extract: (input: TaskExtractorInput) => readonly TaskRecord[];
}
