import { evaluatedKinds, findKnots } from '../analyze/import-cycle/components.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { lineColumnAt } from '../text/line-index.js';
import { escapeControls } from '../text/visible.js';
import { isSelected } from './selection.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckReport, ReportSummary } from '../report/schema.js';

/** What a report says of a project besides findings: plain JSON. */
export interface Overview extends Pick<ReportSummary, 'files' | 'codeLines' | 'components'> {
  readonly unresolved: CheckReport['unresolved'];
}

const known = new WeakMap<Project, Overview>();

/** Of the files at or below the paths; no paths: of all, which is measured once. */
export function measureOverview(project: Project, paths: readonly FilePath[]): Overview {
  if (paths.length > 0) return measure(project, paths);
  let overview = known.get(project);
  if (!overview) known.set(project, (overview = measure(project, paths)));
  return overview;
}

/** `overview` is what an earlier run measured of all files of the very same project. */
export function keepOverview(project: Project, overview: Overview): void {
  known.set(project, overview);
}

function measure(project: Project, paths: readonly FilePath[]): Overview {
  const isChosen = (file: FilePath): boolean => isSelected(paths, file);
  let codeLines = 0;
  for (const { path, lines } of project.scanned.values()) if (isChosen(path)) codeLines += lines.code;
  return {
    files: paths.length === 0 ? project.files.size : [...project.files.keys()].filter(isChosen).length,
    codeLines,
    // From the graph: a finding may be switched off, or speak of types alone, of which nothing is left at run time.
    components: findKnots(project.graph, evaluatedKinds).filter((members) => members.some(isChosen)).length,
    unresolved: listUnresolved(project, paths),
  };
}

function listUnresolved(project: Project, paths: readonly FilePath[]): CheckReport['unresolved'] {
  return project.graph.unresolved
    .filter((entry) => isSelected(paths, entry.from))
    .map((entry) => ({
      file: relativePath(project.root, entry.from),
      line: lineColumnAt(project.files.get(entry.from)?.lineStarts ?? [0], entry.record.specifierSpan.start).line,
      specifier: escapeControls(entry.record.specifier),
      reason: escapeControls(entry.reason),
    }))
    .sort((a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.specifier, b.specifier));
}
