import { hashBytes } from '../host/hash.js';
import type { RecordTable } from './cache-records.js';

/** The first part of a cache file: numbers and strings that every reader needs, and a few exact numbers. */
export interface CacheIndex {
  /** Plain JSON that says what the rest is for. */
  readonly head: unknown;
  readonly names: readonly string[];
  readonly numbers: Int32Array;
  readonly exact: Float64Array;
}

/** What one cache file holds: the index, and tables that are decoded for those who ask. */
export interface CacheContent extends CacheIndex {
  readonly tables: readonly RecordTable[];
}

/** A cache file as it lies on the disk. */
export interface EncodedCache {
  readonly bytes: Uint8Array;
  /** Of all that it holds. */
  readonly hash: string;
}

const magic = 'decant-cache';

interface Frame {
  readonly magic: typeof magic;
  readonly identity: string;
  /** Bytes of the head, the names, the numbers and the exact ones, which are the index, then of the strings and the numbers of each table. */
  readonly sizes: readonly number[];
  /** Of the index, and of the tables. */
  readonly hashes: readonly [index: string, tables: string];
}

const indexParts = 4;

const noHash = hashBytes(new Uint8Array());

/**
 * One line of JSON, then the parts, each padded to eight bytes. Numbers are the machine's own: half the time of JSON for a
 * hundred thousand spans, and a cache that moves to another machine fails the hash of the first line or is read as it was written.
 */
export function encodeCache(identity: string, { head, names, numbers, exact, tables }: CacheContent): EncodedCache {
  const encoder = new TextEncoder();
  const text = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));
  const parts = [text(head), text(names), bytesOf(numbers), bytesOf(exact), ...tables.flatMap((table) => [table.encoded ?? text(table.strings), bytesOf(table.numbers)])];
  const frame: Frame = { magic, identity: fullIdentity(identity), sizes: parts.map((part) => part.length), hashes: [noHash, noHash] };
  // Every hash is as long as this one.
  const start = padded(lineOf(frame).length);
  const bytes = new Uint8Array(start + lengthOf(frame.sizes));
  let position = start;
  for (const part of parts) {
    bytes.set(part, position);
    position += padded(part.length);
  }
  const end = start + lengthOf(frame.sizes.slice(0, indexParts));
  const hashes = [hashBytes(bytes.subarray(start, end)), hashBytes(bytes.subarray(end))] as const;
  const line = lineOf({ ...frame, hashes });
  bytes.fill(0x20, 0, start);
  bytes.set(line.subarray(0, -1));
  bytes[start - 1] = 0x0a;
  return { bytes, hash: hashes.join(' ') };
}

function lineOf(frame: Frame): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(frame)}\n`);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Undefined for anything that `encodeCache` did not write whole under the same identity. */
export function decodeCache(identity: string, bytes: Uint8Array): (CacheContent & Pick<EncodedCache, 'hash'>) | undefined {
  return unlessBroken(() => {
    const { frame, end } = readFrame(identity, bytes);
    const body = aligned(bytes.subarray(end));
    const length = lengthOf(frame.sizes.slice(0, indexParts));
    if (body.length !== lengthOf(frame.sizes) || frame.hashes[1] !== hashBytes(body.subarray(length))) return undefined;
    const pairs = cut(body.subarray(length), frame.sizes.slice(indexParts));
    const tables: RecordTable[] = [];
    for (let i = 0; i < pairs.length; i += 2) tables.push(new KeptTable(pairs[i]!, integersIn(pairs[i + 1]!)));
    return { ...openIndex(frame, body.subarray(0, length)), tables };
  });
}

/** The same of the index alone: `read` gives so many bytes of the file from a place on, fewer where it ends. */
export function decodeIndex(identity: string, read: (start: number, length: number) => Uint8Array | undefined): (CacheIndex & Pick<EncodedCache, 'hash'>) | undefined {
  return unlessBroken(() => {
    const { frame, end } = readFrame(identity, read(0, longestFrame)!);
    const length = lengthOf(frame.sizes.slice(0, indexParts));
    const index = read(end, length)!;
    return index.length === length ? openIndex(frame, aligned(index)) : undefined;
  });
}

/** A project of 50,000 files has a line of 20,000 bytes. */
const longestFrame = 1 << 16;

function readFrame(identity: string, bytes: Uint8Array): { readonly frame: Frame; readonly end: number } {
  const end = bytes.indexOf(0x0a) + 1;
  const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Frame;
  if (frame.magic !== magic || frame.identity !== fullIdentity(identity)) throw new Error('the cache of somebody else');
  return { frame, end };
}

function openIndex({ sizes, hashes }: Frame, index: Uint8Array): CacheIndex & Pick<EncodedCache, 'hash'> {
  if (hashes[0] !== hashBytes(index)) throw new Error('a broken cache');
  const [head, names, numbers, exact] = cut(index, sizes.slice(0, indexParts)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  return {
    hash: hashes.join(' '),
    head: parse(head),
    names: parse(names) as string[],
    numbers: integersIn(numbers),
    exact: new Float64Array(exact.buffer, exact.byteOffset, exact.length / 8),
  };
}

function unlessBroken<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

/** Bytes may lie anywhere in a larger buffer, and numbers must lie at a multiple of their size. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  let start = 0;
  return sizes.map((size) => {
    const part = bytes.subarray(start, start + size);
    start += padded(size);
    return part;
  });
}

function lengthOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + padded(size), 0);
}

/** As a class: a literal with a getter has a hidden class of its own each time, and there are hundreds. */
class KeptTable implements RecordTable {
  readonly numbers: Int32Array;
  readonly encoded: Uint8Array;
  #strings: readonly string[] | undefined;

  constructor(encoded: Uint8Array, numbers: Int32Array) {
    this.encoded = encoded;
    this.numbers = numbers;
  }

  /** The hash says that it is what was written: it can be parsed. */
  get strings(): readonly string[] {
    return (this.#strings ??= parse(this.encoded) as string[]);
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
