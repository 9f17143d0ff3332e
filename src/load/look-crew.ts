import { answerLooks, answerTimes, claimPlace, tellLooks, type LookAnswer, type LookQuestion, type TellLook, type TimesAnswer, type TimesQuestion } from './look-answers.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Thread } from '../host/thread.js';

/** Looks at the files that it is given, at some of them in another thread while the others are still being found. */
export interface LookCrew {
  readonly give: (path: FilePath) => void;
  /** The times of folders, looked at in the other thread after the files that it was given. */
  readonly timesOf: (folders: readonly FilePath[]) => () => TimesAnswer['times'];
  /** Looks at what is left and tells of every file, each once, in no particular order. */
  readonly finish: (tell: TellLook) => void;
  readonly end: () => void;
}

export interface CrewInput {
  readonly fileSystem: FileSystem;
  /** Absent where one thread is to do it all. */
  readonly startThread?: (() => Thread | undefined) | undefined;
  /** Files from which on a second thread is worth its start. */
  readonly threshold?: number;
  /** How many files are given away at a time, at most. */
  readonly size?: number;
  /** Batches that can be given away. */
  readonly places?: number;
  /** Milliseconds after which a thread that has not answered is no longer waited for. */
  readonly patience?: number;
}

/** Null where the first thread had claimed the batch before. */
type Answer = LookAnswer | TimesAnswer | null;

/** A thread starts in the time in which another one looks at this many files of a usual size. */
const worthwhile = 300;

export function createLookCrew({ fileSystem, startThread, threshold = worthwhile, size = 40, places = 1 << 15, patience = 2000 }: CrewInput): LookCrew {
  const given: FilePath[] = [];
  let claims: Int32Array = new Int32Array(0);
  let thread: Thread | undefined;
  let isTried = startThread === undefined;
  /** Batches that were given away; batch `i` begins at `i * size`. */
  let sent = 0;
  let times: TimesAnswer['times'] | undefined;
  const batchAt = (place: number): readonly FilePath[] => given.slice(place * size, (place + 1) * size);

  const send = (): void => {
    if (!isTried) {
      isTried = true;
      thread = startThread!();
      if (thread) claims = new Int32Array(new SharedArrayBuffer(places * 4));
    }
    for (; thread && sent < places && (sent + 1) * size <= given.length; sent++) {
      thread.ask({ place: sent, paths: batchAt(sent), claims } satisfies LookQuestion);
    }
  };

  return {
    give: (path) => {
      given.push(path);
      if (given.length >= threshold && given.length % size === 0) send();
    },
    finish: (tell) => {
      const lookHere = (paths: readonly FilePath[]): void => tellLooks(answerLooks(fileSystem, 0, paths), paths, tell);
      const open = new Set(Array.from({ length: sent }, (_, place) => place));
      const accept = (answer: Answer): void => {
        if (answer && 'times' in answer) ({ times } = answer);
        else if (answer && open.delete(answer.place)) tellLooks(answer, batchAt(answer.place), tell);
      };
      const takeOver = (place: number): void => {
        open.delete(place);
        lookHere(batchAt(place));
      };
      for (let start = sent * size; start < given.length; start += size) lookHere(given.slice(start, start + size));
      let last = sent - 1;
      while (thread && open.size > 0) {
        for (let answer = thread.takeAnswer(0); answer !== undefined; answer = thread.takeAnswer(0)) accept(answer as Answer);
        // From the end, where the other thread comes last.
        while (last >= 0 && !claimPlace(claims, last)) last--;
        if (last >= 0) takeOver(last--);
        else if (open.size > 0) {
          const answer = thread.takeAnswer(patience);
          if (answer === undefined) takeOver([...open][0]!);
          else accept(answer as Answer);
        }
      }
    },
    timesOf: (folders) => {
      thread?.ask({ folders } satisfies TimesQuestion);
      return () => {
        // Late answers to what was taken over may come before.
        while (thread && times === undefined) {
          const answer = thread.takeAnswer(patience) as Answer | undefined;
          if (answer === undefined) break;
          if (answer && 'times' in answer) ({ times } = answer);
        }
        return (times ??= answerTimes(fileSystem, folders).times);
      };
    },
    end: () => thread?.end(),
  };
}
