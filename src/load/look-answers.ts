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
  /** The texts behind each other from `textsStart` on, in memory that both threads see. Other answers lie in it too. */
  readonly texts: SharedArrayBuffer;
  readonly textsStart: number;
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
  /** Where the text lies between others. */
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

/** Bytes of which the texts of many answers take their part: to be read where they will stay saves a copy of each. */
const usualRoom = 4 * roomForOne;

let texts = Buffer.from(new SharedArrayBuffer(0));
/** Where the room begins that no answer has taken. */
let taken = 0;

export function answerLooks(fileSystem: FileSystem, place: number, paths: readonly FilePath[]): LookAnswer {
  const writer = createRecordWriter(1 << 13);
  let textsStart = taken;
  let textsEnd = textsStart;
  const makeRoom = (bytes: number): void => {
    if (textsEnd + bytes <= texts.length) return;
    const before = texts.subarray(textsStart, textsEnd);
    texts = Buffer.from(new SharedArrayBuffer(Math.max(usualRoom, (before.length + bytes) * 2)));
    before.copy(texts);
    textsEnd = before.length;
    textsStart = 0;
  };
  const exact = new Float64Array(paths.length * 3);
  paths.forEach((path, i) => {
    makeRoom(roomForOne);
    const look = lookAtFile(fileSystem, path, texts, textsEnd);
    const { stat, skipped, bom, bytes, isAscii } = look;
    const start = writer.reserve(head.size);
    if (skipped === '') writeHashOf(bytes, writer.memory(), start + head.hash);
    // The text lies where it was read already, unless it was read in another way or stood behind a byte order mark.
    if (bytes.buffer !== texts.buffer || bytes.byteOffset !== texts.byteOffset + textsEnd) {
      makeRoom(bytes.length);
      bytes.copy(texts, textsEnd);
    }
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
  const { buffer } = texts;
  taken = textsEnd;
  // One that was made for an unusual file is nothing to keep.
  if (texts.length > usualRoom) {
    texts = Buffer.from(new SharedArrayBuffer(0));
    taken = 0;
  }
  return { place, numbers: writer.numbers().slice(), strings: writer.strings, exact, texts: buffer, textsStart };
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
export function tellLooks({ numbers, strings, exact, texts, textsStart }: LookAnswer, paths: readonly FilePath[], tell: TellLook): void {
  const buffer = Buffer.from(texts as unknown as ArrayBuffer);
  const table: OpenTable = { numbers, strings: [...strings] };
  let at = 0;
  let start = textsStart;
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
