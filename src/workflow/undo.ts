import { nearestName } from '../diagnostic/nearest.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { listJournals, stateFolder } from './journal-store.js';
import { restoreOldTree } from './restore.js';
import { withWriteLock } from './transaction.js';
import type { Journal } from '../edit/journal.js';
import type { UndoReport } from '../report/schema.js';
import type { Workspace } from './workspace.js';

/** Puts the bytes back that a command with `--write` changed; `id` defaults to the last change that was not undone. Throws ToolError. */
export function undo(workspace: Workspace, options: { readonly id?: string } = {}): UndoReport {
  // Taking the lock would make the folder, in whatever place somebody happened to type this.
  if (workspace.fileSystem.entryKind(stateFolder(workspace.root)) === undefined) chooseJournal([], options.id);
  return withWriteLock(workspace, ({ restored, leftNothing }) => {
    if (leftNothing && options.id === undefined) {
      throw new ToolError('nothing to undo', 'the run that was interrupted last left nothing to put back', 'Run `decant undo` once more if you mean the change before it.');
    }
    // Who undoes after a kill means the change that was killed, and it has been put back by now. The one before it must stay.
    const recovered = options.id === undefined ? restored.at(-1) : restored.find((journal) => journal.id === options.id);
    const journal = recovered ?? chooseJournal(listJournals(workspace), options.id);
    if (recovered === undefined) restoreOldTree(workspace, journal);
    const files = (existed: boolean) => journal.changes.filter((change) => (change.before !== null) === existed).map((change) => change.file);
    return { version: 1, command: 'undo', id: journal.id, undone: journal.command ?? 'split', source: journal.source, restored: files(true), removed: files(false) };
  });
}

function chooseJournal(journals: readonly Journal[], id: string | undefined): Journal {
  const applied = journals.filter((journal) => journal.state === 'applied');
  if (id === undefined) {
    const last = applied.at(-1);
    if (last !== undefined) return last;
    throw new ToolError('nothing to undo', 'no change of decant is applied below this root', 'Name the root of the project with --root when the change was made elsewhere.');
  }
  const found = journals.find((journal) => journal.id === id);
  if (found?.state === 'applied') return found;
  if (found !== undefined) throw new ToolError('nothing to undo', `the change ${id} is undone already`, 'Run `decant undo` without an id for the last change that is applied.');
  const near = nearestName(id, applied.map((journal) => journal.id));
  const known = applied.length === 0 ? 'No change is applied here' : `Applied are: ${applied.map((journal) => journal.id).join(', ')}`;
  throw new ToolError('unknown change', `there is no change with the id ${id}`, near === undefined ? `Check the id. ${known}.` : `Use \`decant undo ${near}\`.`);
}
