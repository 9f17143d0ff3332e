import type { FilePath } from '../host/path.js';
import type { ApiReading } from '../model/api.js';
import type { ApiReport } from '../model/api-report.js';
import type { BundleReading } from '../model/bundle-reading.js';
import type { EmittedDecorators } from '../model/emitted-decorators.js';
import type { EntryRun } from '../model/entry-run.js';
import type { ModuleModel } from '../model/module-model.js';
import type { CompilerFacts, Project } from '../model/project.js';
import type { CheckResult } from '../model/proof.js';
import type { SourceFile } from '../model/source-file.js';
import type { TaskRecord } from '../model/task-record.js';
import type { CelledFile } from './celled-file.js';

/** One run of a command of the user's own, before or after the change. */
export interface CommandRun {
  readonly command: string;
  readonly exitCode: number | undefined;
  /** Standard output and error as they came. */
  readonly output: string;
  readonly timedOut: boolean;
}

export interface CommandPair {
  readonly before: CommandRun;
  readonly after: CommandRun;
}

/** A changed file that is no file of the project: configuration, owners, ignore lists. */
export interface ChangedText {
  /** Root-relative. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What the compiler makes of the entries of one tsconfig, before and after. */
export interface ApiPair {
  readonly before: ApiReading;
  readonly after: ApiReading;
}

/** One entry, loaded in a process of its own for each side. */
export interface EntryRuns {
  /** Root-relative. */
  readonly entry: string;
  readonly before: EntryRun;
  /** The same side once more: what differs between these two is different each time, and says nothing about the change. */
  readonly again: EntryRun;
  readonly after: EntryRun;
}

export interface BundlePair {
  readonly before: BundleReading;
  readonly after: BundleReading;
}

export interface ReportPair {
  readonly before: ApiReport;
  readonly after: ApiReport;
}

/** Two snapshots of one project and what lies between them. `before` and `after` may have different roots (two folders, two git refs). */
export interface CheckInput {
  readonly before: Project;
  readonly after: Project;
  /** Root-relative paths of files that were created, modified or deleted. */
  readonly changed: readonly string[];
  /** Those of them that are no code, when they are known to belong to the change. */
  readonly texts?: readonly ChangedText[];
  /** Root-relative paths whose exports and evaluation must not change. Never empty. */
  readonly entries: readonly string[];
  /** Root-relative paths of tests: loading them must read nothing too early. What else they run, and in which order, is their own matter. */
  readonly loaders?: readonly string[];
  /** Old files of which variables became properties of objects. `before` has them with those objects, by the rule of the checker. */
  readonly stateCells?: readonly CelledFile[];
  /** Line cap of the split, when the change is one. */
  readonly maxLines?: number;
  readonly readBefore: (file: FilePath) => ModuleModel;
  readonly readAfter: (file: FilePath) => ModuleModel;
  /** Text of any file of the snapshot, code or not; undefined when there is none. */
  readonly readTextBefore: (file: FilePath) => string | undefined;
  readonly readTextAfter: (file: FilePath) => string | undefined;
  /** Files of the snapshot that are no code and may name some: configuration, documentation, build files. Walks the tree when first called. */
  readonly listTextsBefore: () => readonly FilePath[];
  readonly listTextsAfter: () => readonly FilePath[];
  readonly tasksBefore: () => readonly TaskRecord[];
  readonly tasksAfter: () => readonly TaskRecord[];
  /** Types of what the entries export. Loads a compiler with the library, so it is called by the checks that need it. Absent when types are not to be read. */
  readonly apis?: () => readonly ApiPair[];
  /** What the compiler emits for the decorators of a file; with `type`, for a type that the file knows. */
  readonly readDecorators?: (source: SourceFile, facts: CompilerFacts, type?: string) => readonly EmittedDecorators[];
  /** Absent when the command was not run; `reason` says why. */
  readonly typeCheck: CommandPair | { readonly reason: string };
  readonly testCommand: CommandPair | { readonly reason: string };
  /** What loading the entries does. Absent or a reason when the code was not to be run. */
  readonly runs?: readonly EntryRuns[] | { readonly reason: string };
  /** What a bundler keeps of the entries. Absent or a reason when nothing was to be bundled. */
  readonly bundles?: readonly BundlePair[] | { readonly reason: string };
  /** What api-extractor reports of the entries. Absent or a reason when it was not to be asked. */
  readonly reports?: readonly ReportPair[] | { readonly reason: string };
}

export interface Check {
  readonly id: string;
  /** One sentence: what a pass means. */
  readonly summary: string;
  /** It asks for `apis` first of all, and shares nothing with the other checks that would take long to make again: it may run beside them. */
  readonly readsTypes?: true;
  /** It looks at the code of the two projects and at nothing that may change while they stand, such as other files on the disk: asked again, it says the same. */
  readonly readsCodeOnly?: true;
  readonly run: (input: CheckInput) => CheckResult;
}
