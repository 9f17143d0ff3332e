import { lookAtFile, type FirstLook } from './first-look.js';
import { writeHash, type HashNumbers } from './known-file.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Lexed } from '../language/language.js';

/** What a thread is asked: to look at these files, unless another has claimed the place before. */
export interface LookQuestion {
  readonly place: number;
  readonly paths: readonly FilePath[];
  /** One number for each place, shared by all threads; see `claimPlace`. */
  readonly claims: Int32Array;
}

/** Looks as they go from one thread to another. */
export interface LookAnswer {
  readonly place: number;
  /** For each file its head, then the words that the lexer found. */
  readonly numbers: Int32Array;
  /** For each file `modified`, `changed`, `size`. */
  readonly exact: Float64Array;
  /** The texts behind each other, in memory that both threads see. */
  readonly texts: SharedArrayBuffer;
  /** Of the files that are no sources, in their order. */
  readonly reasons: readonly string[];
}

/** A look as it comes out of an answer, whose memory it keeps. */
export interface KeptLook extends Pick<FirstLook, 'stat' | 'skipped' | 'bom' | 'isAscii'>, HashNumbers {
  /** The texts of all files of the answer. */
  readonly texts: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Told of a file and what was seen in it. What the lexer said is of use only now: it lies in memory that other files share. */
export type TellLook = (path: FilePath, look: KeptLook, lexed: Lexed | undefined) => void;

/** Flags, bytes of the text, the 8 numbers of the hash, lines (physical, code, comment, blank), words. */
const head = { flags: 0, bytes: 1, hash: 2, lines: 10, words: 14, size: 15 } as const;
const flag = { skipped: 1, bom: 2, ascii: 4, lexed: 8, lost: 16 } as const;

/** Whether nobody, in neither thread, has claimed the place before; each can be claimed once. */
export function claimPlace(claims: Int32Array, place: number): boolean {
  return Atomics.compareExchange(claims, place, 0, 1) === 0;
}

export function answerLooks(fileSystem: FileSystem, place: number, paths: readonly FilePath[]): LookAnswer {
  let numbers = new Int32Array(1 << 12);
  let length = 0;
  let texts = Buffer.allocUnsafe(1 << 18);
  let textsEnd = 0;
  const exact = new Float64Array(paths.length * 3);
  const reasons: string[] = [];
  paths.forEach((path, i) => {
    const { stat, skipped, bom, bytes, isAscii, hash, lexed } = lookAtFile(fileSystem, path);
    const words = lexed?.words.length ?? 0;
    const start = length;
    length += head.size + words;
    if (length > numbers.length) {
      const larger = new Int32Array(length * 2);
      larger.set(numbers);
      numbers = larger;
    }
    if (textsEnd + bytes.length > texts.length) texts = Buffer.concat([texts], (textsEnd + bytes.length) * 2);
    bytes.copy(texts, textsEnd);
    textsEnd += bytes.length;
    exact.set([stat.modified, stat.changed, stat.size], i * 3);
    if (skipped !== '') reasons.push(skipped);
    numbers[start + head.flags] =
      (skipped === '' ? 0 : flag.skipped) | (bom ? flag.bom : 0) | (isAscii ? flag.ascii : 0) | (lexed ? flag.lexed : 0) | (lexed?.lost ? flag.lost : 0);
    numbers[start + head.bytes] = bytes.length;
    writeHash(numbers, start + head.hash, hash);
    numbers[start + head.words] = words;
    if (!lexed) return;
    const { physical, code, comment, blank } = lexed.lines;
    numbers[start + head.lines] = physical;
    numbers[start + head.lines + 1] = code;
    numbers[start + head.lines + 2] = comment;
    numbers[start + head.lines + 3] = blank;
    numbers.set(lexed.words, start + head.size);
  });
  const shared = new SharedArrayBuffer(textsEnd);
  texts.copy(Buffer.from(shared), 0, 0, textsEnd);
  return { place, numbers: numbers.slice(0, length), exact, texts: shared, reasons };
}

/** `paths` are those of the question. */
export function tellLooks({ numbers, exact, texts, reasons }: LookAnswer, paths: readonly FilePath[], tell: TellLook): void {
  const buffer = Buffer.from(texts as unknown as ArrayBuffer);
  let at = 0;
  let reason = 0;
  let start = 0;
  for (let i = 0; i < paths.length; i++) {
    const flags = numbers[at + head.flags]!;
    const end = start + numbers[at + head.bytes]!;
    const next = at + head.size + numbers[at + head.words]!;
    const look: KeptLook = {
      stat: { modified: exact[i * 3]!, changed: exact[i * 3 + 1]!, size: exact[i * 3 + 2]! },
      skipped: (flags & flag.skipped) === 0 ? '' : reasons[reason++]!,
      bom: (flags & flag.bom) !== 0,
      isAscii: (flags & flag.ascii) !== 0,
      numbers,
      hashAt: at + head.hash,
      texts: buffer,
      start,
      end,
    };
    tell(paths[i]!, look, (flags & flag.lexed) === 0 ? undefined : readLexed(numbers, at, next, (flags & flag.lost) !== 0));
    start = end;
    at = next;
  }
}

function readLexed(numbers: Int32Array, at: number, end: number, lost: boolean): Lexed {
  const lines = at + head.lines;
  return {
    lines: { physical: numbers[lines]!, code: numbers[lines + 1]!, comment: numbers[lines + 2]!, blank: numbers[lines + 3]! },
    words: numbers.subarray(at + head.size, end),
    lost,
  };
}
