import { nearestName } from '../diagnostic/nearest.js';
import { findingKey } from '../diagnostic/finding-key.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { buildBaseline, buildEntries, entriesOf, entryName } from '../gate/baseline-file.js';
import { renameEntry } from '../gate/renames.js';
import { findGitRefusal, findMergeBase, isShallowClone, listRefs, resolveCommit } from '../host/git.js';
import { readBlobs } from '../host/git-changes.js';
import { joinPath, relativePath } from '../host/path.js';
import { buildFormerProject } from '../load/former-project.js';
import { analyze } from './inspect.js';
import { findRenames, findWorkingTree, listNamedChanges } from './working-tree.js';
import type { AnalyzerInput } from '../analyze/analyzer.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { BaselineEntry } from '../gate/baseline-file.js';
import type { FormerState } from '../gate/former-state.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckReport } from '../report/schema.js';
import type { WorkingTree } from './working-tree.js';
import type { Workspace } from './workspace.js';

export interface Since {
  readonly state: FormerState;
  readonly report: NonNullable<CheckReport['since']>;
}

/**
 * The findings of the tree that this one started from: the merge base of `ref` and HEAD, so that what others did to the branch
 * meanwhile is not blamed on this change. `found` are the findings of today. Throws ToolError when git does not know the
 * ref or the history in between.
 */
export function readSince(workspace: Workspace, project: Project, found: readonly Diagnostic[], ref: string, depth?: AnalyzerInput['depth']): Since {
  const { fileSystem, root, config } = workspace;
  const tree = requireWorkingTree(workspace, ref);
  const { top } = tree;
  const commit = findBase(top, ref);
  workspace.progress(`Comparing with ${ref}`);
  const changes = listNamedChanges(tree, commit, project);
  if (typeof changes === 'string') {
    throw new ToolError('git cannot compare', changes, adviseOnDiff(changes, commit));
  }
  const former = buildFormerProject({
    project,
    fileSystem,
    config,
    top: tree.named(top),
    changes,
    readBlobs: (blobs) => {
      const contents = readBlobs(top, blobs);
      if (typeof contents === 'string') throw new ToolError('git cannot read old files', contents, 'Check that `git fsck` finds nothing wrong.');
      return contents;
    },
  });
  // Equal trees have equal findings. As deep as today's, or nobody could tell that a knot crashes which was harmless. What is kept for
  // the next run is of today's tree.
  const before = former.project === project ? found : analyze({ ...workspace, cache: 'none' }, former.project, depth === undefined ? {} : { depth });
  const renames = findRenames(root, changes);
  const baseline = buildEntries(buildBaseline(root, before).entries.map((entry) => renameEntry(entry, renames)));
  const others = countOthers(root, before, renames);
  return {
    state: { kind: 'change', baseline, others, dangers: listDangers(before, renames), hasImport: createImportQuery(former.project, renames) },
    report: { ref, commit, changed: former.changed, better: countBetter(root, before, found, renames) },
  };
}

/** A clone made with `--filter=blob:none` has no old contents, and decant has git fetch nothing, because the repository names the program that does. */
function adviseOnDiff(reason: string, commit: string): string {
  const diff = `\`git diff ${commit.slice(0, 12)}\``;
  return /promisor|unable to read/.test(reason) ? `Fetch what is missing of the clone: run ${diff} once, or clone without --filter.` : `Check that ${diff} works.`;
}

function requireWorkingTree(workspace: Pick<Workspace, 'fileSystem' | 'root'>, ref: string): WorkingTree {
  const { fileSystem, root } = workspace;
  const tree = findWorkingTree(workspace);
  if (tree !== undefined) return tree;
  const refusal = findGitRefusal(fileSystem.realPath(root) ?? root);
  if (refusal !== undefined) throw new ToolError('git refuses to work here', refusal.reason, refusal.help);
  throw new ToolError('no git working tree', `${root} is not in a git working tree, so nothing is known since ${ref}`, 'Run without --since, or in a clone.');
}

