import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { Registration } from '../../model/entry-run.js';
import type { EntryRuns } from '../check.js';
import { locateFile } from '../side.js';
import { describeTask } from '../task-key.js';

/** Compares what the frameworks were told before and after, as multisets; the order is only told of. */
export function compareRegistrations({ entry, before, again, after }: EntryRuns, now: FilePath): readonly Diagnostic[] {
  const keyOf = createKey(before.registrations, again.registrations);
  const free = group(after.registrations, keyOf);
  const lost = before.registrations.filter((one) => free.get(keyOf(one))?.shift() === undefined);
  const gained = [...free.values()].flat();
  if (lost.length === 0 && gained.length === 0) return compareOrder(entry, now, before.registrations.map(keyOf), after.registrations.map(keyOf), again.registrations.map(keyOf));
  const counts = group(before.registrations, keyOf);
  const found: Diagnostic[] = [];
  for (const one of lost) {
    const at = gained.findIndex((other) => looseKey(other) === looseKey(one));
    const [other] = at === -1 ? [] : gained.splice(at, 1);
    found.push(other ? changed(entry, now, one, other) : missing(entry, now, one));
  }
  for (const one of gained) found.push(counts.has(keyOf(one)) ? doubled(entry, now, one, counts.get(keyOf(one))!.length, after.registrations.filter((other) => keyOf(other) === keyOf(one)).length) : added(entry, now, one));
  return found;
}

type KeyOf = (registration: Registration) => string;

/** Two runs of one side need not say the same: ids and arguments that are made anew each time are left out of the comparison, their number is not. */
function createKey(before: readonly Registration[], again: readonly Registration[]): KeyOf {
  const known = group(again, fullKey);
  const unstable = before.filter((one) => !known.has(fullKey(one)));
  const looselyKnown = new Set(again.map(looseKey));
  const withoutArgs = new Set(unstable.filter((one) => looselyKnown.has(looseKey(one))).map(looseKey));
  const withoutId = new Set(unstable.filter((one) => !looselyKnown.has(looseKey(one))).map(callKey));
  return (one) => (withoutId.has(callKey(one)) ? callKey(one) : withoutArgs.has(looseKey(one)) ? looseKey(one) : fullKey(one));
}

function fullKey(one: Registration): string {
  return JSON.stringify([looseKey(one), one.args]);
}

function looseKey({ framework, call, kind, id, queue, on }: Registration): string {
  return JSON.stringify([framework, call, kind, id, queue ?? null, on ?? null]);
}

function callKey({ framework, call, kind }: Registration): string {
  return JSON.stringify([framework, call, kind]);
}

function group(registrations: readonly Registration[], keyOf: KeyOf): Map<string, Registration[]> {
  const groups = new Map<string, Registration[]>();
  for (const one of registrations) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** `new Worker("mail", function (1))` */
export function showRegistration({ call, args, on }: Registration): string {
  const text = `${call}(${args})`;
  const line = text.length > 140 ? `${text.slice(0, 139)}…` : text;
  return on === undefined ? line : `${line} on ${on}`;
}

function missing(entry: string, now: FilePath, one: Registration): Diagnostic {
  return diagnostic({
    id: 'lost-registration',
    message: `loading ${entry} registered ${describeTask(one)}, and does not any more`,
    at: locateFile(now),
    notes: [`\`${showRegistration(one)}\` was called before and is not called now`],
    help: 'Import the module that registers it from the entry.',
    data: dataOf(entry, one),
  });
}

function added(entry: string, now: FilePath, one: Registration): Diagnostic {
  return diagnostic({
    id: 'added-registration',
    message: `loading ${entry} registers ${describeTask(one)}, and did not before`,
    at: locateFile(now),
    notes: [`\`${showRegistration(one)}\` is called now and was not before`],
    help: 'Remove the registration, or add it in a change of its own.',
    data: dataOf(entry, one),
  });
}

function doubled(entry: string, now: FilePath, one: Registration, times: number, timesNow: number): Diagnostic {
  return diagnostic({
    id: 'doubled-registration',
    message: `loading ${entry} registers ${describeTask(one)} ${timesNow} times, and did so ${times === 1 ? 'once' : `${times} times`} before`,
    at: locateFile(now),
    notes: [`\`${showRegistration(one)}\` is called once more than before`],
    help: 'Keep one registration, in a module that is evaluated once.',
    data: dataOf(entry, one),
  });
}

function changed(entry: string, now: FilePath, was: Registration, is: Registration): Diagnostic {
  return diagnostic({
    id: 'changed-registration',
    message: `loading ${entry} registers ${describeTask(was)} with other arguments than before`,
    at: locateFile(now),
    notes: [`before: ${showRegistration(was)}`, `after:  ${showRegistration(is)}`],
    help: 'Give it the old arguments, or change them in a change of its own.',
    data: dataOf(entry, was),
  });
}

function dataOf(entry: string, { framework, kind, id, queue }: Registration): Readonly<Record<string, unknown>> {
  return { entry, framework, kind, id, queue };
}

function compareOrder(entry: string, now: FilePath, before: readonly string[], after: readonly string[], again: readonly string[]): readonly Diagnostic[] {
  const at = before.findIndex((key, index) => key !== after[index]);
  if (at === -1 || before.join() !== again.join()) return [];
  const show = (key: string): string => key.replaceAll('\\"', '"').replaceAll(/[[\]"\\]/g, '').slice(0, 100);
  return [
    diagnostic({
      id: 'registration-order',
      severity: 'info',
      message: `loading ${entry} registers the same tasks in another order`,
      at: locateFile(now),
      notes: [`number ${at + 1} was ${show(before[at]!)}`, `and is     ${show(after[at]!)}`],
      help: 'Check that no task needs another one to be registered first.',
      data: { entry },
    }),
  ];
}
