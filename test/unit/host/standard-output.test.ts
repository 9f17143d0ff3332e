import { expect, it } from 'vitest';
import { writeWhole } from '../../../src/host/standard-output.js';

it('writes the rest of what a disk had room for in part, and says when it has room for none', () => {
  const disk: number[] = [];
  const write = (room: number) => (bytes: Uint8Array, start: number): number => {
    const part = bytes.subarray(start, start + Math.min(3, room - disk.length));
    if (part.length === 0) throw new Error('ENOSPC');
    disk.push(...part);
    return part.length;
  };
  writeWhole(new TextEncoder().encode('half a report'), write(100));
  expect(Buffer.from(disk).toString()).toBe('half a report');
  disk.length = 0;
  expect(() => writeWhole(new TextEncoder().encode('half a report'), write(4))).toThrow('ENOSPC');
  writeWhole(new Uint8Array(), () => {
    throw new Error('nothing is to be written');
  });
});