/** Commit at which HEAD and the ref parted. Throws ToolError outside of git, for an unknown ref and for a history that is cut off. */
export function findSinceCommit(workspace: Pick<Workspace, 'fileSystem' | 'root'>, ref: string): string {
  return findBase(requireWorkingTree(workspace, ref).top, ref);
}

const fetchHistory = 'Fetch the history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.';

function findBase(top: FilePath, ref: string): string {
  const commit = resolveCommit(top, ref);
  const isShallow = isShallowClone(top);
  if (commit === undefined) {
    const near = nearestName(ref, listRefs(top));
    const help = near === undefined ? 'Name a branch, tag or commit of this repository.' : `Did you mean ${near}?`;
    const detail = `${ref === '' ? 'an empty name' : ref} is no commit, branch or tag of this clone${isShallow ? ', whose history is cut off' : ''}`;
    throw new ToolError('no such git ref', detail, isShallow ? fetchHistory : help);
  }
  const head = resolveCommit(top, 'HEAD');
  const base = head === undefined ? undefined : findMergeBase(top, commit, head);
  if (base !== undefined) return base;
  if (isShallow) {
    throw new ToolError('history is cut off', `this clone is shallow and does not reach back to where HEAD and ${ref} parted`, fetchHistory);
  }
  throw new ToolError('no common history', `HEAD and ${ref} have no commit in common`, 'Name the branch that this one started from.');
}

function countOthers(root: FilePath, found: readonly Diagnostic[], renames: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const each of found) {
    if (each.ratchet !== undefined) continue;
    const key = findingKey(root, renameFinding(root, each, renames));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** As the finding would be named if its file had today's path already. */
function renameFinding(root: FilePath, found: Diagnostic, renames: ReadonlyMap<string, string>): Diagnostic {
  const before = relativePath(root, found.at.file);
  const after = renames.get(before);
  if (after === undefined) return found;
  const rename = (words: string): string => words.replaceAll(before, after);
  return {
    ...found,
    at: { ...found.at, file: joinPath(root, after) },
    message: rename(found.message),
    ...(found.key === undefined ? {} : { key: rename(found.key) }),
  };
}

function listDangers(found: readonly Diagnostic[], renames: ReadonlyMap<string, string>): NonNullable<FormerState['dangers']> {
  return found.flatMap(({ id, data: { danger, members } }) => {
    if (typeof danger !== 'string' || !Array.isArray(members)) return [];
    return [{ id, danger, files: (members as readonly string[]).map((file) => renames.get(file) ?? file) }];
  });
}

/** Findings that are gone, or of which an edge is gone or a number is lower. */
function countBetter(
  root: FilePath,
  before: readonly Diagnostic[],
  found: readonly Diagnostic[],
  renames: ReadonlyMap<string, string>,
): number {
  const today = new Map(buildBaseline(root, found).entries.map((entry) => [entryName(entry), entry]));
  const isBetter = (entry: BaselineEntry): boolean => {
    const now = today.get(entryName(entry));
    return now === undefined || ('ceiling' in now && 'ceiling' in entry && now.ceiling < entry.ceiling);
  };
  const shrunk = before.filter((each) => entriesOf(root, each).some((entry) => isBetter(renameEntry(entry, renames)))).length;
  const left = countOthers(root, found, new Map());
  const gone = [...countOthers(root, before, renames)].reduce((sum, [key, count]) => sum + Math.max(0, count - (left.get(key) ?? 0)), 0);
  return shrunk + gone;
}

/** Whether a file imported another, by today's root-relative paths. */
function createImportQuery({ root, graph }: Project, renames: ReadonlyMap<string, string>): (from: string, to: string) => boolean {
  const formerOf = new Map([...renames].map(([before, after]) => [after, before]));
  const former = (file: string): FilePath => joinPath(root, formerOf.get(file) ?? file);
  return (from, to) => {
    const target = former(to);
    return graph.edgesFrom.get(former(from))?.some((edge) => edge.to === target) ?? false;
  };
}

