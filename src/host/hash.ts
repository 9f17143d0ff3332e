import { createHash } from 'node:crypto';

/** `sha256:` and 64 hexadecimal digits. */
export function hashText(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/** `sha256:` and 64 hexadecimal digits; equal to `hashText` for the UTF-8 bytes of a text. */
export function hashBytes(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
