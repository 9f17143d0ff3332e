import { evaluatedKinds, findKnots } from '../analyze/import-cycle/components.js';
import { runAnalyzers } from '../analyze/run-analyzers.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { openAnalysisMemo } from '../load/analysis-memo.js';
import { openCacheFolder } from '../load/cache-folder.js';
import { loadCached } from '../load/load-cached.js';
import { loadProject } from '../load/load-project.js';
import { createLinksReader, createModuleReader, createOutlineReader } from '../load/module-reader.js';
import { reportDiagnostics } from '../report/report-diagnostic.js';
import { lineColumnAt } from '../text/line-index.js';
import { quoteWord } from '../text/shell-word.js';
import { escapeControls } from '../text/visible.js';
import { findOrRecall } from './kept-findings.js';
import { isSelected, requireFiles, requirePaths } from './selection.js';
import type { AnalyzerInput } from '../analyze/analyzer.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckReport, ReportSummary } from '../report/schema.js';
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
  const { fileSystem, root, config, cache } = workspace;
  requirePaths(workspace, paths);
  workspace.progress('Reading files');
  const folder = openCacheFolder(fileSystem, root, cache);
  const project = folder ? loadCached({ fileSystem, root, config }, folder) : loadProject({ fileSystem, root, config });
  requireFiles(project, paths);
  return project;
}

/** The findings of the whole project, whatever the paths. */
export function analyze(
  workspace: Workspace,
  project: Project,
  { depth = 'full', churn }: Omit<InspectOptions, 'paths'> & Pick<AnalyzerInput, 'churn'>,
): readonly Diagnostic[] {
  const memo = openAnalysisMemo(openCacheFolder(workspace.fileSystem, workspace.root, workspace.cache), churn === undefined ? depth : `${depth}-churn`);
  const input: AnalyzerInput = {
    project,
    config: workspace.config,
    depth,
    read: createModuleReader(project),
    links: createLinksReader(project),
    outline: createOutlineReader(project),
    memo,
    ...(churn === undefined ? {} : { churn }),
  };
  const run = (): readonly Diagnostic[] => runAnalyzers(input, (id) => workspace.progress(`Looking for ${id}`));
  // What git knows is no part of the project.
  if (churn === undefined) return findOrRecall(project, workspace.config, memo, run);
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
  // Filtered after the keys are given: a key must not depend on what else is shown.
  const diagnostics = reportDiagnostics(project.root, kept, false).filter((each) => withKnown || each.standing !== 'known');
  return {
    version: 1,
    summary: summarize(project, paths, kept),
    diagnostics,
    unresolved: listUnresolved(project, paths),
    unparsed: listFiles(project, paths, project.unparsed),
    skipped: listFiles(project, paths, project.skipped),
    brokenConfigs: listFiles(project, [], project.brokenConfigs),
    next: chooseNext(diagnostics),
  };
}

function summarize(project: Project, paths: readonly FilePath[], found: readonly Diagnostic[]): ReportSummary {
  const selected = <T>(items: Iterable<T>, fileOf: (item: T) => FilePath) => [...items].filter((item) => isSelected(paths, fileOf(item)));
  const scanned = selected(project.scanned.values(), (module) => module.path);
  return {
    files: selected(project.files.keys(), (file) => file).length,
    codeLines: scanned.reduce((sum, module) => sum + module.lines.code, 0),
    godFiles: found.filter((diagnostic) => diagnostic.id === 'god-file' && diagnostic.data['generated'] !== true).length,
    // From the graph: a finding may be switched off, or speak of types alone, of which nothing is left at run time.
    components: findKnots(project.graph, evaluatedKinds).filter((members) => members.some((file) => isSelected(paths, file))).length,
    unresolved: selected(project.graph.unresolved, (entry) => entry.from).length,
    unparsed: selected(project.unparsed, (file) => file.path).length,
    skipped: selected(project.skipped, (file) => file.path).length,
    known: found.filter((diagnostic) => diagnostic.standing === 'known').length,
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
