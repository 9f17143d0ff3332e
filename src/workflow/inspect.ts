import { runAnalyzers } from '../analyze/run-analyzers.js';
import { compareText } from '../diagnostic/sort.js';
import { compileLess } from '../host/compile-less.js';
import { relativePath } from '../host/path.js';
import { openAnalysisMemo } from '../load/analysis-memo.js';
import { markOf } from '../load/assemble.js';
import { openKeptLinks } from '../load/kept-links.js';
import { loadCached } from '../load/load-cached.js';
import { loadProject } from '../load/load-project.js';
import { createLinksReader, createModuleReader, createOutlineReader } from '../load/module-reader.js';
import { reportDiagnostics } from '../report/report-diagnostic.js';
import { quoteWord } from '../text/shell-word.js';
import { escapeControls } from '../text/visible.js';
import { findOrRecall } from './kept-findings.js';
import { createOutside } from './outside.js';
import { measureOverview } from './overview.js';
import { isSelected, requireFiles, requirePaths } from './selection.js';
import { openCache } from './workspace.js';
import type { AnalyzerInput } from '../analyze/analyzer.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckReport, ReportSummary } from '../report/schema.js';
import type { Overview } from './overview.js';
import type { Workspace } from './workspace.js';

export interface InspectOptions {
  /** Files and folders; empty: the whole root. */
  readonly paths: readonly FilePath[];
  /** `scan`: sizes, cycles and unresolved imports only; no file is read in full. Default: `full`. */
  readonly depth?: AnalyzerInput['depth'];
  /** Lists the size of every file, for formats that draw them. */
  readonly files?: boolean;
}

export interface Inspection {
  readonly project: Project;
  readonly report: Omit<CheckReport, 'command' | 'baseline' | 'since'>;
}

/**
 * Runs every analyzer over the whole root and keeps the findings that touch the given paths. The root is always loaded
 * whole: a cycle from `src/a.ts` through `lib/b.ts` and back is invisible to a run that reads `src` alone.
 */
export function inspect(workspace: Workspace, options: InspectOptions): Inspection {
  const project = loadInspected(workspace, options);
  return { project, report: reportFindings(project, analyze(workspace, project, options), options.paths) };
}

/** Throws ToolError for a path that does not exist, and when there is no file to look at. */
export function loadInspected(workspace: Workspace, { paths }: InspectOptions): Project {
  const { fileSystem, root, config, record } = workspace;
  requirePaths(workspace, paths);
  workspace.progress('Reading files');
  const folder = openCache(workspace);
  const load = (): Project => (folder ? loadCached({ fileSystem, root, config }, folder) : loadProject({ fileSystem, root, config }));
  const project = record && folder ? record.aside(load) : load();
  if (folder) record?.restsOn(folder, markOf(project));
  requireFiles(project, paths);
  return project;
}

/** The findings of the whole project, whatever the paths. */
export function analyze(
  workspace: Workspace,
  project: Project,
  { depth = 'full', churn }: Omit<InspectOptions, 'paths'> & Pick<AnalyzerInput, 'churn'>,
): readonly Diagnostic[] {
  const folder = openCache(workspace);
  const memo = openAnalysisMemo(folder, churn === undefined ? depth : `${depth}-churn`);
  const links = openKeptLinks(folder);
  const outside = createOutside(workspace);
  const input: AnalyzerInput = {
    project,
    config: workspace.config,
    depth,
    read: createModuleReader(project),
    links: links.reader(project, createLinksReader(project)),
    outline: createOutlineReader(project),
    memo,
    outside,
    ...(churn === undefined ? {} : { churn }),
  };
  const run = (): readonly Diagnostic[] =>
    compileLess(() => {
      const found = runAnalyzers(input, (id) => workspace.progress(`Looking for ${id}`));
      links.save(project);
      return found;
    });
  // What git knows is no part of the project.
  if (churn === undefined) return findOrRecall(project, workspace.config, memo, run, outside);
  const found = run();
  memo.save();
  return found;
}

/** Whether a finding speaks of one of the paths; no paths: of anything. */
export function touchesPaths(paths: readonly FilePath[], found: Diagnostic): boolean {
  return [found.at, ...found.related].some((location) => isSelected(paths, location.file));
}

/** `found` are the findings of the whole project; the report keeps those that touch the paths, known ones only if asked. */
export function reportFindings(project: Project, found: readonly Diagnostic[], paths: readonly FilePath[], withKnown = true): Inspection['report'] {
  const kept = found.filter((each) => touchesPaths(paths, each));
  const overview = measureOverview(project, paths);
  // Filtered after the keys are given: a key must not depend on what else is shown.
  const diagnostics = reportDiagnostics(project.root, kept, false).filter((each) => withKnown || each.standing !== 'known');
  return {
    version: 1,
    summary: summarize(project, overview, paths, kept),
    diagnostics,
    unresolved: overview.unresolved,
    unparsed: listFiles(project, paths, project.unparsed),
    skipped: listFiles(project, paths, project.skipped),
    brokenConfigs: listFiles(project, [], project.brokenConfigs),
    next: chooseNext(diagnostics),
  };
}

function summarize(project: Project, { files, codeLines, components, unresolved }: Overview, paths: readonly FilePath[], found: readonly Diagnostic[]): ReportSummary {
  const count = (listed: Project['skipped']): number => listed.filter((file) => isSelected(paths, file.path)).length;
  return {
    files,
    codeLines,
    godFiles: found.filter((diagnostic) => diagnostic.id === 'god-file' && diagnostic.data['generated'] !== true).length,
    components,
    unresolved: unresolved.length,
    unparsed: count(project.unparsed),
    skipped: count(project.skipped),
    known: found.filter((diagnostic) => diagnostic.standing === 'known').length,
  };
}

function listFiles(project: Project, paths: readonly FilePath[], files: Project['skipped']): CheckReport['skipped'] {
  return files
    .filter((file) => isSelected(paths, file.path))
    .map((file) => ({ file: relativePath(project.root, file.path), reason: escapeControls(file.reason) }))
    .sort((a, b) => compareText(a.file, b.file));
}

const dangers: readonly unknown[] = ['type-only', 'deferred', 'fragile', 'crash'];

/** Splitting the god file that ranks first among those that can be split; else looking at the most dangerous knot. */
function chooseNext(diagnostics: CheckReport['diagnostics']): string | null {
  const first = pickHighest(diagnostics.filter((found) => found.id === 'god-file' && found.next !== undefined), (found) => -Number(found.data['rank']));
  if (first !== undefined) return first.next!.command;
  const worst = pickHighest(diagnostics.filter((found) => found.id === 'import-cycle' && found.severity !== 'info'), (found) => dangers.indexOf(found.data['danger']));
  return worst === undefined ? null : `decant check ${quoteWord(worst.at.file)}`;
}

/** The first of the highest. */
function pickHighest<T>(items: readonly T[], rankOf: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((best, item) => (best !== undefined && rankOf(best) >= rankOf(item) ? best : item), undefined);
}
