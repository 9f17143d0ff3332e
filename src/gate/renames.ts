import { entryName, isCeiling } from './baseline-file.js';
import type { Baseline, BaselineEntry } from './baseline-file.js';

/** An entry of the file, and what it says with today's paths: the same object when nothing was renamed. */
export interface FollowedEntry {
  readonly was: BaselineEntry;
  readonly now: BaselineEntry;
}

/** `renames`: old root-relative path to new. An entry that would take the place of another stays as it is: its file is gone. */
export function followRenames(baseline: Baseline, renames: ReadonlyMap<string, string>): readonly FollowedEntry[] {
  const taken = new Set(baseline.entries.map(entryName));
  return baseline.entries.map((was) => {
    const now = renameEntry(was, renames);
    return now === was || taken.has(entryName(now)) ? { was, now: was } : { was, now };
  });
}

export function renameEntry(entry: BaselineEntry, renames: ReadonlyMap<string, string>): BaselineEntry {
  const rename = (file: string): string => renames.get(file) ?? file;
  if (isCeiling(entry)) return renames.has(entry.file) ? { ...entry, file: rename(entry.file) } : entry;
  return renames.has(entry.from) || renames.has(entry.to) ? { ...entry, from: rename(entry.from), to: rename(entry.to) } : entry;
}

/** The files that an entry speaks of. */
export function filesOf(entry: BaselineEntry): readonly string[] {
  return isCeiling(entry) ? [entry.file] : [entry.from, entry.to];
}
