import { ToolError } from '../diagnostic/tool-error.js';
import { writeFiles } from '../host/file-system.js';
import { hashBytes } from '../host/hash.js';
import { baseName, directoryOf, joinPath } from '../host/path.js';
import { readOldBytes, saveJournal } from './journal-store.js';
import { requireInside } from './safe-target.js';
import type { Journal, JournalChange } from '../edit/journal.js';
import type { FileBytes, WritableFileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Workspace } from './workspace.js';

type Place = Pick<Workspace, 'fileSystem' | 'root'>;

/**
 * Puts the old bytes of a journal back. Every file must hold the old or the new bytes: anything else is work of somebody
 * who would lose it, and nothing is written then (ToolError). The journal is `prepared` while this runs, so that a kill
 * in the middle is finished by the next run.
 */
export function restoreOldTree(place: Place, journal: Journal): Journal {
  const edited = journal.changes.filter((change) => !isKnown(place, change));
  if (edited.length > 0) {
    throw new ToolError(
      'files changed since',
      `${edited.map((change) => change.file).join(', ')} ${edited.length === 1 ? 'has' : 'have'} other content than the change ${journal.id} left there`,
      `Restore by hand what you need from .decant/journal/${journal.id}, or put the files back as they were after the change and run \`decant undo ${journal.id}\` again.`,
    );
  }
  const old = journal.changes.map((_, index) => readOldBytes(place, journal, index));
  if (journal.state !== 'prepared') saveJournal(place, { ...journal, state: 'prepared' });
  restoreFiles(place, journal, old);
  for (const folder of [...journal.createdFolders].reverse()) {
    const path = joinPath(place.root, folder);
    requireInside(place.fileSystem, place.root, path);
    if (place.fileSystem.entryKind(path) === 'directory') place.fileSystem.removeEmptyDirectory(path);
  }
  const undone: Journal = { ...journal, state: 'undone' };
  saveJournal(place, undone);
  return undone;
}

function isKnown(place: Place, change: JournalChange): boolean {
  const file = joinPath(place.root, change.file);
  requireInside(place.fileSystem, place.root, file);
  const bytes = place.fileSystem.readBytes(file);
  const hash = bytes === undefined ? null : hashBytes(bytes);
  return hash === change.before || hash === change.after;
}

/** The mode matters for a file that is gone only: writing keeps the mode of a file that is there, here and when the change was applied. */
function restoreFiles({ root, fileSystem }: Place, { changes }: Journal, old: readonly (Uint8Array | undefined)[]): void {
  const files = changes.map((change) => joinPath(root, change.file));
  const gone: FileBytes[] = [];
  changes.forEach((change, index) => {
    const [file, bytes] = [files[index]!, old[index]];
    const current = fileSystem.readBytes(file);
    if (bytes === undefined) {
      if (current !== undefined) fileSystem.remove(file);
    } else if (current === undefined || hashBytes(current) !== change.before) {
      gone.push({ file, bytes, mode: change.mode ?? undefined });
    }
  });
  writeFiles(fileSystem, gone);
  removeTemporaryFiles(fileSystem, files);
}

/** A run that is killed between writing a temporary file and renaming it leaves the temporary file beside the target. */
function removeTemporaryFiles(fileSystem: WritableFileSystem, files: readonly FilePath[]): void {
  const folders = new Map<FilePath, string[]>();
  for (const file of files) folders.set(directoryOf(file), [...(folders.get(directoryOf(file)) ?? []), baseName(file)]);
  for (const [folder, names] of folders) {
    const left = fileSystem.listDirectory(folder).filter(({ name }) => name.endsWith('.decant-tmp'));
    for (const { name } of left) if (names.some((target) => name.startsWith(`.${target}.`))) fileSystem.remove(joinPath(folder, name));
  }
}
