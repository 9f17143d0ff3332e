import { expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { markOf } from '../../../src/load/assemble.js';
import { loadCached } from '../../../src/load/load-cached.js';
import { loadProject } from '../../../src/load/load-project.js';
import { describeProject } from '../../support/describe-project.js';
import type { WritableFileSystem } from '../../../src/host/file-system.js';
import type { Project } from '../../../src/model/project.js';

const root = filePath('/shop');

/** Time stands still unless it is moved. */
function openDisk(files: Readonly<Record<string, string>>) {
  const clock = { time: 1_000_000 };
  return { clock, fileSystem: createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [`/shop/${name}`, text])), { clock: () => clock.time }) };
}

const put = (fileSystem: WritableFileSystem, file: string, text: string): void => fileSystem.writeBytes(joinPath(root, file), new TextEncoder().encode(text));
const load = (fileSystem: WritableFileSystem): Project =>
  loadCached({ fileSystem, root, config: defaultConfig }, { fileSystem, directory: filePath('/cache'), identity: 'test', name: 'shop' });
/** How many imports lead to a module, in the numbers that every walk over the graph reads. */
const sizeOfShape = ({ graph: { shape, edgesFrom } }: Project): number => shape?.targets.filter((target) => target >= 0).length ?? [...edgesFrom.values()].flat().length;
const fresh = (fileSystem: WritableFileSystem): Project => loadProject({ fileSystem, root, config: defaultConfig });

it('keeps the records of the other files as they are over one edit and the next, and does not gather those of former texts for ever', () => {
  const ring = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}.ts`, `import { f${(i + 1) % 50} as next } from './f${(i + 1) % 50}';\nexport const f${i} = () => next;\n`]));
  const { clock, fileSystem } = openDisk(ring);
  const sizes: number[] = [];
  for (let edit = 0; edit < 12; edit++) {
    clock.time += 60_000;
    put(fileSystem, `f${(edit * 7) % 50}.ts`, edit === 5 ? 'function (( {{{' : `import './f${edit}';\nimport type { Lost } from './lost-${edit}';\nexport const f${(edit * 7) % 50} = 1;\n`);
    clock.time += 60_000;
    expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
    expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
    sizes.push(fileSystem.readBytes(filePath('/cache/shop.project'))!.length);
  }
  expect(Math.max(...sizes)).toBeLessThan(sizes[0]! * 1.5);
});

it('lists the folders once when a file that is no source came or went', () => {
  const { clock, fileSystem } = openDisk({ 'main.ts': `import './deep/a';`, 'deep/a.ts': `import './lost';` });
  clock.time += 60_000;
  const listed: string[] = [];
  const watched = { ...fileSystem, listDirectory: (folder: FilePath) => {
    listed.push(folder);
    return fileSystem.listDirectory(folder);
  } };
  const marks = new Set([markOf(load(watched))]);
  for (const change of [() => put(fileSystem, 'notes.txt', ''), () => fileSystem.remove(joinPath(root, 'notes.txt')), () => put(fileSystem, 'pictures/cat.png', '')]) {
    clock.time += 60_000;
    change();
    clock.time += 60_000;
    listed.length = 0;
    marks.add(markOf(load(watched)));
    expect(listed).toContain(root);
    listed.length = 0;
    const project = load(watched);
    marks.add(markOf(project));
    expect(listed).toEqual([]);
    expect(describeProject(project)).toEqual(describeProject(fresh(fileSystem)));
  }
  // It is the same project: what was found out about it is still so.
  expect(marks.size).toBe(1);
});

it('keeps what it knows in a folder whose parent belongs to somebody else', () => {
  const { clock, fileSystem } = openDisk({ 'main.ts': '' });
  fileSystem.makeDirectory(filePath('/cache'));
  clock.time += 60_000;
  // As on the disk: to replace a folder, or a file, one has to be allowed to write into the folder that it lies in.
  load({ ...fileSystem, isWritable: (path) => path !== '/cache' });
  expect(fileSystem.entryKind(filePath('/cache/shop.project'))).toBe('file');
});

it('follows no import into a file that is skipped, neither in the first run nor in later ones', () => {
  const { clock, fileSystem } = openDisk({ 'main.ts': `import './video';\nimport { a } from './a';`, 'a.ts': `export * from './video';\nexport const a = 1;`, 'video.ts': 'a\0b' });
  clock.time += 60_000;
  const expected = describeProject(fresh(fileSystem));
  for (let run = 0; run < 3; run++) {
    const project = load(fileSystem);
    expect(describeProject(project)).toEqual(expected);
    expect(sizeOfShape(project)).toBe(1);
  }
  put(fileSystem, 'video.ts', 'export const video = 1;');
  clock.time += 60_000;
  expect(describeProject(load(fileSystem))).toEqual(describeProject(fresh(fileSystem)));
});
