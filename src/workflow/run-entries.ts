import { compareText } from '../diagnostic/sort.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { filePath, joinPath, relativePath, type FilePath } from '../host/path.js';
import { findPackageFile, findPackageFileFrom } from '../host/require.js';
import { createTextReader } from '../load/project-text.js';
import { findEntryPoints } from '../verify/entry-points.js';
import type { ApiReport, ApiReportRequest } from '../model/api-report.js';
import type { BundleReading, BundleRequest } from '../model/bundle-reading.js';
import type { EntryRequest, EntryRun } from '../model/entry-run.js';
import type { Project } from '../model/project.js';
import type { CheckInput, EntryRuns } from '../verify/check.js';
import type { Workspace } from './workspace.js';

/** One side whose code may be run. */
export interface RunnableSide {
  readonly root: FilePath;
  readonly project: Project;
}

/** Enough for an application that reads its configuration; one that serves requests does not keep the process. */
const timeoutMs = 60_000;

const loadable = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Loads each entry in a process of its own. This runs code of the project, so it is called only when somebody asked for it. */
export function runEntries(workspace: Workspace, { root, project }: RunnableSide, entries: readonly string[]): ReadonlyMap<string, EntryRun> {
  const compiler = findPackageFile('ts-morph');
  return new Map(entries.flatMap((name) => {
    const entry = joinPath(root, name);
    if (!project.files.has(entry) || !loadable.test(name)) return [];
    workspace.progress(`Loading ${name} of ${root}`);
    const { tsconfig } = project.compilerFacts(entry);
    const request: EntryRequest = { root, entry, packageFolders: [workspace.root], compiler, ...(tsconfig === undefined ? {} : { tsconfig }) };
    return [[name, readRun(runProgram(workspace, 'load-entry', request, root, timeoutMs))] as const];
  }));
}

function readRun({ result, timedOut, last }: ReturnType<typeof runProgram>): EntryRun {
  if (result !== '') return JSON.parse(result) as EntryRun;
  const nothing = { format: 'esm' as const, exports: [], registrations: [], metadata: [], files: [], recorded: [] };
  if (timedOut) return { outcome: 'timed out', error: [`it was still loading after ${timeoutMs / 1000} s`], ...nothing };
  return { outcome: 'failed', error: [last === '' ? 'the process ended without a word' : last], ...nothing };
}

/** Pairs the runs of both sides; an entry that one side does not have is left out. */
export function pairRuns(before: ReadonlyMap<string, EntryRun>, again: ReadonlyMap<string, EntryRun>, after: ReadonlyMap<string, EntryRun>): readonly EntryRuns[] {
  return [...before].flatMap(([entry, run]) => {
    const other = after.get(entry);
    return other === undefined ? [] : [{ entry, before: run, again: again.get(entry) ?? run, after: other }];
  });
}

const isTest = /(?:^|\/)(?:__tests__|tests?|e2e)\/|[.-](?:test|spec|e2e|stories|config)\.[cm]?[jt]sx?$/;

/** Where the programs begin that a change can reach, and the entries themselves: what a bundler keeps of a module depends on who imports it. */
export function listBundleEntries(project: Project, changed: readonly string[], entries: readonly string[]): readonly string[] {
  const { root, graph } = project;
  const name = (file: FilePath): string => relativePath(root, file);
  const reaching = new Set(changed.map((one) => joinPath(root, one)));
  for (const file of reaching) for (const { from, record } of graph.edgesTo.get(file) ?? []) if (record.kind !== 'type') reaching.add(from);
  const points = findEntryPoints({ project, name }, createTextReader(project)).map(({ file }) => file);
  return [...new Set([...entries, ...points.filter((file) => reaching.has(file)).map(name).filter((one) => !isTest.test(one))])].sort(compareText);
}

/** Bundles each entry with the esbuild of the project. A reason when it has none. */
export function bundleEntries(workspace: Workspace, { root, project }: RunnableSide, entries: readonly string[]): readonly BundleReading[] | { readonly reason: string } {
  const found = findPackageFileFrom(root, 'esbuild') ?? findPackageFileFrom(workspace.root, 'esbuild');
  if (found === undefined) return { reason: 'esbuild is not installed in the project' };
  const bundled = entries.filter((name) => project.files.has(joinPath(root, name)) && loadable.test(name));
  workspace.progress(`Bundling ${bundled.length} entries of ${root}`);
  const request: BundleRequest = { root, entries: bundled, esbuild: filePath(found) };
  const { result, last } = runProgram(workspace, 'bundle-entries', request, root, timeoutMs * 5);
  if (result === '') return { reason: `esbuild could not be run: ${last}` };
  return JSON.parse(result) as readonly BundleReading[];
}

