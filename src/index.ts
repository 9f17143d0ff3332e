/**
 * decant as a library: the commands of the command line as functions. Each returns what `--format json` prints; a JSON
 * schema of it is in the package's `schema` folder. Findings and refusals are part of the result. What the tool itself
 * could not do (a missing file, a plan for another version) is thrown as `ToolError`.
 *
 * @example
 * import { scan, split } from 'decant';
 *
 * const { diagnostics } = await scan({ root: 'packages/api' });
 * for (const found of diagnostics.filter((each) => each.id === 'god-file')) {
 *   const { proof, applied } = await split({ root: 'packages/api', input: found.at.file, write: true, test: 'npm test' });
 *   console.log(found.at.file, applied, proof?.verdict);
 * }
 */
import { createMachine } from './host/machine.js';
import { createNodeFileSystem } from './host/node-file-system.js';
import { filePath } from './host/path.js';
import { check as runCheck } from './workflow/check.js';
import { deprecate as runDeprecate } from './workflow/deprecate.js';
import { explain as runExplain } from './workflow/explain.js';
import { graph as runGraph } from './workflow/graph.js';
import { init as runInit } from './workflow/init.js';
import { plan as runPlan } from './workflow/plan.js';
import { scan as runScan } from './workflow/scan.js';
import { migrate as runMigrate } from './workflow/migrate.js';
import { listShims } from './workflow/shim-status.js';
import { split as runSplit } from './workflow/split.js';
import { tasks as runTasks } from './workflow/tasks.js';
import { undo as runUndo } from './workflow/undo.js';
import { verify as runVerify } from './workflow/verify.js';
import { openWorkspace } from './workflow/workspace.js';
import type { CheckReport, DeprecateReport, ExplainReport, GraphReport, InitReport, MigrateReport, PlanReport, ScanReport, ShimsReport, SplitReport, TasksReport, UndoReport, VerifyReport } from './report/schema.js';
import type { CheckOptions as RunCheckOptions } from './workflow/check.js';
import type { Workspace } from './workflow/workspace.js';

export { ToolError } from './diagnostic/tool-error.js';
export { isGateOpen } from './workflow/check.js';
export type {
  CheckReport,
  DeprecateReport,
  ExplainReport,
  GraphReport,
  InitReport,
  PlanReport,
  ReportDiagnostic,
  ReportLocation,
  ReportProof,
  ReportSummary,
  ScanReport,
  ShimsReport,
  SplitPart,
  SplitPlan,
  MigrateReport,
  SplitReport,
  TasksReport,
  UndoReport,
  VerifyReport,
} from './report/schema.js';

export interface CommonOptions {
  /** Root of the project. Every other path is relative to it. */
  readonly root: string;
  /** Configuration file; default: `decant.config.json` in the root. */
  readonly config?: string;
  /**
   * What is known of unchanged files: kept in the project (`node_modules/.cache/decant` or `.decant/cache`), in a folder of
   * your own relative to the root, or not at all. `split`, `plan` and `verify` read everything anew. Default: true.
   */
  readonly cache?: boolean | string;
  /** Told what is being done. */
  readonly onProgress?: (step: string) => void;
  /** Told what the user should know although it is not part of the result, such as a tree that was restored. */
  readonly onNotice?: (text: string) => void;
}

export interface PathOptions extends CommonOptions {
  /** Files and folders; default: the whole root. The root is read whole in any case, so that cycles are seen. */
  readonly paths?: readonly string[];
}

export interface TasksOptions extends PathOptions {
  /** Writes the lock of the project (`tasks.lock.json`). Without paths only. */
  readonly lock?: boolean;
}

export interface GraphOptions extends PathOptions {
  /** Default: all. `value` is what is evaluated while the importer loads. */
  readonly kinds?: readonly ('value' | 'type' | 'dynamic')[];
  /** Names the imports whose removal opens each knot, which reads the members of the knots in full. */
  readonly cut?: boolean;
  /** How does one file or folder reach another? Fills `path` in place of `map`. */
  readonly between?: { readonly from: string; readonly to: string };
  /** What does a specifier mean in a file? Fills `resolution` in place of `map`. */
  readonly why?: { readonly file: string; readonly specifier: string };
}

export interface ExplainOptions extends CommonOptions {
  /** Id of a finding, or its key in a report; default: the list of all ids. */
  readonly id?: string;
}

