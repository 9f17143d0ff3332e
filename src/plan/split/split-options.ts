import type { FilePath } from '../../host/path.js';

export interface SplitOptions {
  readonly root: FilePath;
  /** Physical lines that a new file may have. */
  readonly maxLines: number;
  /** Where new files go. */
  readonly directory: FilePath;
  readonly facade: 'keep' | 'shim';
  /** Base names already in `directory`. */
  readonly existing: readonly string[];
}
