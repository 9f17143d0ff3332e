import { thresholdFor } from '../config/config.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { readChurn } from './churn.js';
import { analyze, loadInspected, reportFindings } from './inspect.js';
import { predictSplits } from './predict-splits.js';
import { isSelected } from './selection.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { ScanReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

export interface ScanOptions extends InspectOptions {
  /** Whether to count the commits of god files in git. */
  readonly churn?: boolean;
  /** How many god files to plan the split of. Default: none. */
  readonly predict?: number;
}

/** Files listed in the overview. */
const largestCount = 10;

/** The overview: the same findings as `check`, the largest files, and what splits would make. Throws ToolError for a path that does not exist. */
export function scan(workspace: Workspace, options: ScanOptions): ScanReport {
  const { paths, depth, predict = 0 } = options;
  const project = loadInspected(workspace, options);
  const history = options.churn === true ? readChurn(workspace) : undefined;
  const found = analyze(workspace, project, { ...(depth === undefined ? {} : { depth }), ...history?.churn });
  const { version, ...rest } = reportFindings(project, found, paths);
  return {
    version,
    command: 'scan',
    ...rest,
    largest: listLargest(workspace, project, paths),
    ...(predict > 0 ? { predictions: predictSplits(workspace, project, rest.diagnostics, predict) } : {}),
    ...(history === undefined ? {} : { churn: history.report }),
  };
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
