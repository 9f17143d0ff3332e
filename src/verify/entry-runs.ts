import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { EntryRuns } from './check.js';
import { locateFile } from './side.js';

/** Why nothing can be compared; undefined when the entry loads before the change. */
export function didNotLoad({ entry, before, again }: EntryRuns): string | undefined {
  const failed = [before, again].find(({ outcome }) => outcome !== 'loaded');
  return failed && `${entry} could not be loaded before the change: ${failed.error?.[0] ?? failed.outcome}`;
}

export function noteNotLoaded(runs: EntryRuns, now: FilePath): Diagnostic | undefined {
  const reason = didNotLoad(runs);
  if (reason === undefined) return undefined;
  return diagnostic({
    id: 'entry-not-loaded',
    severity: 'info',
    message: reason,
    at: locateFile(now),
    notes: (runs.before.error ?? []).slice(1),
    help: 'Name with --entry a file that can be loaded by itself, and set the environment that it needs.',
    data: { entry: runs.entry },
  });
}

/** An entry that could be loaded before and cannot be now. */
export function findBroken(runs: EntryRuns, now: FilePath): Diagnostic | undefined {
  const { entry, after } = runs;
  if (didNotLoad(runs) !== undefined || after.outcome === 'loaded') return undefined;
  return diagnostic({
    id: 'entry-broken',
    message: `${entry} could be loaded before and cannot be now: ${after.error?.[0] ?? after.outcome}`,
    at: locateFile(now),
    notes: (after.error ?? []).slice(1),
    help: 'Look at the first line of the project that the error names.',
    data: { entry },
  });
}
