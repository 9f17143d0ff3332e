import { describe, expect, it } from 'vitest';
import { bytesOfChange } from '../../../src/edit/change-bytes.js';
import { describeChanges } from '../../../src/edit/describe-changes.js';
import { filePath } from '../../../src/host/path.js';
import type { FileChange } from '../../../src/edit/change-set.js';

const file = filePath('/kitchen/menu.ts');

function count(before: string, change: Omit<FileChange & { kind: 'modify' }, 'file' | 'because' | 'bom' | 'kind'> & { kind?: 'create' | 'modify' }) {
  const [summary] = describeChanges({ applicability: 'safe', changes: [{ kind: 'modify', ...change, file, bom: false, because: 'test' }] }, () => before);
  return { added: summary!.added, removed: summary!.removed };
}

describe('describeChanges', () => {
  it('counts lines, not hunks', () => {
    expect(count('a\nb\nc\n', { text: 'a\nX\nY\nc\n' })).toEqual({ added: 2, removed: 1 });
    expect(count('', { kind: 'create', text: 'a\nb\n' })).toEqual({ added: 2, removed: 0 });
  });

  it('counts every line of a deleted file', () => {
    const [summary] = describeChanges({ applicability: 'safe', changes: [{ kind: 'delete', file, because: 'empty' }] }, () => 'a\nb\n');
    expect(summary).toMatchObject({ kind: 'delete', added: 0, removed: 2 });
  });

  it('sees changed line endings, which look the same on a screen', () => {
    expect(count('a\nb\n', { text: 'a\r\nb\r\n' })).toEqual({ added: 2, removed: 2 });
  });

  it('counts a file of 40,000 lines that becomes a facade', () => {
    const before = Array.from({ length: 40_000 }, (_, line) => `const dish${line} = ${line};`).join('\n');
    expect(count(`${before}\n`, { text: "export * from './menu/all.js';\n" })).toEqual({ added: 1, removed: 40_000 });
  });
});

describe('bytesOfChange', () => {
  it('writes the byte order mark in bytes', () => {
    expect([...bytesOfChange({ kind: 'create', file, text: 'é', bom: true, because: '' })!]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xa9]);
    expect(bytesOfChange({ kind: 'delete', file, because: '' })).toBe(undefined);
  });
});