/** Has api-extractor report the types of each entry. A reason when the project has none: it is the user's own, decant brings no other. */
export function reportEntries(workspace: Workspace, { root, project }: RunnableSide, entries: readonly string[]): readonly ApiReport[] | { readonly reason: string } {
  const name = '@microsoft/api-extractor';
  const found = findPackageFileFrom(root, name) ?? findPackageFileFrom(workspace.root, name);
  if (found === undefined) return { reason: `${name} is not installed in the project (7.60 or later; 8.0.0 is older)` };
  const reported = entries.filter((entry) => project.files.has(joinPath(root, entry)) && loadable.test(entry)).map((entry) => {
    const { tsconfig } = project.compilerFacts(joinPath(root, entry));
    return { entry, ...(tsconfig === undefined ? {} : { tsconfig }) };
  });
  if (reported.length === 0) return [];
  workspace.progress(`Reporting ${reported.length} entries of ${root}`);
  const request: ApiReportRequest = { root, entries: reported, extractor: filePath(found) };
  const { result, last } = runProgram(workspace, 'report-api', request, root, timeoutMs * 5);
  if (result === '') return { reason: `api-extractor could not be run: ${last}` };
  return JSON.parse(result) as readonly ApiReport[];
}

function pairByEntry<T extends { readonly entry: string }>(before: readonly T[] | { readonly reason: string }, after: readonly T[] | { readonly reason: string }): readonly { readonly before: T; readonly after: T }[] | { readonly reason: string } {
  if ('reason' in before) return before;
  if ('reason' in after) return after;
  return before.flatMap((reading) => {
    const other = after.find(({ entry }) => entry === reading.entry);
    return other === undefined ? [] : [{ before: reading, after: other }];
  });
}

export const pairBundles = pairByEntry<BundleReading>;
export const pairReports = pairByEntry<ApiReport>;

export interface RunChoices {
  readonly run?: boolean;
  readonly bundle?: boolean;
  readonly apiExtractor?: boolean;
}

/** Nothing is on disk that could be run. */
export function postponeRuns({ run, bundle, apiExtractor }: RunChoices): Pick<CheckInput, 'runs' | 'bundles' | 'reports'> {
  return {
    ...(run === true ? { runs: { reason: '`--run` loads both sides with --write' } } : {}),
    ...(bundle === true ? { bundles: { reason: '`--bundle` bundles both sides with --write' } } : {}),
    ...(apiExtractor === true ? { reports: { reason: '`--api-extractor` reports both sides with --write' } } : {}),
  };
}

/** Looks at the tree as it is now; what comes back looks at it again when it has changed. */
export function watchEntries(
  workspace: Workspace,
  { run, bundle, apiExtractor }: RunChoices,
  project: Project,
  source: FilePath,
  changed: readonly FilePath[],
): (after: Project) => Pick<CheckInput, 'runs' | 'bundles' | 'reports'> {
  const { root } = workspace;
  const entries = [relativePath(root, source)];
  const bundled = bundle === true ? listBundleEntries(project, changed.map((file) => relativePath(root, file)), entries) : [];
  const load = (of: Project) => runEntries(workspace, { root, project: of }, entries);
  const [before, again] = run === true ? [load(project), load(project)] : [];
  const bundlesBefore = bundle === true ? bundleEntries(workspace, { root, project }, bundled) : undefined;
  const reportsBefore = apiExtractor === true ? reportEntries(workspace, { root, project }, entries) : undefined;
  return (after) => ({
    ...(before === undefined ? {} : { runs: pairRuns(before, again!, load(after)) }),
    ...(bundlesBefore === undefined ? {} : { bundles: pairBundles(bundlesBefore, bundleEntries(workspace, { root, project: after }, bundled)) }),
    ...(reportsBefore === undefined ? {} : { reports: pairReports(reportsBefore, reportEntries(workspace, { root, project: after }, entries)) }),
  });
}

/** What the program said, and the last line of what it printed. */
function runProgram({ machine }: Workspace, name: string, request: object, cwd: FilePath, limit: number): { readonly result: string; readonly timedOut: boolean; readonly last: string } {
  const script = machine.programs?.find(name);
  if (!machine.programs || script === undefined) throw new ToolError('decant is not built', `dist/child/${name}.js is missing`, 'Run `npm run build` in the folder of decant.');
  const { result, timedOut, output } = machine.programs.run({ script, args: [JSON.stringify(request)], cwd, timeoutMs: limit });
  return { result, timedOut, last: output.trim().split('\n').at(-1) ?? '' };
}
