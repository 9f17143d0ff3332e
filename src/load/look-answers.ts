import { writeHashOf } from '../host/hash.js';
import { createRecordWriter, writeLexed, writeModule, type RecordPlace, type RecordTable, type RecordWriter } from './cache-records.js';
import { lookAtFile, type FirstLook } from './first-look.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { HashNumbers } from './known-file.js';

/** What a thread is asked: to look at these files, unless another has claimed the place before. */
export interface LookQuestion {
  readonly place: number;
  readonly paths: readonly FilePath[];
  /** One number for each place, shared by all threads; see `claimPlace`. */
  readonly claims: Int32Array;
}

/** Or for the times of folders. */
export interface TimesQuestion {
  readonly folders: readonly FilePath[];
}

/** For each folder `modified` and `changed`; -1 for one that is gone, which tells it apart from every folder that there can be. */
export interface TimesAnswer {
  readonly times: Float64Array;
}

/** Looks as they go from one thread to another: the table holds for each file its head, then the records of its scans. */
export interface LookAnswer extends RecordTable {
  readonly place: number;
  /** For each file `modified`, `changed`, `size`. */
  readonly exact: Float64Array;
  /** The texts behind each other, in memory that both threads see. */
  readonly texts: SharedArrayBuffer;
}

/** The strings of a table, to which reasons are added for the imports of its modules that lead nowhere. */
export interface OpenTable extends RecordTable {
  readonly strings: string[];
}

/** A look as it comes out of an answer, whose memory it keeps. */
export interface KeptLook extends Pick<FirstLook, 'stat' | 'bom' | 'isAscii'>, HashNumbers {
  readonly state: 'scanned' | 'unparsed' | 'skipped';
  /** Why it is unparsed or skipped. */
  readonly reason: string;
  /** Of `FirstLook.scans`; their targets are not known yet. */
  readonly records: readonly (RecordPlace & { readonly table: OpenTable })[];
  /** The texts of all files of the answer. */
  readonly texts: Buffer;
  readonly start: number;
  readonly end: number;
}

export type TellLook = (path: FilePath, look: KeptLook) => void;

/** Flags, bytes of the text, the 8 numbers of the hash, the place of the reason, numbers of the first and of the second record. */
const head = { flags: 0, bytes: 1, hash: 2, reason: 10, first: 11, second: 12, size: 13 } as const;
const flag = { skipped: 1, unparsed: 2, bom: 4, ascii: 8 } as const;

/** Whether nobody, in neither thread, has claimed the place before; each can be claimed once. */
export function claimPlace(claims: Int32Array, place: number): boolean {
  return Atomics.compareExchange(claims, place, 0, 1) === 0;
}

/** Bytes from which on a file is read in another way. What is left of this room is never touched, so it takes no memory. */
const roomForOne = 4 * 1024 * 1024;

/** Bytes of the texts of one answer that are worth keeping room for. */
const largestKept = 4 * roomForOne;

/** Kept from one answer to the next: what is new costs the pages that it lies in. */
let texts = Buffer.alloc(0);

export function answerLooks(fileSystem: FileSystem, place: number, paths: readonly FilePath[]): LookAnswer {
  const writer = createRecordWriter(1 << 13);
  let textsEnd = 0;
  const exact = new Float64Array(paths.length * 3);
  paths.forEach((path, i) => {
    makeRoom(textsEnd, roomForOne);
    const look = lookAtFile(fileSystem, path, texts, textsEnd);
    const { stat, skipped, bom, bytes, isAscii } = look;
    const start = writer.reserve(head.size);
    if (skipped === '') writeHashOf(bytes, writer.memory(), start + head.hash);
    keepText(bytes, textsEnd);
    textsEnd += bytes.length;
    exact[i * 3] = stat.modified;
    exact[i * 3 + 1] = stat.changed;
    exact[i * 3 + 2] = stat.size;
    const reason = writeScans(writer, look, start + head.first) || skipped;
    const state = skipped !== '' ? flag.skipped : reason === '' ? 0 : flag.unparsed;
    writer.set(start + head.flags, state | (bom ? flag.bom : 0) | (isAscii ? flag.ascii : 0));
    writer.set(start + head.bytes, bytes.length);
    writer.set(start + head.reason, writer.textIndex(reason));
  });
  const shared = new SharedArrayBuffer(textsEnd);
  texts.copy(Buffer.from(shared), 0, 0, textsEnd);
  if (texts.length > largestKept) texts = Buffer.alloc(0);
  return { place, numbers: writer.numbers().slice(), strings: writer.strings, exact, texts: shared };
}

