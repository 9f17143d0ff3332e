import { hashText } from '../host/hash.js';
import { isStillTrue, type Testimony } from '../host/witness.js';
import { openCacheFolder, readCacheFile, writeCacheFile, type CacheChoice, type CacheFolder } from '../load/cache-folder.js';
import { decodeCache, encodeCache } from '../load/cache-format.js';
import { findUntouched } from '../load/former-files.js';
import type { WritableFileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';

/** What a run said. */
export interface Answer {
  readonly out: string;
  readonly err: string;
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
export function keepAnswer(folder: CacheFolder, evidence: Evidence, { out, err, exitCode }: Answer): void {
  if (out.length + err.length > longestAnswer) return;
  const head: Head = { ...evidence, exitCode };
  const { bytes } = encodeCache(folder.identity, { head, names: [out, err], numbers: new Int32Array(), exact: new Float64Array(), tables: [] });
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
  const content = readCacheFile(folder, kindOf(question), (bytes) => decodeCache(folder.identity, bytes));
  if (content === undefined) return undefined;
  const { exitCode, ...known } = content.head as Head;
  if (known.question !== question || known.today !== today || !isStillTrue(fileSystem, known.testimony)) return undefined;
  if (findUntouched(fileSystem, folder) !== known.project) return undefined;
  const [out, err] = content.names;
  return { out: out!, err: err!, exitCode };
}

function kindOf(question: string): string {
  return `answer-${parseInt(hashText(question).slice(-2), 16) % places}`;
}
