import { compareText } from '../diagnostic/sort.js';
import { nearestName } from '../diagnostic/nearest.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { filePath, isInside, relativePath } from '../host/path.js';
import { reportProof } from '../report/report-diagnostic.js';
import { selectEntries } from '../verify/prove.js';
import { proveChange } from './prove-change.js';
import { findSinceCommit } from './since.js';
import { bundleEntries, listBundleEntries, pairBundles, pairReports, pairRuns, reportEntries, runEntries } from './run-entries.js';
import { openSnapshot } from './snapshot.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { VerifyReport } from '../report/schema.js';
import type { CheckInput } from '../verify/check.js';
import type { Snapshot } from './snapshot.js';
import type { Workspace } from './workspace.js';

export interface VerifyOptions {
  /** Folder or git ref; `.` is the working tree. */
  readonly before?: string;
  /** Default: the working tree. */
  readonly after?: string;
  /** In place of `before`: a git ref, whose merge base with HEAD is the tree before. */
  readonly since?: string;
  /** Folder that relative names start from. */
  readonly base: FilePath;
  /** Files whose exports and evaluation must not change, relative to the root. Default: chosen from what changed. */
  readonly entries?: readonly string[];
  /** Commands that are run in both trees. */
  readonly typecheck?: string;
  readonly test?: string;
  /** Loads the entries of both trees: code of the project runs. */
  readonly run?: boolean;
  /** Bundles the entries of both trees with the project's own esbuild. */
  readonly bundle?: boolean;
  /** Has the project's own api-extractor report the types of the entries of both trees. */
  readonly apiExtractor?: boolean;
}

const timeoutMs = 30 * 60 * 1000;

/** Proves that two trees do the same. Throws ToolError when one of them does not exist or when they do not differ. */
export function verify(workspace: Workspace, options: VerifyOptions): VerifyReport {
  const chosen = chooseTrees(workspace, options);
  workspace.progress('Reading the tree before');
  const before = openSnapshot(workspace, chosen.since?.commit ?? chosen.before, options.base);
  try {
    workspace.progress('Reading the tree after');
    const after = openSnapshot(workspace, chosen.after, options.base);
    try {
      return compare(workspace, options, chosen, before, after);
    } finally {
      after.remove();
    }
  } finally {
    before.remove();
  }
}

/** The trees as the user names them. */
interface ChosenTrees {
  readonly before: string;
  readonly after: string;
  readonly since: VerifyReport['since'];
}

function chooseTrees(workspace: Workspace, { before, after = '.', since }: VerifyOptions): ChosenTrees {
  if (since !== undefined) {
    if (before !== undefined) throw new ToolError('two trees before', '--since and --before both name one', 'Give one of them.');
    return { before: since, after, since: { ref: since, commit: findSinceCommit(workspace, since) } };
  }
  if (before === undefined) throw new ToolError('nothing to compare with', 'neither --before nor --since names the tree before', 'Run `decant verify --since main`, or name two trees with --before and --after.');
  return { before, after, since: null };
}

function compare(workspace: Workspace, options: VerifyOptions, chosen: ChosenTrees, before: Snapshot, after: Snapshot): VerifyReport {
  const changed = listChanged(before.project, after.project);
  if (changed.length === 0) {
    // Every check would have nothing to compare, and CI would take the silence for a proof.
    throw new ToolError('nothing differs', `no source file of ${chosen.after === '.' ? 'the working tree' : chosen.after} differs from ${chosen.before}`, 'Name two trees that differ, or check the root and `include` of the configuration.');
  }
  const given = options.entries?.map((entry) => readEntry(entry, options.base, before, after)) ?? [];
  const entries = given.length > 0 ? given : [...selectEntries(before.project, after.project, changed)];
  // What is left of a registration is seen from where programs begin, not from the file that makes it.
  const bundled = options.bundle === true && given.length === 0 ? listBundleEntries(before.project, changed, entries) : entries;
  workspace.progress('Proving that nothing changed');
  const proof = proveChange({
    before: before.project,
    after: after.project,
    changed,
    entries,
    typeCheck: runBoth(workspace, options.typecheck, '--typecheck', before, after),
    testCommand: runBoth(workspace, options.test, '--test', before, after),
    ...(options.run === true ? { runs: pairRuns(runEntries(workspace, before, entries), runEntries(workspace, before, entries), runEntries(workspace, after, entries)) } : {}),
    ...(options.bundle === true ? { bundles: pairBundles(bundleEntries(workspace, before, bundled), bundleEntries(workspace, after, bundled)) } : {}),
    ...(options.apiExtractor === true ? { reports: pairReports(reportEntries(workspace, before, entries), reportEntries(workspace, after, entries)) } : {}),
  });
  return {
    version: 1,
    command: 'verify',
    ...chosen,
    changed: [...changed],
    entries,
    proof: reportProof(proof, [
      // The tree of the report is the one whose files the reader has open.
      { root: after.root, ...(after.root === workspace.root ? {} : { name: chosen.after }) },
      { root: before.root, ...(before.root === workspace.root ? {} : { name: chosen.before }) },
    ]),
  };
}

/** Root-relative names of files that exist on one side only or have other text, sorted. */
function listChanged(before: Project, after: Project): readonly string[] {
  const old = byName(before);
  const now = byName(after);
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].filter((name) => old.get(name)?.text !== now.get(name)?.text || old.get(name)?.bom !== now.get(name)?.bom).sort(compareText);
}

function byName(project: Project): ReadonlyMap<string, { readonly text: string; readonly bom: boolean }> {
  return new Map([...project.files].map(([file, source]) => [relativePath(project.root, file), source]));
}

/** An entry may be given as a path below either tree or relative to the root. */
function readEntry(entry: string, base: FilePath, before: Snapshot, after: Snapshot): string {
  const path = filePath(entry, base);
  const known = byName(before.project);
  const names = [before.root, after.root].filter((root) => isInside(root, path)).map((root) => relativePath(root, path));
  const found = [entry.replace(/^\.\//, ''), ...names].find((name) => known.has(name));
  if (found !== undefined) return found;
  const near = nearestName(entry, known.keys());
  throw new ToolError('no such entry', `${entry} is not a source file of the tree before`, near === undefined ? 'Name a file relative to the root.' : `Did you mean ${near}?`);
}

function runBoth(workspace: Workspace, command: string | undefined, flag: string, before: Snapshot, after: Snapshot): CheckInput['typeCheck'] {
  if (command === undefined) return { reason: `no command; name one with ${flag}` };
  const run = (cwd: FilePath) => {
    workspace.progress(`Running ${command} in ${cwd}`);
    const { exitCode, output, timedOut } = workspace.machine.runCommand({ command, cwd, timeoutMs });
    return { command, exitCode, output, timedOut };
  };
  return { before: run(before.root), after: run(after.root) };
}
