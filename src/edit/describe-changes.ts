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

/** Edits that the exact algorithm may look for. Its cost grows with their square: a split of 29,000 lines would take minutes. */
const exactLimit = 4000;

function countLines(before: string, after: string): { added: number; removed: number } {
  // No diff has fewer edits than there are lines without a partner: where those are too many already, a search would end without a result.
  const unpaired = countUnpaired(before, after);
  if (unpaired.added + unpaired.removed > exactLimit) return unpaired;
  const hunks = diffLines(before, after, { maxEditLength: exactLimit });
  if (hunks === undefined) return unpaired;
  let added = 0;
  let removed = 0;
  for (const hunk of hunks) {
    if (hunk.added) added += hunk.count;
    if (hunk.removed) removed += hunk.count;
  }
  return { added, removed };
}

/** Counts lines as a multiset: a line that only moved counts as kept, so this is a lower bound of what a diff shows. */
function countUnpaired(before: string, after: string): { added: number; removed: number } {
  const balance = new Map<string, number>();
  for (const line of splitLines(before)) balance.set(line, (balance.get(line) ?? 0) - 1);
  for (const line of splitLines(after)) balance.set(line, (balance.get(line) ?? 0) + 1);
  let added = 0;
  let removed = 0;
  for (const difference of balance.values()) {
    if (difference > 0) added += difference;
    else removed -= difference;
  }
  return { added, removed };
}

function splitLines(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
