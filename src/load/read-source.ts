import { ToolError } from '../diagnostic/tool-error.js';
import type { FileSystem } from '../host/file-system.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { SourceFile } from '../model/source-file.js';
import { buildLineStarts, type LineStarts } from '../text/line-index.js';
import { detectNewline, type Newline } from '../text/newline.js';

export const largestSource = 20 * 1024 * 1024;

/** `skipped` is a fact about the file: "binary", "20.5 MB, more than ...". */
export type SourceReading = SourceFile | { readonly skipped: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one text file; says why when it is none. A file that vanishes between the walk and the read is skipped too.
 * `size` is the length in bytes when that is known already.
 */
export function readSource(fileSystem: FileSystem, path: FilePath, knownSize?: number): SourceReading {
  try {
    let text = knownSize === undefined ? fileSystem.readSmallText?.(path) : undefined;
    if (text === undefined) {
      const size = knownSize ?? fileSystem.size(path) ?? 0;
      if (size > largestSource) return { skipped: `${(size / 1024 / 1024).toFixed(1)} MB, more than ${largestSource / 1024 / 1024} MB` };
      text = fileSystem.readText(path);
    }
    if (text === undefined) return { skipped: 'no longer there' };
    // A file may really hold U+FFFD, or begin with what UTF-16 begins with: only the bytes can tell.
    if (!text.includes('\0') && !text.includes('\uFFFD')) {
      const bom = text.charCodeAt(0) === 0xfeff;
      return sourceFromText(path, bom ? text.slice(1) : text, bom);
    }
    const bytes = fileSystem.readBytes(path);
    return bytes ? decodeSource(path, bytes) : { skipped: 'no longer there' };
  } catch (error) {
    return { skipped: `cannot be read: ${(error as Error).message}` };
  }
}

export function decodeSource(path: FilePath, bytes: Uint8Array): SourceReading {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { skipped: 'UTF-16 text, not UTF-8' };
  // MPEG transport streams are called .ts as well.
  if (bytes.includes(0)) return { skipped: 'binary' };
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { skipped: 'not valid UTF-8' };
  }
  return sourceFromText(path, text, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf);
}

/**
 * A file whose text has the given hash and is read when somebody asks for it. Throws ToolError then when it is another by
 * now: a report about two states of one file would be wrong about both.
 */
export function deferSource(fileSystem: FileSystem, path: FilePath, hash: string, bom: boolean): SourceFile {
  let source: SourceFile | undefined;
  const read = (): SourceFile => {
    const found = readSource(fileSystem, path);
    if ('skipped' in found || found.bom !== bom || hashText(found.text) !== hash) {
      throw new ToolError('file changed during the run', `${path} is not what it was when decant looked at it`, 'Run the command again when nothing else writes to the project.');
    }
    return found;
  };
  return {
    path,
    bom,
    get text() {
      return (source ??= read()).text;
    },
    get newline() {
      return (source ??= read()).newline;
    },
    get lineStarts() {
      return (source ??= read()).lineStarts;
    },
  };
}

/** `text` without byte order mark. Newline and line starts are found when somebody asks: a scan needs neither. So is `bom` where finding it out costs something. */
export function sourceFromText(path: FilePath, text: string, bom: boolean | (() => boolean)): SourceFile {
  let newline: Newline | undefined;
  let lineStarts: LineStarts | undefined;
  return Object.freeze({
    path,
    text,
    get bom() {
      return typeof bom === 'boolean' ? bom : bom();
    },
    get newline() {
      return (newline ??= detectNewline(text));
    },
    get lineStarts() {
      return (lineStarts ??= buildLineStarts(text));
    },
  });
}