/** Besides the paths: what the flags of `decant check` say. */
export interface CheckOptions extends PathOptions, Omit<RunCheckOptions, 'paths'> {}

export interface ShapeOptions {
  /** Most physical lines of a new file; default: the god-file threshold of the source. */
  readonly maxLines?: number;
  /** Folder of the new files; default: a folder named after the source, beside it. */
  readonly directory?: string;
  /** `keep` (default): the old path stays a stable door. `shim`: the same, every name marked deprecated. */
  readonly facade?: 'keep' | 'shim';
}

export interface PlanOptions extends CommonOptions, ShapeOptions {
  readonly file: string;
}

export interface CommitOptions {
  /** With `write`: commits what was written and nothing else, with a message made of the proof; hooks run. What could not be proved is not committed. */
  readonly commit?: boolean;
  /** With `write`: writes over changes that are in no commit. Not together with `commit`. */
  readonly allowDirty?: boolean;
}

export interface MigrateOptions extends CommonOptions, CommitOptions {
  /** Files that pass on what other modules declare, relative to the root. */
  facades: readonly string[];
  /** Default: false, which only shows what would happen. */
  write?: boolean;
  /** Leaves the rewritten files in place when a check failed. */
  keepGoing?: boolean;
  /** Globs of the importers that may be rewritten, relative to the root. */
  only?: readonly string[];
  /** One change for each owner of importers, each proved alone: `shards` of the report. */
  shardBy?: 'package' | 'codeowners';
  /** Type-check command; false switches it off. */
  typecheck?: string | false;
  /** Test command; tests run only when it is given. */
  test?: string;
}

export interface DeprecateOptions extends CommonOptions, CommitOptions {
  /** The old path, a facade that re-exports names of other modules, relative to the root. */
  readonly facade: string;
  /** `silent`: a plain facade; `jsdoc`: names are struck; `runtime`: it warns, too; `error`: loading it throws; `remove`: it is gone. */
  readonly stage: 'silent' | 'jsdoc' | 'runtime' | 'error' | 'remove';
  /** A version of its package or a day, from which on `check` calls it overdue. */
  readonly after?: string;
  /** Default: false, which only shows what would happen. */
  readonly write?: boolean;
  /** For `error` and `remove`: although files still import or name it. */
  readonly force?: boolean;
  /** Type-check command; false switches it off. */
  readonly typecheck?: string | false;
  /** Test command; tests run only when it is given. */
  readonly test?: string;
}

export interface ShimsOptions extends CommonOptions {
  /** Compares with the importers in this git ref; default: the commit that made the facade a shim. */
  readonly since?: string;
}

export interface SplitOptions extends CommonOptions, CommitOptions, ShapeOptions {
  /** A source file, or a plan (`*.json`). */
  readonly input: string;
  /** Without it nothing is touched. */
  readonly write?: boolean;
  /** Leaves the new files in place when a check failed. */
  readonly keepGoing?: boolean;
  /** Command to run before and after; false: no type-check; default: `tsc --noEmit` where there is a tsconfig.json and typescript. */
  readonly typecheck?: string | false;
  /** Command to run before and after. */
  readonly test?: string;
  /** Loads the file before and after, with recorders in place of task frameworks: code of the project runs. */
  readonly run?: boolean;
  /** Compares what the esbuild of the project keeps of registered tasks. */
  readonly bundle?: boolean;
  /** Has the project's own `@microsoft/api-extractor` report the types of both sides, as a second opinion. */
  readonly apiExtractor?: boolean;
  /** With `commit`: a rename for each module, joined by a merge, so that plain `git blame` finds who wrote each line. */
  readonly blameFriendly?: boolean;
}

export interface VerifyOptions extends CommonOptions {
  /** Folder or git ref; `.` is the root as it is now. */
  readonly before?: string;
  /** Default: the root as it is now. */
  readonly after?: string;
  /** In place of `before`: a git ref; the tree before is where HEAD left it. */
  readonly since?: string;
  /** Files whose exports and evaluation must not change; default: the changed files that exist in both trees. */
  readonly entries?: readonly string[];
  readonly typecheck?: string;
  readonly test?: string;
  /** Loads the entries of both trees, with recorders in place of task frameworks: code of the project runs. */
  readonly run?: boolean;
  /** Compares what the esbuild of the project keeps of registered tasks. */
  readonly bundle?: boolean;
  /** Has the project's own `@microsoft/api-extractor` report the types of both sides, as a second opinion. */
  readonly apiExtractor?: boolean;
}

