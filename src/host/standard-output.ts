import fs from 'node:fs';

/**
 * Writes to standard output where that is a file; false where it is none. The stream of Node writes as much as there is room for on the disk and tells nobody of the rest.
 * Throws what the system says when it is full.
 */
export function writeToFile(text: string): boolean {
  if (!isFile(1)) return false;
  writeWhole(new TextEncoder().encode(text), (bytes, start) => fs.writeSync(1, bytes, start));
  return true;
}

/** `write` writes from a place on and returns how many bytes it has written: fewer than there are, where a disk has room for a part. */
export function writeWhole(bytes: Uint8Array, write: (bytes: Uint8Array, start: number) => number): void {
  for (let start = 0; start < bytes.length; ) start += write(bytes, start);
}

function isFile(descriptor: number): boolean {
  try {
    return fs.fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
