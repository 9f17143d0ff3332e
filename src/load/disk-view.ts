import type { DirectoryEntry, EntryKind, FileSystem } from '../host/file-system.js';
import { baseName, directoryOf, type FilePath } from '../host/path.js';
import { decidingName } from './wiring-names.js';

/** What was asked about a path, as bits: whether something is there, its bytes, the names in it, where it leads. */
export const question = { kind: 1, bytes: 2, names: 4, real: 8 } as const;

/** Paths with the questions that were asked about them. */
export type Questions = ReadonlyMap<FilePath, number>;

export interface DiskView extends FileSystem {
  /** The entries of a folder that was listed; undefined for one that was not. */
  readonly listed: (directory: FilePath) => readonly DirectoryEntry[] | undefined;
  /** Ends the walk. The questions that follow are kept apart from its own. */
  readonly endWalk: () => void;
  /** Folders that were listed before the end of the walk. */
  readonly walked: () => ReadonlySet<FilePath>;
  /** The entries of those folders that decide what imports mean, of folders that have any. */
  readonly wiring: () => ReadonlyMap<FilePath, readonly DirectoryEntry[]>;
  readonly questions: () => Questions;
  /** The questions of the walk, the listings themselves apart. */
  readonly walkQuestions: () => Questions;
  /** Asks without keeping the questions. */
  readonly quietly: <T>(ask: () => T) => T;
}

/**
 * A file system as it was when it was first asked. Whoever has listed a folder knows what is not in it: looking for a
 * tsconfig.json in three thousand folders asks the disk nothing that the walk has not asked already. Without a cache to
 * write nobody wants to know the questions.
 */
export function createDiskView(base: FileSystem, keepsQuestions = true): DiskView {
  const listings = new Map<FilePath, readonly DirectoryEntry[]>();
  const kinds = new Map<FilePath, EntryKind | undefined>();
  const walkQuestions = new Map<FilePath, number>();
  const laterQuestions = new Map<FilePath, number>();
  let questions = walkQuestions;
  const contents = new Map<FilePath, Uint8Array | undefined>();
  let walked: ReadonlySet<FilePath> = new Set();
  let wiring: ReadonlyMap<FilePath, readonly DirectoryEntry[]> | undefined;
  let keeps = keepsQuestions;

  const keep = (path: FilePath, bit: number): void => {
    if (!keeps) return;
    const asked = questions.get(path) ?? 0;
    if ((asked & bit) === 0) questions.set(path, asked | bit);
  };
  /** The entry of a folder that was listed; null when it is not in there. */
  const entryOf = (path: FilePath): DirectoryEntry | null | undefined => {
    const listing = listings.get(directoryOf(path));
    return listing && findEntry(listing, baseName(path));
  };
  /** Whether the listings tell that a path cannot be a folder. To ask the disk for one that is not there makes an error with its stack, 20 microseconds each. */
  const isNoFolder = (path: FilePath): boolean => {
    const directory = directoryOf(path);
    const listing = directory === path ? undefined : listings.get(directory);
    if (!listing) return directory !== path && isNoFolder(directory);
    const entry = findEntry(listing, baseName(path));
    return entry === null || (entry.kind !== 'directory' && !entry.isSymlink);
  };
  const entryKind = (path: FilePath): EntryKind | undefined => {
    keep(path, question.kind);
    const entry = entryOf(path);
    if (entry === null) return undefined;
    if (entry && !entry.isSymlink) return entry.kind;
    if (!kinds.has(path)) kinds.set(path, base.entryKind(path));
    return kinds.get(path);
  };
  const list = (directory: FilePath): readonly DirectoryEntry[] => {
    let listing = listings.get(directory);
    if (!listing) listings.set(directory, (listing = isNoFolder(directory) ? [] : base.listDirectory(directory)));
    return listing;
  };

  const listWiring = (): ReadonlyMap<FilePath, readonly DirectoryEntry[]> => {
    const found = new Map<FilePath, readonly DirectoryEntry[]>();
    for (const directory of walked) {
      const entries = listings.get(directory)!.filter(({ name }) => decidingName.test(name));
      if (entries.length > 0) found.set(directory, entries);
    }
    return found;
  };

  return {
    entryKind,
    // No question that has to be kept: a deciding entry that appears in a walked folder is seen by whoever asks for `wiring` again.
    decidesNothing: (directory) => walked.has(directory) && !(wiring ??= listWiring()).has(directory),
    readBytes: (file) => {
      keep(file, question.bytes);
      if (entryOf(file) === null) return undefined;
      if (!contents.has(file)) contents.set(file, base.readBytes(file));
      return contents.get(file);
    },
    listDirectory: (directory) => {
      if (questions !== walkQuestions) keep(directory, question.names);
      return list(directory);
    },
    readText: base.readText,
    realPath: (path) => {
      keep(path, question.real);
      return base.realPath(path);
    },
    size: base.size,
    stat: base.stat,
    listed: (directory) => listings.get(directory),
    endWalk: () => {
      walked = new Set(listings.keys());
      wiring = undefined;
      questions = laterQuestions;
    },
    walked: () => walked,
    wiring: () => (wiring ??= listWiring()),
    questions: () => laterQuestions,
    walkQuestions: () => walkQuestions,
    quietly: (ask) => {
      const before = keeps;
      keeps = false;
      try {
        return ask();
      } finally {
        keeps = before;
      }
    },
  };
}

/** Listings are sorted by name. Null when the name is not among them. */
function findEntry(listing: readonly DirectoryEntry[], name: string): DirectoryEntry | null {
  let low = 0;
  let high = listing.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (listing[middle]!.name < name) low = middle + 1;
    else high = middle;
  }
  const entry = listing[low];
  return entry?.name === name ? entry : null;
}
