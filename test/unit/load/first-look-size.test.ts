import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { lookAtFile } from '../../../src/load/first-look.js';
import { largestSource } from '../../../src/load/read-source.js';

it('skips a file that is too large where the room for an answer has grown so that it would hold it', () => {
  const path = filePath('/shop/till.ts');
  const text = `import a from './a';${' '.repeat(largestSource)}`;
  const bytes = Buffer.from(text);
  const stat = { kind: 'file', size: bytes.length, modified: 1, changed: 1 } as const;
  const fileSystem = { ...createMemoryFileSystem({ [path]: text }), readSmallFile: () => ({ bytes, stat }) };
  expect(lookAtFile(fileSystem, path, bytes, 0)).toMatchObject({ skipped: '20.0 MB, more than 20 MB', scans: [] });
});
