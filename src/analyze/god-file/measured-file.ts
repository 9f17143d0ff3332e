import type { Severity } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { LineCounts } from '../../model/source-file.js';
import type { Contents } from './measure-contents.js';

/** A file over its limit and what is known about it. */
export interface GodFile {
  readonly path: FilePath;
  /** Root-relative. */
  readonly name: string;
  readonly severity: Severity;
  readonly count: 'code' | 'physical';
  readonly threshold: number;
  /** Those that count. */
  readonly lines: number;
  readonly allLines: LineCounts;
  /** Files that import it. */
  readonly fanIn: number;
  readonly generated: boolean;
  /** Undefined when git was not asked or does not know. */
  readonly commits: number | undefined;
  /** Undefined when it was not measured (`depth: 'scan'`) or its syntax cannot be followed. */
  readonly contents: Contents | undefined;
}