/** Writes the records and, from the place `sizes` on, the size of each. Returns why there are none. */
function writeScans(writer: RecordWriter, { scans, lexed }: Pick<FirstLook, 'scans' | 'lexed'>, sizes: number): string {
  if (lexed) {
    const before = writer.length();
    const isAsked = writeLexed(writer, lexed, false);
    const between = writer.length();
    writer.set(sizes, between - before);
    if (isAsked) {
      writeLexed(writer, lexed, true);
      writer.set(sizes + 1, writer.length() - between);
    }
  }
  let reason = '';
  for (const [nth, scan] of scans.entries()) {
    const before = writer.length();
    if (scan.kind === 'unparsed') reason = scan.reason;
    else writeModule(writer, scan.module);
    writer.set(sizes + nth, writer.length() - before);
  }
  return reason;
}

function makeRoom(end: number, bytes: number): void {
  if (end + bytes <= texts.length) return;
  const larger = Buffer.allocUnsafeSlow((end + bytes) * 2);
  texts.copy(larger, 0, 0, end);
  texts = larger;
}

/** The text lies where it was read already, unless it was read in another way or stood behind a byte order mark: then it moves, and `bytes` are others. */
function keepText(bytes: Buffer, start: number): void {
  if (bytes.buffer === texts.buffer && bytes.byteOffset === texts.byteOffset + start) return;
  makeRoom(start, bytes.length);
  bytes.copy(texts, start);
}

export function answerTimes({ stat }: Pick<FileSystem, 'stat'>, folders: readonly FilePath[]): TimesAnswer {
  const times = new Float64Array(folders.length * 2);
  folders.forEach((folder, i) => {
    const { modified = -1, changed = -1 } = stat(folder) ?? {};
    times[i * 2] = modified;
    times[i * 2 + 1] = changed;
  });
  return { times };
}

/** `paths` are those of the question. */
export function tellLooks({ numbers, strings, exact, texts }: LookAnswer, paths: readonly FilePath[], tell: TellLook): void {
  const buffer = Buffer.from(texts as unknown as ArrayBuffer);
  const table: OpenTable = { numbers, strings: [...strings] };
  let at = 0;
  let start = 0;
  paths.forEach((path, i) => {
    const field = (index: number): number => numbers[at + index]!;
    const flags = field(head.flags);
    const end = start + field(head.bytes);
    const first = at + head.size;
    const second = first + field(head.first);
    const next = second + field(head.second);
    tell(path, {
      stat: { modified: exact[i * 3]!, changed: exact[i * 3 + 1]!, size: exact[i * 3 + 2]! },
      state: (flags & flag.skipped) !== 0 ? 'skipped' : (flags & flag.unparsed) !== 0 ? 'unparsed' : 'scanned',
      reason: strings[field(head.reason)]!,
      bom: (flags & flag.bom) !== 0,
      isAscii: (flags & flag.ascii) !== 0,
      records: first === next ? [] : second === next ? [{ table, at: first }] : [{ table, at: first }, { table, at: second }],
      numbers,
      hashAt: at + head.hash,
      texts: buffer,
      start,
      end,
    });
    start = end;
    at = next;
  });
}
