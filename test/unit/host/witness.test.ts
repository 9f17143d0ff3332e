import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { createWitness, isStillTrue } from '../../../src/host/witness.js';
import type { WritableFileSystem } from '../../../src/host/file-system.js';

const path = (name: string) => filePath(`/shop/${name}`);
const bytes = (text: string) => new TextEncoder().encode(text);

function open(files: Readonly<Record<string, string>> = { '/shop/a.json': '{}', '/shop/deep/b.json': '{}' }) {
  const clock = { time: 1_000 };
  const disk = createMemoryFileSystem(files, { clock: () => clock.time });
  clock.time = 100_000;
  return { clock, disk, witness: createWitness(disk, clock.time) };
}

describe('a witness', () => {
  it.each<[string, (disk: WritableFileSystem) => unknown, (disk: WritableFileSystem) => void]>([
    ['a text', (disk) => disk.readText(path('a.json')), (disk) => disk.writeBytes(path('a.json'), bytes('[]'))],
    ['bytes', (disk) => disk.readBytes(path('a.json')), (disk) => disk.writeBytes(path('a.json'), bytes('[]'))],
    ['a size', (disk) => disk.size(path('a.json')), (disk) => disk.writeBytes(path('a.json'), bytes('{ }'))],
    ['a file that is not there', (disk) => disk.readText(path('c.json')), (disk) => disk.writeBytes(path('c.json'), bytes(''))],
    ['a name that is not there', (disk) => disk.entryKind(path('c.json')), (disk) => disk.writeBytes(path('c.json'), bytes(''))],
    ['the names in a folder', (disk) => disk.listDirectory(path('deep')), (disk) => disk.writeBytes(path('deep/c.json'), bytes(''))],
    ['where a path leads', (disk) => disk.realPath(path('a.json')), (disk) => disk.remove(path('a.json'))],
  ])('tells that an answer about %s is another one', (_name, ask, change) => {
    const { clock, disk, witness } = open();
    ask(witness.fileSystem);
    const testimony = JSON.parse(JSON.stringify(witness.testimony())) as NonNullable<ReturnType<typeof witness.testimony>>;
    expect(isStillTrue(disk, testimony)).toBe(true);
    clock.time += 1;
    change(disk);
    expect(isStillTrue(disk, testimony)).toBe(false);
  });

  it('does not mind new times of what was only asked to be there', () => {
    const { clock, disk, witness } = open();
    witness.fileSystem.entryKind(path('deep'));
    clock.time += 1;
    disk.writeBytes(path('deep/c.json'), bytes(''));
    expect(isStillTrue(disk, witness.testimony()!)).toBe(true);
  });

  it.each<[string, (disk: WritableFileSystem) => unknown]>([
    ['was written', (disk) => disk.writeBytes(path('a.json'), bytes(''))],
    ['was removed', (disk) => disk.remove(path('a.json'))],
    ['was made', (disk) => disk.makeDirectory(path('new'))],
    ['was to be written', (disk) => disk.isWritable(path('a.json'))],
  ])('has nothing to tell when something %s', (_name, act) => {
    const { witness } = open();
    act(witness.fileSystem);
    expect(witness.testimony()).toBeUndefined();
  });

  it('has nothing to tell of what changes while it looks, nor of what is so young that it may change again within the same tick', () => {
    const changing = open();
    changing.witness.fileSystem.readText(path('a.json'));
    changing.disk.writeBytes(path('a.json'), bytes('[]'));
    changing.witness.fileSystem.readText(path('a.json'));
    expect(changing.witness.testimony()).toBeUndefined();
    const { clock, disk } = open();
    const { fileSystem, testimony } = createWitness(disk, clock.time + 1_999);
    disk.writeBytes(path('a.json'), bytes('[]'));
    fileSystem.readText(path('a.json'));
    expect(testimony()).toBeUndefined();
  });

  it('remembers nothing of what is done aside, even when that fails', () => {
    const { witness } = open();
    expect(() => witness.aside(() => {
      witness.fileSystem.writeDisposable(path('cache'), bytes(''));
      witness.fileSystem.readText(path('a.json'));
      throw new Error('broken');
    })).toThrow('broken');
    expect(witness.testimony()).toEqual({ kinds: [], reals: [], marks: [] });
    witness.fileSystem.readText(path('a.json'));
    expect(witness.testimony()!.marks).toHaveLength(1);
  });
});
