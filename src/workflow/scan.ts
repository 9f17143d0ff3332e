import { compareText } from '../diagnostic/sort.js';
import { readChurn } from './churn.js';
import { listFileSizes } from './file-sizes.js';
import { analyze, loadInspected, reportFindings } from './inspect.js';
import { predictSplits } from './predict-splits.js';
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
  const sizes = listFileSizes(workspace.config, project, paths);
  const { version, ...rest } = reportFindings(project, found, paths);
  return {
    version,
    command: 'scan',
    ...rest,
    largest: [...sizes].sort((a, b) => b.codeLines - a.codeLines || compareText(a.file, b.file)).slice(0, largestCount),
    ...(options.files === true ? { files: sizes } : {}),
    ...(predict > 0 ? { predictions: predictSplits(workspace, project, rest.diagnostics, predict) } : {}),
    ...(history === undefined ? {} : { churn: history.report }),
  };
}
