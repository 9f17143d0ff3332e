import type { FileChange } from './change-set.js';

const encoder = new TextEncoder();

/** The bytes that a change leaves on disk; undefined when it deletes the file. */
export function bytesOfChange(change: FileChange): Uint8Array | undefined {
  if (change.kind === 'delete') return undefined;
  return encoder.encode(change.bom ? `\uFEFF${change.text}` : change.text);
}
