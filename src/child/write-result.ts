import { writeSync } from 'node:fs';

/** To a descriptor of its own: standard output belongs to the code of the project. A pipe may take a part of what it is given, or nothing at the moment. */
export function writeResult(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(3, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
