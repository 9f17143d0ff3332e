import { ToolError } from '../diagnostic/tool-error.js';
import { bytesOfChange } from '../edit/change-bytes.js';
import { writeFiles } from '../host/file-system.js';
import { hashBytes, hashText } from '../host/hash.js';
import { baseName, directoryOf, joinPath, relativePath } from '../host/path.js';
import { isJournalId, listJournals, prepareStateFolder, removeIncompleteJournals, saveBlobs, saveJournal, stateFolder } from './journal-store.js';
import { restoreOldTree } from './restore.js';
import { isSymlink, rememberPlaces, requireInside } from './safe-target.js';
import type { ChangeSet, FileChange } from '../edit/change-set.js';
import type { Journal, JournalChange } from '../edit/journal.js';
import type { FileBytes, FileSystem, WritableFileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Workspace } from './workspace.js';

export interface TransactionInput {
  readonly changes: ChangeSet;
  /** The file that the change is about. */
  readonly source: FilePath;
  /** What is done to it. Default: a split. */
  readonly command?: Journal['command'];
  /** Bytes that the change was computed from. A file that has other bytes now was edited meanwhile. */
  readonly expected: (file: FilePath) => Uint8Array | undefined;
}

/** What runs that were killed had left. */
export interface Interrupted {
  /** Changes that were half done and have been put back, oldest first. */
  readonly restored: readonly Journal[];
  /** The last one was killed before it touched a file, while it ran the tests or wrote its journal, or when it had put back what it was to undo. */
  readonly leftNothing: boolean;
}

/** Runs `work` while no other decant process writes below this root. What a killed run left half done is put back first. */
export function withWriteLock<T>(workspace: Workspace, work: (interrupted: Interrupted) => T): T {
  const lock = joinPath(stateFolder(workspace.root), 'lock');
  requireWritable(workspace.fileSystem, workspace.root, [lock]);
  prepareStateFolder(workspace);
  const taken = workspace.machine.acquireLock(lock);
  if (taken.kind === 'held') {
    throw new ToolError(
      'another decant is writing here',
      `${taken.owner} holds ${relativePath(workspace.root, lock)}`,
      'Wait until it has ended, or delete that file when you are sure that it has.',
    );
  }
  try {
    return work(restoreInterrupted(workspace, taken.abandoned));
  } finally {
    taken.release();
  }
}

function restoreInterrupted(workspace: Workspace, abandoned: Date | undefined): Interrupted {
  const isIncomplete = removeIncompleteJournals(workspace);
  const interrupted = listJournals(workspace).filter((journal) => journal.state === 'prepared');
  // The newest first: an older one may lie below it.
  for (const journal of [...interrupted].reverse()) {
    restoreOldTree(workspace, journal);
    workspace.notice(`Restored ${journal.source}: the run ${journal.id} was interrupted while it wrote ${journal.changes.length} files.`);
  }
  // A run that was killed while it ran the tests on what it had written has a journal that is younger than its lock.
  const isDone = abandoned !== undefined && listJournals(workspace).some((journal) => journal.state === 'applied' && Date.parse(journal.createdAt) >= abandoned.getTime());
  return { restored: interrupted, leftNothing: interrupted.length === 0 && (isIncomplete || (abandoned !== undefined && !isDone)) };
}

/** Throws ToolError when a file of the change set is in the way, or outside of the project. Reads only. */
export function requireFreeTargets(fileSystem: Workspace['fileSystem'], root: FilePath, changes: ChangeSet): void {
  const places = rememberPlaces(fileSystem);
  for (const change of changes.changes) {
    const shown = relativePath(root, change.file);
    requireInside(places, root, change.file);
    if (isSymlink(places, change.file)) {
      throw new ToolError('target is a symlink', `${shown} is a symlink`, 'Name the file that it points to.');
    }
    if (change.kind === 'create' && fileSystem.entryKind(change.file) !== undefined) {
      throw new ToolError('target exists', `${shown} exists already and would be overwritten`, 'Choose another folder with --dir, rename the part in the plan, or move that file away.');
    }
  }
}

/** Throws ToolError when the disk refuses. Not asked for a dry look: in a read-only checkout one may still look. */
export function requireWritable(fileSystem: Workspace['fileSystem'], root: FilePath, files: readonly FilePath[]): void {
  for (const file of files) {
    if (fileSystem.isWritable(file)) continue;
    throw new ToolError(
      'target is read-only',
      `${relativePath(root, file)} cannot be written`,
      `Make ${nearestFolder(fileSystem, root, file)} and its files writable, then run the command again.`,
    );
  }
}

