import type { Applicability } from '../diagnostic/diagnostic.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';

/** `text` carries its own newlines; `bom` says whether the bytes begin with a byte order mark. */
export type FileChange =
  | { readonly kind: 'create'; readonly file: FilePath; readonly text: string; readonly bom: boolean; readonly because: string }
  | { readonly kind: 'modify'; readonly file: FilePath; readonly text: string; readonly bom: boolean; readonly because: string }
  | { readonly kind: 'delete'; readonly file: FilePath; readonly because: string };

export interface ChangeSet {
  readonly changes: readonly FileChange[];
  readonly applicability: Applicability;
}

export type CodemodResult =
  | { readonly kind: 'changed'; readonly changes: ChangeSet; readonly notes: readonly Diagnostic[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };
