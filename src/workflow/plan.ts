import { reportDiagnostics } from '../report/report-diagnostic.js';
import { computePlannedSplit, computeSplit } from './compute-split.js';
import { printSplitCommand } from './next-command.js';
import { choosePlanOptions } from './plan-options.js';
import { readSource } from './read-source.js';
import { readSplitInput } from './split-input.js';
import type { FilePath } from '../host/path.js';
import type { PlanReport } from '../report/schema.js';
import type { SplitChoices } from './plan-options.js';
import type { Workspace } from './workspace.js';

export interface PlanOptions extends SplitChoices {
  /** A source file, or an older plan for one, which is carried over to what the file is now. */
  readonly file: FilePath;
}

/** Plans the split of one file. A file that cannot be split is a report with `refused` findings; bad input throws ToolError. */
export function plan(workspace: Workspace, options: PlanOptions): PlanReport {
  const { root } = workspace;
  const { source, plan: older } = readSplitInput(workspace, options.file);
  const planOptions = choosePlanOptions(workspace, source, options, older);
  const { project, model, read, problems } = readSource(workspace, source);
  workspace.progress('Planning');
  const subject = { project, model, read, options: planOptions };
  const compute = () => (older ? computePlannedSplit(subject, { ...older, maxLines: planOptions.maxLines, facade: planOptions.facade }, true) : computeSplit(subject));
  // Through the codemod, because only printed files show whether the imports that a module needs still fit under the cap.
  const computed = problems.length > 0 ? ({ kind: 'refused', diagnostics: problems } as const) : compute();
  if (computed.kind === 'refused') {
    return { version: 1, command: 'plan', plan: null, refused: reportDiagnostics(root, computed.diagnostics), notes: [], written: null, next: null };
  }
  return {
    version: 1,
    command: 'plan',
    plan: computed.plan,
    refused: [],
    notes: reportDiagnostics(root, computed.notes),
    written: null,
    next: printSplitCommand(root, older ? { input: options.file, replan: true } : { ...options, input: source }),
  };
}