export interface InitOptions extends CommonOptions {
  /** The tool whose settings to take over; default: the one that is configured in the root, when it is the only one. */
  readonly from?: 'dependency-cruiser' | 'eslint' | 'madge';
  /** Overwrites a configuration and a baseline that are there. */
  readonly force?: boolean;
  /** Adds the plugin to the flat configuration of ESLint; a configuration of decant that is there stays as it is. */
  readonly eslint?: boolean;
}

export interface UndoOptions extends CommonOptions {
  /** Default: the last change that is applied. */
  readonly id?: string;
}

/** Overview of a project: findings, counts, the largest files, and the next thing to do. */
export async function scan(options: PathOptions): Promise<ScanReport> {
  const workspace = open(options);
  return runScan(workspace, { paths: resolveAll(workspace, options.paths) });
}

/**
 * The gate: every finding that neither the baseline nor the tree of `since` knows. `isGateOpen` tells whether it is open.
 *
 * @example
 * const report = await check({ root: '.', since: 'origin/main' });
 * if (!isGateOpen(report)) console.log(report.diagnostics.map((found) => found.message));
 */
export async function check(options: CheckOptions): Promise<CheckReport> {
  const workspace = open(options);
  const { root, config, onProgress, onNotice, paths, ...choices } = options;
  return runCheck(workspace, { ...choices, paths: resolveAll(workspace, paths) });
}

/**
 * The import graph of the root; with paths, the part of it that touches them.
 *
 * @example
 * const { path } = await graph({ root: '.', between: { from: 'src/main.ts', to: 'src/db.ts' } });
 * console.log(path?.hops.map((hop) => `${hop.from}:${hop.line}`));
 */
export async function graph(options: GraphOptions): Promise<GraphReport> {
  const workspace = open(options);
  const { paths, kinds, cut, between, why } = options;
  const at = (path: string) => filePath(path, workspace.root);
  return runGraph(workspace, {
    paths: resolveAll(workspace, paths),
    ...(kinds === undefined ? {} : { kinds }),
    ...(cut === undefined ? {} : { cut }),
    ...(between === undefined ? {} : { between: { from: at(between.from), to: at(between.to) } }),
    ...(why === undefined ? {} : { why: { file: at(why.file), specifier: why.specifier } }),
  });
}

/** The page of a finding; for the key of one, the finding too, as the project has it now. */
export async function explain(options: ExplainOptions): Promise<ExplainReport> {
  return runExplain(options.id, () => open(options));
}

/**
 * Plans the split of one file. `plan` of the result is null when the file was refused; `refused` says why.
 *
 * @example
 * const { plan } = await plan({ root: '.', file: 'src/tasks.ts', maxLines: 400 });
 */
export async function plan(options: PlanOptions): Promise<PlanReport> {
  const workspace = open(options);
  return runPlan(workspace, { ...shapeOf(workspace, options), file: filePath(options.file, workspace.root) });
}

/** Splits one file: plans it, prints the new files, proves that nothing changed and, with `write`, applies the change as a transaction. */
export async function split(options: SplitOptions): Promise<SplitReport> {
  const workspace = open(options);
  const { write, keepGoing, typecheck, test, run, bundle, apiExtractor, blameFriendly } = options;
  return runSplit(workspace, {
    ...shapeOf(workspace, options),
    input: filePath(options.input, workspace.root),
    ...(write === undefined ? {} : { write }),
    ...(keepGoing === undefined ? {} : { keepGoing }),
    ...(typecheck === undefined ? {} : { typecheck }),
    ...(test === undefined ? {} : { test }),
    ...(run === undefined ? {} : { run }),
    ...(bundle === undefined ? {} : { bundle }),
    ...(apiExtractor === undefined ? {} : { apiExtractor }),
    ...(blameFriendly === undefined ? {} : { blameFriendly }),
    ...commitOf(options),
  });
}

