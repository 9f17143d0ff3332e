import { compareText } from '../diagnostic/sort.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { journalSchema } from '../edit/journal.js';
import { writeFiles, type FileBytes } from '../host/file-system.js';
import { hashBytes } from '../host/hash.js';
import { joinPath, relativePath } from '../host/path.js';
import { requireInside } from './safe-target.js';
import type { Journal } from '../edit/journal.js';
import type { FilePath } from '../host/path.js';
import type { Workspace } from './workspace.js';

type Place = Pick<Workspace, 'fileSystem' | 'root'>;

/** decant's own folder in a project. Its `.gitignore` keeps it out of the repository. */
export function stateFolder(root: FilePath): FilePath {
  return joinPath(root, '.decant');
}

function journalsFolder(root: FilePath): FilePath {
  return joinPath(stateFolder(root), 'journal');
}

function journalFolder(root: FilePath, id: string): FilePath {
  return joinPath(journalsFolder(root), id);
}

function blobFile(root: FilePath, id: string, index: number, side: 'before' | 'after'): FilePath {
  return joinPath(journalFolder(root, id), `${index}.${side}`);
}

export function prepareStateFolder(place: Place): void {
  const ignoreFile = joinPath(stateFolder(place.root), '.gitignore');
  requireInside(place.fileSystem, place.root, ignoreFile);
  if (place.fileSystem.entryKind(ignoreFile) === undefined) place.fileSystem.writeBytes(ignoreFile, new TextEncoder().encode('*\n'));
}

export function isJournalId(place: Place, id: string): boolean {
  return place.fileSystem.entryKind(journalFolder(place.root, id)) !== undefined;
}

export function saveJournal(place: Place, journal: Journal): void {
  const text = `${JSON.stringify(journal, null, 2)}\n`;
  place.fileSystem.writeBytes(joinPath(journalFolder(place.root, journal.id), 'journal.json'), new TextEncoder().encode(text));
}

/** The bytes of each change, in the order of the journal; undefined where there is no such file. */
export function saveBlobs(place: Place, id: string, changes: readonly { readonly before: Uint8Array | undefined; readonly after: Uint8Array | undefined }[]): void {
  const blobs = changes.flatMap(({ before, after }, index): FileBytes[] => [
    ...(before === undefined ? [] : [{ file: blobFile(place.root, id, index, 'before'), bytes: before }]),
    ...(after === undefined ? [] : [{ file: blobFile(place.root, id, index, 'after'), bytes: after }]),
  ]);
  writeFiles(place.fileSystem, blobs);
}

/** The old bytes of a change; undefined when the file did not exist. Throws ToolError when the saved copy is damaged. */
export function readOldBytes(place: Place, journal: Journal, index: number): Uint8Array | undefined {
  const expected = journal.changes[index]!.before;
  if (expected === null) return undefined;
  const file = blobFile(place.root, journal.id, index, 'before');
  const bytes = place.fileSystem.readBytes(file);
  if (bytes !== undefined && hashBytes(bytes) === expected) return bytes;
  throw new ToolError(
    'damaged journal',
    `${relativePath(place.root, file)} should hold the old bytes of ${journal.changes[index]!.file} and ${bytes === undefined ? 'is missing' : 'has other content'}`,
    'Restore the file from version control, then delete this journal folder.',
  );
}

/** All complete journals, oldest first. */
export function listJournals(place: Place): readonly Journal[] {
  const journals: Journal[] = [];
  for (const entry of place.fileSystem.listDirectory(journalsFolder(place.root))) {
    const file = joinPath(journalFolder(place.root, entry.name), 'journal.json');
    const bytes = place.fileSystem.readBytes(file);
    if (bytes !== undefined) journals.push(parseJournal(place, file, bytes));
  }
  return journals.sort((a, b) => compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id));
}

/** Removes what a run left behind that was killed before its journal was complete: nothing of the user's was touched then. Whether there was any. */
export function removeIncompleteJournals(place: Place): boolean {
  let isFound = false;
  for (const entry of place.fileSystem.listDirectory(journalsFolder(place.root))) {
    const folder = journalFolder(place.root, entry.name);
    if (entry.kind !== 'directory' || place.fileSystem.entryKind(joinPath(folder, 'journal.json')) !== undefined) continue;
    isFound = true;
    for (const blob of place.fileSystem.listDirectory(folder)) place.fileSystem.remove(joinPath(folder, blob.name));
    place.fileSystem.removeEmptyDirectory(folder);
  }
  return isFound;
}

function parseJournal(place: Place, file: FilePath, bytes: Uint8Array): Journal {
  try {
    return journalSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new ToolError(
      'damaged journal',
      `${relativePath(place.root, file)} is not a journal of this version of decant`,
      'Delete its folder when the files of that change are as you want them.',
      { cause: error },
    );
  }
}
