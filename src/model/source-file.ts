import type { FilePath } from '../host/path.js';
import type { LineStarts } from '../text/line-index.js';
import type { Newline } from '../text/newline.js';

/**
 * One text file. `text` has no byte order mark; `bom` says whether the bytes on disk begin with one. Everything but path and
 * `bom` may be found out at the first use: `text` throws ToolError when the file has changed since it was looked at.
 */
export interface SourceFile {
  readonly path: FilePath;
  readonly text: string;
  readonly bom: boolean;
  readonly newline: Newline;
  readonly lineStarts: LineStarts;
}

export interface LineCounts {
  readonly physical: number;
  /** Lines with at least one character that is neither white space nor comment. */
  readonly code: number;
  readonly comment: number;
  readonly blank: number;
}