function nearestFolder(fileSystem: FileSystem, root: FilePath, file: FilePath): string {
  let folder = directoryOf(file);
  while (fileSystem.entryKind(folder) === undefined && folder !== root) folder = directoryOf(folder);
  return relativePath(root, folder) || 'the root folder';
}

/**
 * Writes a change set so that a kill at any moment leaves the old tree, the new tree, or a `prepared` journal from which
 * the next writing run restores the old one. Call it inside `withWriteLock`. Throws ToolError; nothing is written then.
 */
export function applyChanges(workspace: Workspace, input: TransactionInput): Journal {
  const { fileSystem, root } = workspace;
  requireFreeTargets(fileSystem, root, input.changes);
  requireWritable(fileSystem, root, input.changes.changes.map((change) => change.file));
  const journal = prepareJournal(workspace, input);
  try {
    writeChanges(fileSystem, input.changes.changes);
    const applied: Journal = { ...journal, state: 'applied' };
    saveJournal(workspace, applied);
    return applied;
  } catch (error) {
    restoreOldTree(workspace, journal);
    throw new ToolError('could not write', error instanceof Error ? error.message : String(error), 'Check free space and permissions; the old files are in place again.', { cause: error });
  }
}

/** In their order: a file that goes may make room for a folder. */
function writeChanges(fileSystem: WritableFileSystem, changes: readonly FileChange[]): void {
  let waiting: FileBytes[] = [];
  const writeWaiting = (): void => {
    writeFiles(fileSystem, waiting);
    waiting = [];
  };
  for (const change of changes) {
    const bytes = bytesOfChange(change);
    if (bytes !== undefined) {
      waiting.push({ file: change.file, bytes });
      continue;
    }
    writeWaiting();
    fileSystem.remove(change.file);
  }
  writeWaiting();
}

function prepareJournal(workspace: Workspace, input: TransactionInput): Journal {
  const { fileSystem, root } = workspace;
  const blobs = input.changes.changes.map((change) => ({ change, before: fileSystem.readBytes(change.file), after: bytesOfChange(change) }));
  const changes = blobs.map(({ change, before, after }): JournalChange => {
    const expected = change.kind === 'create' ? undefined : input.expected(change.file);
    if (hashOf(before) !== hashOf(expected)) {
      throw new ToolError('file changed meanwhile', `${relativePath(root, change.file)} was edited since it was read`, 'Run the command again.');
    }
    return { file: relativePath(root, change.file), before: hashOf(before), after: hashOf(after), mode: before === undefined ? null : (fileSystem.mode(change.file) ?? null) };
  });
  const createdAt = workspace.machine.now();
  const journal: Journal = {
    version: 1,
    id: chooseId(workspace, createdAt, changes),
    createdAt: createdAt.toISOString(),
    ...(input.command === undefined ? {} : { command: input.command }),
    source: relativePath(root, input.source),
    state: 'prepared',
    changes,
    createdFolders: listNewFolders(fileSystem, root, input.changes),
  };
  saveBlobs(workspace, journal.id, blobs);
  saveJournal(workspace, journal);
  return journal;
}

function hashOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : hashBytes(bytes);
}

/** `20261122T031500-7f3a`: sorts by time, and tells two changes of one second apart by what they write. */
function chooseId(workspace: Workspace, createdAt: Date, changes: readonly JournalChange[]): string {
  const time = createdAt.toISOString().replace(/\.\d+Z$/, '').replaceAll(/[-:]/g, '');
  const id = `${time}-${hashText(JSON.stringify(changes)).slice('sha256:'.length, 'sha256:'.length + 4)}`;
  if (!isJournalId(workspace, id)) return id;
  for (let count = 2; ; count++) {
    if (!isJournalId(workspace, `${id}-${count}`)) return `${id}-${count}`;
  }
}

/** Folders that do not exist yet, outermost first. */
function listNewFolders(fileSystem: FileSystem, root: FilePath, changes: ChangeSet): string[] {
  const found = new Set<string>();
  for (const change of changes.changes) {
    if (change.kind !== 'create') continue;
    for (let folder = directoryOf(change.file); baseName(folder) !== '' && fileSystem.entryKind(folder) === undefined; folder = directoryOf(folder)) {
      found.add(relativePath(root, folder));
    }
  }
  return [...found].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
