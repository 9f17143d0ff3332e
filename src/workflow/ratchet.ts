import { ToolError } from '../diagnostic/tool-error.js';
import { buildBaseline, buildEntries, emptyBaseline, parseBaseline, renderBaseline } from '../gate/baseline-file.js';
import { filesOf, followRenames } from '../gate/renames.js';
import { findStale, growBaseline, tightenBaseline } from '../gate/tighten.js';
import { findGitRefusal, findLastCommit, isShallowClone, resolveCommit } from '../host/git.js';
import { joinPath, relativePath } from '../host/path.js';
import { printQuantity } from '../text/wording.js';
import { createEntryView } from './baseline-view.js';
import { touchesPaths } from './inspect.js';
import { findLeftOut } from './ratchet-left-out.js';
import { requireInside } from './safe-target.js';
import { findRenames, findWorkingTree, listNamedChanges } from './working-tree.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { Baseline } from '../gate/baseline-file.js';
import type { FormerState } from '../gate/former-state.js';
import type { FollowedEntry } from '../gate/renames.js';
import type { BaselineChange, PresentState } from '../gate/tighten.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckReport } from '../report/schema.js';
import type { WorkingTree } from './working-tree.js';
import type { Workspace } from './workspace.js';

/**
 * What to do with the file. `tighten`: lower it. `update`: the same, and write the first one where there is none. `accept`: take
 * the state of today, growth included.
 */
export type RatchetAction = 'judge' | 'tighten' | 'update' | 'accept';

export interface Ratchet {
  /** What the findings are to be judged against, after the action. */
  readonly state: FormerState;
  readonly report: NonNullable<CheckReport['baseline']>;
}

export interface RatchetInput {
  readonly project: Project;
  /** Findings of the whole project. */
  readonly found: readonly Diagnostic[];
  /** Entries outside of them are neither judged stale nor touched. */
  readonly paths: readonly FilePath[];
  readonly action: RatchetAction;
}

/**
 * Reads the baseline, follows renames, finds what is stale and does the action. Undefined when there is no file and none was
 * asked for. Throws ToolError for a file that is no baseline.
 */
export function turnRatchet(workspace: Workspace, { project, found, paths, action }: RatchetInput): Ratchet | undefined {
  const { fileSystem, root, config } = workspace;
  const file = joinPath(root, config.baseline);
  requireInside(fileSystem, root, file);
  // Below .git a new file may mean something to git, and the configuration may be a stranger's.
  if (/(?:^|\/)\.git(?:\/|$)/i.test(config.baseline)) {
    throw new ToolError('baseline belongs to git', `${config.baseline} is in the folder of git`, 'Correct `baseline` in decant.config.json.');
  }
  const text = readText(workspace, file);
  if (text === undefined && (action === 'judge' || action === 'tighten')) return undefined;
  const former = text === undefined ? emptyBaseline : parseBaseline(text, file);
  const { renames, leftOut } = followMissing(workspace, project, file, former);
  const followed = followRenames(former, renames);
  const present: PresentState = {
    baseline: buildBaseline(root, found),
    isInView: createEntryView(project, config, paths, leftOut),
    hasFile: (name) => project.files.has(joinPath(root, name)) || fileSystem.entryKind(joinPath(root, name)) === 'file',
    hasImport: (from, to) => project.graph.edgesFrom.get(joinPath(root, from))?.some((edge) => edge.to === joinPath(root, to)) ?? false,
  };
  const stale = findStale(followed, present);
  const shown = { file: config.baseline, entries: former.entries.length };
  if (action === 'judge') {
    const listed = stale.map(({ entry, becomes, reason }) => ({ entry, becomes: becomes ?? null, reason }));
    return { state: stateOf(followed), report: { ...shown, stale: listed, written: false, changes: [] } };
  }
  const tightened = tightenBaseline(former, stale);
  const selected = found.filter((each) => touchesPaths(paths, each));
  const grown = action === 'accept' || text === undefined ? growBaseline(tightened.baseline, buildBaseline(root, selected)) : undefined;
  const { baseline } = grown ?? tightened;
  const rendered = renderBaseline(baseline);
  // A checkout with CRLF is the same file.
  const written = text?.replaceAll('\r\n', '\n') !== rendered;
  if (written) fileSystem.writeBytes(file, new TextEncoder().encode(rendered));
  const changes = [...tightened.changes, ...(grown?.changes ?? [])].map(reportChange);
  return { state: { kind: 'baseline', baseline }, report: { ...shown, stale: [], written, changes } };
}

