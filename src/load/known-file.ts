import type { Config } from '../config/config.js';
import type { FileStat } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { CompilerFacts } from '../model/project.js';

export type Times = Pick<FileStat, 'size' | 'modified' | 'changed'>;

/** Where the 8 numbers of a hash lie. */
export interface HashNumbers {
  readonly numbers: Int32Array;
  readonly hashAt: number;
}

/** What is known of one file. `scanned`, `unparsed` and `skipped` are the ways in which a load can end for it. */
export interface KnownFile {
  readonly path: FilePath;
  readonly stat: Times;
  /** Of the text; empty for a file that was skipped. */
  readonly hash: string;
  readonly bom: boolean;
  readonly state: 'scanned' | 'unparsed' | 'skipped';
  /** Why it is unparsed or skipped. */
  readonly reason: string;
  /** The compiler facts that it was scanned under, as JSON. */
  readonly facts: string;
}

/** The same on its way into a cache. */
export interface FileToKeep extends Omit<KnownFile, 'hash'> {
  readonly hash: string | HashNumbers;
}

/** In the order of their numbers in records. */
export const knownStates: readonly KnownFile['state'][] = ['scanned', 'unparsed', 'skipped'];

const hashPrefix = 'sha256:';

/** As numbers: seven thousand texts would be decoded for a run in which nothing has changed and nobody asks for one. All zero for no hash. */
export function writeHash(numbers: Int32Array, place: number, hash: FileToKeep['hash']): void {
  if (typeof hash !== 'string') numbers.set(hash.numbers.subarray(hash.hashAt, hash.hashAt + 8), place);
  else for (let i = 0; i < 8 && hash !== ''; i++) numbers[place + i] = parseInt(hash.slice(hashPrefix.length + i * 8, hashPrefix.length + i * 8 + 8), 16) | 0;
}

const factsTexts = new WeakMap<CompilerFacts, string>();

/** All files of one tsconfig share one object. */
export function factsText(facts: CompilerFacts): string {
  let text = factsTexts.get(facts);
  if (text === undefined) factsTexts.set(facts, (text = JSON.stringify(facts)));
  return text;
}

/** Which files are wanted, as a cache remembers it. */
export function printGlobs({ include, exclude }: Pick<Config, 'include' | 'exclude'>): string {
  return JSON.stringify([include, exclude]);
}
