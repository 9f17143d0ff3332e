import { hashBytes } from '../host/hash.js';
import { lexerFor } from '../language/lexers.js';
import { decodeSource, readSource, type SourceReading } from './read-source.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { Lexed } from '../language/language.js';
import type { Times } from './known-file.js';

/** What one file says without any other, and without the languages. */
export interface FirstLook {
  readonly stat: Times;
  /** Why it is no source; empty for a source. */
  readonly skipped: string;
  readonly bom: boolean;
  /** The text in UTF-8, without byte order mark. They hold until the next look. */
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  /** Of the text, as `hashText` says; empty for a file that was skipped. */
  readonly hash: string;
  /** Undefined for a language without a lexer of its own. */
  readonly lexed: Lexed | undefined;
}

const nowhere: Times = { size: 0, modified: 0, changed: 0 };
const noBytes = Buffer.alloc(0);

/** Looks at the times of a file before it reads it, so that a write in between is seen by the next run. */
export function lookAtFile(fileSystem: FileSystem, path: FilePath): FirstLook {
  const lexer = lexerFor(path);
  const small = fileSystem.readSmallFile?.(path);
  if (small) {
    const { bytes, stat } = small;
    const lexed = lexer?.lexAscii(bytes);
    if (lexed) return { stat, skipped: '', bom: false, bytes, isAscii: true, hash: hashBytes(bytes), lexed };
    return lookAtText(stat, decodeSource(path, bytes), lexer?.lexText);
  }
  const stat = fileSystem.stat(path) ?? nowhere;
  return lookAtText(stat, readSource(fileSystem, path, stat.size), lexer?.lexText);
}

function lookAtText(stat: Times, source: SourceReading, lex: ((text: string) => Lexed) | undefined): FirstLook {
  if ('skipped' in source) return { stat, skipped: source.skipped, bom: false, bytes: noBytes, isAscii: false, hash: '', lexed: undefined };
  const bytes = Buffer.from(source.text);
  return { stat, skipped: '', bom: source.bom, bytes, isAscii: false, hash: hashBytes(bytes), lexed: lex?.(source.text) };
}