function readText({ fileSystem }: Workspace, file: FilePath): string | undefined {
  const kind = fileSystem.entryKind(file);
  if (kind === undefined) return undefined;
  const bytes = kind === 'file' ? fileSystem.readBytes(file) : undefined;
  if (bytes === undefined) throw new ToolError('baseline is not a file', file, 'Correct `baseline` in decant.config.json.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ToolError('baseline is not text', `${file} is not valid UTF-8`, 'Take the file from the last commit.');
  }
}

function stateOf(followed: readonly FollowedEntry[]): FormerState {
  return { kind: 'baseline', baseline: buildEntries(followed.map((entry) => entry.now)) };
}

function reportChange({ kind, was, now }: BaselineChange): NonNullable<CheckReport['baseline']>['changes'][number] {
  return { kind, was: was ?? null, now: now ?? null };
}

interface Missing {
  /** Old root-relative path to new. */
  readonly renames: ReadonlyMap<string, string>;
  /** Not gone: the checkout does without them. */
  readonly leftOut: ReadonlySet<FilePath>;
}

/**
 * Where the files went that entries name and that are not there: what git finds between the commit that last touched the
 * baseline and the working tree. Asked only when a file is missing.
 */
function followMissing(workspace: Workspace, project: Project, file: FilePath, { entries }: Baseline): Missing {
  const { fileSystem, root } = workspace;
  const missing = new Set(entries.flatMap(filesOf).filter((name) => fileSystem.entryKind(joinPath(root, name)) === undefined));
  const nothing: Missing = { renames: new Map(), leftOut: new Set() };
  if (missing.size === 0) return nothing;
  const tree = findWorkingTree(workspace);
  if (tree === undefined) {
    const refusal = findGitRefusal(fileSystem.realPath(root) ?? root);
    if (refusal !== undefined) {
      const count = printQuantity(missing.size, 'file');
      workspace.notice(`${count} of ${workspace.config.baseline} cannot be followed through renames: ${refusal.reason}. ${refusal.help}`);
    }
    return nothing;
  }
  const leftOut = findLeftOut(tree, [...missing].map((name) => joinPath(root, name)));
  const gone = new Set([...missing].filter((name) => !leftOut.has(joinPath(root, name))));
  return { renames: gone.size === 0 ? new Map() : readRenames(workspace, tree, project, file, gone), leftOut };
}

function readRenames(workspace: Workspace, tree: WorkingTree, project: Project, file: FilePath, gone: ReadonlySet<string>): ReadonlyMap<string, string> {
  const { fileSystem, root } = workspace;
  const { top } = tree;
  // A baseline that was never committed was written in this working tree, on top of HEAD.
  const commit = findLastCommit(top, joinPath(fileSystem.realPath(root) ?? root, relativePath(root, file))) ?? resolveCommit(top, 'HEAD');
  const changes = commit === undefined ? [] : listNamedChanges(tree, commit, project);
  const renames = typeof changes === 'string' ? [] : [...findRenames(root, changes)];
  const followed = new Map(renames.filter(([before, after]) => gone.has(before) && project.files.has(joinPath(root, after))));
  if (followed.size < gone.size && isShallowClone(top)) {
    const count = printQuantity(gone.size - followed.size, 'file');
    workspace.notice(
      `${count} of ${workspace.config.baseline} cannot be followed through renames, because the history of this clone is cut off; ` +
        'fetch it with `git fetch --unshallow` or `fetch-depth: 0`.',
    );
  }
  return followed;
}
