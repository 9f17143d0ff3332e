import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import { createRecordWriter, createTable, readModule, writeScan, type RecordReader } from './cache-records.js';
import { knownStates, writeHash } from './known-file.js';
import { scanFile, type FileScan } from './scan-file.js';

/** What a thread is asked: to scan these files. */
export interface ScanQuestion {
  readonly place: number;
  readonly paths: readonly FilePath[];
}

/** Scans as they go from one thread to another, and on into the cache. */
export interface ScanAnswer {
  readonly place: number;
  /** For each file its head, then what `writeScan` writes, once or twice. */
  readonly numbers: Int32Array;
  /** For each file `modified`, `changed`, `size`. */
  readonly exact: Float64Array;
  /** What the table of strings of that thread has gained since its last answer. */
  readonly strings: readonly string[];
}

/** Where the record of a module lies. */
export interface PackedModule {
  readonly numbers: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** A scan as it comes out of an answer, with the records that it was read from. */
export interface PackedScan extends Omit<FileScan, 'hash'> {
  /** Where the hash lies, for `readHash`; all zero for a file that was skipped. */
  readonly numbers: Int32Array;
  readonly hashAt: number;
  readonly packed: PackedModule | undefined;
  readonly packedVerbatim: PackedModule | undefined;
}

/** Flags, reason, the 8 numbers of the hash, length of the record, length of the one under `verbatimModuleSyntax`. */
const headNumbers = 12;
const hasBom = 4;

/** Answers of one thread share one table of strings: they must be read in the order in which they were given. */
export function createScanAnswers(fileSystem: FileSystem): { readonly answer: (question: ScanQuestion) => ScanAnswer; readonly strings: readonly string[] } {
  const table = createTable();
  const answer = ({ place, paths }: ScanQuestion): ScanAnswer => {
    const known = table.entries.length;
    const writer = createRecordWriter(table, 1 << 13);
    const exact = new Float64Array(paths.length * 3);
    paths.forEach((path, i) => {
      const { stat, state, reason, hash, bom, module, verbatim } = scanFile(fileSystem, path);
      exact.set([stat.modified, stat.changed, stat.size], i * 3);
      const head = writer.length();
      for (let count = headNumbers; count > 0; count--) writer.put(0);
      writer.set(head, knownStates.indexOf(state) | (bom ? hasBom : 0));
      writer.set(head + 1, writer.textIndex(reason));
      writeHash(writer, head + 2, hash);
      [module, verbatim].forEach((each, variant) => {
        const start = writer.length();
        if (each) writeScan(writer, each);
        writer.set(head + 10 + variant, writer.length() - start);
      });
    });
    return { place, numbers: writer.numbers().slice(), exact, strings: table.entries.slice(known) };
  };
  return { answer, strings: table.entries };
}

/** `strings` are those of all answers so far. */
export function readScanAnswer({ numbers, exact }: ScanAnswer, strings: readonly string[], paths: readonly FilePath[]): readonly PackedScan[] {
  const reader: RecordReader = { numbers, strings };
  let at = 0;
  return paths.map((path, i): PackedScan => {
    const head = at;
    const packed: PackedModule = { numbers, start: head + headNumbers, end: head + headNumbers + numbers[head + 10]! };
    const packedVerbatim: PackedModule = { numbers, start: packed.end, end: packed.end + numbers[head + 11]! };
    at = packedVerbatim.end;
    const [module, verbatim] = [packed, packedVerbatim].map(({ start, end }) => (start === end ? undefined : readModule(reader, start, path, []).module));
    return {
      stat: { modified: exact[i * 3]!, changed: exact[i * 3 + 1]!, size: exact[i * 3 + 2]! },
      state: knownStates[numbers[head]! & 3]!,
      reason: strings[numbers[head + 1]!]!,
      bom: (numbers[head]! & hasBom) !== 0,
      numbers, hashAt: head + 2, module, verbatim, packed, packedVerbatim,
    };
  });
}
