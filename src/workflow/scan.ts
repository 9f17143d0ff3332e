import { thresholdFor } from '../config/config.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { inspect } from './inspect.js';
import { isSelected } from './selection.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { ScanReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

/** Files listed in the overview. */
const largestCount = 10;

/** The overview: the same findings as `check`, and the largest files. Throws ToolError for a path that does not exist. */
export function scan(workspace: Workspace, options: InspectOptions): ScanReport {
  const { project, report } = inspect(workspace, options);
  const { version, ...rest } = report;
  return { version, command: 'scan', ...rest, largest: listLargest(workspace, project, options.paths) };
}

function listLargest(workspace: Workspace, project: Project, paths: readonly FilePath[]): ScanReport['largest'] {
  return [...project.scanned.values()]
    .filter((module) => isSelected(paths, module.path))
    .sort((a, b) => b.lines.code - a.lines.code || compareText(a.path, b.path))
    .slice(0, largestCount)
    .map((module) => {
      const file = relativePath(project.root, module.path);
      return {
        file,
        codeLines: module.lines.code,
        physicalLines: module.lines.physical,
        threshold: thresholdFor(workspace.config, file),
        fanIn: countFiles(project.graph.edgesTo.get(module.path), (edge) => edge.from),
        fanOut: countFiles(project.graph.edgesFrom.get(module.path), (edge) => edge.to),
      };
    });
}

function countFiles(edges: readonly ImportEdge[] | undefined, fileOf: (edge: ImportEdge) => FilePath): number {
  return new Set(edges?.map(fileOf)).size;
}
