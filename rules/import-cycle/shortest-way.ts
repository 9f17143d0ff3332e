import { relativePath, type FilePath } from '../../src/host/path.js';
import type { ImportEdge, Project } from '../../src/model/project.js';

/** Members on a shortest way from what an edge imports back to the file that imports it, that file left out. Breadth first, in the order of the imports. */
export function findShortestWay({ graph, root }: Project, edge: ImportEdge, members: ReadonlySet<FilePath>): readonly string[] {
  const cameFrom = new Map<FilePath, FilePath | undefined>([[edge.to, undefined]]);
  const way = (end: FilePath): readonly string[] => {
    const steps: string[] = [];
    for (let at: FilePath | undefined = end; at !== undefined; at = cameFrom.get(at)) steps.unshift(relativePath(root, at));
    return steps;
  };
  if (edge.to === edge.from) return [];
  for (const file of cameFrom.keys()) {
    for (const { to, record } of graph.edgesFrom.get(file) ?? []) {
      if (record.kind === 'dynamic') continue;
      if (to === edge.from) return way(file);
      if (!cameFrom.has(to) && members.has(to)) cameFrom.set(to, file);
    }
  }
  return [relativePath(root, edge.to)];
}
