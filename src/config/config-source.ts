import { ToolError } from '../diagnostic/tool-error.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import { buildLineStarts, lineColumnAt } from '../text/line-index.js';
import { readJson, type JsonPath } from './json-source.js';

export interface ConfigPlace {
  readonly file: FilePath;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** A configuration as it was written, or as several files together say. */
export interface ConfigSource {
  readonly value: unknown;
  /** Where a key or an item stands; the nearest enclosing one for what does not stand anywhere, such as a default. */
  readonly placeOf: (path: JsonPath) => ConfigPlace;
}

/** Throws ToolError (file, line, column) for text that is not JSON. */
export function readConfigSource(file: FilePath, text: string): ConfigSource {
  const lineStarts = buildLineStarts(text);
  const place = (offset: number): ConfigPlace => ({ file, ...lineColumnAt(lineStarts, offset) });
  const json = readJson(text);
  if (json.kind === 'error') {
    throw new ToolError('configuration is not valid JSON', `${printPlace(place(json.offset))}: ${json.message}`, 'Correct the JSON at that place.');
  }
  return { value: json.value, placeOf: (path) => place(json.offsetOf(path)) };
}

/** Throws ToolError for a folder and for bytes that are not UTF-8; undefined when nothing is there. */
export function readConfigText(fileSystem: FileSystem, file: FilePath): string | undefined {
  const kind = fileSystem.entryKind(file);
  if (kind === undefined) return undefined;
  const bytes = kind === 'file' ? fileSystem.readBytes(file) : undefined;
  if (bytes === undefined) throw new ToolError('configuration is not a file', file, 'Give the path of a decant.config.json file.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ToolError('configuration is not text', `${file} is not valid UTF-8`, 'Save the file as UTF-8.');
  }
}

export function printPlace({ file, line, column }: ConfigPlace): string {
  return `${file}:${line}:${column}`;
}
