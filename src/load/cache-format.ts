import { hashBytes } from '../host/hash.js';

/** What one cache file holds: two tables of strings, numbers that mostly point into them, and a few exact ones. */
export interface CacheContent {
  /** Plain JSON that says what the rest is for. */
  readonly head: unknown;
  /** What every reader needs. */
  readonly names: readonly string[];
  /** Decoded when somebody asks for it. */
  readonly strings: readonly string[];
  readonly numbers: Int32Array;
  readonly exact: Float64Array;
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
  readonly sizes: readonly [head: number, names: number, strings: number, numbers: number, exact: number];
  readonly hash: string;
}

/**
 * One line of JSON, then the parts, each padded to eight bytes. Numbers are the machine's own: half the time of JSON for a
 * hundred thousand spans, and a cache that moves to another machine fails the hash of the first line or is read as it was written.
 */
export function encodeCache(identity: string, content: CacheContent): EncodedCache {
  const encoder = new TextEncoder();
  const parts = [
    encoder.encode(JSON.stringify(content.head)),
    encoder.encode(JSON.stringify(content.names)),
    encoder.encode(JSON.stringify(content.strings)),
    new Uint8Array(content.numbers.buffer, content.numbers.byteOffset, content.numbers.byteLength),
    new Uint8Array(content.exact.buffer, content.exact.byteOffset, content.exact.byteLength),
  ];
  const sizes = parts.map((part) => part.length) as unknown as Frame['sizes'];
  const body = new Uint8Array(sizes.reduce((sum, size) => sum + padded(size), 0));
  let position = 0;
  for (const part of parts) {
    body.set(part, position);
    position += padded(part.length);
  }
  const frame: Frame = { magic, identity: fullIdentity(identity), sizes, hash: hashBytes(body) };
  const line = encoder.encode(`${JSON.stringify(frame)}\n`);
  const start = padded(line.length);
  const bytes = new Uint8Array(start + body.length).fill(0x20, 0, start);
  bytes.set(line.subarray(0, -1));
  bytes[start - 1] = 0x0a;
  bytes.set(body, start);
  return { bytes, hash: frame.hash };
}

/** Undefined for anything that `encodeCache` did not write whole under the same identity. */
export function decodeCache(identity: string, bytes: Uint8Array): (CacheContent & Pick<EncodedCache, 'hash'>) | undefined {
  try {
    const end = bytes.indexOf(0x0a) + 1;
    const decoder = new TextDecoder();
    const frame = JSON.parse(decoder.decode(bytes.subarray(0, end))) as Frame;
    if (frame.magic !== magic || frame.identity !== fullIdentity(identity)) return undefined;
    const rest = bytes.subarray(end);
    // The bytes may lie anywhere in a larger buffer, and numbers must lie at a multiple of their size.
    const body = rest.byteOffset % 8 === 0 ? rest : new Uint8Array(rest);
    if (frame.hash !== hashBytes(body)) return undefined;
    const starts = [0];
    for (const size of frame.sizes) starts.push(starts.at(-1)! + padded(size));
    if (starts.at(-1) !== body.length) return undefined;
    const text = (index: number): string => decoder.decode(body.subarray(starts[index], starts[index]! + frame.sizes[index]!));
    let strings: readonly string[] | undefined;
    return {
      hash: frame.hash,
      head: JSON.parse(text(0)) as unknown,
      names: JSON.parse(text(1)) as string[],
      // The hash says that it is what was written: it can be parsed.
      get strings() {
        return (strings ??= JSON.parse(text(2)) as string[]);
      },
      numbers: new Int32Array(body.buffer, body.byteOffset + starts[3]!, frame.sizes[3] / 4),
      exact: new Float64Array(body.buffer, body.byteOffset + starts[4]!, frame.sizes[4] / 8),
    };
  } catch {
    return undefined;
  }
}

/** The byte order of the machine is part of what a cache is for. */
function fullIdentity(identity: string): string {
  return `${identity} ${new Uint8Array(new Int32Array([1]).buffer)[0] === 1 ? 'le' : 'be'}`;
}

function padded(size: number): number {
  return (size + 7) & ~7;
}
