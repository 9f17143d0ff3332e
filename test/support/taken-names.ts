import { defaultConfig } from '../../src/config/config.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { filePath, joinPath, relativePath } from '../../src/host/path.js';
import { loadProject } from '../../src/load/load-project.js';
import type { Folder } from './folder.js';

const root = filePath('/kitchen');

/** What each file takes from which file, as `module#name`, sorted: what is left of its imports when their form is forgotten. The facade itself is left out. */
export function readTaken(folder: Folder, facade: string): ReadonlyMap<string, readonly string[]> {
  const project = loadProject({ fileSystem: createMemoryFileSystem(Object.fromEntries([...folder].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)]))), root, config: defaultConfig });
  return new Map([...folder.keys()].filter((file) => file !== facade).map((file) => {
    const edges = project.graph.edgesFrom.get(joinPath(root, file)) ?? [];
    const taken = edges.flatMap(({ to, record }) => (record.names.length === 0 ? [`${relativePath(root, to)}#${record.form}`] : record.names.map(({ imported }) => `${relativePath(root, to)}#${imported}`)));
    return [file, [...new Set(taken)].sort()];
  }));
}
