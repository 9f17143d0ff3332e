import { readFileHistory } from '../host/git-history.js';
import type { AnalyzerInput } from '../analyze/analyzer.js';
import type { ScanReport } from '../report/schema.js';
import type { Workspace } from './workspace.js';

const churnMonths = 12;

export interface Churn {
  /** For the analyzers; absent when git cannot tell. */
  readonly churn: Pick<AnalyzerInput, 'churn'>;
  readonly report: NonNullable<ScanReport['churn']>;
}

/** Commits of each file in the last 12 months. */
export function readChurn(workspace: Workspace): Churn {
  workspace.progress('Reading the history');
  const history = readFileHistory(workspace.root, churnMonths);
  if (typeof history === 'string') return { churn: {}, report: { months: churnMonths, commits: 0, shallow: false, unavailable: history } };
  const { commitsOf, commits, shallow } = history;
  return { churn: { churn: commitsOf }, report: { months: churnMonths, commits, shallow, unavailable: null } };
}
