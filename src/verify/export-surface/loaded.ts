import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { EntryRun, LoadedExport } from '../../model/entry-run.js';
import type { EntryRuns } from '../check.js';
import { didNotLoad, findBroken } from '../entry-runs.js';
import { locateFile } from '../side.js';

/** What loading the entry shows and its text does not: `typeof`, `.length`, `.name`, and for CommonJS the order of the keys. */
export function compareLoaded(runs: EntryRuns, now: FilePath): readonly Diagnostic[] {
  const { entry, before, again, after } = runs;
  if (didNotLoad(runs) !== undefined) return [];
  const broken = findBroken(runs, now);
  if (broken) return [broken];
  const [old, other, current] = [byName(before), byName(again), byName(after)];
  const found: Diagnostic[] = [];
  for (const [name, was] of old) {
    const is = current.get(name);
    if (!other.has(name)) continue;
    if (!is) found.push(difference(entry, now, `'${name}' is among the exports of ${entry} no more when it is loaded`, [`before: ${describe(was)}`]));
    else found.push(...compareValue(entry, now, was, is, other.get(name)!));
  }
  for (const [name, is] of current) if (!old.has(name) && !other.has(name)) found.push(difference(entry, now, `'${name}' is a new export of ${entry} when it is loaded`, [`after:  ${describe(is)}`]));
  return found.length > 0 ? found : compareOrder(entry, now, before, again, after);
}

function byName({ exports }: EntryRun): ReadonlyMap<string, LoadedExport> {
  return new Map(exports.map((one) => [one.name, one]));
}

const facts = [
  ['type', 'typeof'],
  ['length', 'length'],
  ['functionName', 'name'],
] as const;

function compareValue(entry: string, now: FilePath, was: LoadedExport, is: LoadedExport, again: LoadedExport): readonly Diagnostic[] {
  // A name that is made anew in each run says nothing.
  const changed = facts.filter(([key]) => was[key] === again[key] && was[key] !== is[key]);
  if (changed.length === 0) return [];
  const text = changed.map(([key, label]) => `${label} ${show(was[key])} is ${show(is[key])}`).join(', ');
  return [difference(entry, now, `'${was.name}' of ${entry} is another value when it is loaded: ${text}`, [`before: ${describe(was)}`, `after:  ${describe(is)}`])];
}

function show(value: string | number | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

function describe({ type, length, functionName }: LoadedExport): string {
  return type === 'function' ? `function ${functionName ?? ''} of ${length ?? 0} parameters` : type;
}

function difference(entry: string, now: FilePath, message: string, notes: readonly string[]): Diagnostic {
  return diagnostic({ id: 'changed-when-loaded', message, at: locateFile(now), notes, help: 'Re-export the same value from the old path.', data: { entry } });
}

/** Of an ES module the keys are sorted. What a compiler makes of one follows its statements, and few programs look. */
function compareOrder(entry: string, now: FilePath, before: EntryRun, again: EntryRun, after: EntryRun): readonly Diagnostic[] {
  const [old, other, current] = [before, again, after].map(({ exports }) => exports.map(({ name }) => name)) as [string[], string[], string[]];
  if (before.format === 'esm' || old.join() !== other.join() || old.join() === current.join()) return [];
  return [
    diagnostic({
      id: 'changed-key-order',
      severity: before.format === 'commonjs' ? 'error' : 'info',
      message: `the keys of ${entry} have another order when it is loaded`,
      at: locateFile(now),
      notes: [`before: ${old.join(', ')}`, `after:  ${current.join(', ')}`, ...(before.format === 'compiled' ? ['the compiler makes CommonJS of it; only a program that lists the keys can tell'] : [])],
      help: 'Assign the exports in their old order.',
      data: { entry },
    }),
  ];
}
