import { diffLines } from 'diff';
import type { FilePath } from '../host/path.js';
import type { ChangeSet } from './change-set.js';

/** One line of a diffstat. */
export interface ChangeSummary {
  readonly file: FilePath;
  readonly kind: 'create' | 'modify' | 'delete';
  /** Lines that stand only in the new text. */
  readonly added: number;
  /** Lines that stand only in the old text. */
  readonly removed: number;
  readonly because: string;
}

/** Counts added and removed lines of each change, in the order of the change set. `readOld` returns the text without its byte order mark. */
export function describeChanges(changes: ChangeSet, readOld: (file: FilePath) => string): readonly ChangeSummary[] {
  return changes.changes.map((change) => {
    const { file, kind, because } = change;
    const before = kind === 'create' ? '' : readOld(file);
    const after = kind === 'delete' ? '' : change.text;
    return { file, kind, because, ...countLines(before, after) };
  });
}

function countLines(before: string, after: string): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  // `stripTrailingCr: false` is the default of diffLines: a change of line endings is a change of every line.
  for (const hunk of diffLines(before, after)) {
    if (hunk.added) added += hunk.count;
    if (hunk.removed) removed += hunk.count;
  }
  return { added, removed };
}
