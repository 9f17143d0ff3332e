import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Thread } from '../host/thread.js';
import { createScanAnswers, readScanAnswer, type PackedScan, type ScanAnswer, type ScanQuestion } from './scan-answers.js';

/** Scans the files that it is given, some of them in another thread while they are still being found. */
export interface ScanCrew {
  readonly give: (path: FilePath) => void;
  /** Scans what is left and tells of every file, each once, in no particular order. */
  readonly finish: (tell: (path: FilePath, scan: PackedScan) => void) => void;
  /** The table of strings of all scans with a record. */
  readonly strings: () => readonly string[];
}

export interface CrewInput {
  readonly fileSystem: FileSystem;
  /** Absent where one thread is to do it all. */
  readonly startThread?: () => Thread | undefined;
  /** Files from which on a second thread is worth its start. */
  readonly threshold?: number;
  /** How many files are given away at a time. */
  readonly size?: number;
  /** Milliseconds after which a thread that has not answered is no longer waited for. */
  readonly patience?: number;
}

/** A thread starts in the time in which another one scans this many files of a usual size. */
const worthwhile = 400;

export function createScanCrew({ fileSystem, startThread, threshold = worthwhile, size = 40, patience = 2000 }: CrewInput): ScanCrew {
  const given: FilePath[] = [];
  const strings: string[] = [];
  const own = createScanAnswers(fileSystem);
  let thread: Thread | undefined;
  let isTried = startThread === undefined;
  /** Batches that were given away; batch `i` begins at `i * size`. */
  let sent = 0;
  const batchAt = (place: number): readonly FilePath[] => given.slice(place * size, (place + 1) * size);

  const send = (): void => {
    if (!isTried) {
      isTried = true;
      thread = startThread!();
    }
    for (; thread && sent < thread.places && (sent + 1) * size <= given.length; sent++) {
      thread.ask({ place: sent, paths: batchAt(sent) } satisfies ScanQuestion);
    }
  };

  return {
    strings: () => (thread ? strings : own.strings),
    give: (path) => {
      given.push(path);
      if (given.length >= threshold && given.length % size === 0) send();
    },
    finish: (tell) => {
      const scanHere = (paths: readonly FilePath[]): void => {
        readScanAnswer(own.answer({ place: 0, paths }), own.strings, paths).forEach((scan, i) => {
          // One cache has one table of strings: beside a thread, records that count on another one are of no use.
          if (thread) tell(paths[i]!, { ...scan, packed: undefined, packedVerbatim: undefined });
          else tell(paths[i]!, scan);
        });
      };
      const open = new Set(Array.from({ length: sent }, (_, place) => place));
      const accept = (answer: ScanAnswer): void => {
        // Also of one that comes too late: the answers after it count on these strings.
        for (const text of answer.strings) strings.push(text);
        if (!open.delete(answer.place)) return;
        const paths = batchAt(answer.place);
        readScanAnswer(answer, strings, paths).forEach((scan, i) => tell(paths[i]!, scan));
      };
      let last = sent - 1;
      for (let start = sent * size; start < given.length; start += size) scanHere(given.slice(start, start + size));
      while (thread && open.size > 0) {
        for (let answer = thread.take(); answer !== undefined; answer = thread.take()) accept(answer as ScanAnswer);
        // From the end, where the other thread comes last.
        while (last >= 0 && !thread.claim(last)) last--;
        if (last >= 0) {
          open.delete(last);
          scanHere(batchAt(last--));
        } else if (open.size > 0 && !thread.wait(patience)) {
          const [place] = open;
          open.delete(place!);
          scanHere(batchAt(place!));
        }
      }
      thread?.end();
    },
  };
}
