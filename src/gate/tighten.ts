import { printCount } from '../text/wording.js';
import { buildEntries, entryName, isCeiling } from './baseline-file.js';
import type { Baseline, BaselineEntry, CeilingEntry } from './baseline-file.js';
import type { FollowedEntry } from './renames.js';

/** An entry that allows more than is there, or names a file by an old path. */
export interface StaleEntry {
  readonly entry: BaselineEntry;
  /** What an update makes of it; undefined: nothing, it goes. */
  readonly becomes: BaselineEntry | undefined;
  readonly reason: string;
}

export interface BaselineChange {
  readonly kind: 'added' | 'removed' | 'lowered' | 'raised' | 'renamed';
  readonly was: BaselineEntry | undefined;
  readonly now: BaselineEntry | undefined;
}

export interface BaselineUpdate {
  readonly baseline: Baseline;
  /** Sorted by the entry that they are about. */
  readonly changes: readonly BaselineChange[];
}

export interface PresentState {
  /** Built from all findings of today. */
  readonly baseline: Baseline;
  /** Whether this run can tell that a finding which it does not have is gone. An analyzer that is off has seen nothing. */
  readonly isInView: (entry: BaselineEntry) => boolean;
  readonly hasFile: (file: string) => boolean;
  readonly hasImport: (from: string, to: string) => boolean;
}

/** The entries that an update would change. Never asks for a higher ceiling. */
export function findStale(followed: readonly FollowedEntry[], present: PresentState): readonly StaleEntry[] {
  const byName = new Map(present.baseline.entries.map((entry) => [entryName(entry), entry]));
  return followed.flatMap(({ was, now }): StaleEntry[] => {
    const renamed: StaleEntry[] = was === now ? [] : [{ entry: was, becomes: now, reason: describeRename(was, now) }];
    if (!present.isInView(now)) return renamed;
    const today = byName.get(entryName(now));
    if (today === undefined) {
      const isRecounted = isCeiling(now) && byName.has(entryName(inOtherUnit(now)));
      return [{ entry: was, becomes: undefined, reason: isRecounted ? describeUnits(now) : describeLoss(now, present) }];
    }
    if (!isCeiling(now) || !isCeiling(today) || today.ceiling >= now.ceiling) return renamed;
    const fall = `${now.file} is down to ${printCount(today.ceiling)} from ${printCount(now.ceiling)}`;
    const reason = was === now ? fall : `${describeRename(was, now)}, and ${fall}`;
    return [{ entry: was, becomes: { ...now, ceiling: today.ceiling }, reason }];
  });
}

function inOtherUnit({ id, file, ceiling, count }: CeilingEntry): CeilingEntry {
  return { id, file, ceiling, ...(count === undefined ? { count: 'physical' } : {}) };
}

function describeUnits({ file, count }: CeilingEntry): string {
  const [was, is] = count === undefined ? ['code lines', 'all lines'] : ['all lines', 'code lines'];
  return `${file} was counted in ${was}, and ${is} are counted now`;
}

function describeRename(was: BaselineEntry, now: BaselineEntry): string {
  const pairs = isCeiling(was) ? [[was.file, (now as CeilingEntry).file]] : isCeiling(now) ? [] : [[was.from, now.from], [was.to, now.to]];
  const facts = pairs.filter(([from, to]) => from !== to).map(([from, to]) => `${from} is ${to} now`);
  // Both ends are one file when a module imports itself.
  return [...new Set(facts)].join(' and ');
}

function describeLoss(entry: BaselineEntry, { hasFile, hasImport }: PresentState): string {
  if (isCeiling(entry)) return hasFile(entry.file) ? `${entry.file} is no ${entry.id} finding any more` : `${entry.file} is gone`;
  const gone = [entry.from, entry.to].find((file) => !hasFile(file));
  if (gone !== undefined) return `${gone} is gone`;
  if (!hasImport(entry.from, entry.to)) return `${entry.from} imports ${entry.to} no more`;
  return `${entry.from} -> ${entry.to} is in no ${entry.id} finding any more`;
}

/** The baseline with its stale entries mended. Lowers and removes, never raises; a second time it changes nothing. */
export function tightenBaseline(baseline: Baseline, stale: readonly StaleEntry[]): BaselineUpdate {
  const mended = new Map(stale.map((each) => [entryName(each.entry), each]));
  const entries = baseline.entries.flatMap((entry) => {
    const found = mended.get(entryName(entry));
    return found === undefined ? [entry] : found.becomes === undefined ? [] : [found.becomes];
  });
  const changes = stale.map(({ entry: was, becomes: now }): BaselineChange => {
    if (now === undefined) return { kind: 'removed', was, now };
    return { kind: entryName(was) === entryName(now) ? 'lowered' : 'renamed', was, now };
  });
  return { baseline: buildEntries(entries), changes };
}

/** The baseline with everything of today in it as well: growth is accepted. */
export function growBaseline(baseline: Baseline, today: Baseline): BaselineUpdate {
  const known = new Map(baseline.entries.map((entry) => [entryName(entry), entry]));
  const changes = today.entries.flatMap((now): BaselineChange[] => {
    const was = known.get(entryName(now));
    if (was === undefined) return [{ kind: 'added', was, now }];
    return isCeiling(was) && isCeiling(now) && was.ceiling < now.ceiling ? [{ kind: 'raised', was, now }] : [];
  });
  return { baseline: buildEntries([...baseline.entries, ...changes.flatMap(({ now }) => now ?? [])]), changes };
}
