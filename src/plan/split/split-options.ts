import type { FilePath } from '../../host/path.js';
import type { FolderRule } from './folder-rules.js';
import type { HiddenNeeds } from './hidden-order.js';

export interface SplitOptions {
  readonly root: FilePath;
  /** Physical lines that a new file may have. */
  readonly maxLines: number;
  /** Where new files go. */
  readonly directory: FilePath;
  readonly facade: 'keep' | 'shim';
  /** Base names already in `directory`. */
  readonly existing: readonly string[];
  /** What frameworks and test runners make of files by the place where they lie. */
  readonly folderRules?: readonly FolderRule[];
  /** Whether what is exported for sibling modules alone is marked `@internal`; default: true. */
  readonly marksInternal?: boolean;
  /** What builds one file of many (`build: esbuild src/main.ts --bundle`), so that code does not find its own folder at run time. */
  readonly bundler?: string;
  /** What other modules of an import cycle take from the file; one file alone does not show it. */
  readonly hiddenNeeds?: HiddenNeeds;
  /** Whether variables that hold an atom over the cap together become properties of one object; default: false. */
  readonly stateCell?: boolean;
}
