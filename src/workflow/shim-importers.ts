import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, Project } from '../model/project.js';

/** Files that import a facade, root-relative and sorted, each with its first import. */
export function listImporters(project: Project, facade: FilePath): ReadonlyMap<string, ImportEdge> {
  const found = new Map<string, ImportEdge>();
  for (const edge of project.graph.edgesTo.get(facade) ?? []) {
    const name = relativePath(project.root, edge.from);
    if (edge.from !== facade && !found.has(name)) found.set(name, edge);
  }
  return new Map([...found].sort(([one], [other]) => compareText(one, other)));
}
