import { scannerFor } from '../language/scanners.js';
import { buildLineStarts } from '../text/line-index.js';
import { decodeSource, readSource, type SourceReading } from './read-source.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Lexed, ScanFacts, ScanResult, ScanSource } from '../language/language.js';
import type { Times } from './known-file.js';

/** What one file says without any other. */
export interface FirstLook {
  readonly stat: Times;
  /** Why it is no source; empty for a source. */
  readonly skipped: string;
  readonly bom: boolean;
  /** The text in UTF-8, without byte order mark. They hold until the next look. */
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  /** One scan or, where it depends on `verbatimModuleSyntax`, those without and with it. None of a file that was skipped. */
  readonly scans: readonly ScanResult[];
}

const nowhere: Times = { size: 0, modified: 0, changed: 0 };
const noBytes = Buffer.alloc(0);

/** Looks at the times of a file before it reads it, so that a write in between is seen by the next run. */
export function lookAtFile(fileSystem: FileSystem, path: FilePath): FirstLook {
  const small = fileSystem.readSmallFile?.(path);
  if (small) {
    const { bytes, stat } = small;
    const lexed = scannerFor(path)?.lexAscii?.(bytes);
    if (lexed) return { stat, skipped: '', bom: false, bytes, isAscii: true, scans: scanText(path, bytes.toString('latin1'), lexed) };
    return lookAtText(path, stat, decodeSource(path, bytes));
  }
  const stat = fileSystem.stat(path) ?? nowhere;
  return lookAtText(path, stat, readSource(fileSystem, path, stat.size));
}

function lookAtText(path: FilePath, stat: Times, source: SourceReading): FirstLook {
  if ('skipped' in source) return { stat, skipped: source.skipped, bom: false, bytes: noBytes, isAscii: false, scans: [] };
  const bytes = Buffer.from(source.text);
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
