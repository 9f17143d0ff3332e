import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { MetadataKey } from '../../model/entry-run.js';
import type { EntryRuns } from '../check.js';
import { locateFile } from '../side.js';

/** The metadata that the exported classes carry once they are loaded. What is different in two runs of one side says nothing. */
export function compareReflected({ entry, before, again, after }: EntryRuns, now: FilePath): readonly Diagnostic[] {
  const [old, other, current] = [before, again, after].map(({ metadata }) => byKey(metadata)) as [Texts, Texts, Texts];
  const stable = [...new Set([...old.keys(), ...current.keys()])].filter((key) => old.get(key) === other.get(key));
  return stable.filter((key) => old.get(key) !== current.get(key)).map((key) => {
    const [target, name] = JSON.parse(key) as [string, string];
    return diagnostic({
      id: 'changed-reflection',
      message: `the metadata '${name}' of ${target} is another one when ${entry} is loaded`,
      at: locateFile(now),
      notes: [`before: ${short(old.get(key))}`, `after:  ${short(current.get(key))}`],
      help: 'Look for a decorator that is gone, for another order, and for a class that is imported as a type.',
      data: { entry, target, key: name },
    });
  });
}

type Texts = ReadonlyMap<string, string>;

function byKey(metadata: readonly MetadataKey[]): Texts {
  return new Map(metadata.map(({ target, key, value }) => [JSON.stringify([target, key]), value]));
}

function short(text: string | undefined): string {
  if (text === undefined) return 'none';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
