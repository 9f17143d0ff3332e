import { requirePackage } from './require.js';

interface OneShot {
  (algorithm: string, data: string | Uint8Array, encoding: 'hex' | 'binary'): string;
}
type Crypto = typeof import('node:crypto') & { readonly hash?: OneShot };

let loaded: Crypto | undefined;

/** Loaded at the first hash: it takes a tenth of the time in which Node starts, and a run that finds nothing may need none. */
function sha256(data: string | Uint8Array): string {
  const crypto = (loaded ??= requirePackage('node:crypto') as Crypto);
  // Of Node 20.12 and later: a third of the time of a hash object for a file of the usual size.
  if (crypto.hash) return crypto.hash('sha256', data, 'hex');
  const hash = crypto.createHash('sha256');
  return (typeof data === 'string' ? hash.update(data, 'utf8') : hash.update(data)).digest('hex');
}

/** `sha256:` and 64 hexadecimal digits. */
export function hashText(text: string): string {
  return `sha256:${sha256(text)}`;
}

/** `sha256:` and 64 hexadecimal digits; equal to `hashText` for the UTF-8 bytes of a text. */
export function hashBytes(bytes: Uint8Array): string {
  return `sha256:${sha256(bytes)}`;
}

const words = Buffer.alloc(32);
const view = new DataView(words.buffer, words.byteOffset, words.length);

/** Writes the eight numbers of `hashBytes`, the first digits first. */
export function writeHashOf(bytes: Uint8Array, numbers: Int32Array, start: number): void {
  const crypto = (loaded ??= requirePackage('node:crypto') as Crypto);
  // As a text: memory of its own for each digest would take longer than the hash of a small file.
  const digest = crypto.hash ? crypto.hash('sha256', bytes, 'binary') : crypto.createHash('sha256').update(bytes).digest('binary');
  words.write(digest, 'latin1');
  for (let i = 0; i < 8; i++) numbers[start + i] = view.getInt32(i * 4);
}

/** The hash whose hexadecimal digits are those of eight numbers of 32 bits, the first digits first. */
export function hashOfNumbers(numbers: Int32Array, start: number): string {
  for (let i = 0; i < 8; i++) view.setInt32(i * 4, numbers[start + i]!);
  return `sha256:${words.toString('hex')}`;
}
