import { hashText } from '../host/hash.js';
import { isStillTrue, type Testimony } from '../host/witness.js';
import { openCacheFolder, readCachePart, writeCacheFile, type CacheChoice, type CacheFolder } from '../load/cache-folder.js';
import { decodeIndex, encodeCache } from '../load/cache-format.js';
import { findUntouched } from '../load/former-files.js';
import type { WritableFileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';

/** What a run said on standard output, and no other one. */
export interface Answer {
  readonly out: string;
  readonly exitCode: 0 | 1;
}

/** What an answer rests on. */
export interface Evidence {
  /** Everything that decides it besides files: the command line, the working folder, the terminal. Plain text. */
  readonly question: string;
  /** Suppressions and tasks have dates. `2026-11-23`, in Greenwich. */
  readonly today: string;
  /** Mark of the project as the cache has it. */
  readonly project: string;
  readonly testimony: Testimony;
}

type Head = Evidence & Pick<Answer, 'exitCode'>;

/** The last answers to so many questions: a team asks one or two, and the third in CI. */
const places = 4;
/** A page with every file of a project is written to a file, and not printed again and again. */
const longestAnswer = 1 << 22;

/** Keeps an answer for whoever asks the same of the same tree. */
export function keepAnswer(folder: CacheFolder, evidence: Evidence, { out, exitCode }: Answer): void {
  if (out.length > longestAnswer) return;
  const head: Head = { ...evidence, exitCode };
  const { bytes } = encodeCache(folder.identity, { head, names: [out], numbers: new Int32Array(), exact: new Float64Array(), tables: [] });
  writeCacheFile(folder, kindOf(evidence.question), bytes);
}

export interface RecallInput extends Pick<Evidence, 'question' | 'today'> {
  readonly fileSystem: WritableFileSystem;
  readonly root: FilePath;
  readonly cache: CacheChoice;
}

/** The answer of an earlier run if it would be the same now: undefined when anything that it rests on may have changed. */
export function recallAnswer({ fileSystem, root, cache, question, today }: RecallInput): Answer | undefined {
  const folder = openCacheFolder(fileSystem, root, cache);
  if (folder === undefined) return undefined;
  // Who wrote it is asked before the rest is read, however long that is.
  const content = readCachePart(folder, kindOf(question), (read) => decodeIndex(folder.identity, read));
  if (content === undefined) return undefined;
  const { exitCode, ...known } = content.head as Head;
  if (known.question !== question || known.today !== today || !isStillTrue(fileSystem, known.testimony)) return undefined;
  if (findUntouched(fileSystem, folder) !== known.project) return undefined;
  return { out: content.names[0]!, exitCode };
}

function kindOf(question: string): string {
  return `answer-${parseInt(hashText(question).slice(-2), 16) % places}`;
}
