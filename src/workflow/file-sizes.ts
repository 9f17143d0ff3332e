import { thresholdFor } from '../config/config.js';
import { createFanIn } from '../analyze/fan-in.js';
import { relativePath } from '../host/path.js';
import { isSelected } from './selection.js';
import type { Config } from '../config/config.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { ScanReport } from '../report/schema.js';

/** Sizes of the files at or below the paths, in the order of the project; no paths: of all. Fan-in and fan-out count files. */
export function listFileSizes(config: Config, { root, scanned, graph }: Project, paths: readonly FilePath[]): ScanReport['largest'] {
  const fanIn = createFanIn(graph);
  return [...scanned.values()]
    .filter((module) => isSelected(paths, module.path))
    .map((module) => {
      const file = relativePath(root, module.path);
      return {
        file,
        codeLines: module.lines.code,
        physicalLines: module.lines.physical,
        threshold: thresholdFor(config, file),
        fanIn: fanIn(module.path),
        fanOut: new Set(graph.edgesFrom.get(module.path)?.map(({ to }) => to)).size,
      };
    });
}
