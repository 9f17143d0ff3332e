import { createModuleReader } from '../load/module-reader.js';
import { createTextReader } from '../load/project-text.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { prove } from '../verify/prove.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Proof } from '../model/proof.js';
import type { CheckInput } from '../verify/check.js';

export interface ProveInput extends Pick<CheckInput, 'before' | 'after' | 'changed' | 'entries' | 'typeCheck' | 'testCommand' | 'texts' | 'maxLines'> {
  /** Reader of `before` that has read files already. */
  readonly read?: (file: FilePath) => ModuleModel;
}

/** Runs every check on two snapshots. Files are read, and tasks extracted, when the first check asks for them. */
export function proveChange(input: ProveInput): Proof {
  const { before, after, changed, entries, typeCheck, testCommand, maxLines, texts = [] } = input;
  const readBefore = input.read ?? createModuleReader(before);
  const readChanged = createModuleReader(after);
  // A file that the change did not touch is one object on both sides, and reading it twice costs as much as the rest of the proof.
  const readAfter = (file: FilePath): ModuleModel => (before.root === after.root && before.files.get(file) === after.files.get(file) ? readBefore(file) : readChanged(file));
  const [readTextBefore, readTextAfter] = [createTextReader(before), createTextReader(after)];
  return prove({
    before,
    after,
    changed,
    entries,
    readBefore,
    readAfter,
    readTextBefore,
    readTextAfter,
    tasksBefore: once(() => extractTasks({ project: before, read: readBefore, readText: readTextBefore }, before.files.keys())),
    tasksAfter: once(() => extractTasks({ project: after, read: readAfter, readText: readTextAfter }, after.files.keys())),
    typeCheck,
    testCommand,
    texts,
    ...(maxLines === undefined ? {} : { maxLines }),
  });
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
