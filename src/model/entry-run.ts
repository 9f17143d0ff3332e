import type { TaskKind } from './task-record.js';

/** What a process of its own is told to load. Paths are absolute, with forward slashes. */
export interface EntryRequest {
  /** Folder that this version of the project lies in. */
  readonly root: string;
  readonly entry: string;
  /** The one that governs the entry. */
  readonly tsconfig?: string;
  /** Folders from which a package is looked for when the importer does not find it: an extracted version of a project has none of its own. */
  readonly packageFolders: readonly string[];
  /** Main file of the compiler that decant brings. */
  readonly compiler: string;
}

export interface LoadedExport {
  readonly name: string;
  /** What `typeof` says, or `throws TypeError` when reading it does. */
  readonly type: string;
  /** Of a function: its `length` and `name`. */
  readonly length?: number;
  readonly functionName?: string;
}

/** One thing that a task framework was told while the entry was loaded. */
export interface Registration {
  readonly framework: string;
  /** `new Worker`, `Queue.add`, `@Cron`. */
  readonly call: string;
  readonly kind: TaskKind;
  readonly id: string;
  readonly queue?: string;
  /** Arguments as canonical text: keys sorted, functions by name and length, the root as `<root>`, connections left out. */
  readonly args: string;
  /** `Mailer.digest` for a decorator. */
  readonly on?: string;
}

/** One key of the metadata of an exported class (`Reflect.getMetadata`). */
export interface MetadataKey {
  /** `Mailer`, `Mailer#digest`, `Mailer.digest` for a static member. */
  readonly target: string;
  readonly key: string;
  readonly value: string;
}

/** What came of loading one entry in a process of its own. */
export interface EntryRun {
  readonly outcome: 'loaded' | 'failed' | 'timed out';
  /** First the message, then the stack as far as it lies in the project. */
  readonly error?: readonly string[];
  /** `compiled` when a compiler made CommonJS of it. */
  readonly format: 'esm' | 'commonjs' | 'compiled';
  /** In the order of `Object.keys`, for CommonJS; sorted for ES modules, as a namespace is. */
  readonly exports: readonly LoadedExport[];
  readonly registrations: readonly Registration[];
  readonly metadata: readonly MetadataKey[];
  /** Source files of the project that were evaluated, relative to the root, in that order. */
  readonly files: readonly string[];
  /** Frameworks that a recorder stood in for, or whose decorators were watched. */
  readonly recorded: readonly string[];
}
