import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, extensionOf, joinPath } from '../host/path.js';
import { createModuleReader } from '../load/module-reader.js';
import { computeSplit } from './compute-split.js';
import { choosePlanOptions } from './plan-options.js';
import type { Project } from '../model/project.js';
import type { ReportDiagnostic, SplitPrediction } from '../report/schema.js';
import type { Workspace } from './workspace.js';

/**
 * Plans the split of the best-ranked god files among the findings that can be split, `count` at most, as `decant plan` does it.
 * Costs up to a few seconds a file; nothing is written.
 */
export function predictSplits(workspace: Workspace, project: Project, found: readonly ReportDiagnostic[], count: number): SplitPrediction[] {
  const files = found
    .filter(({ id, next, data }) => id === 'god-file' && next !== undefined && typeof data['rank'] === 'number')
    .sort((a, b) => Number(a.data['rank']) - Number(b.data['rank']))
    .slice(0, count)
    .map(({ at }) => at.file);
  const read = createModuleReader(project);
  return files.map((file) => {
    workspace.progress(`Planning the split of ${file}`);
    try {
      return predictSplit(workspace, project, read, file);
    } catch (error) {
      // A folder in the way or nothing to move: news about this file, and no reason to end an overview.
      if (error instanceof ToolError) return { file, modules: [], refused: `${error.title}: ${error.detail}` };
      throw error;
    }
  });
}

function predictSplit(workspace: Workspace, project: Project, read: ReturnType<typeof createModuleReader>, file: string): SplitPrediction {
  const source = joinPath(workspace.root, file);
  const model = read(source);
  if (model.problems.length > 0) return { file, modules: [], refused: `it does not parse: ${model.problems[0]!.message}` };
  const computed = computeSplit({ project, model, read, options: choosePlanOptions(workspace, source, {}) });
  if (computed.kind === 'refused') return { file, modules: [], refused: computed.diagnostics[0]?.message ?? 'the planner found no split' };
  const modules = computed.changes.changes
    .filter((change) => change.kind === 'create')
    .map((change) => ({
      name: baseName(change.file).slice(0, -extensionOf(change.file).length),
      codeLines: computed.after.scanned.get(change.file)?.lines.code ?? 0,
    }))
    .sort((a, b) => b.codeLines - a.codeLines);
  return { file, modules, refused: null };
}
