import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { SourceFile } from '../model/source-file.js';
import { buildLineStarts } from '../text/line-index.js';
import { detectNewline } from '../text/newline.js';

export const largestSource = 20 * 1024 * 1024;

/** `skipped` is a fact about the file: "binary", "20.5 MB, more than ...". */
export type SourceReading = SourceFile | { readonly skipped: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads one text file; says why when it is none. A file that vanishes between the walk and the read is skipped too. */
export function readSource(fileSystem: FileSystem, path: FilePath): SourceReading {
  let bytes: Uint8Array | undefined;
  try {
    const size = fileSystem.size(path) ?? 0;
    if (size > largestSource) return { skipped: `${(size / 1024 / 1024).toFixed(1)} MB, more than ${largestSource / 1024 / 1024} MB` };
    bytes = fileSystem.readBytes(path);
  } catch (error) {
    return { skipped: `cannot be read: ${(error as Error).message}` };
  }
  return bytes ? decodeSource(path, bytes) : { skipped: 'no longer there' };
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

/** `text` without byte order mark. */
export function sourceFromText(path: FilePath, text: string, bom: boolean): SourceFile {
  return Object.freeze({ path, text, bom, newline: detectNewline(text), lineStarts: buildLineStarts(text) });
}