/** Lets every importer of facades take each name from the module that declares it, proves that nothing changed and, with `write`, applies the change. */
export async function migrate(options: MigrateOptions): Promise<MigrateReport> {
  const workspace = open(options);
  const { facades, write, keepGoing, only, shardBy, typecheck, test } = options;
  return runMigrate(workspace, {
    facades: resolveAll(workspace, facades),
    ...(write === undefined ? {} : { write }),
    ...(keepGoing === undefined ? {} : { keepGoing }),
    ...(only === undefined ? {} : { only }),
    ...(shardBy === undefined ? {} : { shardBy }),
    ...(typecheck === undefined ? {} : { typecheck }),
    ...(test === undefined ? {} : { test }),
    ...commitOf(options),
  });
}

/**
 * Brings a facade to a stage of its deprecation, proves it and, with `write`, applies it. `refused` of the result says why a stage cannot be reached.
 *
 * @example
 * const { changes, refused } = await deprecate({ root: '.', facade: 'src/tasks.ts', stage: 'runtime', after: '3.0.0' });
 */
export async function deprecate(options: DeprecateOptions): Promise<DeprecateReport> {
  const workspace = open(options);
  const { facade, stage, after, write, force, typecheck, test } = options;
  return runDeprecate(workspace, {
    input: filePath(facade, workspace.root),
    stage,
    ...(after === undefined ? {} : { after }),
    ...(write === undefined ? {} : { write }),
    ...(force === undefined ? {} : { force }),
    ...(typecheck === undefined ? {} : { typecheck }),
    ...(test === undefined ? {} : { test }),
    ...commitOf(options),
  });
}

/** Every shim of the project with its importers, now and then. */
export async function shims(options: ShimsOptions): Promise<ShimsReport> {
  return listShims(open(options), options.since === undefined ? {} : { since: options.since });
}

/**
 * Proves that two trees do the same.
 *
 * @example
 * const { proof } = await verify({ root: '.', since: 'main' });
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const workspace = open(options);
  const { before, after, since, entries, typecheck, test, run, bundle, apiExtractor } = options;
  return runVerify(workspace, {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(since === undefined ? {} : { since }),
    base: workspace.root,
    ...(entries === undefined ? {} : { entries }),
    ...(typecheck === undefined ? {} : { typecheck }),
    ...(test === undefined ? {} : { test }),
    ...(run === undefined ? {} : { run }),
    ...(bundle === undefined ? {} : { bundle }),
    ...(apiExtractor === undefined ? {} : { apiExtractor }),
  });
}

/** Registered background tasks; with `lock` they are written to the lock of the project. */
export async function tasks(options: TasksOptions): Promise<TasksReport> {
  const workspace = open(options);
  return runTasks(workspace, { paths: resolveAll(workspace, options.paths), lock: options.lock === true });
}

/** Writes a configuration and the first baseline; reads the configurations of other tools as text and runs none. */
export async function init(options: InitOptions): Promise<InitReport> {
  return runInit(open(options), options);
}

/** Puts back every byte that a `split`, `migrate` or `deprecate` with `write` changed. */
export async function undo(options: UndoOptions): Promise<UndoReport> {
  return runUndo(open(options), options.id === undefined ? {} : { id: options.id });
}

function open({ root, config, cache = true, onProgress, onNotice }: CommonOptions): Workspace {
  const path = filePath(root);
  return openWorkspace({
    fileSystem: createNodeFileSystem(),
    root: path,
    machine: createMachine(),
    ...(config === undefined ? {} : { config: filePath(config, path) }),
    cache: typeof cache === 'string' ? { folder: filePath(cache, path) } : cache ? 'auto' : 'none',
    ...(onProgress === undefined ? {} : { progress: onProgress }),
    ...(onNotice === undefined ? {} : { notice: onNotice }),
  });
}

function resolveAll(workspace: Workspace, paths: readonly string[] = []) {
  return paths.map((path) => filePath(path, workspace.root));
}

function commitOf({ commit, allowDirty }: CommitOptions): CommitOptions {
  return { ...(commit === undefined ? {} : { commit }), ...(allowDirty === undefined ? {} : { allowDirty }) };
}

function shapeOf(workspace: Workspace, { maxLines, directory, facade }: ShapeOptions) {
  return {
    ...(maxLines === undefined ? {} : { maxLines }),
    ...(directory === undefined ? {} : { directory: filePath(directory, workspace.root) }),
    ...(facade === undefined ? {} : { facade }),
  };
}
