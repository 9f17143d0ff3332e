import type { FilePath } from '../host/path.js';
import type { GraphShape, ModuleGraph } from '../model/project.js';

/** How many files import each. From the shape of the graph where it has one: the imports of whoever imports a large file need not be read for it. */
export function createFanIn({ modules, edgesTo, shape }: ModuleGraph): (file: FilePath) => number {
  if (!shape) return (file) => new Set(edgesTo.get(file)?.map(({ from }) => from)).size;
  let counts: Int32Array | undefined;
  let places: ReadonlyMap<FilePath, number> | undefined;
  return (file) => {
    counts ??= countImporters(shape);
    places ??= new Map(modules.map((path, place) => [path, place]));
    return counts[places.get(file) ?? -1] ?? 0;
  };
}

function countImporters({ starts, targets }: GraphShape): Int32Array {
  const counts = new Int32Array(starts.length - 1);
  // Edges stand by importer, so the one that named a target last tells whether it is named again.
  const latest = new Int32Array(starts.length - 1).fill(-1);
  for (let from = 0; from + 1 < starts.length; from++) {
    for (let edge = starts[from]!; edge < starts[from + 1]!; edge++) {
      const target = targets[edge]!;
      if (latest[target] === from) continue;
      latest[target] = from;
      counts[target]!++;
    }
  }
  return counts;
}
