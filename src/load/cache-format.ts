import { hashBytes } from '../host/hash.js';
import type { RecordTable } from './cache-records.js';

/** What one cache file holds: numbers and strings that every reader needs, a few exact numbers, and tables that are decoded for those who ask. */
export interface CacheContent {
  /** Plain JSON that says what the rest is for. */
  readonly head: unknown;
  readonly names: readonly string[];
  readonly numbers: Int32Array;
  readonly exact: Float64Array;
  readonly tables: readonly RecordTable[];
}

/** A cache file as it lies on the disk; the hash is that of all that it holds. */
export interface EncodedCache {
  readonly bytes: Uint8Array;
  readonly hash: string;
}

const magic = 'decant-cache';

interface Frame {
  readonly magic: typeof magic;
  readonly identity: string;
  /** Bytes of the head, the names, the numbers and the exact ones, then of the strings and the numbers of each table. */
  readonly sizes: readonly number[];
  readonly hash: string;
}

const noHash = hashBytes(new Uint8Array());

/**
 * One line of JSON, then the parts, each padded to eight bytes. Numbers are the machine's own: half the time of JSON for a
 * hundred thousand spans, and a cache that moves to another machine fails the hash of the first line or is read as it was written.
 */
export function encodeCache(identity: string, { head, names, numbers, exact, tables }: CacheContent): EncodedCache {
  const encoder = new TextEncoder();
  const text = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));
  const parts = [text(head), text(names), bytesOf(numbers), bytesOf(exact), ...tables.flatMap((table) => [text(table.strings), bytesOf(table.numbers)])];
  const frame: Frame = { magic, identity: fullIdentity(identity), sizes: parts.map((part) => part.length), hash: noHash };
  // Every hash is as long as this one.
  const start = padded(lineOf(frame).length);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.length), start));
  let position = start;
  for (const part of parts) {
    bytes.set(part, position);
    position += padded(part.length);
  }
  const hash = hashBytes(bytes.subarray(start));
  const line = lineOf({ ...frame, hash });
  bytes.fill(0x20, 0, start);
  bytes.set(line.subarray(0, -1));
  bytes[start - 1] = 0x0a;
  return { bytes, hash };
}

function lineOf(frame: Frame): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(frame)}\n`);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Undefined for anything that `encodeCache` did not write whole under the same identity. */
export function decodeCache(identity: string, bytes: Uint8Array): (CacheContent & Pick<EncodedCache, 'hash'>) | undefined {
  try {
    const end = bytes.indexOf(0x0a) + 1;
    const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Frame;
    if (frame.magic !== magic || frame.identity !== fullIdentity(identity)) return undefined;
    const rest = bytes.subarray(end);
    // The bytes may lie anywhere in a larger buffer, and numbers must lie at a multiple of their size.
    const body = rest.byteOffset % 8 === 0 ? rest : new Uint8Array(rest);
    if (frame.hash !== hashBytes(body)) return undefined;
    const parts: Uint8Array[] = [];
    let start = 0;
    for (const size of frame.sizes) {
      parts.push(body.subarray(start, start + size));
      start += padded(size);
    }
    if (start !== body.length) return undefined;
    const [head, names, numbers, exact, ...pairs] = parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]];
    const tables: RecordTable[] = [];
    for (let i = 0; i < pairs.length; i += 2) tables.push(new KeptTable(pairs[i]!, integersIn(pairs[i + 1]!)));
    return {
      hash: frame.hash,
      head: parse(head),
      names: parse(names) as string[],
      numbers: integersIn(numbers),
      exact: new Float64Array(exact.buffer, exact.byteOffset, exact.length / 8),
      tables,
    };
  } catch {
    return undefined;
  }
}

/** As a class: a literal with a getter has a hidden class of its own each time, and there are hundreds. */
class KeptTable implements RecordTable {
  readonly numbers: Int32Array;
  readonly #bytes: Uint8Array;
  #strings: readonly string[] | undefined;

  constructor(bytes: Uint8Array, numbers: Int32Array) {
    this.#bytes = bytes;
    this.numbers = numbers;
  }

  /** The hash says that it is what was written: it can be parsed. */
  get strings(): readonly string[] {
    return (this.#strings ??= parse(this.#bytes) as string[]);
  }
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}

function integersIn({ buffer, byteOffset, length }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length / 4);
}

/** The byte order of the machine is part of what a cache is for. */
function fullIdentity(identity: string): string {
  return `${identity} ${new Uint8Array(new Int32Array([1]).buffer)[0] === 1 ? 'le' : 'be'}`;
}

function padded(size: number): number {
  return (size + 7) & ~7;
}
