import { scannerFor } from '../language/scanners.js';
import { buildLineStarts } from '../text/line-index.js';
import { decodeSource, largestSource, readSource, type SourceReading } from './read-source.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { ScanFacts, ScanResult, ScanSource } from '../language/language.js';
import type { Lexed } from '../language/lexed.js';
import type { Times } from './known-file.js';

/** What one file says without any other. */
export interface FirstLook {
  readonly stat: Times;
  /** Why it is no source; empty for a source. */
  readonly skipped: string;
  readonly bom: boolean;
  /** The text in UTF-8, without byte order mark; in the room that was offered, or elsewhere. */
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  /** One scan or, where it depends on `verbatimModuleSyntax`, those without and with it. None of a file that was skipped. */
  readonly scans: readonly ScanResult[];
  /** In place of scans, where the lexer has told all that there is to tell. */
  readonly lexed?: LexedModule;
}

export interface LexedModule {
  readonly lexed: Lexed;
  /** As far as there are statements. */
  readonly text: string;
}

const nowhere: Times = { size: 0, modified: 0, changed: 0 };
const noBytes = Buffer.alloc(0);
const none: readonly ScanResult[] = [];

/** Looks at the times of a file before it reads it, so that a write in between is seen by the next run. A file of a usual size is read into the room from `start` on. */
export function lookAtFile(fileSystem: FileSystem, path: FilePath, room: Buffer, start: number): FirstLook {
  const small = fileSystem.readSmallFile?.(path, room, start);
  // The room for a whole answer may be larger than any source.
  if (small && small.bytes.length <= largestSource) return lookAtBytes(path, small.stat, small.bytes);
  const stat = fileSystem.stat(path) ?? nowhere;
  const source = readSource(fileSystem, path, stat.size);
  return lookAtText(path, stat, source, 'skipped' in source ? noBytes : Buffer.from(source.text));
}

function lookAtBytes(path: FilePath, stat: Times, all: Buffer): FirstLook {
  const bom = all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf;
  const bytes = bom ? all.subarray(3) : all;
  const lexed = scannerFor(path)?.lexBytes?.(bytes, path);
  if (!lexed) return lookAtText(path, stat, decodeSource(path, all), bytes);
  const { isAscii, isComplete, statementsEnd } = lexed;
  if (!isComplete) {
    return { stat, skipped: '', bom, bytes, isAscii, scans: scanText(path, isAscii ? bytes.toString('latin1') : bytes.toString('utf8'), lexed) };
  }
  // No character takes more than three bytes for each of its units. What is cut off stands behind the statements.
  const text = isAscii ? bytes.toString('latin1', 0, statementsEnd) : bytes.toString('utf8', 0, Math.min(statementsEnd * 3, bytes.length));
  return { stat, skipped: '', bom, bytes, isAscii, scans: none, lexed: { lexed, text } };
}

function lookAtText(path: FilePath, stat: Times, source: SourceReading, bytes: Buffer): FirstLook {
  if ('skipped' in source) return { stat, skipped: source.skipped, bom: false, bytes: noBytes, isAscii: false, scans: none };
  return { stat, skipped: '', bom: source.bom, bytes, isAscii: false, scans: scanText(path, source.text, undefined) };
}

let current: Pick<ScanSource, 'path' | 'text'> = { path: '' as FilePath, text: '' };
let isAsked = false;

/**
 * One for all files. A literal with a getter has a hidden class of its own each time that it is evaluated: these lie in the old generation, and until the
 * next full collection each keeps alive what its getter sees. The texts of a project would be moved about as if somebody needed them.
 */
const source: ScanSource = {
  get path() {
    return current.path;
  },
  get text() {
    return current.text;
  },
  get lineStarts() {
    return buildLineStarts(current.text);
  },
};

/** Tells whether it was asked: who looks at files alone does not know which tsconfig they belong to. */
const unknown: ScanFacts = {
  get verbatimModuleSyntax() {
    isAsked = true;
    return false;
  },
};

function scanText(path: FilePath, text: string, lexed: Lexed | undefined): readonly ScanResult[] {
  const scanner = scannerFor(path);
  if (!scanner) return [{ kind: 'unparsed', reason: 'no language reads this kind of file' }];
  current = { path, text };
  isAsked = false;
  const result = scanner.scan(source, unknown, lexed);
  return isAsked ? [result, scanner.scan(source, { verbatimModuleSyntax: true }, lexed)] : [result];
}
